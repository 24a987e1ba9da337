"""The JobTech shape: each field of the contract read, and anything else refused by name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.adapters.feed_ad import Concept, FeedAd, Removal, Wanted
from webapp.adapters.feed_reason import RecordError
from webapp.adapters.jobtech import publication_time, read_ad

SMALLEST = {"id": "1", "headline": "Kock", "publication_date": "2026-11-02T08:00:00"}


def tax(label: str, concept: str = "abc", **more: Any) -> dict[str, Any]:
    return {"concept_id": concept, "label": label, "legacy_ams_taxonomy_id": "1"} | more


FULL: dict[str, Any] = {
    "id": "24681012",
    "external_id": "A-1",
    "original_id": None,
    "label": "[]",
    "webpage_url": "https://arbetsformedlingen.se/platsbanken/annonser/24681012",
    "logo_url": None,
    "headline": "  Undersköterska \n natt ",
    "application_deadline": "2026-12-24T23:59:59",
    "number_of_vacancies": 3,
    "description": {
        "text": "Du vårdar.",
        "text_formatted": "<p>Du vårdar.</p>",
        "company_information": "x",
        "needs": None,
        "requirements": None,
        "conditions": "Deltid\r\nNatt",
    },
    "employment_type": tax("Vanlig anställning", "PFZr_Syz_cUq"),
    "salary_type": tax("Fast lön"),
    "salary_description": "Enligt avtal",
    "duration": tax("Tills vidare"),
    "working_hours_type": tax("Deltid"),
    "scope_of_work": {"min": 75, "max": 85.0},
    "access": "Omgående",
    "employer": {
        "phone_number": "08-1",
        "email": "anna@ekliden.example",
        "url": "www.ekliden.example",
        "organization_number": "5560125790",
        "name": "Ekliden AB",
        "workplace": "Ekliden Norr",
    },
    "application_details": {
        "information": "Skriv till oss",
        "reference": "N-7",
        "email": "jobb@ekliden.example",
        "via_af": False,
        "url": "https://ekliden.example/jobb?id=1&x=2",
        "other": None,
    },
    "experience_required": True,
    "access_to_own_car": False,
    "driving_license_required": True,
    "driving_license": [tax("B"), None, tax("C1"), tax("B")],
    "occupation": tax("Undersköterska", "occ"),
    "occupation_group": [tax("Undersköterskor", "grp"), tax("Annan")],
    "occupation_field": [],
    "workplace_address": {
        "municipality": "Umeå",
        "municipality_code": "2480",
        "municipality_concept_id": "m",
        "region": "Västerbottens län",
        "region_code": "24",
        "region_concept_id": "r",
        "country": "Sverige",
        "country_code": "199",
        "country_concept_id": "i46j_HmG_v64",
        "street_address": "Storgatan 1",
        "postcode": "903 26",
        "city": "Umeå",
        "coordinates": [20.26, 63.82],
    },
    "must_have": {"skills": [tax("Omvårdnad", weight=10)], "languages": [tax("Svenska")]},
    "nice_to_have": {"skills": [tax("Omvårdnad"), tax("HLR")], "languages": None},
    "application_contacts": [{"name": "Anna Ek", "email": "anna@ek.example", "telephone": "1"}],
    "publication_date": "2026-11-02T08:00:00",
    "last_publication_date": "2026-12-24T23:59:59",
    "removed": False,
    "removed_date": None,
    "source_type": "VIA_ANNONSERA",
    "timestamp": 1793600000000,
    "remote_work": True,
    "detected_language": "sv",
    "something_new": {"of": ["any", "kind"]},
}


def ad(**changes: Any) -> FeedAd:
    found = read_ad(SMALLEST | changes)
    assert isinstance(found, FeedAd)
    return found


def test_every_field_is_read() -> None:
    assert read_ad(FULL) == FeedAd(
        external_id="24681012",
        headline="Undersköterska natt",
        text="Du vårdar.",
        text_html="<p>Du vårdar.</p>",
        employer_name="Ekliden AB",
        published=datetime(2026, 11, 2, 8),
        deadline=datetime(2026, 12, 24, 23, 59, 59),
        closes=datetime(2026, 12, 24, 23, 59, 59),
        employer_workplace="Ekliden Norr",
        employer_url="https://www.ekliden.example",
        organization_number="5560125790",
        municipality_code="2480",
        county_code="24",
        country_code="SE",
        locality="Umeå",
        postcode="903 26",
        coordinates=(63.82, 20.26),
        remote=True,
        language="sv",
        occupation=Concept("Undersköterska", "occ"),
        occupation_group=Concept("Undersköterskor", "grp"),
        occupation_field=Concept(),
        employment_type=Concept("Vanlig anställning", "PFZr_Syz_cUq"),
        duration="Tills vidare",
        working_hours="Deltid",
        scope_min=75,
        scope_max=85,
        start="Omgående",
        salary_type="Fast lön",
        salary_description="Enligt avtal",
        vacancies=3,
        skills=(Wanted("Omvårdnad", True), Wanted("HLR", False)),
        languages=(Wanted("Svenska", True),),
        driving_licences=("B", "C1"),
        experience_required=True,
        application_url="https://ekliden.example/jobb?id=1&x=2",
        application_email="jobb@ekliden.example",
        application_reference="N-7",
        application_information="Skriv till oss",
        source_url="https://arbetsformedlingen.se/platsbanken/annonser/24681012",
        changed=datetime(2026, 11, 2, 6, 13, 20, tzinfo=UTC),
    )


def test_every_field_can_be_null_or_missing() -> None:
    smallest = read_ad(SMALLEST)
    for name in FULL:
        if name not in SMALLEST:
            assert read_ad(SMALLEST | {name: None}) == smallest
    inner: dict[str, Any] = {
        name: dict.fromkeys(value) for name, value in FULL.items() if isinstance(value, dict)
    }
    assert read_ad(inner | SMALLEST) == smallest


def test_a_number_for_an_id_is_the_same_id() -> None:
    assert ad(id=24681012).external_id == ad(id=" 24681012 ").external_id == "24681012"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": None}, "id"),
        ({"id": ""}, "id"),
        ({"id": " "}, "id"),
        ({"id": True}, "id"),
        ({"id": ["1"]}, "id"),
        ({"id": "x" * 201}, "id"),
        ({"headline": None}, "headline"),
        ({"headline": " \n"}, "headline"),
        ({"headline": "x" * 501}, "headline"),
        ({"headline": {"sv": "Kock"}}, "headline"),
        ({"publication_date": None}, "publication_date"),
        ({"publication_date": "i går"}, "publication_date"),
        ({"publication_date": "0001-01-01T00:00:00"}, "publication_date"),
        ({"publication_date": 1793600000000}, "publication_date"),
        ({"application_deadline": "2026-02-30"}, "application_deadline"),
        ({"last_publication_date": "9999-12-31"}, "last_publication_date"),
        ({"removed": "true"}, "removed"),
        ({"employer": "Ekliden"}, "employer"),
        ({"employer": {"name": ["Ekliden"]}}, "name"),
        ({"description": {"text": "x" * 200_001}}, "text"),
        ({"description": {"text_formatted": {}}}, "text_formatted"),
        ({"number_of_vacancies": "3"}, "number_of_vacancies"),
        ({"number_of_vacancies": 1.5}, "number_of_vacancies"),
        ({"occupation": "Kock"}, "occupation"),
        ({"driving_license": ["B"]}, "driving_license"),
        ({"must_have": {"skills": "Kök"}}, "skills"),
        ({"workplace_address": []}, "workplace_address"),
    ],
)
def test_a_bad_field_is_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(RecordError, match=f"^{field}: "):
        read_ad(SMALLEST | changes)


@pytest.mark.parametrize("missing", ["id", "headline", "publication_date"])
def test_a_missing_field_is_named(missing: str) -> None:
    with pytest.raises(RecordError, match=f"^{missing}: is missing$"):
        read_ad({name: value for name, value in SMALLEST.items() if name != missing})


def test_a_removal_is_sparse_and_carries_bare_concept_ids() -> None:
    removal = {"id": "7", "removed": True, "removed_date": "2026-11-03T10:00:00"}
    bare = dict.fromkeys(("occupation", "occupation_group", "municipality", "country"), "apaJ_2ja")
    assert read_ad(removal | bare) == Removal("7", datetime(2026, 11, 3, 10))
    assert read_ad({"id": 7, "removed": True}) == Removal("7", None)
    with pytest.raises(RecordError, match=r"^id: "):
        read_ad({"removed": True})


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ({"country_code": "199"}, "SE"),
        ({"country_concept_id": "i46j_HmG_v64"}, "SE"),
        ({"country_code": "01", "country": "Sverige"}, "SE"),
        ({"country": "NORGE", "country_code": "155"}, "NO"),
        ({"country": "Storbritannien och Nordirland"}, "GB"),
        ({"country": "Åland"}, "AX"),
        ({"country": "Narnia"}, None),
        ({"country_code": "SEX"}, None),
        ({}, None),
    ],
)
def test_a_country_is_its_iso_code(address: dict[str, str], code: str | None) -> None:
    assert ad(workplace_address=address).country_code == code


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([18.06, 59.33], (59.33, 18.06)),
        ([18, 59], (59.0, 18.0)),
        ([18.06, 159.33], None),
        ([18.06], None),
        ([18.06, 59.33, 3], None),
        (["18", "59"], None),
        ([True, False], None),
        ([float("nan"), 59.0], None),
        ([float("inf"), 59.0], None),
        ({"lat": 1}, None),
        ([None, None], None),
    ],
)
def test_coordinates_come_as_longitude_and_latitude(value: Any, expected: Any) -> None:
    assert ad(workplace_address={"coordinates": value}).coordinates == expected


@pytest.mark.parametrize("code", ["128", "12800", "12a0", "१२८०", 1280.5, "", None])
def test_a_code_that_is_none_is_left_out(code: Any) -> None:
    assert ad(workplace_address={"municipality_code": code}).municipality_code is None


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("https://ekliden.example/jobb", "https://ekliden.example/jobb"),
        ("HTTP://EKLIDEN.EXAMPLE", "HTTP://EKLIDEN.EXAMPLE"),
        (" www.ekliden.example/a?b#c ", "https://www.ekliden.example/a?b#c"),
        ("jobb.ekliden.example/7", "https://jobb.ekliden.example/7"),
        ("räksmörgås.se", "https://räksmörgås.se"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("java\x00script:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html;base64,PHA+", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("ftp://ekliden.example", None),
        ("//ekliden.example", None),
        ("https://", None),
        ("https:///jobb", None),
        ("http://?x", None),
        ("anna@ekliden.example", None),
        ("mailto:anna@ekliden.example", None),
        ("se vår webb", None),
        ("ekliden", None),
    ],
)
def test_only_web_addresses_are_taken(written: str, taken: str | None) -> None:
    found = ad(webpage_url=written, employer={"url": written}, application_details={"url": written})
    assert {found.source_url, found.employer_url, found.application_url} == {taken}


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("2026-07-01T10:00:00", datetime(2026, 7, 1, 10)),
        ("2026-07-01", datetime(2026, 7, 1)),
        ("2026-07-01T22:30:00Z", datetime(2026, 7, 2, 0, 30)),
        ("2026-01-01T22:30:00+00:00", datetime(2026, 1, 1, 23, 30)),
        ("2026-07-01T10:00:00+02:00", datetime(2026, 7, 1, 10)),
    ],
)
def test_times_are_swedish_whatever_offset_they_name(written: str, local: datetime) -> None:
    assert ad(publication_date=written).published == local
    assert publication_time({"publication_date": written}) == local


def test_an_unreadable_publication_time_is_none() -> None:
    assert publication_time({"publication_date": "x"}) is None
    assert publication_time({}) is None


def test_signs_that_no_text_holds_are_dropped() -> None:
    assert ad(headline="Ko\x00c\ud800k\x1f").headline == "Kock"


@pytest.mark.parametrize("value", [-1, 0, 100_001])
def test_an_impossible_number_of_vacancies_is_left_out(value: int) -> None:
    assert ad(number_of_vacancies=value).vacancies is None


@pytest.mark.parametrize("value", [-1, 101, "50", True, float("nan"), None])
def test_an_impossible_extent_is_left_out(value: Any) -> None:
    assert ad(scope_of_work={"min": value, "max": 50}).scope_min is None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["2026-11-02T08:00:00", "199", "0180", "https://a.example", "[]"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["label", "concept_id", "text", "coordinates", "skills", "min", "url"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(changes=st.dictionaries(st.sampled_from(sorted(FULL)), JSON, max_size=8))
def test_any_object_is_an_ad_a_removal_or_a_named_error(changes: dict[str, Any]) -> None:
    for start in ({}, SMALLEST, FULL):
        data = start | changes
        try:
            found = read_ad(data)
        except RecordError as error:
            assert str(error).partition(": ")[0].isidentifier()
        else:
            assert isinstance(found, FeedAd | Removal)
            # Nothing that a database refuses is left in it.
            json.dumps(str(found), ensure_ascii=False).encode()
            assert "\0" not in str(found)
