"""A feed gives the same records in every formatting, cut anywhere; what is no feed is named."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.adapters import feed, feed_array
from webapp.adapters.feed import FeedError, Record, read_records

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=4)
BLANKS = st.text(alphabet=" \t\r\n", max_size=3)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "feed"


def read(file: Path, content: bytes | str) -> tuple[list[Record], str | None]:
    """The records of a feed, and the reason why it failed in the end."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    records = []
    try:
        for record in read_records(file):
            records.append(record)
    except FeedError as error:
        return records, error.reason
    return records, None


def good(records: list[Record]) -> list[dict[str, Any]]:
    return [record.data for record in records if record.data is not None]


def with_chunks(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(feed_array, "CHUNK_BYTES", size)
    monkeypatch.setattr(feed, "SNIFFED_BYTES", max(3, size))


@given(
    objects=st.lists(OBJECTS, max_size=5),
    indent=st.none() | st.integers(0, 4),
    ascii_only=st.booleans(),
    blanks=st.lists(BLANKS, min_size=12, max_size=12),
    bom=st.booleans(),
    chunk=st.integers(1, 40),
)
def test_an_array_in_any_formatting_gives_its_objects(
    file: Path,
    objects: list[dict[str, Any]],
    indent: int | None,
    ascii_only: bool,
    blanks: list[str],
    bom: bool,
    chunk: int,
) -> None:
    gaps = iter(blanks)
    text, lines = next(gaps) + "[", []
    for number, value in enumerate(objects):
        text += ("," if number else "") + next(gaps)
        lines.append(text.count("\n") + 1)
        written = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
        text += written + next(gaps)
    text += next(gaps) + "]" + blanks[0]
    content = (b"\xef\xbb\xbf" if bom else b"") + text.encode("utf-8")
    with pytest.MonkeyPatch.context() as patch:
        with_chunks(patch, chunk)
        records, problem = read(file, content)
    assert problem is None
    assert [record.data for record in records] == objects
    assert [record.line for record in records] == lines


@given(
    objects=st.lists(OBJECTS, min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n", "\n\n", " \n\t\n"]),
    last=st.booleans(),
    bom=st.booleans(),
)
def test_lines_in_any_formatting_give_their_objects(
    file: Path, objects: list[dict[str, Any]], end: str, last: bool, bom: bool
) -> None:
    lines = [json.dumps(value, ensure_ascii=False) for value in objects]
    text = end.join(lines) + (end if last else "")
    records, problem = read(file, (b"\xef\xbb\xbf" if bom else b"") + text.encode())
    assert problem is None
    assert [record.data for record in records] == objects
    assert [record.line for record in records] == [
        1 + index * end.count("\n") for index in range(len(objects))
    ]


def test_a_chunk_may_end_at_every_byte(file: Path) -> None:
    objects = [{"a": 'x"\\ å{[,]}\n'}, {}, {"b": [{"c": "\\\\"}, []]}, {"é": "]"}]
    text = " [\n" + ",\n ".join(json.dumps(each, ensure_ascii=False) for each in objects) + "\n]"
    for size in range(1, len(text.encode()) + 2):
        with pytest.MonkeyPatch.context() as patch:
            with_chunks(patch, size)
            records, problem = read(file, text)
        assert problem is None
        assert [record.data for record in records] == objects
        assert [record.line for record in records] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", FeedError.EMPTY),
        (b" \n\t\r\n", FeedError.EMPTY),
        (b"\xef\xbb\xbf", FeedError.EMPTY),
        (b" " * 50_000, FeedError.EMPTY),
        (b"<!doctype html><p>Inte h\xc3\xa4r", FeedError.HTML),
        (b"\xef\xbb\xbf\n <html>", FeedError.HTML),
        ("Tjänsten är stängd.".encode(), FeedError.NOT_JSON),
        (b"headline;employer\nKock;Krogen\n", FeedError.NOT_JSON),
        (b'{\n  "hits": [\n    {"id": "1"}\n  ]\n}\n', FeedError.NOT_JSON),
        (b"null", FeedError.NOT_JSON),
        (gzip.compress(b'[{"id": "1"}]', mtime=0), FeedError.NOT_JSON),
        ('[{"id": "1"}]'.encode("utf-16"), FeedError.ENCODING),
        ('[{"id": "1"}]'.encode("utf-16-le"), FeedError.ENCODING),
        ('{"id": "1"}\n'.encode("utf-16-be"), FeedError.ENCODING),
        ('[{"id": "1"}]'.encode("utf-32"), FeedError.ENCODING),
        (b"[", FeedError.TRUNCATED),
        (b"{", FeedError.TRUNCATED),
    ],
)
def test_what_is_no_feed_is_named(file: Path, content: bytes, reason: str) -> None:
    records, problem = read(file, content)
    assert problem == reason
    assert good(records) == []


def test_white_space_before_a_feed_is_no_matter(file: Path) -> None:
    assert read(file, b" \n" * 5_000 + b'[{"id": "1"}]') == ([Record(5001, {"id": "1"})], None)


def test_an_empty_array_is_a_feed_without_records(file: Path) -> None:
    assert read(file, "[]") == read(file, " [ \n ] ") == ([], None)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"a": }', "malformed JSON at character 7: Expecting value"),
        (b'{"a": NaN}', "malformed JSON: NaN is not JSON"),
        (b'{"a": -Infinity}', "malformed JSON: -Infinity is not JSON"),
        (b'{"a": "\xe5"}', "not UTF-8"),
        (b'{"a": "\x00"}', "malformed JSON at character 8: Invalid control character at"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "malformed JSON: a number is too long"),
        (b'{"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", "nested too deeply"),
        (b'{"a": 1} {"b": 2}', "malformed JSON at character 10: Extra data"),
        (b"{'a': 1}", "malformed JSON at character 2: Expecting property name"),
        (b'"text"', "not a JSON object"),
        (b"17", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b"[1, 2]", "not a JSON object"),
    ],
)
def test_a_bad_record_costs_only_itself(file: Path, bad: bytes, reason: str) -> None:
    before, after = b'{"id": "1"}', b'{"id": "2"}'
    for content in (
        b"\n".join((before, bad, after)),
        b"[" + b",\n".join((before, bad, after)) + b"]",
    ):
        records, problem = read(file, content)
        assert problem is None
        assert good(records) == [{"id": "1"}, {"id": "2"}]
        assert [record.line for record in records] == [1, 2, 3]
        assert (records[1].error or "").startswith(reason)


def test_a_bad_first_line_costs_only_itself(file: Path) -> None:
    records, problem = read(file, 'null\n{"id": "1"}\n')
    assert (records, problem) == (
        [Record(1, error="not a JSON object"), Record(2, {"id": "1"})],
        None,
    )


def test_a_repeated_key_and_odd_strings_are_taken(file: Path) -> None:
    records, _ = read(file, r'{"a": 1, "a": "\u0000\ud800 \u00e5", "b": 1e999}')
    assert good(records) == [{"a": "\0\ud800 å", "b": float("inf")}]


@given(content=st.binary(max_size=200), chunk=st.integers(1, 20))
def test_any_bytes_give_records_or_a_feed_error(file: Path, content: bytes, chunk: int) -> None:
    for start in (b"", b"[", b"{", b'[{"id":', b'{"a":1}\n'):
        with pytest.MonkeyPatch.context() as patch:
            with_chunks(patch, chunk)
            records, _ = read(file, start + content)
        assert all((record.data is None) != (record.error is None) for record in records)
        assert all(1 <= record.line <= (start + content).count(b"\n") + 1 for record in records)


@given(text=st.text(alphabet='{}[],:"\\ \nida1', max_size=60))
def test_any_mixture_of_signs_gives_records_or_a_feed_error(file: Path, text: str) -> None:
    read(file, '[{"id":1},' + text)
    read(file, '{"id":1}\n' + text)
