"""JSON that somebody sent, with all that is wrong in it kept apart from what is right.

The grammar is RFC 8259's. Numbers stay as they were written; what JSON has no number for (``NaN``)
and names that stand twice in one object are kept, so that a report can name them.
"""

from __future__ import annotations

import json
from typing import Any


class JsonError(ValueError):
    """The text is no JSON. ``line`` is where, from 1; None where it is nested too deeply."""

    def __init__(self, line: int | None) -> None:
        self.line = line
        super().__init__(f"line {line}")


class Number(str):
    """A number as it was written; a huge one costs nothing."""

    __slots__ = ()


class NoNumber(str):
    """``NaN`` or an infinity, which JSON does not have."""

    __slots__ = ()


class Members(dict[str, Any]):
    """An object. ``repeated`` are the members whose name had stood before; the first one counts."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__()
        self.repeated: list[tuple[str, Any]] = []
        for name, value in pairs:
            if name in self:
                self.repeated.append((name, value))
            else:
                self[name] = value


def read_json(text: str) -> Any:
    """The value of a JSON text.

    Raises:
        JsonError: it is not JSON.
    """
    try:
        return json.loads(
            text,
            object_pairs_hook=Members,
            parse_int=Number,
            parse_float=Number,
            parse_constant=NoNumber,
        )
    except json.JSONDecodeError as error:
        raise JsonError(error.lineno) from error
    except RecursionError as error:
        raise JsonError(None) from error


def words_of(value: Any) -> str:
    """A value in the file's own words; all of a text, and of anything else its texts."""
    parts: list[str] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            parts.append(each)
        elif isinstance(each, dict):
            waiting += [part for pair in reversed(each.items()) for part in reversed(pair)]
        elif isinstance(each, list):
            waiting += reversed(each)
        else:
            parts.append(json.dumps(each))
    return ", ".join(parts)
