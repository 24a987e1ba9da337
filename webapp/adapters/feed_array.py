"""Cuts one JSON array into its elements, also where some of them are malformed."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from webapp.adapters.feed_reason import Fault, Reason
from webapp.adapters.feed_record import (
    LARGEST_RECORD_BYTES,
    NOT_AN_OBJECT,
    FeedError,
    Record,
    parse_record,
    too_large,
)

CHUNK_BYTES = 1 << 20
# Where records hide their ends, parts are read again; this bounds what a hostile feed can cost.
MOST_REREADINGS = 16
REREAD_ALLOWANCE = 64 << 20
_STRUCTURE = re.compile(rb'["\\{}\[\],\n]')
_IN_STRING = re.compile(rb'["\\\n]')
_LONGEST_BOUNDARY = 512


@dataclass(frozen=True, slots=True)
class _Element:
    """One array element: its first line, its offset, and its bytes; None if they are too many."""

    line: int
    at: int
    raw: bytes | None


class ArrayReader:
    """Reads the elements of one array, and finds the next one where a broken one hides its end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._key: bytes | None = None
        self._allowance = REREAD_ALLOWANCE + MOST_REREADINGS * os.fstat(file.fileno()).st_size

    def records(self) -> Iterator[Record]:
        """Yields every record from the file's position on.

        Raises:
            FeedError: the array does not end.
        """
        cutter: _Cutter | None = _Cutter(self._file.tell(), line=1, depth=0)
        had_no_end = False
        while cutter:
            following = yield from self._until_broken(cutter)
            if not following:
                if cutter.closed and not self._has_more(cutter):
                    return
                following = self._next_start(cutter)
                if cutter.closed:
                    yield Record(cutter.element_line, error=Reason(Fault.AFTER_THE_END))
                    if not following and not had_no_end:
                        return
                elif following:
                    had_no_end = True
                    reason = Reason(Fault.MALFORMED, detail="its end is missing")
                    yield Record(cutter.element_line, error=reason)
            cutter = self._restarted(cutter, following)
        raise FeedError(FeedError.TRUNCATED)

    def _until_broken(self, cutter: _Cutter) -> Generator[Record, None, tuple[int, int] | None]:
        """Yields records to the end, or to a malformed one that holds the start of another.

        Returns where that is: offset and line.
        """
        self._file.seek(cutter.position)
        while not cutter.closed and (chunk := self._file.read(CHUNK_BYTES)):
            for element in cutter.feed(chunk):
                if element.raw is None:
                    yield too_large(element.line)
                    continue
                record = parse_record(element.line, element.raw)
                yield record
                if record.data and self._key is None:
                    key = json.dumps(next(iter(record.data)), ensure_ascii=False)
                    self._key = key.encode("utf-8", "replace")
                if record.data is None and record.error != NOT_AN_OBJECT:
                    found = self._boundary().search(element.raw)
                    if found:
                        yield from self._before(element, found.end())
                        lines = element.raw.count(b"\n", 0, found.end())
                        return element.at + found.end(), element.line + lines
        return None

    def _before(self, element: _Element, end: int) -> Iterator[Record]:
        """A whole record that only lacked the comma after it."""
        record = parse_record(element.line, (element.raw or b"")[:end])
        if record.data is not None:
            yield record

    def _restarted(self, cutter: _Cutter, start: tuple[int, int] | None) -> _Cutter | None:
        if start is None:
            return None
        self._allowance -= CHUNK_BYTES + max(0, cutter.position - start[0])
        return _Cutter(*start, depth=1) if self._allowance > 0 else None

    def _boundary(self) -> re.Pattern[bytes]:
        """What stands before an element: every one begins with the same key as the first."""
        key = re.escape(self._key or b'"id"')
        return re.compile(rb"[,}]\s{0,200}(?=\{\s{0,200}%s\s{0,8}:)" % key)

    def _has_more(self, cutter: _Cutter) -> bool:
        self._file.seek(cutter.position)
        while chunk := self._file.read(CHUNK_BYTES):
            if chunk.strip():
                return True
        return False

    def _next_start(self, cutter: _Cutter) -> tuple[int, int] | None:
        """Where the next element seems to begin after the cutter's last: offset and line."""
        boundary = self._boundary()
        at, line = cutter.element_at, cutter.element_line
        self._file.seek(at)
        window = b""
        while chunk := self._file.read(CHUNK_BYTES):
            window += chunk
            if found := boundary.search(window):
                return at + found.end(), line + window.count(b"\n", 0, found.end())
            passed = max(0, len(window) - _LONGEST_BOUNDARY)
            at, line = at + passed, line + window.count(b"\n", 0, passed)
            window = window[passed:]
        return None


class _Cutter:
    """Cuts the elements of one array out of a stream of bytes, by depth and quoting alone.

    ``position`` is how far in the file it has read; ``element_at`` and ``element_line`` say where
    the element that it is in begins. It starts before the array (depth 0) or inside it (depth 1).
    """

    def __init__(self, position: int, line: int, depth: int) -> None:
        self.closed = False
        self.position = self.element_at = position
        self.element_line = self._line = line
        self._depth = depth
        self._in_string = False
        self._escaped = False
        self._kept: list[bytes] = []
        self._kept_bytes = 0

    def feed(self, chunk: bytes) -> Iterator[_Element]:
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
                self._line += chunk[at : at + 1] == b"\n"
                at += 1
            elif symbol == b'"':
                self._in_string = not self._in_string
            elif symbol in b"{[":
                self._depth += 1
                if self._depth == 1:
                    start = at
                    self._begin(self.position + at)
            elif symbol in b"}]" and self._depth > 1:
                self._depth -= 1
            elif symbol == b"]":
                yield from self._cut(chunk[start : match.start()], last=True)
                self.closed = True
                self.position += at
                self._begin(self.position)
                return
            elif symbol == b"," and self._depth == 1:
                yield from self._cut(chunk[start : match.start()], last=False)
                start = at
                self._begin(self.position + at)
        self._keep(chunk[start:])
        self.position += len(chunk)

    def _begin(self, position: int) -> None:
        self.element_at, self.element_line = position, self._line
        self._kept, self._kept_bytes = [], 0

    def _keep(self, piece: bytes) -> None:
        if not self._kept_bytes:
            blank = len(piece) - len(piece.lstrip())
            self.element_line += piece.count(b"\n", 0, blank)
            self.element_at += blank
            piece = piece[blank:]
        self._kept_bytes += len(piece)
        if self._kept_bytes <= LARGEST_RECORD_BYTES:
            self._kept.append(piece)

    def _cut(self, piece: bytes, *, last: bool) -> Iterator[_Element]:
        self._keep(piece)
        if self._kept_bytes > LARGEST_RECORD_BYTES:
            yield _Element(self.element_line, self.element_at, None)
        elif self._kept_bytes or not last:
            yield _Element(self.element_line, self.element_at, b"".join(self._kept))
