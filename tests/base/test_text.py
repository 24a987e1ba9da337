"""The analyser: what is one word, what is found by what, and that no text breaks it."""

import re
import unicodedata
from pathlib import Path

import pytest
import Stemmer
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.base import swedish, text

DATA = Path(__file__).parent
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
# Characters that mean something to the tokenizer or the query language, often side by side.
HARD_TEXT = st.text(
    st.sampled_from("aAbsåÄöéßİø19 \t\n\0-–*\"”'’.+#/&,_@\u00ad\u200b\u0301\u030aﬁ½ｅ"), max_size=60
)
TEXTS = ANY_TEXT | HARD_TEXT
# Marks that make a letter of Latin script, or stand on one.
LATIN = st.text(st.sampled_from("abcdeoåäöéüçñÅÖÉ \u0301\u0308\u030a"), max_size=60)


def rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [line.split() for line in lines if not line.startswith("#")]


TOGETHER = [(row[0], form) for row in rows("swedish_together.txt") for form in row[1:]]
APART = [tuple(row) for row in rows("swedish_apart.txt")]


def only(word: str) -> text.Word:
    (found,) = text.words(word)
    return found


def surfaces(of: str) -> list[str]:
    return [word.surface for word in text.words(of)]


def shape(query: str) -> list[tuple[list[str], str]]:
    """Return each term as its words and its flags."""
    return [
        (
            [word.surface for word in term.words],
            " ".join(flag for flag in ("phrase", "negated", "prefix") if getattr(term, flag)),
        )
        for term in text.parse_query(query).terms
    ]


def loosely(raw: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", raw).casefold())


@pytest.mark.parametrize(
    ("plain", "meant"),
    [
        ("larare", "lärare"),
        ("sjukskoterskan", "sjuksköterska"),
        ("grundskollarare", "grundskollärare"),
        ("kundtjanst", "kundtjänst"),
    ],
)
def test_a_word_typed_without_accents_is_the_accented_one_too(plain: str, meant: str) -> None:
    assert only(meant).stem in only(plain).alternates
    assert list(text.tail_forms(only(plain))) == [only(plain).stem, only(meant).stem]


@pytest.mark.parametrize(
    ("word", "never"), [("kassa", "kassör"), ("steward", "vård"), ("mot", "möte")]
)
def test_what_only_looks_alike_without_accents_stays_itself(word: str, never: str) -> None:
    assert list(text.tail_forms(only(word))) == [only(word).stem]
    assert only(never).stem not in only(word).alternates


@pytest.mark.parametrize(("lemma", "form"), TOGETHER)
def test_forms_of_one_word_share_their_stem(lemma: str, form: str) -> None:
    assert only(form).stem == only(lemma).stem


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_have_different_stems(one: str, other: str) -> None:
    assert only(one).stem != only(other).stem


def test_the_article_rule_is_needed() -> None:
    snowball = Stemmer.Stemmer("swedish").stemWord
    alone = sum(snowball(lemma) == snowball(form) for lemma, form in TOGETHER)
    assert alone < 0.7 * len(TOGETHER)


@pytest.mark.parametrize("lemma", sorted({lemma for lemma, _ in TOGETHER}))
def test_a_word_is_found_without_its_accents(lemma: str) -> None:
    word, plain = only(lemma), only(text.fold(lemma))
    assert plain.stem in (word.stem, *word.alternates)


def test_letters_with_rings_and_dots_are_their_own_in_the_stem() -> None:
    assert only("Göteborg").stem == "göteborg"
    assert only("Göteborg").alternates == ("goteborg",)


def test_english_words_meet_in_their_english_stem() -> None:
    assert {"develop"} <= set(only("developing").alternates) & set(only("developed").alternates)
    assert only("developer's").stem == only("developer").stem
    assert only("tekniker").alternates == ()


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("C++ och C#, F#.", ["c++", "och", "c#", "f#"]),
        ("C++17", ["c++", "17"]),
        ("ASP.NET/.NET Core", ["asp.net", ".net", "core"]),
        ("(Node.js)", ["node.js"]),
        ("visma.network node.json", ["visma", "network", "node", "json"]),
        ("CI/CD, R&D", ["ci", "cd", "r", "d"]),
        ("B-körkort", ["b", "körkort"]),
        ("IT-tekniker", ["it", "tekniker"]),
        ("2024-10-25 kl. 7.30", ["2024", "10", "25", "kl", "7.30"]),
        ("O'Brien’s rock_n_roll", ["o'brien’s", "rock", "n", "roll"]),
        ("lä\u00adra\u200bre", ["lärare"]),
        ("la\u0308rare", ["lärare"]),
        ("ＬÄＲＡＲＥ ﬁx", ["lärare", "fix"]),
        ("", []),
        ("\0 - * \" _ '", []),
    ],
)
def test_what_is_a_word(given_text: str, expected: list[str]) -> None:
    assert surfaces(given_text) == expected


@pytest.mark.parametrize("special", ["c++", "c#", "f#", ".net", "asp.net", "node.js", "7.30"])
def test_special_tokens_are_not_stemmed(special: str) -> None:
    assert only(special).stem == special


@pytest.mark.parametrize(
    ("one", "other"), [("node.js", "nodejs"), (".net", "dotnet"), ("c#", "csharp"), ("c++", "cpp")]
)
def test_special_tokens_are_found_by_their_other_spelling(one: str, other: str) -> None:
    assert only(other).stem in only(one).alternates


@pytest.mark.parametrize(("whole", "part"), [("asp.net", ".net"), ("node.js", "node")])
def test_special_tokens_are_found_by_their_part(whole: str, part: str) -> None:
    assert only(whole).tails == (only(part).stem,)


@pytest.mark.parametrize(
    ("compound", "tails"),
    [
        ("undersköterska", ["sköterska"]),
        ("undersköterskorna", ["sköterska"]),
        ("sjuksköterskans", ["sköterska"]),
        ("specialistsjuksköterskor", ["sjuksköterska", "sköterska"]),
        ("systemutvecklarna", ["utvecklare"]),
        ("lastbilsförare", ["förare"]),
        ("bilmekanikern", ["mekaniker"]),
        ("arbetsplatserna", ["plats"]),
        ("säljcheferna", ["chef"]),
        ("hemtjänsten", ["tjänst"]),
        ("centrallagret", ["lager"]),
        ("småföretagarna", ["företagare"]),
        ("sköterska", []),
        ("lärare", []),
        ("kontroll", []),
        ("achef", []),
    ],
)
def test_compounds_give_their_tails(compound: str, tails: list[str]) -> None:
    assert only(compound).tails == tuple(only(tail).stem for tail in tails)


def test_every_listed_tail_is_found_at_the_end_of_a_compound() -> None:
    lemmas = [
        line
        for line in (Path(swedish.__file__).parent / "compound_tails.txt")
        .read_text("utf-8")
        .splitlines()
        if line and not line.startswith("#")
    ]
    assert len(lemmas) == len(set(lemmas)) >= 350
    missing = [lemma for lemma in lemmas if only(lemma).stem not in only(f"xys{lemma}").tails]
    assert missing == []


@given(TEXTS)
@example("İstanbul ΐ ½")
def test_words_point_at_the_original_text(original: str) -> None:
    end = 0
    for word in text.words(original):
        assert end <= word.start < word.end <= len(original)
        end = word.end
        raw = re.sub("[\u00ad\u200b-\u200d\u2060\ufeff]", "", original[word.start : word.end])
        assert loosely(raw) == loosely(word.surface)
        assert word.stem
        assert word.stem not in (*word.alternates, *word.tails)


@given(LATIN)
def test_composed_and_decomposed_text_have_the_same_stems(original: str) -> None:
    composed = text.words(unicodedata.normalize("NFC", original))
    decomposed = text.words(unicodedata.normalize("NFD", original))
    assert [word.stem for word in composed] == [word.stem for word in decomposed]


@pytest.mark.parametrize("long", ["a" * 10_000, "1." * 10_000 + "1", "a" * 10_000 + ".js"])
def test_an_endless_word_has_a_short_stem(long: str) -> None:
    assert only(long).stem == long[: text.LONGEST_STEM]


@given(TEXTS)
def test_fold_is_stable(original: str) -> None:
    assert text.fold(text.fold(original)) == text.fold(original)


def test_fold_drops_accents() -> None:
    assert text.fold("Ångström Ærø Éva MÜLLER Łódź A\u030a") == "angstrom aero eva muller lodz a"


@given(TEXTS, st.integers(2, 80))
def test_slugs_fit_a_url(original: str, limit: int) -> None:
    made = text.slug(original, limit)
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= limit
    assert text.slug(made, limit) == made


@pytest.mark.parametrize(
    ("title", "limit", "expected"),
    [
        ("Sjuksköterska till Åre!", 60, "sjukskoterska-till-are"),
        ("C++ / .NET -utvecklare", 60, "c-net-utvecklare"),
        ("lärare i svenska", 8, "larare-i"),
        ("undersköterska", 5, "under"),
        ("разработчик", 60, "ad"),
        ("", 60, "ad"),
    ],
)
def test_slug(title: str, limit: int, expected: str) -> None:
    assert text.slug(title, limit) == expected


def test_a_slug_needs_room() -> None:
    with pytest.raises(ValueError, match="at least two"):
        text.slug("lärare", 1)


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("lärare stockholm", [(["lärare"], ""), (["stockholm"], "")]),
        ('"röd bil" -"två ord"', [(["röd", "bil"], "phrase"), (["två", "ord"], "phrase negated")]),
        ("”röd bil”", [(["röd", "bil"], "phrase")]),
        (
            "-chef --java sälj-chef",
            [(["chef"], "negated"), (["java"], "negated"), (["sälj", "chef"], "phrase")],
        ),
        ("IT-tekniker R&D", [(["it", "tekniker"], "phrase"), (["r", "d"], "phrase")]),
        ("ci/cd lärare,pedagog", [(["ci"], ""), (["cd"], ""), (["lärare"], ""), (["pedagog"], "")]),
        ("it-tekn*", [(["it", "tekn"], "phrase prefix")]),
        ("sköt* a*", [(["sköt"], "prefix"), (["a"], "")]),
        ("-.net c++ -c#", [([".net"], "negated"), (["c++"], ""), (["c#"], "negated")]),
        ('a"-b c"-d', [(["a"], ""), (["b", "c"], "phrase"), (["d"], "")]),
        ('- * "" -"" ** –', []),
    ],
)
def test_query_language(query: str, terms: list[tuple[list[str], str]]) -> None:
    assert shape(query) == terms
    assert not text.parse_query(query).unbalanced_quote


@pytest.mark.parametrize("query", ['"röd bil', 'röd" bil', '"röd" "bil'])
def test_an_unbalanced_quote_gives_loose_words(query: str) -> None:
    assert shape(query) == [(["röd"], ""), (["bil"], "")]
    assert text.parse_query(query).unbalanced_quote


@given(TEXTS)
def test_any_query_is_parsed_into_its_words(original: str) -> None:
    parsed = text.parse_query(original)
    assert parsed.unbalanced_quote == (len(re.findall('["“”„‟«»″＂]', original)) % 2 == 1)
    places = [word.start for term in parsed.terms for word in term.words]
    assert places == sorted(set(places))
    assert all(term.words for term in parsed.terms)
