"""Highlights: which parts of a text a query matches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.base.test_text import TEXTS
from webapp.base import text
from webapp.base.highlighting import highlight

# Letters of few kinds, so that words often meet, and what makes more than letters of a text.
NEAR_WORDS = st.text(st.sampled_from("abcåöÅ \t-_.,+#'’9\u00ad\u0301"), max_size=40)


def marked(of: str, query: str) -> list[str]:
    return [piece for piece, hit in highlight(of, text.parse_query(query)) if hit]


@given(TEXTS, TEXTS)
def test_highlights_join_to_the_text(original: str, query: str) -> None:
    for asked in (query, original):
        runs = highlight(original, text.parse_query(asked))
        assert "".join(piece for piece, _ in runs) == original
        assert all(piece for piece, _ in runs)


@pytest.mark.parametrize(
    ("of", "query", "expected"),
    [
        ("Undersköterskorna i Göteborg", "sköterska goteborg", ["Undersköterskorna", "Göteborg"]),
        ("En sköterska", "undersköterska", []),
        ("Två lärare, lära", "läraren", ["lärare"]),
        ("IT-tekniker, IT och tekniker", "it-tekniker", ["IT", "tekniker"]),
        ("röd bil, bil röd", '"röda bilen"', ["röd", "bil"]),
        ("chef och kock", "kock -chef", ["kock"]),
        ("Göteborg goda", "gote*", ["Göteborg"]),
        ("Specialistsjuksköterska", "sjukskoterska", ["Specialistsjuksköterska"]),
        ("sjuksköterskan", "sjuksköt*", ["sjuksköterskan"]),
        ("C++ C", "c++", ["C++"]),
        ("la\u0308ra\u00adre", "lärare", ["la\u0308ra\u00adre"]),
        ("Till kl.kock", "kock", ["kock"]),
        ("På O'Neills pub", "oneills", ["O'Neills"]),
        ("ASP.NET och .net", ".net", ["ASP.NET", ".net"]),
        ("2,5 tim, 5 dagar", "5", ["5"]),
    ],
)
def test_highlight(of: str, query: str, expected: list[str]) -> None:
    assert marked(of, query) == expected


@given(NEAR_WORDS | TEXTS, NEAR_WORDS)
def test_words_are_marked_as_the_analyser_finds_them(original: str, asked: str) -> None:
    query = text.parse_query(asked)
    if any(len(term.words) > 1 or term.prefix for term in query.terms):
        return
    sought = [word for term in query.terms for word in term.words if not term.negated]
    tokens = {token for word in sought for token in (word.stem, *word.alternates)}
    stems = {form for word in sought for form in text.tail_forms(word)}
    matching = [
        original[word.start : word.end]
        for word in text.words(original)
        if tokens & {word.stem, *word.alternates} or stems & {*word.tails}
    ]
    assert marked(original, asked) == matching
