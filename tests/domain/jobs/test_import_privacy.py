"""What an import must not store: people's contacts, sole traders' numbers, anything unsafe."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adapters.test_jobtech import JSON
from tests.domain.jobs.feeds import changed, counts, import_records, removal, rows, stored
from tests.support.sites import job_record
from webapp.base import clock
from webapp.base.text import parse_query
from webapp.domain.jobs.actions import forget_recruiters
from webapp.domain.jobs.indexing import IndexFollower
from webapp.domain.jobs.search import Criteria, JobSearch

pytestmark = pytest.mark.usefixtures("database_url")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SOLE_TRADER = "6408233234"
CANARIES = {
    "name": "Qanarina Rekryterare",
    "description": "Qanarie chef",
    "email": "qanarina@ekliden.example",
    "telephone": "070-987 65 43",
}


def assert_nowhere(folder: Path, *words: str) -> None:
    """None of the words is in a column of an ad or in a file of the index."""
    follower = IndexFollower(folder / "index")
    follower.follow()
    follower.close()
    search = JobSearch(folder / "index")
    # Stored fields are compressed in the files, so they are read as well.
    text = f"{rows()} {search.newest(20)}"
    index = b"".join(path.read_bytes() for path in (folder / "index").rglob("*") if path.is_file())
    assert index
    for word in words:
        assert word not in text
        assert search.find(Criteria(query=parse_query(word))).total == 0
        for form in {word, word.lower()}:
            assert form.encode() not in index


def test_recruiters_contacts_are_nowhere(tmp_path: Path) -> None:
    text = f"Fråga {CANARIES['email']} eller ring {CANARIES['telephone']}."
    import_records(
        tmp_path,
        job_record(
            1,
            headline=f"Kock, ring {CANARIES['telephone']}",
            application_contacts=[CANARIES],
            description={"text": text, "text_formatted": f"<div>{text}</div>"},
            employer={
                "name": "Ekliden",
                "email": CANARIES["email"],
                "phone_number": CANARIES["telephone"],
            },
            application_details={
                "information": text,
                "reference": CANARIES["name"],
                "email": CANARIES["email"],
                "url": "https://ekliden.example/jobb",
                "other": text,
            },
            access=text,
            salary_description=text,
        ),
    )
    words = [word for value in CANARIES.values() for word in value.split("@")[0].split()]
    assert_nowhere(tmp_path, "Qanarina", "qanarina", "Qanarie", "987 65", *words[:2])
    assert stored(1).description == "<p>Fråga [e-post] eller ring [telefon].</p>"


def test_a_sole_traders_number_is_nowhere(tmp_path: Path) -> None:
    written = f"{SOLE_TRADER[:6]}-{SOLE_TRADER[6:]}"
    import_records(
        tmp_path,
        job_record(
            1,
            headline=f"Snickare {written}",
            description={"text": f"Org.nr {written}, 19{SOLE_TRADER}"},
            employer={
                "name": f"Snickeri {written}",
                "workplace": f"Verkstad {SOLE_TRADER}",
                "organization_number": SOLE_TRADER,
            },
        ),
    )
    assert stored(1).organization_number is None
    assert_nowhere(tmp_path, SOLE_TRADER, written, SOLE_TRADER[6:])


def test_the_only_way_to_apply_stays_once(tmp_path: Path) -> None:
    address = "anna.svensson@ekliden.example"
    text = f"Skriv till {address}. Igen: {address}"
    import_records(
        tmp_path,
        job_record(1, description={"text": text}, application_details={}),
        job_record(2, application_details={"information": text}),
        job_record(3, application_details={"email": address}),
        job_record(4, application_details={"email": address, "url": "https://ekliden.example"}),
        job_record(5, application_details={"email": address}, webpage_url="https://a.example/5"),
        job_record(6, description={"text": "Ring 070-123 45 67"}, application_details=None),
    )
    assert [row["application_email"] for row in rows()] == [address] * 3 + [None] * 3
    assert [str(row).count(address) for row in rows()] == [1, 1, 1, 0, 0, 0]
    assert stored(6).description == "<p>Ring 070-123 45 67</p>"


def test_ways_of_a_function_stay(tmp_path: Path) -> None:
    import_records(
        tmp_path,
        job_record(
            1,
            description={"text": "Skriv till jobb@ekliden.example."},
            application_details={"email": "hr@ekliden.example", "url": "https://ekliden.example"},
        ),
    )
    assert stored(1).application_email == "hr@ekliden.example"
    assert "jobb@ekliden.example" in stored(1).description


def test_the_mask_is_of_the_ads_language(tmp_path: Path) -> None:
    english = "We are looking for a nurse who likes to work with people. Call 070-123 45 67."
    import_records(
        tmp_path,
        job_record(1, headline="Nurse", description={"text": english}, detected_language=None),
        job_record(2, description={"text": "Ring 070-123 45 67."}, detected_language="sv"),
    )
    assert stored(1).description.endswith("Call [telephone].</p>")
    assert stored(2).description == "<p>Ring [telefon].</p>"


def test_formatted_text_without_tags_keeps_its_paragraphs(tmp_path: Path) -> None:
    import_records(tmp_path, job_record(1, description={"text_formatted": "En\n\n- Två & tre"}))
    assert stored(1).description == "<p>En</p><ul><li>Två &amp; tre</li></ul>"


def forgettable(number: int, **changes: Any) -> dict[str, Any]:
    details = {"email": "anna@ekliden.example", "reference": "Anna"}
    ends = {"application_deadline": None, "last_publication_date": "2026-10-01"}
    return job_record(number, application_details=details, **(ends | changes))


def test_recruiters_are_forgotten_thirty_days_after_the_ad_closed(tmp_path: Path) -> None:
    closed = clock.end_of_day(datetime(2026, 10, 1).date())
    telephone = {"text": "Ring 070-123 45 67"}
    import_records(
        tmp_path,
        forgettable(1),
        forgettable(2, last_publication_date="2026-10-02"),
        forgettable(3, last_publication_date=None),
        forgettable(4, last_publication_date="2027-01-01"),
        removal(4, datetime(2026, 10, 1, 12)),
        forgettable(5, description=telephone) | {"application_details": {}},
        forgettable(6, description=telephone, last_publication_date="2026-10-02")
        | {"application_details": {}},
    )

    def known() -> list[str]:
        found = []
        for row in rows():
            held = (row["application_email"], row["application_reference"])
            assert len({value is None for value in held}) == 1
            if held[0] or "070-123" in row["description"]:
                found.append(row["external_id"])
        return found

    just = closed + timedelta(days=30)
    assert forget_recruiters(just - timedelta(seconds=1)) == 1
    assert known() == ["1", "2", "3", "5", "6"]
    assert forget_recruiters(just) == 0
    with clock.set_to(NOON):
        assert forget_recruiters(just + timedelta(seconds=1)) == 2
    assert known() == ["2", "3", "6"]
    # Pages of these ads are cached by the time of their last change.
    assert stored(1).changed_at == stored(5).changed_at == NOON
    assert forget_recruiters(just + timedelta(seconds=1)) == 0
    assert forget_recruiters(just + timedelta(days=1, seconds=1)) == 2
    assert known() == ["3"]


def test_what_was_forgotten_does_not_come_back_with_the_same_record(tmp_path: Path) -> None:
    import_records(tmp_path, forgettable(1))
    forget_recruiters(NOON + timedelta(days=30))
    assert counts(import_records(tmp_path, forgettable(1))) == (0, 0, 1, 0, 0)
    assert stored(1).application_email is None


TEXTS = st.text(max_size=40) | st.sampled_from(
    ["<p>a", "\0", "anna@a.se 070-1234567", "5560125790"]
)
DETAILS = {
    "headline": TEXTS,
    "description": st.fixed_dictionaries({"text_formatted": TEXTS, "text": TEXTS}),
    "employer": st.fixed_dictionaries({"name": TEXTS, "organization_number": TEXTS}),
    "application_details": st.fixed_dictionaries({"email": TEXTS, "information": TEXTS}),
    "workplace_address": st.fixed_dictionaries({"city": TEXTS, "region_code": TEXTS}),
}


@settings(max_examples=25)
@given(
    found=st.lists(
        st.fixed_dictionaries({}, optional=DETAILS)
        | st.dictionaries(st.sampled_from(sorted(DETAILS)), JSON, max_size=3),
        max_size=5,
    )
)
def test_any_records_are_stored_or_rejected(tmp_path: Path, found: list[dict[str, Any]]) -> None:
    records = [job_record(number, **changes) for number, changes in enumerate(found)]
    before = len(changed())
    report = import_records(tmp_path, *records, job_record(1_000))
    assert report.read == len(records) + 1
    assert len(changed()) - before == report.new + report.updated
    assert stored(1_000)
