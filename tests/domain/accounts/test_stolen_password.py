"""Somebody else knows the password: what the owner does to get them out has to hold."""

from __future__ import annotations

import pytest

from tests.support.accounts import EMAIL, add_account
from webapp.base import clock
from webapp.domain.accounts.links import DeadLinkError, make_link
from webapp.domain.accounts.logging_in import end_wait
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.owning import change_password, confirm_new_email
from webapp.domain.accounts.recovering import recovery_of
from webapp.domain.accounts.rules import Purpose, Stage
from webapp.domain.accounts.sessions import PasswordChangedError, find_session, open_session


def test_a_new_password_ends_a_change_of_address_that_was_asked_for(database_url: str) -> None:
    account_id = add_account(EMAIL)
    token = make_link(Purpose.NEW_EMAIL, account_id=account_id, new_email="thief@example.org")

    change_password(account_id, "en helt ny lång fras")

    with pytest.raises(DeadLinkError):
        confirm_new_email(token)
    assert Account.get_by_id(account_id).email == EMAIL


def test_logging_in_does_not_end_a_link_that_the_owner_was_mailed(database_url: str) -> None:
    account_id = add_account(EMAIL)
    token = make_link(Purpose.RECOVER, account_id=account_id)

    end_wait(account_id)

    assert recovery_of(token).account_id == account_id


def test_a_login_begun_before_the_password_changed_opens_nothing(database_url: str) -> None:
    account_id = add_account(EMAIL)
    checked = Account.get_by_id(account_id).password_hash

    change_password(account_id, "en helt ny lång fras")

    with pytest.raises(PasswordChangedError):
        open_session(account_id, Stage.WHOLE, "computer", checked)
    now = Account.get_by_id(account_id).password_hash
    assert find_session(open_session(account_id, Stage.WHOLE, "computer", now))


def test_a_session_of_a_closed_account_is_none(database_url: str) -> None:
    account_id = add_account(EMAIL)
    key = open_session(account_id, Stage.WHOLE, "computer")
    assert find_session(key)

    Account.update(closed_at=clock.now()).where(Account.id == account_id).execute()

    assert find_session(key) is None
