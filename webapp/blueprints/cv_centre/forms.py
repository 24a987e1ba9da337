"""Reads the search of the CV centre. Whatever is typed gives a form: errors stand at fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from webapp.base import clock
from webapp.blueprints.cv.views import place_codes
from webapp.blueprints.cv_centre.words import AVAILABLE_MONTHS, UPDATED_DAYS, is_choice
from webapp.domain.cv.facets import Filters
from webapp.domain.cv.rules import ANYWHERE
from webapp.i18n import gettext as _
from webapp.i18n import list_of
from webapp.incoming import DAMAGE

LONGEST = 200
TYPED = ("text", "occupation", "skills", "place")
CHOSEN = ("extent", "available", "education", "language", "language_level", "licence", "updated")
MONTHS_IN_YEAR = 12


@dataclass(slots=True)
class CentreForm:
    """What was asked for, as typed and as understood. ``status`` is that of the whole page."""

    values: dict[str, str]
    places: tuple[str, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)
    status: int = 200

    @property
    def filters(self) -> Filters:
        given = self.values
        return Filters(
            occupation=given["occupation"],
            skills=given["skills"],
            language=given["language"],
            language_level=given["language_level"] if given["language"] else "",
            licence=given["licence"],
            level=given["education"],
            extent=given["extent"],
            available_by=_available_by(given["available"]),
            updated_since=_updated_since(given["updated"]),
        )

    @property
    def narrows(self) -> bool:
        return any(self.values.values())

    def refuse(self, name: str, message: str, status: int) -> None:
        self.errors[name] = message
        self.status = max(self.status, status)


def read_centre(given: Mapping[str, str]) -> CentreForm:
    """Reads the address of a search."""
    form = CentreForm({name: " ".join(given.get(name, "").split()) for name in TYPED + CHOSEN})
    for name in TYPED:
        if DAMAGE in form.values[name]:
            form.refuse(name, _("This contains characters that we can't search for."), 400)
        elif len(form.values[name]) > LONGEST:
            message = _("Please use at most %(count)s characters.", count=LONGEST)
            form.refuse(name, message, 422)
    for name in CHOSEN:
        if form.values[name] and not is_choice(name, form.values[name]):
            form.refuse(name, _("There is no such choice."), 400)
    if "place" not in form.errors:
        _read_places(form)
    return form


def _read_places(form: CentreForm) -> None:
    codes, unknown = place_codes(form.values["place"])
    form.places = tuple(code for code in codes if code != ANYWHERE)
    if unknown:
        names = list_of([_("“%(word)s”", word=name) for name in unknown])
        form.refuse("place", _("We know no place called %(name)s.", name=names), 422)


def _available_by(choice: str) -> date | None:
    if not choice:
        return None
    today = clock.today()
    years, month = divmod(today.month - 1 + AVAILABLE_MONTHS[choice], MONTHS_IN_YEAR)
    return date(today.year + years, month + 1, 1)


def _updated_since(choice: str) -> date | None:
    return clock.today() - timedelta(days=UPDATED_DAYS[choice]) if choice else None
