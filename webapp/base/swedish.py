"""Swedish stems for search: an article rule in front of Snowball, and the tails of compounds.

Snowball's Swedish stemmer (https://snowballstem.org/algorithms/swedish/stemmer.html) leaves many
inflected forms apart from their lemma: sjuksköterskan, jobbet, ekonomin, revisorn, nyckeln,
kurs beside kursen. The rules here first bring such a form back to its indefinite form, by its
ending alone, so a compound is treated as its last part is.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from importlib import resources

import Stemmer

_VOWELS = "aeiouyåäöéèêüáàæøœ"
_FOLD_AAO = str.maketrans("åäö", "aao")
_MIN_HEAD = 2
_MIN_STEMMED = 4
# Shorter ones are other words too: mot is seldom möte, and steward has nothing of vård.
_SHORTEST_UNACCENTED = 5

Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*rows: tuple[str, str, str]) -> Rules:
    """Compile rows of: what stands before the ending, the ending, what replaces the ending."""
    return tuple((re.compile(f"(.*(?:{before}))(?:{end})"), new) for before, end, new in rows)


# A genitive -s goes, but the -s of kurs, plats, gräns, leverans or process is part of the word.
_GENITIVE = _rules(
    (r"[bdfghjkmv]|are|aren|[aeo]rna", "s", ""),
    (r"[^s][^aeiouyåäö]et|sset|.iet|.eet", "s", ""),
    (r"[ckrns]t|[lr]n|mun|tt|eln", "s", ""),
    (r"[st]ion|skap|.ll|[^n]al|[jft]ör|[^nv]er|[st]or", "s", ""),
    (r"[sc]kan|[ol]lan|[dgkn]nan|lsan|[vk]an|ssan|ffan|ppan|ttan", "s", ""),
    (r"...in|rån|eå|[mjgd]ö", "s", ""),
)

# Definite and irregular forms; the first row that fits is applied.
_ARTICLE = _rules(
    # brandmannen, brandmän → brandman; allmän is no plural.
    (r"(?<!all)m", r"(?:annen|än|ännen)s?", "an"),
    # Plurals with another vowel, a closed class.
    ("", r"länder(?:na)?", "land"),
    ("", r"händer(?:na)?", "hand"),
    ("", r"tänder(?:na)?", "tand"),
    ("", r"städer(?:na)?", "stad"),
    ("", r"böcker(?:na)?", "bok"),
    # gymnasium, gymnasiet → gymnasi; centrum, centret → center.
    (r"...[ie]", r"(?:um|umet|et)", ""),
    (r"[nk]t", r"rum(?:et)?", "er"),
    (r"[bdfgkpst]", r"r(?:et|en)", "er"),
    (r"tt|ck", "net", "en"),
    # arbetena → arbete
    ("...", "enas?", "e"),
    # vintern, vintrar → vinter
    ("...", "erns?", "er"),
    ("vint|syst|fing", "rar(?:na)?s?", "er"),
    (r"[bdfgklpstx]el", "ns?", ""),
    # ekonomin, industrin, byrån
    (r"..[oe]g|..rg|.[eo]m|.st|.str|[^aeiouyåäö][ae]t|..[oe]r|.ap|..af|ant|..on", "ins?", "i"),
    (r"byr|niv", "åns?", "å"),
    # intervjun, miljön, idén, menyn
    ("ju|jö|.é|meny", "ns?", ""),
    # studion, kontot
    (r".[dl]i", "ons?", "o"),
    (r"kont", "o[tn]s?", "o"),
    # snabbt, kreativt, professionellt, socialt, flexibelt
    (r".bb|.iv|ell|.[irtnb]al|.sam|[bgk]el", "t", ""),
)

_DEFINITE_AN = re.compile(rf"(?=.{{5}}).*[{_VOWELS}].*[^{_VOWELS}]an")
_WORD_IN_AN = re.compile(
    r"(?:(?<!m)(?<!^fir)man|plan|kran|banan|roman|organ|orkan|altan|vulkan|tulpan|pelikan|dekan"
    r"|veteran|membran|sultan|titan|slogan|urban|^innan|^annan|^sedan|^redan|^medan|^mellan)$"
)
_DEFINITE_ET = re.compile(rf"(?=.{{5}}).*[{_VOWELS}].*[^{_VOWELS}]et")
_WORD_IN_S = re.compile(r"(?<![ae])(?<!en)s$")
# Here -et belongs to the word, and Snowball must not take it either.
_WORD_IN_ET = re.compile(
    r"(?:it|iet|pak|rak|^intern|budg|magn|alfab|kvart|tap|toal|stak|buff|skelt|kabin|mark|targ"
    r"|^ass|pock|fle|she|stre|me|gadg|widg|tick|wall|tabl|outl)et$"
)
# What stands before these endings is the stem; Snowball would go too far.
_FINAL = _rules(
    (
        "(?:[kn]t|it|rat|nat|lat|^dat|mot|revis|[cf]ess|ns)or",
        "(?:s|ns?|ers?|ernas?)?",
        "",
    ),
    ("(?:mus|lyc|mausol)e", "(?:um|umet|et|er|erna)s?", ""),
    ("(?:(?<!v)int|ext|mod|konc)ern", "(?:a|t|s|ens?|ers?|ernas?)?", ""),
    ("svar", "(?:s|ets?|ens?)?", ""),
    (".{2,}lig", "(?:a|t|e|are|ast|aste)?", ""),
    # säkerhet is not säker, fastighet is not fast.
    (".{2,}het", "(?:s|ens?|ers?|ernas?)?", ""),
)
_AFTER = _rules(
    ("...", "ens", ""),
    ("(?<!so)m", "m", ""),
    ("...[dgk]|....t", "t", ""),
    # Snowball takes these from advokat and marknad, but not from advokaten and marknaden.
    ("...[^aeiouyåäö]", "a[dt]", ""),
    # nyckel and nycklar, artikel and artiklar meet in the form without e; spel has no such plural.
    (r"[^s][bfgkpx]|[^o]t|med", "el", "l"),
)


class _PerThread(threading.local):
    """A Snowball stemmer keeps state between calls, so each thread has its own."""

    def __init__(self) -> None:
        self.swedish = Stemmer.Stemmer("swedish", 0)
        self.english = Stemmer.Stemmer("english", 0)


_SNOWBALL = _PerThread()


def _first(rules: Rules, word: str) -> str | None:
    for pattern, ending in rules:
        if fits := pattern.fullmatch(word):
            return fits[1] + ending
    return None


def _lemmas() -> tuple[str, ...]:
    text = resources.files(__package__).joinpath("compound_tails.txt").read_text("utf-8")
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def _kept_forms(lemmas: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (inflected form, stem) of the listed -are and -er words."""
    for lemma in lemmas:
        if lemma.endswith("are"):
            for ending in ("", "s", "n", "ns"):
                yield lemma + ending, lemma[:-1]
            for ending in ("na", "nas"):
                yield lemma[:-1] + ending, lemma[:-1]
        elif lemma.endswith("er"):
            for ending in ("", "s", "n", "ns", "na", "nas"):
                yield lemma + ending, lemma
            for ending in ("et", "ets", "en", "ens"):
                yield f"{lemma[:-2]}r{ending}", lemma


_LEMMAS = _lemmas()
_KEPT = {
    variant: stem.translate(fold)
    for fold in (_FOLD_AAO, {})
    for form, stem in _kept_forms(_LEMMAS)
    for variant in (form.translate(fold),)
}


def _longest_end(word: str, table: dict[str, str]) -> tuple[str, str] | None:
    """Return (head, value) for the longest end of the word that is in the table."""
    for cut in range(len(word)):
        if (cut == 0 or cut >= _MIN_HEAD) and (value := table.get(word[cut:])) is not None:
            return word[:cut], value
    return None


def stem_swedish(word: str) -> str:
    """Return the stem of one casefolded NFC word: article rule, then Snowball."""
    if len(word) < _MIN_STEMMED:
        return word
    if kept := _longest_end(word, _KEPT):
        return "".join(kept)
    if final := _first(_FINAL, word):
        return final
    word = _first(_GENITIVE, word) or word
    word = _first(_ARTICLE, word) or word
    if _DEFINITE_AN.fullmatch(word) and not _WORD_IN_AN.search(word):
        word = word[:-1]
    if _WORD_IN_ET.search(word):
        return word
    if _DEFINITE_ET.fullmatch(word):
        word = word[:-2]
    elif not _WORD_IN_S.search(word):
        word = _SNOWBALL.swedish.stemWord(word)
    return _first(_AFTER, word) or word


def stem_english(word: str) -> str:
    """Return the English Snowball (Porter 2) stem of one casefolded word."""
    return str(_SNOWBALL.english.stemWord(word))


def _tail_table() -> dict[str, str]:
    """Map how a tail ends a stemmed compound to the tail's own stem."""
    head = "arbets"
    table: dict[str, str] = {}
    for lemma in _LEMMAS:
        table[stem_swedish(head + lemma).removeprefix(head)] = stem_swedish(lemma)
    return table


_TAILS = _tail_table()
_TAIL_STEMS = frozenset(_TAILS.values())
_TAIL_LENGTHS = range(min(map(len, _TAILS)), max(map(len, _TAILS)) + 1)


def is_listed(stem: str) -> bool:
    """Tell whether a stem belongs to a listed word or to a compound that ends in one."""
    return stem in _TAIL_STEMS or bool(compound_tails(stem))


def compound_tails(stem: str) -> tuple[str, ...]:
    """Return the stems of the listed tails that end a stemmed word, longest first.

    The part before a tail has at least two letters, a linking s counted in.
    """
    longest = min(_TAIL_LENGTHS.stop - 1, len(stem) - _MIN_HEAD)
    found = (_TAILS.get(stem[-size:]) for size in range(longest, _TAIL_LENGTHS.start - 1, -1))
    return tuple(tail for tail in found if tail is not None and tail != stem)


def _accents() -> dict[str, str]:
    """Map the stems of listed words as typed without accents to their stems, where that is sure."""
    accents = {
        stem_swedish(lemma.translate(_FOLD_AAO)): stem_swedish(lemma)
        for lemma in _LEMMAS
        if lemma != lemma.translate(_FOLD_AAO)
    }
    # Where the stemmer cuts more off the plain form, that is another word: kassa is no kassör.
    return {
        plain: stem
        for plain, stem in accents.items()
        if _SHORTEST_UNACCENTED <= len(plain) == len(stem) and plain not in _TAIL_STEMS
    }


_ACCENTED = _accents()


def accented(stem: str) -> tuple[str, ...]:
    """Return the stem of the listed word that an unaccented stem stands for, if it does.

    A compound is known by its end: grundskollarar gives grundskollärar.
    """
    found = _longest_end(stem, _ACCENTED)
    return ("".join(found),) if found else ()
