"""What is offered in place of an employer's or a school's name says less than the name."""

from __future__ import annotations

import pytest

from webapp.domain.cv.generalising import offered_words
from webapp.domain.cv.leaks import LeakKind

EMPLOYER, SCHOOL = LeakKind.EMPLOYER, LeakKind.SCHOOL


@pytest.mark.parametrize(
    ("kind", "name", "lang", "municipality", "words"),
    [
        (EMPLOYER, "Malmö stad", "sv", True, "en kommun i Skåne"),
        (EMPLOYER, "Malmö stad", "en", True, "a municipality in Skåne"),
        (EMPLOYER, "Ekliden Vård AB", "sv", False, "ett vårdföretag i Skåne"),
        (EMPLOYER, "Skånska Bygg AB", "en", False, "a construction company in Skåne"),
        (EMPLOYER, "Okänt AB", "sv", False, "en arbetsgivare i Skåne"),
        # One region has the whole county, and few counties have two universities.
        (EMPLOYER, "Region Skåne", "sv", False, "en region"),
        (SCHOOL, "Lunds universitet", "sv", False, "ett universitet"),
        (SCHOOL, "Pauli gymnasium", "en", False, "an upper secondary school in Skåne"),
        (LeakKind.NAME, "Malmö", "sv", True, ""),
    ],
)
def test_offers(kind: LeakKind, name: str, lang: str, municipality: bool, words: str) -> None:
    offered = offered_words(kind, name, lang, county="Skåne", is_municipality=municipality)
    assert offered == words


def test_without_a_county_none_is_named() -> None:
    assert offered_words(EMPLOYER, "X AB", "sv", county=None, is_municipality=False) == (
        "en arbetsgivare"
    )
