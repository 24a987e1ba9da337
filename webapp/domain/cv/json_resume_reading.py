"""A JSON Resume file as a draft, with a report of whatever could not be taken as it stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from webapp.domain.cv.drafts import (
    Draft,
    Remarks,
    Why,
    clean,
    fitted,
    fitted_items,
    section_of,
    whole,
)
from webapp.domain.cv.json_resume_fields import Reader
from webapp.domain.cv.json_resume_names import DETAIL_NAMES, LANGUAGE, LISTS, SECTIONS
from webapp.domain.cv.json_values import Members, read_json, words_of
from webapp.domain.cv.leftovers import Leftovers
from webapp.domain.cv.rules import LONGEST_TITLE, Kind, Section
from webapp.domain.cv.sections import SHAPES, Field, Form, own_fields, texts_of

LANGUAGES = ("sv", "en")
_TEXT = Field("text", Form.TEXT)
# Lists that no section of ours is for. They become free text under a heading of their own.
AS_TEXT = ("awards", "publications", "interests")
_KNOWN = {"$schema", "basics", "volunteer", "meta", *AS_TEXT} | {
    name for name, _names in LISTS.values()
}


class NotAResumeError(ValueError):
    """It is JSON, but no object."""


def read_json_resume(text: str, language_of: Callable[[str], str]) -> Draft:
    """What a JSON Resume file holds.

    ``language_of`` tells the language of a text, for files that don't say their own.

    Raises:
        JsonError: the text is not JSON.
        NotAResumeError: it is something else than an object.
    """
    resume = read_json(text)
    if not isinstance(resume, Members):
        raise NotAResumeError
    remarks = Remarks()
    reader = Reader(remarks, Leftovers())
    basics = reader.members(resume, "basics", "basics")
    meta = reader.members(resume, "meta", "meta")
    own = _own_sections(reader, meta)
    contents = {kind: dict(own[kind][1]) if kind in own else {} for kind in Kind}
    if summary := reader.field(basics, "summary", "basics.summary", _TEXT):
        contents[Kind.SUMMARY]["text"] = summary
    for kind in LISTS:
        if items := _items(reader, resume, kind):
            contents[kind]["items"] = items
    details = _details(reader, basics)
    title = reader.line(basics, "label", "basics.label")
    if len(title) > LONGEST_TITLE:
        remarks.say(Why.TOO_LONG, "basics.label", title[LONGEST_TITLE:])
    language = _language(reader, meta, contents, language_of)
    for name in AS_TEXT:
        reader.leftovers.heading(name, _as_lines(reader, resume, name))
    _say_unknown(reader, resume, basics)
    free = reader.leftovers.text(language, str(contents[Kind.FREE].get("text", "")))
    contents[Kind.FREE]["text"] = fitted("free", free, _TEXT, remarks)
    return Draft(
        title=title[:LONGEST_TITLE].strip(),
        language=language,
        sections=_in_order(own, contents, reader.leftovers),
        details=details,
        remarks=tuple(remarks.said),
    )


def _own_sections(reader: Reader, meta: Members) -> dict[Kind, tuple[bool, Mapping[str, Any]]]:
    """What our own files say of each section beside its entries, in their order."""
    found: dict[Kind, tuple[bool, Mapping[str, Any]]] = {}
    for where, each in reader.objects(meta, SECTIONS, f"meta.{SECTIONS}"):
        kind = each.get("kind")
        if not isinstance(kind, str) or kind not in set(Kind) or Kind(kind) in found:
            reader.remarks.say(Why.UNKNOWN, f"{where}.kind", words_of(kind))
            continue
        content = {}
        for field in own_fields(SHAPES[Kind(kind)]):
            if value := reader.field(each, field.name, f"{where}.{field.name}", field):
                content[field.name] = value
        found[Kind(kind)] = (each.get("hidden") is True, content)
    return found


def _items(reader: Reader, resume: Members, kind: Kind) -> list[dict[str, Any]]:
    name, names = LISTS[kind]
    items = [
        item
        for where, each in reader.objects(resume, name, name)
        if (item := reader.item(kind, each, name, where, names))
    ]
    if kind is Kind.EXPERIENCE:
        for where, each in reader.objects(resume, "volunteer", "volunteer"):
            volunteer = {**names, "employer": "organization"}
            if item := reader.item(kind, each, "volunteer", where, volunteer):
                reader.remarks.say(Why.MOVED, where, item.get("title") or item.get("employer", ""))
                items.append(item)
    return fitted_items(name, items, reader.remarks)


def _details(reader: Reader, basics: Members) -> dict[str, str]:
    """What looks like personal details, by name; addresses on the web are among the remarks."""
    location = reader.members(basics, "location", "basics.location")
    details = {}
    for detail, path in DETAIL_NAMES.items():
        place = location if path[0] == "location" else basics
        if value := reader.line(place, path[-1], ".".join(("basics", *path))):
            details[detail] = value
    places = [(basics, "basics", name) for name in ("url", "website", "image", "picture")]
    places += [(location, "basics.location", name) for name in ("region", "countryCode")]
    for place, where, name in places:
        if place.get(name):
            reader.remarks.say(Why.PERSONAL, f"{where}.{name}", words_of(place[name]))
    for where, profile in reader.objects(basics, "profiles", "basics.profiles"):
        reader.remarks.say(Why.PERSONAL, where, ", ".join(map(words_of, profile.values())))
    return details


def _as_lines(reader: Reader, resume: Members, name: str) -> list[str]:
    lines = []
    for where, each in reader.objects(resume, name, name):
        line = clean(", ".join(words for value in each.values() if (words := words_of(value))))
        if line:
            reader.remarks.say(Why.MOVED, where, line)
            lines.append(" ".join(line.split()))
    return lines


def _say_unknown(reader: Reader, resume: Members, basics: Members) -> None:
    known = {path[0] for path in DETAIL_NAMES.values()}
    known |= {"label", "summary", "profiles", "url", "website", "image", "picture"}
    unknown: list[tuple[str, str, Any]] = [
        *(("", name, value) for name, value in resume.items() if name not in _KNOWN),
        *(("basics.", name, value) for name, value in basics.items() if name not in known),
    ]
    for where, name, value in unknown:
        reader.unplaced(Why.UNKNOWN, f"{where}{name}", value)


def _language(
    reader: Reader,
    meta: Members,
    contents: Mapping[Kind, Mapping[str, Any]],
    language_of: Callable[[str], str],
) -> str:
    said = reader.line(meta, LANGUAGE, f"meta.{LANGUAGE}")
    if said in LANGUAGES:
        return said
    return language_in(contents, language_of)


def language_in(
    contents: Mapping[Kind, Mapping[str, Any]], language_of: Callable[[str], str]
) -> str:
    """The likelier of our languages for what was read."""
    texts: Iterable[str] = (
        text.value
        for kind, content in contents.items()
        for text in texts_of(kind, content)
        if text.field not in ("employer", "school", "url", "place")
    )
    return "en" if language_of(" ".join(texts)) == "en" else "sv"


def _in_order(
    own: Mapping[Kind, tuple[bool, Mapping[str, Any]]],
    contents: Mapping[Kind, Mapping[str, Any]],
    leftovers: Leftovers,
) -> tuple[Section, ...]:
    """The sections in the file's order where it has one; with leftovers, free text is hidden."""
    given = []
    for kind in dict.fromkeys([*own, *Kind]):
        content = {name: value for name, value in contents[kind].items() if value}
        if kind in own:
            hidden = own[kind][0] or (kind is Kind.FREE and leftovers.any_unplaced)
            given.append(Section(kind.value, hidden, content))
        else:
            hidden = kind is Kind.FREE and leftovers.any_unplaced
            given.append(section_of(kind, content, hidden=hidden))
    return whole(given)
