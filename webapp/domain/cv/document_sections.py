"""The paragraphs of a document as a draft: by its headings, and nothing that it does not say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from stdnum.se import personnummer

from webapp.domain.cv.document_entries import DATED, Line, entries_of, has_period
from webapp.domain.cv.document_headings import (
    AS_FREE_TEXT,
    LONGEST_HEADING,
    PERSONAL,
    heading_of,
)
from webapp.domain.cv.document_lists import languages_of, licences_of, skills_of
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
from webapp.domain.cv.json_resume_reading import language_in
from webapp.domain.cv.leftovers import Leftovers
from webapp.domain.cv.rules import Detail, Kind
from webapp.domain.cv.sections import SHAPES, own_fields

_EMAIL = re.compile(r"[^\s@<>|,;]+@[^\s@<>|,;]+\.\w+")
_PHONE = re.compile(r"(?<![\w-])(?:\+|00)?[0-9][0-9 ()/-]{6,16}[0-9](?!\w)")
_ADDRESS = re.compile(
    r"\b[0-9]{3}\s?[0-9]{2}\s+[A-ZÅÄÖ]"
    r"|\b\w+(?:vägen|gatan|gränd|stigen|torget|backen|allén|street|road|avenue)\s+[0-9]+",
    re.IGNORECASE,
)
_ABOUT_PERSON = re.compile(
    r"https?://|www\.|linkedin|github\.com|^(?:född|födelsedatum|ålder|adress|address|telefon|tel|"
    r"mobil|mobile|phone|e-?post|e-?mail|mejl|namn|name|born|date of birth|nationality|"
    r"medborgarskap|personnummer|civilstånd)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-ZÅÄÖÉÜ][\w’'-]*(?:\s+[A-ZÅÄÖÉÜ][\w’'.-]*){1,3}")
# What stands above every paper and says nothing.
_TITLES = {"cv", "curriculum vitae", "meritförteckning", "resume", "résumé"}


@dataclass
class _Block:
    """What stands under one heading; that of the head of the paper is empty."""

    kind: str
    heading: str
    lines: list[Line] = field(default_factory=list)


def draft_of_document(
    paragraphs: Iterable[tuple[str, str]], language_of: Callable[[str], str]
) -> Draft:
    """What a document holds, from the style and text of its paragraphs (``document_reader``)."""
    remarks, leftovers, details = Remarks(), Leftovers(), dict[str, str]()
    contents: dict[Kind, dict[str, Any]] = {kind: {} for kind in Kind}
    for block in _blocks(_lines(paragraphs)):
        block.lines = [line for line in block.lines if not _says_number(line, remarks)]
        if block.kind == PERSONAL:
            _head(block, remarks, leftovers, details)
        elif not block.lines:
            remarks.say(Why.UNPLACED, "", block.heading)
            leftovers.unplaced(block.heading)
        elif block.kind == AS_FREE_TEXT:
            remarks.say(Why.MOVED, block.heading, " ".join(line.text for line in block.lines))
            leftovers.heading(block.heading, [line.text for line in block.lines])
        else:
            _read(block, contents[Kind(block.kind)])
    language = language_in(contents, language_of)
    contents[Kind.FREE]["text"] = leftovers.text(language)
    return Draft(
        title="",
        language=language,
        sections=whole(
            section_of(
                kind,
                _fitted(kind, content, remarks),
                hidden=kind is Kind.FREE and leftovers.any_unplaced,
            )
            for kind, content in contents.items()
        ),
        details=details,
        remarks=tuple(remarks.said),
    )


def _lines(paragraphs: Iterable[tuple[str, str]]) -> list[Line]:
    lines = []
    for style, text in paragraphs:
        words = re.sub(r"[^\S\t]+", " ", clean(text).replace("\n", " ")).strip()
        if words and not re.fullmatch(r"[\W_]+", words):
            lines.append(Line(style, words))
    return lines


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    blocks = [_Block(PERSONAL, "")]
    for number, line in enumerate(lines):
        found = heading_of(line.text)
        if found:
            kind, rest = found
            blocks.append(_Block(kind, line.text.partition(":")[0].strip()))
            if rest:
                blocks[-1].lines.append(Line("", rest))
        elif line.style == "heading" and _is_own_heading(lines, number, blocks[-1]):
            blocks.append(_Block(AS_FREE_TEXT, line.text))
        else:
            blocks[-1].lines.append(line)
    return [block for block in blocks if block.lines or block.kind == AS_FREE_TEXT]


def _is_own_heading(lines: Sequence[Line], number: int, block: _Block) -> bool:
    """Whether a heading that we don't know begins a part of its own, rather than an entry."""
    if not block.heading or len(lines[number].text) > LONGEST_HEADING:
        return False
    if block.kind in (AS_FREE_TEXT, *DATED):
        return not any(has_period(line) for line in lines[number : number + 3])
    return True


def _says_number(line: Line, remarks: Remarks) -> bool:
    """Whether a line has a personal identity number. It is told of, for no CV may hold one."""
    for found in re.findall(r"(?<!\d)(?:\d{2})?\d{6}[-+ ]?\d{4}(?!\d)", line.text):
        if personnummer.is_valid(found.replace(" ", "-")):
            remarks.say(Why.PERSONAL, "", line.text)
            return True
    return False


def _head(block: _Block, remarks: Remarks, leftovers: Leftovers, details: dict[str, str]) -> None:
    """Lines with personal details are only told of; the others of the head are kept."""
    for line in block.lines:
        found = _details_in(line, block, details)
        details |= {name: value for name, value in found.items() if name not in details}
        beside = line.text
        for value in found.values():
            beside = beside.replace(value, "")
        if not re.search(r"\w", beside):
            continue
        if found or block.heading or _ABOUT_PERSON.search(beside) or _ADDRESS.search(beside):
            remarks.say(Why.PERSONAL, block.heading, line.text)
        elif beside.casefold().strip(" :") not in _TITLES:
            remarks.say(Why.UNPLACED, block.heading, line.text)
            leftovers.unplaced(line.text)


def _details_in(line: Line, block: _Block, details: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    if email := _EMAIL.search(line.text):
        found[Detail.EMAIL.value] = email[0]
    if (phone := _PHONE.search(line.text)) and not has_period(line):
        found[Detail.PHONE.value] = phone[0].strip()
    name = line.text.title() if line.text.isupper() else line.text
    is_first = not block.heading and Detail.NAME.value not in details
    if not found and is_first and _NAME.fullmatch(name) and name.casefold() not in _TITLES:
        found[Detail.NAME.value] = line.text
    return found


def _read(block: _Block, content: dict[str, Any]) -> None:
    """Puts the lines of a block into the content of its section."""
    kind, told = Kind(block.kind), [line.text for line in block.lines]
    if kind in DATED:
        items, told = entries_of(kind, block.lines)
        content.setdefault("items", []).extend(items)
    elif kind is Kind.SKILLS:
        items, told = skills_of(block.lines)
        content.setdefault("items", []).extend(items)
    elif kind is Kind.LANGUAGES:
        items, told = languages_of(block.lines)
        content.setdefault("items", []).extend(items)
    elif kind is Kind.LICENCES:
        classes, told = licences_of(block.lines)
        content["classes"] = list(dict.fromkeys([*content.get("classes", ()), *classes]))
    content["text"] = "\n".join([*content.get("text", "").splitlines(), *told])


def _fitted(kind: Kind, content: dict[str, Any], remarks: Remarks) -> dict[str, Any]:
    """Content that a section can hold, without what is empty."""
    fits = {
        form.name: fitted(kind.value, content[form.name], form, remarks)
        for form in own_fields(SHAPES[kind])
        if content.get(form.name) and form.name != "classes"
    }
    if content.get("classes"):
        fits["classes"] = content["classes"]
    items = [
        {
            form.name: value
            for form in SHAPES[kind].items
            if item.get(form.name)
            and (value := fitted(f"{kind.value}[{number}]", item[form.name], form, remarks))
        }
        for number, item in enumerate(content.get("items", ()))
    ]
    fits["items"] = fitted_items(kind.value, [item for item in items if item], remarks)
    return fits
