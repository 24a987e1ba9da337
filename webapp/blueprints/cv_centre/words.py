"""The choices of the CV centre in words, in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.domain.cv.facets import language_codes
from webapp.domain.cv.sections import EDUCATION_LEVELS, EXTENTS, LANGUAGE_LEVELS, LICENCES
from webapp.i18n import gettext as _
from webapp.i18n import language, language_name
from webapp.i18n import lazy_gettext as _l

_EXTENTS = dict(zip(EXTENTS, (_l("Full time"), _l("Part time"), _l("By the hour")), strict=True))
_LEVELS = dict(
    zip(
        EDUCATION_LEVELS,
        (
            _l("Compulsory school"),
            _l("Upper secondary school"),
            _l("Higher vocational education"),
            _l("Bachelor’s degree"),
            _l("Master’s degree"),
            _l("Doctorate"),
        ),
        strict=True,
    )
)
AVAILABLE_MONTHS = {"now": 0, "1": 1, "3": 3, "6": 6}
_AVAILABLE = {
    "now": _l("Now"),
    "1": _l("Within a month"),
    "3": _l("Within three months"),
    "6": _l("Within half a year"),
}
UPDATED_DAYS = {"week": 7, "month": 31, "quarter": 92}
_UPDATED = {
    "week": _l("In the last week"),
    "month": _l("In the last month"),
    "quarter": _l("In the last three months"),
}
# The languages that are offered first: those that most people in Sweden speak or learn.
COMMON_LANGUAGES = (
    "sv en fi ar fa so ti ku tr pl bs hr sr sq de fr es it ru uk ro nl da nb zh th hi ur am et"
).split()


def choices(name: str) -> Mapping[str, str]:
    """Codes of a list and their words."""
    if name == "licence":
        return {code: code.upper() for code in LICENCES}
    if name == "language":
        named = [(code, language_name(code, language())) for code in COMMON_LANGUAGES]
        return dict(sorted(named, key=lambda pair: pair[1]))
    if name == "language_level":
        return {code: code.upper() for code in LANGUAGE_LEVELS if code != "native"} | {
            "native": _("Mother tongue")
        }
    words = {
        "extent": _EXTENTS,
        "education": _LEVELS,
        "available": _AVAILABLE,
        "updated": _UPDATED,
    }
    return {code: str(label) for code, label in words[name].items()}


def is_choice(name: str, code: str) -> bool:
    """Whether a list has this choice; of languages, any that has a code."""
    if name == "language":
        return code in set(language_codes().values())
    return code in choices(name)


def word_for(name: str, code: str) -> str:
    """One choice in words."""
    if name == "language":
        return language_name(code, language())
    return choices(name)[code]
