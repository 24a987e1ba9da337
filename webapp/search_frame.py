"""The search form at the top of every page: its words, and its folded criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from webapp.domain.jobs.rules import EMPLOYMENT_KINDS, EXTENTS
from webapp.domain.reference.queries import counties, occupation_fields, place_name
from webapp.i18n import gettext as _
from webapp.i18n import language, language_name, lazy_gettext, ngettext

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


class Option(NamedTuple):
    """One choice of a criterion; ``total`` is how many ads it would give, where that is known."""

    value: str
    label: str
    total: int | None


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
        criteria=list(_criteria(given, errors or {}, counts)),
    )


def criterion_id(name: str) -> str:
    """The id of a criterion's field."""
    return f"by-{name}"


def criterion_label(name: str, value: str) -> str:
    """What somebody has chosen, in words."""
    if name == "radius":
        return _("Within %(count)s km", count=value)
    if name == "published":
        return _days_label(int(value))
    return _value_label(name, value)


def _criteria(
    given: Mapping[str, str], errors: Mapping[str, str], counts: Counts | None
) -> Iterable[Criterion]:
    lang = language()
    for name, (label, any_label, fixed) in CRITERIA.items():
        chosen = given.get(name, "")
        options = list(fixed(lang)) if fixed else []
        if counts is not None and name in counts:
            options = _counted(name, options, counts[name])
        if chosen and chosen not in (option.value for option in options):
            options.append(Option(chosen, criterion_label(name, chosen), None))
        if options or name in errors:
            options = [Option("", str(any_label), None), *options]
            yield Criterion(criterion_id(name), name, str(label), chosen, errors.get(name), options)


def _counted(name: str, options: list[Option], counts: Mapping[str, int]) -> list[Option]:
    """The options that give any ads, each with how many; of an open list the commonest first."""
    if options:
        return [
            option._replace(total=counts[option.value])
            for option in options
            if counts.get(option.value)
        ]
    return [Option(value, _value_label(name, value), count) for value, count in counts.items()]


def _value_label(name: str, value: str) -> str:
    labels = _fixed_labels(name, language())
    if name == "language":
        return language_name(value, language()).capitalize()
    return labels.get(value, value)


@cache
def _fixed_labels(name: str, lang: str) -> dict[str, str]:
    fixed = CRITERIA[name][2]
    return {option.value: option.label for option in fixed(lang)} if fixed else {}


def _named(labels: Mapping[str, object], names: Iterable[str]) -> list[Option]:
    return [Option(name, str(labels[name]), None) for name in names]


@cache
def _counties(lang: str) -> list[Option]:
    named = [Option(place.code, place_name(place, lang), None) for place in counties()]
    return sorted(named, key=lambda option: option.label.translate(_ORDER))


@cache
def _fields(lang: str) -> list[Option]:
    named = [
        Option(field.code, field.name_en if lang == "en" else field.name_sv, None)
        for field in occupation_fields()
    ]
    return sorted(named, key=lambda option: option.label.translate(_ORDER))


@cache
def _radii(lang: str) -> list[Option]:
    return [Option(str(km), _("Within %(count)s km", count=km), None) for km in RADII_KM]


@cache
def _published(lang: str) -> list[Option]:
    return [Option(str(days), _days_label(days), None) for days in DAYS]


def _days_label(days: int) -> str:
    if days == 1:
        return _("Since yesterday")
    return ngettext("Last %(num)s day", "Last %(num)s days", days)


@cache
def _kinds(lang: str) -> list[Option]:
    return _named(KIND_LABELS, EMPLOYMENT_KINDS)


@cache
def _extents(lang: str) -> list[Option]:
    return _named(EXTENT_LABELS, EXTENTS)


@cache
def _remote(lang: str) -> list[Option]:
    return [Option("yes", _("Remote work possible"), None)]


@cache
def _sorts(lang: str) -> list[Option]:
    return _named(SORT_LABELS, ("newest", "deadline"))


# Label, what stands for no choice, and the options where they are a fixed list.
CRITERIA: dict[str, tuple[object, object, Callable[[str], list[Option]] | None]] = {
    "radius": (lazy_gettext("Distance"), lazy_gettext("The place itself"), _radii),
    "county": (lazy_gettext("County"), lazy_gettext("All counties"), _counties),
    "field": (lazy_gettext("Field of work"), lazy_gettext("All fields"), _fields),
    "group": (lazy_gettext("Occupation"), lazy_gettext("All occupations"), None),
    "type": (lazy_gettext("Employment"), lazy_gettext("All kinds"), _kinds),
    "extent": (lazy_gettext("Hours"), lazy_gettext("Full and part time"), _extents),
    "remote": (lazy_gettext("Remote work"), lazy_gettext("All jobs"), _remote),
    "published": (lazy_gettext("Published"), lazy_gettext("Any day"), _published),
    "language": (lazy_gettext("Language of the ad"), lazy_gettext("All languages"), None),
    "employer": (lazy_gettext("Employer"), lazy_gettext("All employers"), None),
    "partner": (lazy_gettext("Partner"), lazy_gettext("All sources"), None),
    "sort": (lazy_gettext("Sort order"), SORT_LABELS["relevance"], _sorts),
}
