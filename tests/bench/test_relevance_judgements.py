"""Rules that grade ads, and the labelled set itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.relevance_corpus import RawAd
from bench.relevance_judgements import load

NEEDS = """
[[need]]
name = "a cook"
exactly = '\\bkock\\b'
close = [{ headline = 'kök', employer = 'bistro' }, { headline = 'souschef', not = 'lärling' }]
related = 'restaurang'
occupation = ["kock"]
typos = { "kokc" = "kock" }

[[need]]
name = "a cook in Malmö"
like = "a cook"
within = { place = 'malmö' }
several = ["kock malmö"]
"""


def ad(headline: str, employer: str = "", place: str = "") -> RawAd:
    return RawAd(headline=headline, occupation="", employer=employer, place=place, text="")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "needs.toml"
    path.write_text(NEEDS, encoding="utf-8")
    return path


def test_the_highest_grade_that_fits_holds(written: Path) -> None:
    cook, _ = load(written)
    assert cook.grade(ad("KOCK till restaurang")) == 3
    assert cook.grade(ad("Kök och disk", employer="Bistro Brunn")) == 2
    assert cook.grade(ad("Kök och disk", employer="Skolan")) == 0
    assert cook.grade(ad("Souschef")) == 2
    assert cook.grade(ad("Souschef, lärling")) == 0
    assert cook.grade(ad("Restaurangvärd")) == 1
    assert cook.grade(ad("Snickare")) == 0


def test_a_need_within_a_place_takes_the_rules_of_another(written: Path) -> None:
    _, in_malmo = load(written)
    assert in_malmo.grade(ad("Kock", place="Malmö · Skåne län")) == 3
    assert in_malmo.grade(ad("Kock", place="Lund · Skåne län")) == 0


def test_a_typo_carries_what_was_meant(written: Path) -> None:
    cook, _ = load(written)
    assert {(search.text, search.kind, search.meant) for search in cook.searches} == {
        ("kock", "occupation", None),
        ("kokc", "typo", "kock"),
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("[[need]]\nname='a'\nexactly='x'\nocupation=['b']", "ocupation"),
        ("[[need]]\nname='a'\nexactly={ titel='x' }\noccupation=['b']", "titel"),
        ("[[need]]\nname='a'\nexactly='x'\noccupation=['b']\nenglish=['b']", "more than once"),
    ],
)
def test_a_mistake_in_the_file_is_said(tmp_path: Path, wrong: str, said: str) -> None:
    path = tmp_path / "needs.toml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        load(path)


def test_the_labelled_set_is_large_and_in_two_halves() -> None:
    searches = [search for need in load() for search in need.searches]
    typos = [search for search in searches if search.kind == "typo"]
    assert len(searches) - len(typos) >= 200
    assert len(typos) >= 40
    held_back = sum(search.held_back for search in searches)
    assert 0.4 < held_back / len(searches) < 0.6


def test_searches_of_a_need_are_in_the_same_half() -> None:
    for need in load():
        assert len({search.held_back for search in need.searches}) <= 1, need.name
