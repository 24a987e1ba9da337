"""The choices of the CV centre in words, in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.blueprints.cv.section_words import CHOICES, LANGUAGE_LEVELS
from webapp.domain.cv.facets import language_codes
from webapp.domain.cv.sections import EDUCATION_LEVELS, EXTENTS, LICENCES
from webapp.i18n import LazyText, language, language_name
from webapp.i18n import lazy_gettext as _l

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
    words: Mapping[str, Mapping[str, LazyText]] = {
        "language_level": LANGUAGE_LEVELS,
        "extent": {code: CHOICES[code] for code in EXTENTS},
        "education": {code: CHOICES[code] for code in EDUCATION_LEVELS},
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
