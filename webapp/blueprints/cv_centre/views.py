"""What the CV centre finds, as templates show it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace

from webapp.base import clock
from webapp.blueprints.cv.views import place_names
from webapp.blueprints.cv_centre.forms import CHOSEN, CentreForm
from webapp.blueprints.cv_centre.pages import page_links
from webapp.blueprints.cv_centre.words import UPDATED_DAYS, choices, word_for
from webapp.domain.cv.facets import COUNTED, LEVEL
from webapp.domain.cv.search import PAGE_SIZE, Found
from webapp.domain.cv.views import CvHit
from webapp.htmx import address
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l
from webapp.i18n import localized_url

FACETS = {
    "extent": _l("Working hours"),
    "education": _l("Education, at least"),
    "licence": _l("Driving licence"),
    "language": _l("Language"),
}
FIELDS = {
    **FACETS,
    "available": _l("Can begin"),
    "language_level": _l("Level of the language, at least"),
    "updated": _l("Changed"),
}
LONGEST_LINE = 160


def form_view(form: CentreForm) -> SimpleNamespace:
    """The form's values and errors, and the options of its lists."""
    return SimpleNamespace(
        values=form.values,
        errors=form.errors,
        lists=[(name, str(FIELDS[name]), _options(name, form.values[name])) for name in CHOSEN],
        chosen=[
            SimpleNamespace(
                label=f"{FIELDS[name]}: {word_for(name, value)}", href=_href(form, **{name: ""})
            )
            for name, value in form.values.items()
            if name in CHOSEN and value and name not in form.errors
        ],
    )


def results_view(form: CentreForm, found: Found, page: int) -> SimpleNamespace:
    path = localized_url("cv_centre.index")
    return SimpleNamespace(
        total=found.total,
        hits=[_hit(hit) for hit in found.hits],
        list=page_links(path, form.values, page, found.total, PAGE_SIZE),
        facets=[
            facet
            for name in COUNTED
            if (facet := _facet(form, "education" if name == LEVEL else name, found.counts[name]))
        ],
    )


def _facet(form: CentreForm, name: str, counts: Mapping[str, int]) -> SimpleNamespace | None:
    """One list to narrow by, with how many hits each choice leaves; none where it is chosen."""
    if form.values[name] or not counts:
        return None
    known = choices(name)
    order = [code for code in known if code in counts]
    order += sorted(code for code in counts if code not in known and name == "language")
    return SimpleNamespace(
        name=name,
        heading=str(FACETS[name]),
        choices=[
            SimpleNamespace(
                code=code,
                label=word_for(name, code),
                count=counts[code],
                href=_href(form, **{name: code}),
            )
            for code in order
        ],
    )


def _options(name: str, value: str) -> list[tuple[str, str]]:
    known = dict(choices(name))
    if name == "language" and value and value not in known:
        known[value] = word_for(name, value)
    return [("", _("Any")), *known.items()]


def _href(form: CentreForm, **changes: str) -> str:
    return address(localized_url("cv_centre.index"), {**form.values, **changes})


def _hit(hit: CvHit) -> SimpleNamespace:
    wanted = hit.wanted
    occupations = [str(each) for each in _list(wanted.get("occupations"))]
    extents = [
        choices("extent")[each] for each in _list(wanted.get("extent")) if each in choices("extent")
    ]
    text = " ".join(str(wanted.get("text", "")).split())
    return SimpleNamespace(
        href=localized_url("cv_shown.index", address=hit.address),
        title=hit.title,
        language=hit.language,
        occupations=", ".join(occupations),
        text=text[:LONGEST_LINE] + ("…" if len(text) > LONGEST_LINE else ""),
        places=place_names(_list(wanted.get("places"))),
        extents=", ".join(extents),
        changed=_changed(date.fromordinal(hit.updated_day)),
    )


def _list(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def _changed(day: date) -> str:
    """How long ago, as coarse as one can search for it."""
    age = (clock.today() - day).days
    for name, days in UPDATED_DAYS.items():
        if age <= days:
            return word_for("updated", name)
    return _("More than three months ago")
