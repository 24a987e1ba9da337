"""How long a session lives, on both databases, and what an account leaves when it closes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.accounts import EMAIL, add_account
from webapp.base import clock
from webapp.domain.accounts.models import Account, Passkey, RecoveryCode, Session
from webapp.domain.accounts.owning import close_account
from webapp.domain.accounts.recovery_codes import renew_codes
from webapp.domain.accounts.rules import Role, Stage
from webapp.domain.accounts.sessions import (
    MOST,
    find_session,
    forget_ended_sessions,
    key_hash,
    open_session,
)

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOURS = timedelta(hours=1)


def begun(role: Role = Role.JOB_SEEKER, stage: Stage = Stage.WHOLE) -> str:
    with clock.set_to(START):
        return open_session(add_account(EMAIL, role), stage, "computer")


def lives(key: str, after: timedelta) -> bool:
    with clock.set_to(START + after):
        return find_session(key) is not None


@pytest.mark.parametrize(
    ("role", "stage", "idle"),
    [
        (Role.JOB_SEEKER, Stage.WHOLE, 2 * HOURS),
        (Role.EMPLOYER_OWNER, Stage.WHOLE, 2 * HOURS),
        (Role.ADMINISTRATOR, Stage.WHOLE, HOURS / 2),
        (Role.JOB_SEEKER, Stage.HALF_WAY, HOURS / 6),
    ],
)
def test_a_session_ends_when_nobody_uses_it(
    database_url: str, role: Role, stage: Stage, idle: timedelta
) -> None:
    key = begun(role, stage)
    assert not lives(key, idle)
    assert lives(key, idle - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("role", "longest"), [(Role.JOB_SEEKER, 12 * HOURS), (Role.MODERATOR, 8 * HOURS)]
)
def test_a_session_ends_even_when_it_is_used(
    database_url: str, role: Role, longest: timedelta
) -> None:
    key = begun(role)
    minutes = timedelta(minutes=25)
    assert all(lives(key, count * minutes) for count in range(1, longest // minutes))
    assert not lives(key, longest)


def test_a_row_holds_the_hash_of_the_cookie_and_no_address(database_url: str) -> None:
    key = begun()
    row = Session.select().dicts().get()
    assert row["key_hash"] == key_hash(key)
    assert key not in str(row)
    assert {"ip", "address", "user_agent"}.isdisjoint(row)


def test_ended_sessions_are_forgotten(database_url: str) -> None:
    begun()
    assert forget_ended_sessions(START + HOURS) == 0
    assert forget_ended_sessions(START + 3 * HOURS) == 1


def test_a_closed_account_leaves_an_empty_row(database_url: str) -> None:
    account_id = add_account()
    open_session(account_id, Stage.WHOLE, "computer")
    renew_codes(account_id)

    close_account(account_id)

    row = Account.select().dicts().get()
    kept = {name for name, value in row.items() if value}
    assert kept == {"id", "language", "created_at", "closed_at"}
    for table in (Session, RecoveryCode, Passkey):
        assert table.select().count() == 0
    assert add_account() != account_id


def test_an_account_has_so_many_sessions_and_the_oldest_go(database_url: str) -> None:
    mine, other = add_account(EMAIL), add_account("annan@exempel.se")
    others = open_session(other, Stage.WHOLE, "computer")
    first, second, *_, last = [open_session(mine, Stage.WHOLE, "computer") for _ in range(MOST + 1)]
    assert find_session(first) is None
    assert all(find_session(key) for key in (second, last, others))
    assert Session.select().where(Session.account == mine).count() == MOST


def test_half_a_login_ends_no_whole_one(database_url: str) -> None:
    mine = add_account(EMAIL)
    whole = open_session(mine, Stage.WHOLE, "computer")
    for _ in range(MOST + 5):
        open_session(mine, Stage.HALF_WAY, "computer")
    assert find_session(whole)
    assert Session.select().where(Session.account == mine).count() == MOST + 1
