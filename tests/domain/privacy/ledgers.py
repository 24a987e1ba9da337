"""A ledger to write to, and to tamper with as somebody who owns the database can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from webapp.base import clock, db
from webapp.base.append_only import GUARDED, guard_tables
from webapp.domain.privacy.actions import NewDisclosure, record_disclosure
from webapp.domain.privacy.rules import Channel, Recipient

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SEEN = NewDisclosure(
    account_id=7,
    cv_id=70,
    fields=("name", "email"),
    role=Recipient.RECRUITER,
    channel=Channel.PAGE,
    ground="contract",
    company_id=3,
    company_name="Ekliden Vård AB",
    country="SE",
)


class LedgerUnderTest:
    """Writes entries at times of their own."""

    def record(self, at: datetime = AT, **changes: Any) -> int:
        with clock.set_to(at):
            return self.record_now(**changes)

    def record_now(self, **changes: Any) -> int:
        with db.transaction():
            return record_disclosure(replace(SEEN, **changes))

    def fill(self, *account_ids: int) -> None:
        for account_id in account_ids:
            self.record(account_id=account_id)

    @contextmanager
    def unguarded(self) -> Iterator[Any]:
        """The database without its triggers, as its owner can have it."""
        run = db.database.execute_sql
        for guarded in GUARDED:
            if db.is_postgresql():
                run(f"ALTER TABLE {guarded.table} DISABLE TRIGGER USER")
            else:
                for event in ("update", "delete", "replace"):
                    run(f"DROP TRIGGER IF EXISTS {guarded.table}_refuses_{event}")
        yield run
        guard_tables(db.database.obj)


@pytest.fixture
def ledger(database_url: str) -> LedgerUnderTest:
    return LedgerUnderTest()
