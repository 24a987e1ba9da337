"""One record of a feed, and what may be wrong with it or with the feed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from webapp.adapters.feed_reason import Fault, Reason

LARGEST_RECORD_BYTES = 2 << 20
NOT_AN_OBJECT = Reason(Fault.NOT_AN_OBJECT)


class FeedError(Exception):
    """The feed as a whole can't be read. ``reason`` is one of the ``FeedError.…`` constants."""

    EMPTY = "empty"
    HTML = "html"
    NOT_JSON = "not_json"
    ENCODING = "encoding"
    TRUNCATED = "truncated"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a feed: its first line, and its object or the reason why there is none."""

    line: int
    data: dict[str, Any] | None = None
    error: Reason | None = None


def parse_record(line: int, raw: bytes) -> Record:
    """Parses the bytes of one record."""
    try:
        data = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        return Record(line, error=Reason(Fault.NOT_UTF8))
    except RecursionError:
        return Record(line, error=Reason(Fault.NESTED))
    except _NotJsonError as error:
        return Record(line, error=Reason(Fault.MALFORMED, detail=str(error)))
    except json.JSONDecodeError as error:
        at = error.pos + 1
        return Record(line, error=Reason(Fault.MALFORMED_AT, position=at, detail=error.msg))
    except ValueError:
        # Python refuses to convert a number of thousands of digits.
        return Record(line, error=Reason(Fault.MALFORMED, detail="a number is too long"))
    if not isinstance(data, dict):
        return Record(line, error=NOT_AN_OBJECT)
    return Record(line, data=data)


class _NotJsonError(ValueError):
    """Something that Python's parser takes and RFC 8259 does not."""


def _refuse_constant(name: str) -> NoReturn:
    raise _NotJsonError(f"{name} is not JSON")


def too_large(line: int) -> Record:
    """A record that was passed over."""
    return Record(line, error=Reason(Fault.TOO_LARGE, most=LARGEST_RECORD_BYTES >> 20))
