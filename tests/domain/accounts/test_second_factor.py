"""Codes of an app and recovery codes, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from tests.support.accounts import EMAIL, add_account, mails
from webapp.base import clock
from webapp.base.sealing import use_key
from webapp.domain.accounts.limits import CODES, CODES_ACCOUNT, TooManyTriesError
from webapp.domain.accounts.models import Account, Session
from webapp.domain.accounts.rules import Role, Stage
from webapp.domain.accounts.second_factor import (
    NeededError,
    WrongCodeError,
    add_totp,
    check_code,
    offer_totp,
    remove_totp,
)
from webapp.domain.accounts.sessions import OpenSession, find_session, open_session

HOME, AWAY = "198.51.100.0/24", "203.0.113.0/24"
START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def session_of(account_id: int, stage: Stage = Stage.WHOLE) -> OpenSession:
    session = find_session(open_session(account_id, stage, "computer"))
    assert session is not None
    return session


def with_app(account_id: int) -> tuple[pyotp.TOTP, list[str]]:
    session = session_of(account_id)
    app = pyotp.TOTP(offer_totp(session))
    return app, add_totp(session, app.at(clock.now()))


@pytest.mark.promise("account.second-factor")
def test_a_code_of_the_app_is_good_once_and_none_before_it(database_url: str) -> None:
    account_id = add_account()
    with clock.set_to(START):
        app, _ = with_app(account_id)
    with clock.set_to(START + timedelta(minutes=2)):
        half = session_of(account_id, Stage.HALF_WAY)
        check_code(half, app.at(clock.now()), HOME)
        for moment in (clock.now(), clock.now() - timedelta(seconds=30)):
            with pytest.raises(WrongCodeError):
                check_code(half, app.at(moment), HOME)


@pytest.mark.parametrize(("seconds", "good"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_one_step_off(database_url: str, seconds: int, good: bool) -> None:
    account_id = add_account()
    with clock.set_to(START):
        app, _ = with_app(account_id)
    with clock.set_to(START + timedelta(minutes=5)):
        half = session_of(account_id, Stage.HALF_WAY)
        code = app.at(clock.now() + timedelta(seconds=seconds))
        if good:
            check_code(half, code, HOME)
        else:
            with pytest.raises(WrongCodeError):
                check_code(half, code, HOME)


@pytest.mark.promise("account.second-factor")
def test_five_wrong_codes_end_the_login_and_the_owner_is_told(database_url: str) -> None:
    account_id = add_account()
    with_app(account_id)
    half = session_of(account_id, Stage.HALF_WAY)
    for count in range(5):
        with pytest.raises(WrongCodeError) as wrong:
            check_code(half, "000000", HOME)
        assert wrong.value.ended == (count == 4)
    assert find_session(half.key) is None
    assert mails()[-1].template == "wrong_codes"


def guess_codes(account_id: int, network: str, logins: int) -> None:
    for _ in range(logins):
        half = session_of(account_id, Stage.HALF_WAY)
        for _ in range(5):
            with pytest.raises(WrongCodeError):
                check_code(half, "000000", network)


def test_codes_are_limited_and_a_recovery_code_is_not(database_url: str) -> None:
    account_id = add_account()
    app, codes = with_app(account_id)
    guess_codes(account_id, HOME, logins=2)
    half = session_of(account_id, Stage.HALF_WAY)
    with clock.set_to(clock.now() + timedelta(minutes=1)), pytest.raises(TooManyTriesError):
        check_code(half, app.at(clock.now()), HOME)

    check_code(half, codes[3], HOME)

    with pytest.raises(WrongCodeError):
        check_code(half, codes[3], HOME)


def test_a_guesser_elsewhere_does_not_keep_the_owner_out(database_url: str) -> None:
    account_id = add_account()
    app, _ = with_app(account_id)
    guess_codes(account_id, AWAY, logins=2)
    half = session_of(account_id, Stage.HALF_WAY)
    with pytest.raises(TooManyTriesError):
        check_code(half, "000000", AWAY)
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        check_code(half, app.at(clock.now()), HOME)


def test_guessers_on_many_networks_are_limited_together(database_url: str) -> None:
    account_id = add_account()
    with_app(account_id)
    for number in range(CODES_ACCOUNT.tries // CODES.tries):
        guess_codes(account_id, f"203.0.{number}.0/24", logins=2)
    half = session_of(account_id, Stage.HALF_WAY)
    with pytest.raises(TooManyTriesError):
        check_code(half, "000000", "203.0.200.0/24")


@pytest.mark.promise("account.second-factor")
@pytest.mark.parametrize("role", [Role.EMPLOYER_OWNER, Role.MODERATOR, Role.ADMINISTRATOR])
def test_whose_role_demands_one_keeps_the_last_one(database_url: str, role: Role) -> None:
    account_id = add_account(EMAIL, role)
    assert session_of(account_id).viewer.lacks_second_factor
    with_app(account_id)
    assert not session_of(account_id).viewer.lacks_second_factor
    with pytest.raises(NeededError):
        remove_totp(account_id)


def test_a_seeker_may_add_and_remove_one(database_url: str) -> None:
    account_id = add_account()
    with_app(account_id)
    assert session_of(account_id).viewer.has_second_factor
    remove_totp(account_id)
    assert not session_of(account_id).viewer.has_second_factor


def test_the_secret_is_sealed(database_url: str) -> None:
    account_id = add_account()
    session = session_of(account_id)
    secret = offer_totp(session)
    assert secret not in str(Session.get_by_id(session.id).totp_offered)
    add_totp(session, pyotp.TOTP(secret).at(clock.now()))
    assert secret not in str(Account.get_by_id(account_id).totp_secret)

    use_key("another key of these tests, long enough")
    with pytest.raises(WrongCodeError):
        check_code(session, pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30)), HOME)
