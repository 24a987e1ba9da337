"""What an owner decides about findings, and the CV's text as it reads afterwards: pure."""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from webapp.domain.cv.leaks import TITLE, Finding
from webapp.domain.cv.rules import LONGEST_TITLE, Kind, Section
from webapp.domain.cv.sections import LONGEST_LINE, SHAPES, Text


class Choice(StrEnum):
    REMOVE = "remove"
    REPLACE = "replace"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one finding; ``words`` take its place where it is replaced."""

    choice: Choice
    words: str = ""


class DecisionError(ValueError):
    """A decision can't be carried out; ``finding`` is what it was about."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.kind.value)


class EmptyTitleError(DecisionError):
    """A CV needs a title, and nothing would be left of it."""


class TooLongError(DecisionError):
    """What takes the finding's place makes the text longer than its field can be."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a CV says: its title and sections."""

    title: str
    sections: tuple[Section, ...]


def edited(written: Written, decisions: Mapping[Finding, Decision]) -> Written:
    """The CV with every finding removed or replaced where that was decided.

    Raises:
        EmptyTitleError, TooLongError: what can't be done.
    """
    by_text: defaultdict[Text, dict[Finding, Decision]] = defaultdict(dict)
    for finding, decision in decisions.items():
        if decision.choice is not Choice.KEEP:
            by_text[finding.text][finding] = decision
    title = written.title
    contents = {section.kind: copy.deepcopy(dict(section.content)) for section in written.sections}
    for text, chosen in by_text.items():
        value = text_after(text.value, chosen)
        first = next(iter(chosen))
        if len(value) > max(_longest(text), len(text.value)):
            raise TooLongError(first)
        if text.kind == TITLE:
            if not value:
                raise EmptyTitleError(first)
            title = value
        else:
            _put(contents[text.kind], text, value)
    return Written(
        title,
        tuple(
            Section(each.kind, each.hidden, _without_what_is_empty(contents[each.kind]))
            for each in written.sections
        ),
    )


def text_after(value: str, decisions: Mapping[Finding, Decision]) -> str:
    """A text after decisions about pieces of it; a piece within another one goes with that."""
    done = len(value) + 1
    for finding in _outermost(decisions):
        if finding.end > done:
            continue
        words = decisions[finding].words if decisions[finding].choice is Choice.REPLACE else ""
        before, after = value[: finding.start], value[finding.end :]
        value = before + words.strip() + after if words.strip() else _closed(before, after)
        done = finding.start
    return value.strip() if decisions else value


def _outermost(findings: Iterable[Finding]) -> list[Finding]:
    """Those that lie in no other, from the text's end to its beginning."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda each: (each.start, -each.end)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return kept[::-1]


def _closed(before: str, after: str) -> str:
    """Text on both sides of a removed piece, without the space that would stand twice."""
    if re.match(r"[ \t]|[.,;:!?)]|$|\n", after) and (not before or before[-1] in " \t\n("):
        if after[:1] in (" ", "\t"):
            return before + after[1:]
        return before.rstrip(" \t") + after
    return before + after


def _longest(text: Text) -> int:
    if text.kind == TITLE:
        return LONGEST_TITLE
    shape = SHAPES[Kind(text.kind)]
    fields = shape.own if text.item is None else shape.items
    named = [field.longest for field in fields if field.name == text.field]
    return named[0] if named else LONGEST_LINE


def _put(content: dict[str, Any], text: Text, value: str) -> None:
    holder = content if text.item is None else content["items"][text.item]
    if text.line is None:
        holder[text.field] = value
    else:
        holder[text.field][text.line] = value


def _without_what_is_empty(content: dict[str, Any]) -> dict[str, Any]:
    """What is empty is not stored: no line, no field, and no entry that says nothing any more."""
    kept = {name: _without_empty_lines(value) for name, value in content.items()}
    if "items" in kept:
        items: Sequence[dict[str, Any]] = kept["items"]
        kept["items"] = [item for item in map(_without_what_is_empty, items) if item]
    return {name: value for name, value in kept.items() if value not in ("", [])}


def _without_empty_lines(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return [each for each in value if each.strip()]
    return value
