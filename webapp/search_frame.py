"""The search form at the top of every page: its words, and its folded criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from webapp.domain.jobs.rules import EMPLOYMENT_KINDS, EXTENTS
from webapp.domain.reference.queries import counties, occupation_fields, place_name
from webapp.i18n import gettext as _
from webapp.i18n import language, language_name, lazy_gettext, ngettext, number

# The ways to sort a list of ads, by the name that stands in the address.
SORT_LABELS = {
    "relevance": lazy_gettext("Best match"),
    "newest": lazy_gettext("Newest first"),
    "deadline": lazy_gettext("Last day to apply"),
}
EXTENT_LABELS = {
    "full-time": lazy_gettext("Full time"),
    "part-time": lazy_gettext("Part time"),
}
KIND_LABELS = {
    "permanent": lazy_gettext("Permanent"),
    "temporary": lazy_gettext("Temporary"),
    "on-call": lazy_gettext("On call"),
    "seasonal": lazy_gettext("Summer or season"),
    "internship": lazy_gettext("Internship"),
    "contract": lazy_gettext("Assignment"),
}
RADII_KM = (10, 20, 30, 50, 100)
DAYS = (1, 3, 7, 14, 30)
# Swedish letters come last, as in both languages' lists of Swedish names.
_ORDER = str.maketrans("ÅÄÖåäö", "\ue000\ue001\ue002\ue003\ue004\ue005")

Counts = Mapping[str, Mapping[str, int]]
Option = tuple[str, str]
"""A value, and what one reads."""


class Criterion(NamedTuple):
    """One folded criterion. The first of its options leaves it open.

    Its ``id`` is like no field's of a form that the page is about.
    """

    id: str
    name: str
    label: str
    value: str
    error: str | None
    options: list[Option]


def search_frame(
    values: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    counts: Counts | None = None,
) -> SimpleNamespace:
    """What the form shows: the values given, what is wrong with them, and how many ads each gives.

    Without counts, only the criteria of fixed lists are offered.
    """
    given = {name: str(value or "") for name, value in values.items()}
    return SimpleNamespace(
        what=given.get("what", ""),
        where=given.get("where", ""),
        errors=errors or {},
        criteria=list(_criteria(given, errors or {}, counts or {})),
    )


def criterion_id(name: str) -> str:
    """The id of a criterion's field."""
    return f"by-{name}"


def criterion_label(name: str, value: str) -> str:
    """What somebody has chosen, in words."""
    return _label(name, value, language())


def _criteria(
    given: Mapping[str, str], errors: Mapping[str, str], counts: Counts
) -> Iterator[Criterion]:
    lang = language()
    for name in CRITERIA:
        label, everything, options = _fixed(name, lang)
        chosen = given.get(name, "")
        if name in counts:
            options = _counted(name, options, counts[name], lang)
        if chosen and all(chosen != value for value, _ in options):
            options = [*options, (chosen, _label(name, chosen, lang))]
        if options or name in errors:
            options = [everything, *options]
            yield Criterion(criterion_id(name), name, label, chosen, errors.get(name), options)


def _counted(
    name: str, options: list[Option], counts: Mapping[str, int], lang: str
) -> list[Option]:
    """The options that give any ads, each with how many; of an open list the commonest first."""
    if not options:
        options = [(value, _label(name, value, lang)) for value in counts]
    return [
        (value, f"{label} ({number(counts[value], lang)})")
        for value, label in options
        if counts.get(value)
    ]


@cache
def _fixed(name: str, lang: str) -> tuple[str, Option, list[Option]]:
    """A criterion's name, the option that leaves it open, and those of its fixed list."""
    label, everything, options = CRITERIA[name]
    return str(label), ("", str(everything)), options(lang)


def _label(name: str, value: str, lang: str) -> str:
    for known, label in _fixed(name, lang)[2]:
        if known == value:
            return label
    if name == "radius":
        return _("Within %(count)s km", count=value)
    if name == "published":
        return _days_label(int(value))
    return language_name(value, lang).capitalize() if name == "language" else value


def _open_list(lang: str) -> list[Option]:
    """The options are what the ads hold."""
    return []


def _named(labels: Mapping[str, object], names: Iterable[str]) -> list[Option]:
    return [(name, str(labels[name])) for name in names]


def _in_order(options: Iterable[Option]) -> list[Option]:
    return sorted(options, key=lambda option: option[1].translate(_ORDER))


def _counties(lang: str) -> list[Option]:
    return _in_order((place.code, place_name(place, lang)) for place in counties())


def _fields(lang: str) -> list[Option]:
    return _in_order(
        (field.code, field.name_en if lang == "en" else field.name_sv)
        for field in occupation_fields()
    )


def _radii(lang: str) -> list[Option]:
    return [(str(km), _("Within %(count)s km", count=km)) for km in RADII_KM]


def _published(lang: str) -> list[Option]:
    return [(str(days), _days_label(days)) for days in DAYS]


def _days_label(days: int) -> str:
    if days == 1:
        return _("Since yesterday")
    return ngettext("Last %(num)s day", "Last %(num)s days", days)


def _kinds(lang: str) -> list[Option]:
    return _named(KIND_LABELS, EMPLOYMENT_KINDS)


def _extents(lang: str) -> list[Option]:
    return _named(EXTENT_LABELS, EXTENTS)


def _remote(lang: str) -> list[Option]:
    return [("yes", _("Remote work possible"))]


def _sorts(lang: str) -> list[Option]:
    return _named(SORT_LABELS, ("newest", "deadline"))


# Label, what stands for no choice, and the options.
CRITERIA: dict[str, tuple[object, object, Callable[[str], list[Option]]]] = {
    "radius": (lazy_gettext("Distance"), lazy_gettext("The place itself"), _radii),
    "county": (lazy_gettext("County"), lazy_gettext("All counties"), _counties),
    "field": (lazy_gettext("Field of work"), lazy_gettext("All fields"), _fields),
    "group": (lazy_gettext("Occupation"), lazy_gettext("All occupations"), _open_list),
    "type": (lazy_gettext("Employment"), lazy_gettext("All kinds"), _kinds),
    "extent": (lazy_gettext("Hours"), lazy_gettext("Full and part time"), _extents),
    "remote": (lazy_gettext("Remote work"), lazy_gettext("All jobs"), _remote),
    "published": (lazy_gettext("Published"), lazy_gettext("Any day"), _published),
    "language": (lazy_gettext("Language of the ad"), lazy_gettext("All languages"), _open_list),
    "employer": (lazy_gettext("Employer"), lazy_gettext("All employers"), _open_list),
    "partner": (lazy_gettext("Partner"), lazy_gettext("All sources"), _open_list),
    "sort": (lazy_gettext("Sort order"), SORT_LABELS["relevance"], _sorts),
}
