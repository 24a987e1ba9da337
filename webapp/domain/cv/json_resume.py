"""A view of a CV as JSON Resume 1.0.0: what the view holds, all of it, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.domain.cv.drafts import is_link
from webapp.domain.cv.json_resume_names import DETAIL_NAMES, LANGUAGE, LISTS, SCHEMA, SECTIONS
from webapp.domain.cv.level_words import level_in_words
from webapp.domain.cv.rules import Kind, Section
from webapp.domain.cv.views import View, details_in


def json_resume(view: View) -> dict[str, Any]:
    """The object of a JSON Resume file, valid by its schema.

    What the schema has no place for stands under names that begin with ``x-``, so that reading the
    file again (``json_resume_reading``) gives what the view held. The photo is not part of it.
    """
    basics = _basics(view.title, details_in(view))
    resume: dict[str, Any] = {"$schema": SCHEMA, "basics": basics}
    own = []
    for section in view.sections:
        mine = {"kind": section.kind, "hidden": section.hidden, **_own(section)}
        if section.kind == Kind.SUMMARY and mine.get("text"):
            basics["summary"] = mine.pop("text")
        own.append(mine)
        if items := section.content.get("items"):
            name, names = LISTS[Kind(section.kind)]
            resume[name] = [_item(Kind(section.kind), item, names, view.language) for item in items]
    resume["meta"] = {"version": "v1.0.0", LANGUAGE: view.language, SECTIONS: own}
    return resume


def _basics(title: str, details: Mapping[str, str]) -> dict[str, Any]:
    basics: dict[str, Any] = {"label": title}
    for detail, path in DETAIL_NAMES.items():
        if value := details.get(detail):
            place = basics
            for name in path[:-1]:
                place = place.setdefault(name, {})
            place[path[-1]] = value
    return basics


def _own(section: Section) -> dict[str, Any]:
    return {name: value for name, value in section.content.items() if name != "items" and value}


def _item(
    kind: Kind, item: Mapping[str, Any], names: Mapping[str, str], language: str
) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for field, value in item.items():
        if not value:
            continue
        if field == "level":
            written[names[field]] = level_in_words(kind, value, language)
        elif field == "role":
            written[names[field]] = [value]
        elif field == "url" and not is_link(value):
            # The schema wants a whole address here.
            written["x-url"] = value
        else:
            written[names.get(field, f"x-{field}")] = value
    return written
