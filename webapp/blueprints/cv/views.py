"""CVs, details and disclosures as templates show them: plain values and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import SimpleNamespace

from webapp.domain.cv.rules import ANYWHERE, Kind
from webapp.domain.privacy.queries import Seen
from webapp.domain.privacy.rules import Channel, Recipient
from webapp.domain.reference.queries import county, find_where, municipality, place_name
from webapp.domain.reference.rules import County
from webapp.i18n import gettext as _
from webapp.i18n import language
from webapp.i18n import lazy_gettext as _l

KINDS = {
    Kind.WANTED: _l("Work I want"),
    Kind.SUMMARY: _l("Summary"),
    Kind.EXPERIENCE: _l("Experience"),
    Kind.EDUCATION: _l("Education"),
    Kind.SKILLS: _l("Skills"),
    Kind.LANGUAGES: _l("Languages"),
    Kind.LICENCES: _l("Driving licences"),
    Kind.COURSES: _l("Courses and certificates"),
    Kind.PROJECTS: _l("Projects"),
    Kind.REFERENCES: _l("References"),
    Kind.FREE: _l("Anything else"),
}
DETAILS = {
    "name": _l("Name"),
    "email": _l("E-mail"),
    "address": _l("Address"),
    "postcode": _l("Postcode"),
    "town": _l("Town"),
    "phone": _l("Phone"),
    "mobile": _l("Mobile"),
    "photo": _l("Photo"),
    "gender": _l("Gender"),
    "citizenship": _l("Citizenship"),
    "birth_date": _l("Date of birth"),
    "birth_year": _l("Year of birth"),
}
GENDERS = {"woman": _l("Woman"), "man": _l("Man"), "other": _l("Other")}
STATES = {
    "inactive": _l("Inactive: nobody but you sees it"),
    "anonymous": _l("Active, anonymous: verified employers see it without knowing who you are"),
    "public": _l("Active, public: verified employers see it with your name"),
}
SHORT_STATES = {
    "inactive": _l("Inactive"),
    "anonymous": _l("Anonymous"),
    "public": _l("Public"),
}
CHANNELS = {
    "page": _l("on a page here"),
    "photo": _l("on a page here"),
    "link": _l("by a link from you"),
    "mail": _l("by mail"),
    "print": _l("in print"),
    "export": _l("in a file"),
    "staff": _l("by our staff"),
}
ROLES = {
    "owner": _l("an account owner"),
    "recruiter": _l("a recruiter"),
    "link holder": _l("somebody with your link"),
    "forwarded": _l("to which we forwarded it"),
}
GROUNDS = {
    "consent": _l("your own choice"),
    "contract": _l("our agreement with you"),
    "legal obligation": _l("a duty by law"),
    "legitimate interest": _l("a weighing of interests"),
}


def detail_names(names: Iterable[str]) -> str:
    """Details in the reader's words, in a fixed order."""
    known = set(names)
    return ", ".join(str(label) for name, label in DETAILS.items() if name in known)


def place_names(codes: Iterable[str]) -> str:
    """Names of wanted places, for reading and for the form's field alike."""
    names = []
    for code in codes:
        place = county(code) or municipality(code)
        if code == ANYWHERE:
            names.append(_("All of Sweden"))
        elif place is not None:
            names.append(place_name(place, language()))
    return "; ".join(names)


def place_codes(text: str) -> tuple[list[str], list[str]]:
    """Codes of the places that somebody wrote, and the pieces that are none we know."""
    codes: list[str] = []
    unknown: list[str] = []
    for piece in (each.strip() for each in text.replace("\n", ";").split(";")):
        if not piece:
            continue
        if piece.casefold() in ("sverige", "sweden", "hela sverige", "all of sweden"):
            codes.append(ANYWHERE)
            continue
        found = find_where(piece)
        places = [
            place.code if isinstance(place, County) else _municipality_code(place)
            for place in found.places
        ]
        if places and not found.unknown:
            codes += places
        else:
            unknown.append(piece)
    return list(dict.fromkeys(codes)), unknown


def _municipality_code(place: object) -> str:
    return str(getattr(place, "municipality_code", None) or getattr(place, "code", ""))


def seen_view(entry: Seen, titles: Mapping[int, str]) -> SimpleNamespace:
    """One line of "Who has seen my data"."""
    return SimpleNamespace(
        id=entry.id,
        at=entry.at,
        who=entry.company or entry.recipient or _who(entry.role),
        by_link=entry.company is None,
        country=entry.country if entry.country != "SE" else None,
        role=_role(entry),
        cv=titles.get(entry.cv_id or 0, _("a CV that you have deleted")),
        fields=detail_names(entry.fields) or _without_details(entry),
        channel=str(CHANNELS.get(entry.channel, entry.channel)),
        ground=str(GROUNDS.get(entry.ground, entry.ground)),
        partner=entry.partner,
    )


def _role(entry: Seen) -> str:
    if entry.role == Recipient.STAFF:
        return _("to print it for a company")
    return str(ROLES.get(entry.role, entry.role))


def _who(role: str) -> str:
    return _("Our staff") if role == Recipient.STAFF else _("Unknown")


def _without_details(entry: Seen) -> str:
    if entry.channel == Channel.MAIL:
        return _("a link to the CV, which says nothing by itself")
    return _("the CV without personal details")
