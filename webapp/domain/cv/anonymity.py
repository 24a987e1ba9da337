"""What of an anonymous CV tells it from others, and how it could show less: pure.

An anonymity set is all those among whom one can't be told apart (Pfitzmann and Hansen, A
terminology for talking about privacy by data minimization, 2010). Here it is the people with an
active CV that shows everything which this one shows: year of birth and gender where they are
ticked, the places where work is wanted, and the occupations, each under one of its names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from webapp.domain.cv.rules import ANYWHERE

LENGTH_OF_COUNTY = 2
# A trait of every active CV, so that one that shows nothing else is counted too.
ACTIVE = "active"


class Coarser(StrEnum):
    """A choice that makes an anonymous CV more like others."""

    BIRTH_YEAR = "birth-year"
    GENDER = "gender"
    COUNTY = "county"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The traits that a view of a CV shows. Places are codes, occupations the names of groups."""

    birth_year: str | None = None
    gender: str | None = None
    places: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()


def traits_of(shown: Shown) -> frozenset[str]:
    """All that is true of a CV by what it shows: wanting Malmö is wanting something in Skåne."""
    places = {f"place:{code}" for code in shown.places}
    for code in shown.places:
        places.add(f"within:{ANYWHERE}")
        if code != ANYWHERE:
            places.add(f"within:{code[:LENGTH_OF_COUNTY]}")
    return frozenset({ACTIVE} | places | _person_and_work(shown))


def shared_traits(shown: Shown) -> frozenset[str]:
    """What another CV has to show too, to be like this one."""
    return frozenset({_place_trait(code) for code in shown.places} | _person_and_work(shown)) or (
        frozenset({ACTIVE})
    )


def _person_and_work(shown: Shown) -> set[str]:
    found = {f"occupation:{each}" for each in shown.occupations}
    if shown.birth_year:
        found.add(f"born:{shown.birth_year}")
    if shown.gender:
        found.add(f"gender:{shown.gender}")
    return found


def _place_trait(code: str) -> str:
    wide = code == ANYWHERE or len(code) == LENGTH_OF_COUNTY
    return f"within:{code}" if wide else f"place:{code}"


def coarser_choices(shown: Shown) -> dict[Coarser, Shown]:
    """What could be shown instead, by the choice that leads there; never more than now."""
    found: dict[Coarser, Shown] = {}
    if shown.birth_year:
        found[Coarser.BIRTH_YEAR] = replace(shown, birth_year=None)
    if shown.gender:
        found[Coarser.GENDER] = replace(shown, gender=None)
    for choice in (Coarser.COUNTY, Coarser.COUNTRY):
        places = coarser_places(shown.places, choice)
        if shown.places and set(places) != set(shown.places):
            found[choice] = replace(shown, places=places)
    return found


def coarser_places(codes: Iterable[str], choice: Coarser) -> tuple[str, ...]:
    """Counties in place of their municipalities, or the whole country in place of all."""
    if choice is Coarser.COUNTRY:
        return (ANYWHERE,)
    wider = (code if code == ANYWHERE else code[:LENGTH_OF_COUNTY] for code in codes)
    return tuple(dict.fromkeys(wider))
