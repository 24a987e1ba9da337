"""A feed that was cut short is noticed; a record without its end costs none after it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.adapters.test_feed import file, good, read, with_chunks
from webapp.adapters import feed_array

__all__ = ["file"]

ADS = [{"id": str(number), "text": f"Rad {number}, [å] {{x}}"} for number in range(1, 6)]
ARRAYS = {
    "one line": json.dumps(ADS, ensure_ascii=False),
    "a line each": "[\n" + ",\n".join(json.dumps(ad) for ad in ADS) + "\n]",
    "indented": json.dumps(ADS, indent=2),
}


@pytest.mark.parametrize("form", ARRAYS)
def test_every_shorter_array_is_noticed_after_its_whole_records(file: Path, form: str) -> None:
    whole = ARRAYS[form].encode().rstrip()
    for length in range(2, len(whole)):
        records, problem = read(file, whole[:length])
        assert problem == "truncated"
        assert good(records) == ADS[: len(good(records))]
        assert all(record.data for record in records)
    assert read(file, whole)[1] is None


def test_a_line_cut_short_is_noticed_after_the_whole_ones(file: Path) -> None:
    lines = [json.dumps(ad) for ad in ADS]
    start = "\n".join(lines[:-1]) + "\n"
    for length in range(1, len(lines[-1])):
        records, problem = read(file, start + lines[-1][:length])
        assert problem == "truncated"
        assert good(records) == ADS[:-1]


@pytest.mark.parametrize(
    "broken",
    [
        '{"id": "3", "text": "utan slut}',
        '{"id": "3", "text": utan början"}',
        '{"id": "3", "text": "x"',
        '{"id": "3", "text": ["x"}',
        '{"id": "3", "text": "x"]}',
        '{"id": "3", "text": "x"}}',
        '{"id": "3", "text": "x"}]',
        '{"id": "3", "text": [[["x"}',
        '{"id": "3", "text": "x\\"}',
        '"id": "3"}',
        "}",
        "]",
        '"',
    ],
)
@pytest.mark.parametrize("separator", [",", ", ", ",\n", "\n  ,\n  "])
@pytest.mark.parametrize("chunk", [7, 1 << 20])
def test_a_record_that_does_not_end_costs_only_itself(
    file: Path, monkeypatch: pytest.MonkeyPatch, broken: str, separator: str, chunk: int
) -> None:
    with_chunks(monkeypatch, chunk)
    parts = [json.dumps(ad) for ad in ADS]
    parts[2] = broken
    records, _ = read(file, "[" + separator.join(parts) + "]")
    kept = [record for record in records if record.data and record.data != {"id": "3"}]
    assert [ad["id"] for ad in good(kept) if "text" in ad and ad["id"] != "3"] == [
        "1",
        "2",
        "4",
        "5",
    ]
    assert any(record.error for record in records)
    lines = separator.count("\n")
    assert [record.line for record in kept if record.data and record.data["id"] == "5"] == [
        1 + 4 * lines
    ]


def test_a_missing_comma_costs_nothing(file: Path) -> None:
    records, problem = read(file, '[{"id": "1"} {"id": "2"}, {"id": "3"}]')
    assert problem is None
    assert [ad["id"] for ad in good(records)] == ["1", "2", "3"]
    assert [record.error for record in records if record.error]


def test_text_after_the_array_is_reported(file: Path) -> None:
    records, problem = read(file, '[{"id": "1"}]\nslut')
    assert problem is None
    assert [record.error for record in records] == [None, "text after the end of the array"]


def test_the_rest_of_a_hostile_feed_is_read_only_so_many_times(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_array, "REREAD_ALLOWANCE", 5 * feed_array.CHUNK_BYTES)
    monkeypatch.setattr(feed_array, "MOST_REREADINGS", 0)
    records, problem = read(file, "[" + '{"id": [,' * 50 + '{"id": "last"}]')
    assert problem == "truncated"
    assert len(records) <= 6


def test_a_cut_after_a_list_of_objects_like_the_records_is_noticed(file: Path) -> None:
    # Inside the unfinished record there is what looks like the end of the array.
    text = '[{"id": "1"}, {"id": "2", "others": [{"id": "5"}, {"id": "6"}], "text": "av'
    records, problem = read(file, text)
    assert problem == "truncated"
    assert records[0].data == {"id": "1"}
