"""Reads a feed of JSON records, one array or one a line, in memory bounded by its largest record.

The records are cut apart before they are parsed, so a malformed one costs only itself; a parser
over the whole array would end at the first (docs/adr/0005-feed-reader.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

CHUNK_BYTES = 1 << 20
LARGEST_RECORD_BYTES = 2 << 20
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
WIDE_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")

_STRUCTURE = re.compile(rb'["\\{}\[\],\n]')
_IN_STRING = re.compile(rb'["\\\n]')


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
    error: str | None = None


def read_records(path: Path) -> Iterator[Record]:
    """Yields every record of a feed file, bad ones with their error.

    Raises:
        FeedError: the file is no feed, or, after its last whole record, it turned out cut short.
    """
    with path.open("rb") as file:
        start = file.read(4096)
        text = start.removeprefix(BYTE_ORDER_MARK).lstrip()
        if start.startswith(WIDE_BYTE_ORDER_MARKS):
            raise FeedError(FeedError.ENCODING)
        if not text:
            raise FeedError(FeedError.EMPTY)
        if text.startswith(b"<"):
            raise FeedError(FeedError.HTML)
        if not text.startswith((b"[", b"{")):
            raise FeedError(FeedError.NOT_JSON)
        file.seek(len(BYTE_ORDER_MARK) if start.startswith(BYTE_ORDER_MARK) else 0)
        yield from _array(file) if text.startswith(b"[") else _lines(file)


def parse_record(line: int, raw: bytes) -> Record:
    """Parses the bytes of one record."""
    try:
        data = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        return Record(line, error="not UTF-8")
    except RecursionError:
        return Record(line, error="nested too deeply")
    except ValueError as error:
        return Record(line, error=f"malformed JSON: {error}")
    if not isinstance(data, dict):
        return Record(line, error="not a JSON object")
    return Record(line, data=data)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _too_large(line: int) -> Record:
    return Record(line, error=f"larger than {LARGEST_RECORD_BYTES >> 20} MB")


def _lines(file: BinaryIO) -> Iterator[Record]:
    number = 0
    while raw := file.readline(LARGEST_RECORD_BYTES + 1):
        number += 1
        if len(raw) > LARGEST_RECORD_BYTES:
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(CHUNK_BYTES)
            yield _too_large(number)
        elif raw.strip():
            record = parse_record(number, raw)
            yield record
            if record.error and not raw.endswith(b"\n"):
                raise FeedError(FeedError.TRUNCATED)


def _array(file: BinaryIO) -> Iterator[Record]:
    cutter = _Cutter()
    while chunk := file.read(CHUNK_BYTES):
        yield from cutter.feed(chunk)
        if cutter.closed:
            return
    raise FeedError(FeedError.TRUNCATED)


class _Cutter:
    """Cuts the elements of one JSON array out of a stream of bytes, by depth and quoting alone."""

    def __init__(self) -> None:
        self.closed = False
        self._depth = 0
        self._in_string = False
        self._escaped = False
        self._line = 1
        self._element_line = 1
        self._kept: list[bytes] = []
        self._kept_bytes = 0

    def feed(self, chunk: bytes) -> Iterator[Record]:
        at = start = 0
        if self._escaped:
            # The byte after a backslash says nothing of structure.
            self._escaped, at = False, 1
            self._line += chunk[:1] == b"\n"
        while match := (_IN_STRING if self._in_string else _STRUCTURE).search(chunk, at):
            at = match.end()
            symbol = match.group()
            if symbol == b"\n":
                self._line += 1
            elif symbol == b"\\":
                self._escaped = at == len(chunk)
                at += 1
            elif symbol == b'"':
                self._in_string = not self._in_string
            elif symbol in b"{[":
                self._depth += 1
                if self._depth == 1:
                    start = at
                    self._element_line = self._line
                elif (
                    self._depth == 2
                    and not self._kept_bytes
                    and not chunk[start : match.start()].strip()
                ):
                    self._element_line = self._line
            elif symbol in b"}]":
                self._depth -= 1
                if self._depth <= 0:
                    self._keep(chunk[start : match.start()])
                    yield from self._cut(last=True)
                    self.closed = True
                    return
            elif self._depth == 1:
                self._keep(chunk[start : match.start()])
                yield from self._cut(last=False)
                start = at
        self._keep(chunk[start:])

    def _keep(self, piece: bytes) -> None:
        if not self._kept_bytes:
            piece = piece.lstrip()
        self._kept_bytes += len(piece)
        if self._kept_bytes <= LARGEST_RECORD_BYTES:
            self._kept.append(piece)

    def _cut(self, *, last: bool) -> Iterator[Record]:
        raw, size = b"".join(self._kept), self._kept_bytes
        self._kept, self._kept_bytes = [], 0
        if size > LARGEST_RECORD_BYTES:
            yield _too_large(self._element_line)
        elif raw.strip():
            yield parse_record(self._element_line, raw)
        elif not last:
            yield Record(self._line, error="empty element")
