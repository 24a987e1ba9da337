"""Suggestions of places and occupations for a text that may be half typed."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, Response, request

from webapp import access
from webapp.caching import unless_unchanged
from webapp.domain.reference.queries import (
    counties,
    county,
    find_where,
    municipality,
    place_name,
    reference_version,
    suggest_occupations,
    suggest_places,
)
from webapp.domain.reference.rules import AnyPlace, County, Municipality
from webapp.htmx import address, page_context, render
from webapp.i18n import LANGUAGE_PREFIX, language, localized_url
from webapp.incoming import DAMAGE

bp = Blueprint("reference", __name__, url_prefix=LANGUAGE_PREFIX)
PARTS = {"places": ["reference/_places.html"], "where-places": ["reference/_options.html"]}
LONGEST_SHOWN = 100


@bp.get("/places")
@access.anyone
def places() -> Response:
    return unless_unchanged(_places_page, reference_version(), has_parts=True)


@bp.get("/occupations")
@access.anyone
def occupations() -> Response:
    return unless_unchanged(_occupations_page, reference_version(), has_parts=True)


def _occupations_page() -> Response:
    # A form with several lines sends them all; the field that is typed in is the one that counts.
    given = request.args.get("wanted-occupations", "").replace(DAMAGE, "")
    typed = "".join(char for char in given if char.isprintable())[:LONGEST_SHOWN].strip()
    names = suggest_occupations(typed, language())
    return render(
        "reference/occupations.html",
        part={"occupation-names": ["reference/_occupation_options.html"]},
        page=page_context(noindex=True),
        typed=typed,
        occupations=[
            (name, address(localized_url("jobs.search"), {"what": name})) for name in names
        ],
    )


def _places_page() -> Response:
    given = request.args.get("where", "").replace(DAMAGE, "")
    typed = "".join(char for char in given if char.isprintable())
    before, comma, last = typed[:LONGEST_SHOWN].rpartition(",")
    found = suggest_places(last) if last.strip() else counties()
    begun = bool(found)
    if not begun:
        found = find_where(last).suggestions
    return render(
        "reference/places.html",
        part=PARTS,
        page=page_context(noindex=True),
        where=typed[:LONGEST_SHOWN].strip(),
        begun=begun,
        places=[_view(place, f"{before.strip()}{comma} " if comma else "") for place in found],
    )


def _view(place: AnyPlace, before: str) -> SimpleNamespace:
    """A place as a link to its jobs, after what was typed ``before`` it, with what it lies in."""
    name = place_name(place, language())
    return SimpleNamespace(
        name=before + name,
        within=_within(place),
        href=address(localized_url("jobs.search"), {"where": before + name}),
    )


def _within(place: AnyPlace) -> str:
    if isinstance(place, County):
        return ""
    region = county(place.county_code)
    home = None if isinstance(place, Municipality) else municipality(place.municipality_code)
    return ", ".join(place_name(each, language()) for each in (home, region) if each)
