"""A view of a CV as plain words for typesetting, in the CV's own language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from webapp.adapters.typst_pdf import Layout, pdf
from webapp.blueprints.cv.bodies import facts
from webapp.blueprints.cv.section_views import section_view
from webapp.domain.cv.drafts import is_link
from webapp.domain.cv.rules import Detail, Kind, Section
from webapp.domain.cv.views import View, details_in
from webapp.i18n import LANGUAGES, speaking
from webapp.i18n import gettext as _

# Sections that stand in the margin of two columns.
SIDE = (Kind.WANTED, Kind.SKILLS, Kind.LANGUAGES, Kind.LICENCES)


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
    with speaking(lang):
        return {
            "title": view.title.strip() or _("CV"),
            "language": lang,
            "name": details.get(Detail.NAME, ""),
            "facts": facts({name: details[name] for name in details if name != Detail.NAME}),
            "sections": [
                _section(section) for section in view.sections if any(section.content.values())
            ],
        }


def _section(section: Section) -> dict[str, Any]:
    shown = section_view(section)
    return {
        "heading": shown.heading,
        "rows": shown.facts,
        "text": _paragraphs(shown.lines),
        "entries": [_entry(each) for each in shown.entries],
        "is_list": shown.short,
        "is_side": section.kind in SIDE,
    }


def _entry(each: SimpleNamespace) -> dict[str, Any]:
    linked = is_link(each.url)
    return {
        "title": each.heading,
        "beside": ", ".join(part for part in (each.below, each.grade) if part),
        "period": each.period,
        "url": each.url if linked else "",
        "text": _paragraphs(each.lines if linked else [*each.lines, each.url]),
        "bullets": each.points,
        "tags": each.keywords,
    }


def _paragraphs(lines: Iterable[str]) -> list[list[str]]:
    parts = re.split(r"\n\s*\n", "\n".join(lines))
    found = [[line.strip() for line in part.splitlines() if line.strip()] for part in parts]
    return [part for part in found if part]
