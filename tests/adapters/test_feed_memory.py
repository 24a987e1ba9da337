"""Memory is bounded by the largest record that is taken, not by the file or by a hostile record."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from webapp.adapters.feed import FeedError, read_records

MEGABYTE = 1 << 20
FORMS = pytest.mark.parametrize(
    ("start", "between", "end"), [("[", ",\n", "]"), ("", "\n", "\n")], ids=["array", "lines"]
)


@contextmanager
def memory_below(megabytes: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < megabytes * MEGABYTE


@FORMS
def test_a_record_of_50_megabytes_is_passed_over(
    tmp_path: Path, start: str, between: str, end: str
) -> None:
    path = tmp_path / "feed"
    with path.open("w") as file:
        file.write(start + '{"id": "1"}' + between + '{"id": "2", "text": "')
        for _ in range(50):
            file.write("x" * MEGABYTE)
        file.write('"}' + between + '{"id": "3"}' + end)
    with memory_below(20):
        records = list(read_records(path))
    assert [record.data for record in records] == [{"id": "1"}, None, {"id": "3"}]
    assert [record.error for record in records] == [None, "larger than 2 MB", None]
    assert [record.line for record in records] == [1, 2, 3]


def test_a_record_of_50_megabytes_of_lists_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "feed"
    with path.open("w") as file:
        file.write('[{"id": "1"}, {"id": "2", "list": [')
        for _ in range(50):
            file.write(("x" * 1023 + ",") * 1024)
        file.write(']}, {"id": "3"}]')
    with memory_below(20):
        records = list(read_records(path))
    assert [record.data for record in records] == [{"id": "1"}, None, {"id": "3"}]


@FORMS
def test_the_length_of_a_feed_costs_no_memory(
    tmp_path: Path, start: str, between: str, end: str
) -> None:
    path = tmp_path / "feed"
    record = json.dumps({"id": "1", "text": "Vi söker dig. " * 4000}, ensure_ascii=False)
    count = 60 * MEGABYTE // len(record.encode())
    with path.open("w") as file:
        file.write(start + record)
        for _ in range(count - 1):
            file.write(between + record)
        file.write(end)
    with memory_below(20):
        assert sum(1 for each in read_records(path) if each.data) == count


def test_a_record_without_end_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "feed"
    with path.open("w") as file:
        file.write('[{"id": "1"}, {"id": "2", "text": "')
        for _ in range(30):
            file.write("x" * MEGABYTE)
    found = []
    with memory_below(20), pytest.raises(FeedError, match="truncated"):
        for record in read_records(path):
            found.append(record.data)
    assert found == [{"id": "1"}]
