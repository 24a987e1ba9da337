"""Reading schema.org JobPosting: files, graphs and single postings, in all the ways of writing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.adapters.feed import FeedError
from webapp.adapters.feed_ad import FeedAd
from webapp.adapters.feed_reason import RecordError
from webapp.adapters.jobposting import Posting, Salary, read_posting
from webapp.adapters.jobposting_file import read_postings
from webapp.domain.jobs.job_posting import read_ad

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
# What a posting says, each key with any value at all or one that is nearly right.
KEYS = (
    "title description datePosted validThrough hiringOrganization jobLocation employmentType "
    "baseSalary identifier url skills occupationalCategory relevantOccupation totalJobOpenings "
    "applicationContact directApply experienceRequirements jobLocationType workHours"
).split()
WORDS = st.sampled_from(
    [
        "2026-05-01",
        "Malmö",
        "MONTH",
        "SEK",
        "https://a.example/",
        "0",
        "<p>x</p>",
        "FULL_TIME",
        "1e9",
    ]
)
NEARLY = st.recursive(
    WORDS | JSON,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                "name value address addressLocality postalCode geo latitude minValue currency "
                "unitText email monthsOfExperience @value addressCountry".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


def posting(**changes: Any) -> dict[str, Any]:
    return {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "identifier": "17",
        "title": "Brovakt",
        "description": "<p>Du öppnar bron.</p>",
        "datePosted": "2026-11-01",
    } | changes


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Any], Path]:
    def write(content: Any) -> Path:
        path = tmp_path / "feed.json"
        text = content if isinstance(content, str) else json.dumps(content, indent=1)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def titles(path: Path) -> list[str]:
    return [read_posting(record.data).title for record in read_postings(path) if record.data]


ONE, TWO = posting(), posting(identifier="18", title="Slussvakt")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(ONE, ["Brovakt"], id="one object over many lines"),
        pytest.param([ONE, TWO], ["Brovakt", "Slussvakt"], id="array"),
        pytest.param(
            f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n", ["Brovakt", "Slussvakt"], id="lines"
        ),
        pytest.param(
            {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, ONE, TWO]},
            ["Brovakt", "Slussvakt"],
            id="graph",
        ),
        pytest.param([{"@graph": [ONE]}, TWO], ["Brovakt", "Slussvakt"], id="array of graphs"),
        pytest.param(
            [{"originalJobPosting": ONE, "id": 5}, {"originalJobPosting": TWO, "id": 6}],
            ["Brovakt", "Slussvakt"],
            id="wrapped",
        ),
        pytest.param("\ufeff" + json.dumps(ONE), ["Brovakt"], id="byte order mark"),
    ],
)
def test_every_way_to_write_a_file_gives_its_postings(
    written: Callable[[Any], Path], content: Any, expected: list[str]
) -> None:
    assert titles(written(content)) == expected


def test_a_node_of_a_graph_stands_in_where_it_is_referred_to(
    written: Callable[[Any], Path],
) -> None:
    nodes = [
        posting(hiringOrganization={"@id": "#us"}, jobLocation=[{"@id": "#here"}]),
        {"@id": "#us", "@type": "Organization", "name": "Brobolaget"},
        {"@id": "#here", "@type": "Place", "address": "Malmö"},
    ]
    (record,) = read_postings(written({"@graph": nodes}))

    assert record.data
    found = read_posting(record.data)
    assert found.employer_name == "Brobolaget"
    assert found.places[0].text == "Malmö"


def test_a_graph_without_posting_says_so(written: Callable[[Any], Path]) -> None:
    (record,) = read_postings(written({"@graph": [{"@type": "Organization"}]}))

    assert record.data is None
    assert record.error == "@graph: holds no JobPosting"


def test_a_damaged_line_costs_only_itself(written: Callable[[Any], Path]) -> None:
    path = written(f"{json.dumps(ONE)}\n{{broken\n{json.dumps(TWO)}\n")

    assert titles(path) == ["Brovakt", "Slussvakt"]
    assert [record.line for record in read_postings(path) if record.error] == [2]


@pytest.mark.parametrize(
    ("content", "reason"),
    [("<html></html>", "html"), ("", "empty"), ("hello", "not_json"), ("[{", "truncated")],
)
def test_what_is_no_feed_is_refused(
    written: Callable[[Any], Path], content: str, reason: str
) -> None:
    with pytest.raises(FeedError) as refused:
        list(read_postings(written(content)))
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"@type": "Organization"}, "@type"),
        ({"@type": None}, "@type"),
        ({"title": " "}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"datePosted": None}, "datePosted"),
        ({"datePosted": "yesterday"}, "datePosted"),
        ({"datePosted": "1066-10-14"}, "datePosted"),
        ({"validThrough": "soon"}, "validThrough"),
        ({"identifier": None}, "identifier"),
        ({"identifier": "x" * 201}, "identifier"),
        ({"description": "x" * 200_001}, "description"),
    ],
)
def test_what_can_be_no_ad_is_refused_with_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(RecordError, match=rf"^{field}: "):
        read_posting(posting(**changes))


@pytest.mark.parametrize(
    ("changes", "name", "expected"),
    [
        ({"@type": ["JobPosting", "Thing"]}, "title", "Brovakt"),
        ({"@type": "http://schema.org/JobPosting"}, "title", "Brovakt"),
        ({"identifier": {"@type": "PropertyValue", "name": "Bro", "value": 9}}, "external_id", "9"),
        (
            {"identifier": None, "url": "https://bro.example/1"},
            "external_id",
            "https://bro.example/1",
        ),
        ({"title": {"@value": "Bro\n vakt"}}, "title", "Bro vakt"),
        ({"hiringOrganization": "Brobolaget"}, "employer_name", "Brobolaget"),
        ({"hiringOrganization": [{"name": "Brobolaget"}]}, "employer_name", "Brobolaget"),
        ({"hiringOrganization": None}, "employer_name", None),
        ({"url": "javascript:alert(1)"}, "url", None),
        ({"url": "https://a b.example"}, "url", None),
        ({"totalJobOpenings": "3"}, "vacancies", 3),
        ({"totalJobOpenings": -3}, "vacancies", None),
        ({"skills": ["Svets", {"name": "Engelska"}, "x" * 101]}, "skills", ("Svets", "Engelska")),
        ({"directApply": "true"}, "direct", False),
        ({"jobLocationType": "TELECOMMUTE"}, "remote", True),
        ({"experienceRequirements": {"monthsOfExperience": 12}}, "experience_required", True),
        ({"experienceRequirements": "viss"}, "experience_required", None),
        ({"validThrough": "2026-12-01"}, "valid_through", datetime(2026, 12, 1)),
        ({"validThrough": "2026-12-01T00:00+01:00"}, "valid_through", datetime(2026, 12, 1)),
        # Midnight in Stockholm, said in UTC: the day before was the last.
        (
            {"validThrough": "2026-12-01T23:00:00Z"},
            "valid_through",
            datetime(2026, 12, 1, 23, 59, 59),
        ),
        ({"datePosted": "2026-11-01T23:30:00Z"}, "published", datetime(2026, 11, 2, 0, 30)),
        ({"responsibilities": "Vakta."}, "texts", ("<p>Du öppnar bron.</p>", "Vakta.")),
        ({"responsibilities": "öppnar"}, "texts", ("<p>Du öppnar bron.</p>",)),
    ],
)
def test_fields_are_read_however_they_are_written(
    changes: dict[str, Any], name: str, expected: Any
) -> None:
    assert getattr(read_posting(posting(**changes)), name) == expected


def test_a_wrapper_gives_the_id_for_its_feed() -> None:
    assert read_posting({"originalJobPosting": posting(), "id": 5}).external_id == "5"


def amount(**value: Any) -> dict[str, Any]:
    return {"@type": "MonetaryAmount", "currency": "SEK", "value": value}


@pytest.mark.parametrize(
    ("salary", "expected"),
    [
        (amount(value=30000, unitText="MONTH"), Salary("SEK", 30000, 30000, "MONTH")),
        (amount(minValue="30000", maxValue=35000), Salary("SEK", 30000, 35000, None)),
        ({"currency": "SEK", "value": 180}, Salary("SEK", 180, 180, None)),
        (amount(maxValue=35000), Salary("SEK", 35000, 35000, None)),
        ("Månadslön enligt avtal", "Månadslön enligt avtal"),
        (amount(value=0), None),
        (amount(minValue=5, maxValue=2), None),
        (amount(value=-1), None),
        (30000, None),
        ("30000", None),
        ({"currency": "kr", "value": 30000}, None),
        (None, None),
    ],
)
def test_a_salary_is_read_only_where_it_is_one(salary: Any, expected: Any) -> None:
    assert read_posting(posting(baseSalary=salary)).salary == expected


@given(JSON.filter(lambda value: isinstance(value, dict)))
def test_any_object_is_an_ad_or_refused(data: Any) -> None:
    with pytest.raises(RecordError):
        read_ad(data)


@given(st.dictionaries(st.sampled_from(KEYS), NEARLY), st.booleans())
def test_any_posting_is_an_ad_or_refused(changes: dict[str, Any], wrapped: bool) -> None:
    data = posting(**changes)
    try:
        ad = read_ad({"originalJobPosting": data, "id": 1} if wrapped else data)
    except RecordError as error:
        assert ": " in str(error)
        return
    assert isinstance(ad, FeedAd)
    assert ad.headline and ad.external_id
    assert "\x00" not in repr(ad)


@given(st.text(max_size=200))
def test_any_file_gives_records_or_is_no_feed(
    tmp_path_factory: pytest.TempPathFactory, content: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "feed"
    path.write_text(content, encoding="utf-8", errors="surrogatepass")
    try:
        records = list(read_postings(path))
    except FeedError:
        return
    assert all((record.data is None) != (record.error is None) for record in records)


def test_the_real_postings_are_read_or_lack_their_date(real_data: Path) -> None:
    found: list[Posting] = []
    refused: list[str] = []
    for record in read_postings(real_data / "joblinks_60_jobposting.json"):
        assert record.data, record.error
        try:
            found.append(read_posting(record.data))
        except RecordError as error:
            refused.append(str(error))
            assert not record.data["originalJobPosting"].get("datePosted")

    assert len(found) == 48
    assert refused == ["datePosted: is missing"] * 12
    assert all(each.texts for each in found)
