"""Findings and anonymity sets as templates show them: plain values and words."""

from __future__ import annotations

from types import SimpleNamespace

from flask import current_app

from webapp.blueprints.cv.views import KINDS
from webapp.domain.cv.anonymity import Coarser
from webapp.domain.cv.generalising import offered_words
from webapp.domain.cv.leak_checks import key_of
from webapp.domain.cv.leaks import TITLE, Finding, LeakKind
from webapp.domain.cv.rules import Kind
from webapp.domain.cv.traits import anonymity_set
from webapp.domain.cv.views import OwnerView
from webapp.domain.reference.queries import county, find_place, find_where, municipality
from webapp.domain.reference.rules import County, Locality, Municipality, Postcode
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l

CONTEXT = 90
LEAKS = {
    LeakKind.NAME: _l("Your name"),
    LeakKind.FILE_NAME: _l("A file name with your name"),
    LeakKind.ADDRESS: _l("An address"),
    LeakKind.POSTCODE: _l("A postcode"),
    LeakKind.TOWN: _l("Where you live"),
    LeakKind.PHONE: _l("A telephone number"),
    LeakKind.EMAIL: _l("An e-mail address"),
    LeakKind.IDENTITY_NUMBER: _l("A personal identity number"),
    LeakKind.BIRTH_DATE: _l("When you were born"),
    LeakKind.LINK: _l("A link"),
    LeakKind.HANDLE: _l("A user name"),
    LeakKind.EMPLOYER: _l("An employer"),
    LeakKind.SCHOOL: _l("A school"),
    LeakKind.COPY: _l("The same words as in your public CV"),
}
COARSER = {
    Coarser.BIRTH_YEAR: _l("Don’t show my year of birth"),
    Coarser.GENDER: _l("Don’t show my gender"),
    Coarser.COUNTY: _l("Say counties instead of towns"),
    Coarser.COUNTRY: _l("Say all of Sweden"),
}


def finding_view(finding: Finding, view: OwnerView) -> SimpleNamespace:
    """A finding in place: the words around it, what it is, and what could stand there instead."""
    value = finding.text.value
    first, last = max(0, finding.start - CONTEXT), finding.end + CONTEXT
    return SimpleNamespace(
        key=key_of(finding),
        label=str(LEAKS[finding.kind]),
        place=_place(finding),
        before=("…" if first else "") + value[first : finding.start],
        found=finding.found,
        after=value[finding.end : last] + ("…" if last < len(value) else ""),
        offered=_offered(finding, view),
        language=view.language,
    )


def _place(finding: Finding) -> str:
    text = finding.text
    if text.kind == TITLE:
        return _("the title")
    heading = str(KINDS[Kind(text.kind)])
    if text.item is None:
        return heading
    return _("%(section)s, entry %(number)s", section=heading, number=text.item + 1)


def _offered(finding: Finding, view: OwnerView) -> str:
    named = find_place(finding.found)
    places = (named.place, *named.also)
    home = next((place for place in places if isinstance(place, Municipality)), None)
    code = home.county_code if home else _county_of_entry(finding, view)
    return offered_words(
        finding.kind,
        finding.found,
        view.language,
        county=_county_name(code, view.language) if code else None,
        is_municipality=home is not None,
    )


def _county_of_entry(finding: Finding, view: OwnerView) -> str | None:
    """The county of the place that the finding's own entry names."""
    text = finding.text
    section = next((each for each in view.sections if each.kind == text.kind), None)
    if section is None or text.item is None:
        return None
    place = str(section.content["items"][text.item].get("place", ""))
    found = find_where(place).places if place else ()
    for each in found:
        if isinstance(each, County):
            return each.code
        if isinstance(each, Municipality):
            return each.county_code
        if isinstance(each, Locality | Postcode):
            within = municipality(each.municipality_code)
            return within.county_code if within else None
    return None


def _county_name(code: str, lang: str) -> str | None:
    """A county's short name, whole where a town has the same: Skåne, but Örebro län."""
    found = county(code)
    if found is None:
        return None
    alike = find_place(found.short_sv)
    if any(isinstance(place, Municipality) for place in (alike.place, *alike.also)):
        return found.name_en if lang == "en" else found.name_sv
    return found.short_sv


def anonymity_view(cv_id: int, account_id: int) -> SimpleNamespace:
    """How many are like the CV, whether that is few, and what would make it more."""
    size, after = anonymity_set(cv_id, account_id)
    threshold = current_app.config["SETTINGS"].anonymity_threshold
    return SimpleNamespace(
        size=size,
        threshold=threshold,
        few=size < threshold,
        choices=[
            SimpleNamespace(value=choice.value, label=str(COARSER[choice]), size=number)
            for choice, number in after.items()
        ],
    )
