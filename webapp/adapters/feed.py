"""Reads a feed of JSON records, one array or one a line, in memory bounded by its largest record.

The records are cut apart before they are parsed, so a malformed one costs only itself; a parser
over the whole array would end at the first (docs/adr/0005-feed-reader.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from webapp.adapters.feed_array import CHUNK_BYTES, ArrayReader
from webapp.adapters.feed_record import (
    LARGEST_RECORD_BYTES,
    NOT_AN_OBJECT,
    FeedError,
    Record,
    parse_record,
    too_large,
)

__all__ = ["FeedError", "Record", "read_records"]

SNIFFED_BYTES = 4096
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
WIDE_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")

_OBJECT_LINE = re.compile(rb'^[ \t]*\{[ \t]*"', re.MULTILINE)
# A brace alone on its line begins one object over many lines, which is no feed of records.
_SPREAD_OBJECT = re.compile(rb"\{[ \t\r]*\n")


def read_records(path: Path) -> Iterator[Record]:
    """Yields every record of a feed file, bad ones with their error.

    Raises:
        FeedError: the file is no feed, or, after its last whole record, it turned out cut short.
    """
    with path.open("rb") as file:
        start = file.read(SNIFFED_BYTES)
        if start.startswith(WIDE_BYTE_ORDER_MARKS) or b"\x00" in start[:2]:
            raise FeedError(FeedError.ENCODING)
        text = start.removeprefix(BYTE_ORDER_MARK).lstrip()
        while not text and (more := file.read(SNIFFED_BYTES)):
            text = more.lstrip()
        if not text:
            raise FeedError(FeedError.EMPTY)
        if text.startswith(b"<"):
            raise FeedError(FeedError.HTML)
        file.seek(len(BYTE_ORDER_MARK) if start.startswith(BYTE_ORDER_MARK) else 0)
        if text.startswith(b"["):
            yield from ArrayReader(file).records()
        elif _is_lines(text):
            yield from _lines(file)
        else:
            raise FeedError(FeedError.NOT_JSON)


def _is_lines(text: bytes) -> bool:
    if text.startswith(b"{"):
        return not _SPREAD_OBJECT.match(text)
    return bool(_OBJECT_LINE.search(text))


def _lines(file: BinaryIO) -> Iterator[Record]:
    number = 0
    while raw := file.readline(LARGEST_RECORD_BYTES + 1):
        number += 1
        if len(raw) > LARGEST_RECORD_BYTES:
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(CHUNK_BYTES)
            yield too_large(number)
        elif raw.strip():
            record = parse_record(number, raw)
            yield record
            if record.error not in (None, NOT_AN_OBJECT) and not raw.endswith(b"\n"):
                raise FeedError(FeedError.TRUNCATED)
