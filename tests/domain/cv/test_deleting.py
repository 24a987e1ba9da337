"""What is deleted is gone from the database's files, and what is kept names nobody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.people import CANARY, employer, seeker
from webapp.base import clock, db
from webapp.base.work import DueJob
from webapp.domain.cv.actions import REWRITE_JOB, delete_cv, erase_cvs_of
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.models import BlockedCompany, Cv, CvLink, FindableCv
from webapp.domain.cv.personal.models import PersonalDetails
from webapp.domain.cv.rules import Section, State
from webapp.domain.privacy.actions import erase_person
from webapp.domain.privacy.queries import disclosures_of
from webapp.domain.privacy.verification import verify_ledger
from webapp.worker import SCHEDULE, run_one_due_job

TOKENS = ("qvintessens", "qvadrofon")
TEXT = [Section("free", False, {"text": " ".join(TOKENS)})]


def bytes_of_files(url: str) -> bytes:
    """All that the database has written to disk, its log included."""
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(url.removeprefix("sqlite:///"))
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


@pytest.mark.promise("cv.delete")
def test_a_deleted_cvs_words_leave_the_files(sqlite_url: str) -> None:
    db.connect(sqlite_url)
    person = seeker(State.PUBLIC, sections=TEXT)
    seeker(State.PUBLIC)
    assert all(token.encode() in bytes_of_files(sqlite_url) for token in TOKENS)
    delete_cv(person.cv_id, person.account_id)
    with clock.set_to(clock.now() + timedelta(minutes=2)):
        while run_one_due_job():
            pass
    assert DueJob.get(DueJob.name == REWRITE_JOB).finished_at is not None
    kept = bytes_of_files(sqlite_url)
    assert [token for token in TOKENS if token.encode() in kept] == []


@pytest.mark.promise("cv.delete")
def test_deletions_of_one_minute_share_one_rewriting(database_url: str) -> None:
    with clock.set_to(clock.now().replace(second=5)):
        for _ in range(3):
            person = seeker(State.PUBLIC)
            delete_cv(person.cv_id, person.account_id)
    assert DueJob.select().where(DueJob.name == REWRITE_JOB).count() == 1
    assert REWRITE_JOB in {scheduled.name for scheduled in SCHEDULE}


@pytest.mark.promise("cv.delete")
def test_deleting_leaves_the_other_cvs_and_the_ledger(database_url: str) -> None:
    first, company = seeker(State.PUBLIC, title="Ett"), employer()
    second = seeker(State.PUBLIC, title="Två", account_id=first.account_id)
    view_cv(first.address, company.account_id, Occasion.PAGE)
    delete_cv(first.cv_id, first.account_id)
    assert view_cv(second.address, company.account_id, Occasion.PAGE) is not None
    assert [row.id for row in FindableCv.select()] == [second.cv_id]
    count, (_, entry) = disclosures_of(first.account_id)
    assert (count, entry.cv_id) == (2, first.cv_id)
    assert verify_ledger().broken is None


@pytest.mark.promise("cv.delete")
def test_erasing_a_person_leaves_nothing_of_them(database_url: str) -> None:
    person, company = seeker(State.PUBLIC), employer()
    other = seeker(State.PUBLIC)
    block_company(person.account_id, name="Annat AB")
    view_cv(person.address, company.account_id, Occasion.PAGE)
    erase_cvs_of(person.account_id)
    erase_person(person.account_id)
    tables = (Cv, CvLink, FindableCv, BlockedCompany, PersonalDetails)
    for table in tables:
        rows = list(table.select().dicts())
        assert all(row.get("account_id", other.account_id) == other.account_id for row in rows)
    assert disclosures_of(person.account_id)[0] == 0
    assert verify_ledger().broken is None


@pytest.mark.promise("cv.personal-data-choice")
def test_no_personal_detail_stands_readable_in_the_files(sqlite_url: str) -> None:
    db.connect(sqlite_url)
    seeker(State.PUBLIC, shown=list(CANARY))
    company = employer()
    view_cv(Cv.get().address, company.account_id, Occasion.PAGE)
    kept = bytes_of_files(sqlite_url).lower()
    values = [word for value in CANARY.values() for word in value.split() if len(word) > 4]
    assert [word for word in values if word.lower().encode() in kept] == []
