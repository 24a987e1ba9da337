"""Registering and confirming, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.accounts import EMAIL, add_account, mails, token_in
from webapp.base import clock
from webapp.domain.accounts.links import WRONG_ANSWERS, DeadLinkError
from webapp.domain.accounts.logging_in import WrongLoginError, log_in
from webapp.domain.accounts.models import Account, Link, Registration
from webapp.domain.accounts.registering import (
    OTHERS_TRIED,
    NewAccount,
    WrongPasswordError,
    confirm,
    erase_unconfirmed,
    register,
    send_again,
)
from webapp.domain.accounts.sessions import key_hash

NET = "192.0.2.0/24"
PASSWORD, STRANGERS = "kantarell i mossan", "strangers own words"


def registered(email: str = EMAIL, password: str = PASSWORD) -> str:
    new = NewAccount(
        email=email, password=password, question="Husdjur?", answer="Misse", language="sv"
    )
    register(new, NET)
    return token_in("confirm")


@pytest.mark.promise("account.confirmed")
def test_nobody_logs_in_before_the_address_is_confirmed(database_url: str) -> None:
    token = registered()
    assert Account.select().count() == 0
    with pytest.raises(WrongLoginError):
        log_in(EMAIL, PASSWORD, NET)

    account_id = confirm(token, PASSWORD)

    assert log_in(EMAIL.upper(), PASSWORD, NET).account_id == account_id
    assert Registration.select().count() == 0


@pytest.mark.promise("account.confirmed")
def test_a_confirmation_link_is_good_once_and_for_48_hours(database_url: str) -> None:
    token = registered()
    with clock.set_to(clock.now() + timedelta(hours=48)), pytest.raises(DeadLinkError):
        confirm(token, PASSWORD)
    with clock.set_to(clock.now() + timedelta(hours=47, minutes=59)):
        confirm(token, PASSWORD)
    with pytest.raises(DeadLinkError):
        confirm(token, PASSWORD)
    assert Account.select().count() == 1


@pytest.mark.promise("account.confirmed")
def test_what_is_not_confirmed_in_seven_days_is_erased(database_url: str) -> None:
    registered()
    written = Registration.get().created_at

    assert erase_unconfirmed(written + timedelta(days=7, seconds=-1)) == 0
    assert erase_unconfirmed(written + timedelta(days=7)) == 1

    assert (Registration.select().count(), Link.select().count()) == (0, 0)


def test_links_are_kept_by_their_hash_only(database_url: str) -> None:
    token = registered()
    (link,) = Link.select().dicts()
    assert link["token_hash"] == key_hash(token)
    assert token not in str(link)


@pytest.mark.promise("account.confirmed")
def test_a_link_is_sent_again_and_the_first_one_stays_good(database_url: str) -> None:
    first = registered()
    send_again(EMAIL, NET)
    assert len(mails("confirm")) == 2
    confirm(first, PASSWORD)
    with pytest.raises(DeadLinkError):
        confirm(token_in("confirm"), PASSWORD)


@pytest.mark.promise("account.confirmed")
@pytest.mark.parametrize("stranger_is_first", [True, False])
@pytest.mark.parametrize("by_strangers_link", [True, False])
def test_an_account_has_the_password_of_the_one_who_confirms(
    database_url: str, stranger_is_first: bool, by_strangers_link: bool
) -> None:
    links = {}
    for word in (STRANGERS, PASSWORD) if stranger_is_first else (PASSWORD, STRANGERS):
        links[word] = registered(password=word)
    confirm(links[STRANGERS if by_strangers_link else PASSWORD], PASSWORD)

    assert log_in(EMAIL, PASSWORD, NET)
    with pytest.raises(WrongLoginError):
        log_in(EMAIL, STRANGERS, NET)
    assert Registration.select().count() == 0


@pytest.mark.promise("account.confirmed")
def test_who_registered_nothing_gets_nobody_an_account(database_url: str) -> None:
    token = registered(password=STRANGERS)
    registered("annan@exempel.se")
    with pytest.raises(WrongPasswordError):
        confirm(token, PASSWORD)
    assert Account.select().count() == 0


def test_no_number_of_others_pushes_out_the_one_the_link_was_mailed_for(database_url: str) -> None:
    own = registered()
    for _ in range(2 * OTHERS_TRIED):
        registered(password=STRANGERS)
    confirm(own, PASSWORD)
    assert log_in(EMAIL, PASSWORD, NET)


def test_a_wrong_password_leaves_the_link_and_too_many_end_it(database_url: str) -> None:
    token = registered()
    for _ in range(WRONG_ANSWERS):
        with pytest.raises(WrongPasswordError):
            confirm(token, STRANGERS)
    with pytest.raises(DeadLinkError):
        confirm(token, PASSWORD)
    send_again(EMAIL, NET)
    confirm(token_in("confirm"), PASSWORD)
    assert Account.select().count() == 1


@pytest.mark.promise("account.confirmed")
def test_the_mail_about_a_registration_is_erased_with_it(database_url: str) -> None:
    written = clock.now()
    with clock.set_to(written):
        registered("ingen@exempel.se")
        registered("strax@exempel.se")
        confirm(registered(), PASSWORD)
    with clock.set_to(written + timedelta(days=1)):
        registered("strax@exempel.se")

    assert erase_unconfirmed(written + timedelta(days=7)) == 2

    kept = {mail.recipient for mail in mails("confirm")}
    assert kept == {EMAIL, "strax@exempel.se"}


@pytest.mark.promise("account.confirmed")
def test_the_owner_of_a_known_address_is_told_once_a_day(database_url: str) -> None:
    add_account()
    for _ in range(3):
        new = NewAccount(
            email=EMAIL, password=PASSWORD, question="Husdjur?", answer="Misse", language="sv"
        )
        register(new, NET)
    send_again(EMAIL, NET)

    assert [mail.template for mail in mails()] == ["known_address"]
    assert Registration.select().count() == 0


def test_two_who_confirm_one_address_get_one_account(database_url: str) -> None:
    one = registered()
    add_account()
    with pytest.raises(DeadLinkError):
        confirm(one, PASSWORD)
    assert Account.select().count() == 1


def test_nobody_is_flooded_with_confirmations(database_url: str) -> None:
    for _ in range(10):
        registered()
    assert len(mails("confirm")) == 4
