"""While somebody types, the places that begin so are offered, the most populous first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.base.text import fold
from webapp.domain.reference.queries import place_name, suggest_places


def names(text: str, limit: int = 8) -> list[str]:
    return [place_name(place, "sv") for place in suggest_places(text, limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("m", ["Malmö"]),
        ("st", ["Stockholm", "Stockholms län"]),
        ("stockholms l", ["Stockholms län"]),
        ("skåne c", ["Skåne län"]),
        ("goteb", ["Göteborg"]),
        ("GÖT", ["Göteborg", "Götene"]),
        ("gothen", ["Göteborg"]),
        ("upplands-b", ["Upplands-Bro"]),
        ("upplands b", ["Upplands-Bro"]),
        ("farst", ["Farsta"]),
        ("211", ["211 00 Malmö"]),
        ("211 2", ["211 20 Malmö", "211 21 Malmö"]),
        ("SE-2112", ["211 20 Malmö", "211 21 Malmö"]),
        ("21120", ["211 20 Malmö"]),
    ],
)
def test_what_begins_so_comes_most_populous_first(text: str, first: list[str]) -> None:
    assert names(text)[: len(first)] == first


def test_letters_as_typed_come_before_those_that_only_look_alike() -> None:
    assert all(name.startswith("Å") for name in names("å"))
    assert names("a")[0].startswith("A")


@pytest.mark.parametrize("text", ["", "  ", "xq", "999", "211200", "!", "m" * 101, "hela sverige"])
def test_nothing_begins_so(text: str) -> None:
    assert suggest_places(text) == ()


@given(st.text(max_size=12), st.integers(-1, 60))
def test_every_suggestion_begins_as_typed(text: str, limit: int) -> None:
    found = suggest_places(text, limit)
    assert len(found) <= max(0, limit)
    assert len(set(found)) == len(found)


@given(st.sampled_from("abdefghiklmnoprstuvwyåäö"), st.sampled_from("abdefghiklmnoprstuvyåäö"))
def test_two_letters_lead_to_names_with_both(one: str, two: str) -> None:
    for name in names(one + two):
        words = fold(name)
        assert words.startswith(fold(one + two)) or name in ("Göteborg", "Skåne län")
