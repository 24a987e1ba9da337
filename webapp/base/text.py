"""The text analyser behind ad index, queries, CV text, agents and highlighting.

Pure functions from text to words, each with one canonical stem, further forms under which it is
found, and the tails of compounds. White space, hyphens, slashes and most punctuation separate
words, so "it-tekniker" gives "it" and "tekniker"; c++, c#, .net, asp.net and node.js stay whole.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from webapp.base.swedish import accented, compound_tails, is_listed, stem_english, stem_swedish

SOURCES = tuple(
    Path(__file__).with_name(name) for name in ("text.py", "swedish.py", "compound_tails.txt")
)
"""The files that decide what words come out; what is stored of them dates when they change."""

CACHED_WORDS = 65_536
"""How many analysed words are kept; words follow Zipf's law, so this holds nearly all of a text."""

LONGEST_STEM = 64
"""Longer words are noise (keys, encoded data): their stem is their first 64 characters."""

SHORTEST_PREFIX = 2
"""A one-letter prefix would match a good part of the dictionary, so its star is ignored."""

IGNORABLE = "\u00ad\u200b-\u200d\u2060\ufeff"
MARK = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f"
_LETTER = rf"[^\W_][{MARK}{IGNORABLE}]*"
TOKEN = re.compile(
    rf"""
      (?<![^\W_])(?:[a-z]\+\+|[a-z]\#)(?![^\W\d_])   # c++, c#, f#; c++17 gives c++ and 17
    | (?<![^\W_])(?:asp)?\.net(?![^\W_])
    | (?<![^\W_])[a-z][a-z0-9]*\.js(?![^\W_])
    | \d+(?:[.,]\d+)+
    | (?:{_LETTER})+(?:['’](?:{_LETTER})+)*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPECIAL = re.compile(r"[.+#]")
_ALSO_WRITTEN = {"c++": ("cpp",), "c#": ("csharp",), "f#": ("fsharp",), ".net": ("dotnet",)}
_DROPPED = re.compile(f"[{IGNORABLE}]")
_APOSTROPHE = re.compile("['’]")
_SWEDISH_LETTER = re.compile("[åäöé]")
# Letters that Unicode does not decompose, as they are written without them.
_PLAIN = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
# What Swedish and its neighbours write, composed; most text has no other.
_USUAL = str.maketrans("åäöéüèáàø", "aaoeueaao") | {ord("æ"): "ae"}
_NOT_SLUG = re.compile("[^a-z0-9]+")
_QUOTES = str.maketrans("“”„‟«»″＂", '""""""""')
_PIECE = re.compile(r'(?P<negated>(?<!\S)-)?"(?P<phrase>[^"]*)"|(?P<loose>[^\s"]+)')
# Between the words of one piece these make a phrase (it-tekniker, r&d); others only separate.
_JOINER = re.compile(r"[-\u2010-\u2013&.:+@_'’]+")


class Word(NamedTuple):
    """One word of a text.

    surface: NFC and casefolded, without soft hyphens and zero-width characters.
    start, end: its place in the original text, in characters.
    stem: the one token of the word: article rule, then Swedish Snowball; ö is not o here.
    alternates: further tokens, none equal to the stem: the stem of the unaccented word
        (goteborg) or of the accented one that was meant (larare, lärare), the English stem of a
        word not known as Swedish, and other spellings (dotnet).
    tails: stems of the compound's tails, longest first; for node.js and asp.net their parts.
    """

    surface: str
    start: int
    end: int
    stem: str
    alternates: tuple[str, ...]
    tails: tuple[str, ...]


class Term(NamedTuple):
    """One condition of a query: its words, next to each other if it is a phrase.

    With ``prefix``, the last word matches every word that begins as it does.
    """

    words: tuple[Word, ...]
    phrase: bool
    negated: bool
    prefix: bool


class Query(NamedTuple):
    """A parsed query; with an unbalanced quote, all its words are loose."""

    terms: tuple[Term, ...]
    unbalanced_quote: bool


class Analysis(NamedTuple):
    """A word as ``Word`` has it, wherever it stands."""

    surface: str
    stem: str
    alternates: tuple[str, ...]
    tails: tuple[str, ...]


def fold(text: str) -> str:
    """Return casefolded text without diacritics: å→a, ö→o, é→e, ø→o, æ→ae, for names."""
    usual = text.casefold().translate(_USUAL)
    if usual.isascii():
        return usual
    decomposed = unicodedata.normalize("NFKD", _DROPPED.sub("", text).casefold()).casefold()
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", letters.translate(_PLAIN))


def slug(text: str, limit: int = 60) -> str:
    """Return a URL slug of a-z, 0-9 and single hyphens, cut between words.

    limit is in characters and at least 2, else ValueError; a longer first word is cut inside.
    Text without a single letter or digit of that alphabet gives "ad", so a slug is never empty.
    """
    if limit < 2:
        raise ValueError("a slug has room for at least two characters")
    whole = _NOT_SLUG.sub("-", fold(text)).strip("-")
    if len(whole) > limit:
        cut = whole[: limit + 1].rpartition("-")[0]
        whole = cut or whole[:limit]
    return whole or "ad"


def _normalised(raw: str) -> str:
    if raw.isascii():
        return raw.lower()
    compatible = unicodedata.normalize("NFKC", _DROPPED.sub("", raw)).casefold()
    return unicodedata.normalize("NFC", compatible)


@lru_cache(maxsize=CACHED_WORDS)
def analysed(raw: str) -> Analysis:
    """Analyse one word as ``TOKEN`` finds it."""
    surface = _normalised(raw)
    if _SPECIAL.search(surface):
        return _special(surface)
    plain = _APOSTROPHE.sub("", re.sub("['’]s$", "", surface))
    if len(plain) > LONGEST_STEM or not plain.isalpha():
        stem = plain[:LONGEST_STEM]
        others = {fold(stem)}
        tails: tuple[str, ...] = ()
    else:
        stem = stem_swedish(plain)
        folded = fold(plain)
        others = {stem_swedish(folded)}
        if plain == folded:
            others.update(accented(stem))
        if not (_SWEDISH_LETTER.search(plain) or is_listed(stem)):
            others.add(stem_english(folded))
        tails = compound_tails(stem)
    return Analysis(surface, stem, tuple(sorted(others - {stem, ""})), tails)


def _special(surface: str) -> Analysis:
    """Analyse a token of signs, such as c++, node.js or 2.5, which is never stemmed."""
    stem = surface[:LONGEST_STEM]
    name, dot, ending = surface.rpartition(".")
    if ending == "js":
        return Analysis(surface, stem, _stems(name + ending), _stems(name))
    if ending == "net" and name:
        return Analysis(surface, stem, _stems(name + ending), (dot + ending,))
    return Analysis(surface, stem, _stems(*_ALSO_WRITTEN.get(surface, ())), ())


def _stems(*plain: str) -> tuple[str, ...]:
    return tuple(analysed(word).stem for word in plain)


def analysed_words(text: str) -> list[Analysis]:
    """Return the words of a text as ``words`` does, but not where they stand: for an index."""
    return [analysed(raw) for raw in TOKEN.findall(text)]


def words(text: str) -> list[Word]:
    """Return the words of a text in order; any string has an answer."""
    found = []
    for token in TOKEN.finditer(text):
        surface, stem, alternates, tails = analysed(token[0])
        found.append(Word(surface, token.start(), token.end(), stem, alternates, tails))
    return found


def tail_forms(word: Word) -> Iterator[str]:
    """Stems under which a word is found at the end of compounds: its own, and its accented one."""
    yield word.stem
    yield from (form for form in accented(word.stem) if form in word.alternates)


def parse_query(text: str) -> Query:
    """Parse what a person typed: words, "phrases", -without and begin*; never an error.

    A minus negates only where a piece between white space begins. Words joined inside a piece
    (it-tekniker, r&d) make a phrase; a slash or comma between them does not. Words keep their
    places in the text given here.
    """
    text = text.translate(_QUOTES)
    unbalanced = text.count('"') % 2 == 1
    if unbalanced:
        text = text.replace('"', " ")
    terms: list[Term] = []
    for piece in _PIECE.finditer(text):
        if piece["loose"] is None:
            inside = _words_between(text, piece.start("phrase"), piece.end("phrase"))
            if inside:
                terms.append(Term(inside, len(inside) > 1, bool(piece["negated"]), False))
        else:
            terms.extend(_loose_terms(text, piece.start(), piece.end()))
    return Query(tuple(terms), unbalanced)


def _words_between(text: str, start: int, end: int) -> tuple[Word, ...]:
    return tuple(
        word._replace(start=word.start + start, end=word.end + start)
        for word in words(text[start:end])
    )


def _loose_terms(text: str, start: int, end: int) -> list[Term]:
    """Return the terms of one unquoted piece, which share its minus."""
    at_start = start == 0 or text[start - 1].isspace()
    negated = at_start and text[start] == "-"
    terms: list[Term] = []
    group: list[Word] = []
    for word in _words_between(text, start, end):
        if group and not _JOINER.fullmatch(text, group[-1].end, word.start):
            terms.append(_term(text, group, negated, end))
            group = []
        group.append(word)
    if group:
        terms.append(_term(text, group, negated, end))
    return terms


def _term(text: str, group: list[Word], negated: bool, end: int) -> Term:
    last = group[-1]
    prefix = last.end < end and text[last.end] == "*" and len(last.surface) >= SHORTEST_PREFIX
    return Term(tuple(group), len(group) > 1, negated, prefix)
