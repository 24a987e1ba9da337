"""Somebody who knows a password can't make everybody else wait for their logins."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.support.accounts import EMAIL, PASSWORD, add_account, token_in
from webapp.base import clock
from webapp.domain.accounts.limits import LOGIN_PAIR, RIGHT_PASSWORDS, TooManyTriesError
from webapp.domain.accounts.logging_in import WrongLoginError, log_in, mail_login_link
from webapp.domain.accounts.owning import proves
from webapp.domain.accounts.rules import Stage
from webapp.domain.accounts.sessions import find_session, open_session

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOME = "198.51.100.0/24"


def test_right_logins_are_limited_from_all_networks(database_url: str) -> None:
    add_account()
    with clock.set_to(START):
        for number in range(RIGHT_PASSWORDS.tries):
            assert log_in(EMAIL, PASSWORD, f"203.0.{number}.0/24")
        with pytest.raises(TooManyTriesError):
            log_in(EMAIL, PASSWORD, HOME)

        # The owner has a way past it, by mail.
        mail_login_link(EMAIL, HOME)
        assert log_in(EMAIL, PASSWORD, HOME, token_in("login_link"))
    with clock.set_to(START + RIGHT_PASSWORDS.per):
        assert log_in(EMAIL, PASSWORD, HOME)


def test_wrong_logins_count_against_no_right_one(database_url: str) -> None:
    add_account()
    with clock.set_to(START):
        for number in range(RIGHT_PASSWORDS.tries // LOGIN_PAIR.tries + 1):
            for _ in range(LOGIN_PAIR.tries):
                with pytest.raises(WrongLoginError):
                    log_in(EMAIL, "fel lösenord här", f"203.0.{number}.0/24")
        for _ in range(RIGHT_PASSWORDS.tries):
            assert log_in(EMAIL, PASSWORD, HOME)


def test_right_proofs_of_a_session_are_limited(database_url: str) -> None:
    account_id = add_account()
    session = find_session(open_session(account_id, Stage.WHOLE, "computer"))
    assert session is not None
    with clock.set_to(clock.now()):
        for _ in range(RIGHT_PASSWORDS.tries):
            assert proves(session, PASSWORD)
        with pytest.raises(TooManyTriesError):
            proves(session, PASSWORD)
