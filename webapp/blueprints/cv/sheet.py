"""A view of a CV as plain words for typesetting, in the CV's own language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from babel.dates import format_date

from webapp.adapters.typst_pdf import Layout, pdf
from webapp.blueprints.cv.section_words import CHOICES, LANGUAGE_LEVELS
from webapp.blueprints.cv.views import DETAILS, GENDERS, KINDS
from webapp.domain.cv.drafts import is_link
from webapp.domain.cv.rules import ANYWHERE, Detail, Kind, Section
from webapp.domain.cv.views import View, details_in
from webapp.domain.reference.queries import county, municipality, place_name
from webapp.i18n import LANGUAGES, LazyText, catalogue
from webapp.i18n import lazy_gettext as _l

WANTED = {
    "occupations": _l("Occupations"),
    "places": _l("Places"),
    "extent": _l("Extent"),
    "from": _l("From"),
    "salary": _l("Salary wish"),
}
EVERYWHERE = _l("All of Sweden")
UNTITLED = _l("CV")
# Sections whose entries are a line each, and those that stand in the margin of two columns.
LISTS = (Kind.SKILLS, Kind.LANGUAGES)
SIDE = (Kind.WANTED, Kind.SKILLS, Kind.LANGUAGES, Kind.LICENCES)
# The fields of an entry that head it, and those that stand beneath.
HEADS = ("title", "name", "area")
BESIDE = ("role", "employer", "school", "organisation", "issuer", "contact", "place")
TAGS = ("keywords", "courses")


def pdf_of(view: View, layout: Layout) -> bytes:
    """A view as PDF: all that it holds but the photo, in the language of the CV.

    Raises:
        BusyError, TooLongError: as ``typst_pdf.pdf`` says.
    """
    return pdf(sheet_of(view), layout)


def sheet_of(view: View) -> dict[str, Any]:
    """What the layouts of ``webapp/typst`` show, as plain JSON.

    ``title`` and ``name`` head it, ``facts`` are pairs of label and value. A section has a
    ``heading``, ``rows`` of pairs, a ``text`` (paragraphs of lines) and ``entries``.
    """
    details = details_in(view)
    lang = view.language if view.language in LANGUAGES else "sv"
    return {
        "title": view.title.strip() or _say(UNTITLED, lang),
        "language": lang,
        "name": details.get(Detail.NAME, ""),
        "facts": [
            (_say(label, lang), _fact(details[name], lang))
            for name, label in DETAILS.items()
            if details.get(name) and name != Detail.NAME
        ],
        "sections": [
            _section(section, lang) for section in view.sections if any(section.content.values())
        ],
    }


def partial_date(day: str, lang: str) -> str:
    """A year, a month or a day as one writes it in a CV, such as "mars 2019"."""
    locale = LANGUAGES[lang].locale
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        return format_date(date.fromisoformat(day), "d MMM y", locale=locale)
    if re.fullmatch(r"\d{4}-\d{2}", day):
        return format_date(date.fromisoformat(f"{day}-01"), "MMM y", locale=locale)
    return day


def period(start: str, end: str, lang: str) -> str:
    """Two dates as a period; one without an end is left open."""
    first, last = partial_date(start, lang), partial_date(end, lang)
    if first == last or not first:
        return last
    return f"{first} – {last}".rstrip()


def _section(section: Section, lang: str) -> dict[str, Any]:
    kind, content = Kind(section.kind), section.content
    return {
        "heading": _say(KINDS[kind], lang),
        "rows": _rows(content, lang) if kind is Kind.WANTED else [],
        "text": _paragraphs(_classes(content) + str(content.get("text", ""))),
        "entries": [_entry(kind, item, lang) for item in content.get("items", ())],
        "is_list": kind in LISTS,
        "is_side": kind in SIDE,
    }


def _rows(content: Mapping[str, Any], lang: str) -> list[tuple[str, str]]:
    values = {
        "occupations": ", ".join(content.get("occupations", ())),
        "places": ", ".join(_places(content.get("places", ()), lang)),
        "extent": ", ".join(_say(CHOICES[each], lang) for each in content.get("extent", ())),
        "from": partial_date(str(content.get("from", "")), lang),
        "salary": str(content.get("salary", "")),
    }
    return [(_say(label, lang), values[name]) for name, label in WANTED.items() if values[name]]


def _classes(content: Mapping[str, Any]) -> str:
    classes = ", ".join(each.upper() for each in content.get("classes", ()))
    return f"{classes}\n\n" if classes else ""


def _entry(kind: Kind, item: Mapping[str, Any], lang: str) -> dict[str, Any]:
    heads = [str(item[name]) for name in HEADS if item.get(name)]
    beside = [str(item[name]) for name in BESIDE if item.get(name)]
    if level := item.get("level"):
        words = LANGUAGE_LEVELS if kind is Kind.LANGUAGES else CHOICES
        beside.append(_say(words[level], lang))
    if item.get("grade"):
        beside.append(str(item["grade"]))
    url = str(item.get("url", ""))
    text = str(item.get("text", ""))
    return {
        # A heading can't be empty.
        "title": heads[0] if heads else (beside.pop(0) if beside else "–"),
        "beside": ", ".join(beside),
        "period": partial_date(str(item["date"]), lang)
        if item.get("date")
        else period(str(item.get("start", "")), str(item.get("end", "")), lang),
        "url": url if is_link(url) else "",
        "text": _paragraphs(text if is_link(url) else f"{text}\n{url}"),
        "bullets": list(item.get("highlights", ())),
        "tags": ", ".join(tag for name in TAGS for tag in item.get(name, ())),
    }


def _paragraphs(text: str) -> list[list[str]]:
    parts = re.split(r"\n\s*\n", text)
    lines = [[line.strip() for line in part.splitlines() if line.strip()] for part in parts]
    return [part for part in lines if part]


def _places(codes: Iterable[str], lang: str) -> list[str]:
    names = []
    for code in codes:
        place = county(code) or municipality(code)
        if code == ANYWHERE:
            names.append(_say(EVERYWHERE, lang))
        elif place is not None:
            names.append(place_name(place, lang))
    return names


def _fact(value: str, lang: str) -> str:
    return _say(GENDERS[value], lang) if value in GENDERS else value


def _say(text: LazyText, lang: str) -> str:
    return str(catalogue(lang).ugettext(text.message))
