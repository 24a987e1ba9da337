"""The outbox: what is written when, for whom, and to whom nothing more is."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import webapp
from tests.mail.writing import ANSWER, only_row, states, write
from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.mail import actions, outbox, queries
from webapp.domain.mail.actions import Recipient, send_mail
from webapp.domain.mail.models import (
    DeliveryChoice,
    MailboxNotice,
    OutboxMail,
    StoppedAddress,
)
from webapp.domain.mail.rules import (
    DEFAULT_DELIVERY,
    Delivery,
    Service,
)

CHOSEN = list(DEFAULT_DELIVERY)
ALWAYS = [Service.ACCOUNT, Service.CONTACT]
BOTH = list(itertools.product([True, False], repeat=2))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def counts() -> tuple[int, int]:
    return OutboxMail.select().count(), MailboxNotice.select().count()


def test_a_mail_is_written_with_its_cause_or_not_at_all(database_url: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        send_mail(
            Service.JOB_AGENT, Recipient("asa@example.se", "sv", 7), "contact_answered", ANSWER
        )
        raise ZeroDivisionError
    assert counts() == (0, 0)
    assert DeliveryChoice.select().count() == 0

    write()

    row = only_row()
    assert (row.service, row.recipient, row.language) == ("contact", "asa@example.se", "sv")
    assert (row.template, row.data, row.state) == ("contact_answered", ANSWER, "waiting")
    assert row.message_id.startswith("<")


def test_message_ids_are_the_mails_own_and_end_in_the_sites_host(database_url: str) -> None:
    actions.use_mail_host("jobb.example")
    try:
        for _ in range(5):
            write()
    finally:
        actions.use_mail_host("localhost")
    ids = {row.message_id for row in OutboxMail.select()}
    assert len(ids) == 5
    assert all(each.endswith("@jobb.example>") for each in ids)


@pytest.mark.promise("account.delivery-choice")
@pytest.mark.parametrize("service", CHOSEN)
@pytest.mark.parametrize(("by_mail", "in_mailbox"), BOTH)
def test_a_service_comes_as_its_person_chose(
    database_url: str, service: Service, by_mail: bool, in_mailbox: bool
) -> None:
    actions.choose_delivery(7, service, by_mail, in_mailbox)

    write(service=service, account_id=7)

    assert counts() == (int(by_mail), int(in_mailbox))
    assert queries.delivery_of(7)[service] == Delivery(by_mail, in_mailbox)


@pytest.mark.promise("account.delivery-choice")
@pytest.mark.parametrize("service", CHOSEN)
def test_a_choice_can_change_at_any_time(database_url: str, service: Service) -> None:
    for by_mail, in_mailbox in BOTH:
        OutboxMail.delete().execute()
        MailboxNotice.delete().execute()
        actions.choose_delivery(7, service, by_mail, in_mailbox)
        write(service=service, account_id=7)
        assert counts() == (int(by_mail), int(in_mailbox))


@pytest.mark.promise("account.delivery-choice")
def test_newsletter_and_tips_start_off_and_the_others_as_mail(database_url: str) -> None:
    for service in CHOSEN:
        write(f"{service}@example.se", service, account_id=7)
        write(f"{service}-guest@example.se", service)

    assert set(states()) == {
        "job-agent@example.se",
        "job-agent-guest@example.se",
        "cv-requests@example.se",
        "cv-requests-guest@example.se",
    }
    assert MailboxNotice.select().count() == 0


@pytest.mark.promise("account.delivery-choice")
def test_a_choice_is_for_one_service_of_one_person(database_url: str) -> None:
    before = queries.delivery_of(8)
    actions.choose_delivery(7, Service.TIPS, True, True)

    assert queries.delivery_of(8) == before
    changed = {
        service
        for service, delivery in queries.delivery_of(7).items()
        if delivery != before[service]
    }
    assert changed == {Service.TIPS}


@pytest.mark.parametrize("service", ALWAYS)
def test_what_one_has_to_know_is_always_mailed(database_url: str, service: Service) -> None:
    with pytest.raises(ValueError, match="can't be turned off"):
        actions.choose_delivery(7, service, False, False)
    write(service=service, account_id=7)
    assert counts() == (1, 0)
    write(service=service, account_id=7, notice=True)
    assert counts() == (2, 1)
    assert only_unsubscribes() == set()


def only_unsubscribes() -> set[str]:
    return {row.unsubscribe_handle for row in OutboxMail.select() if row.unsubscribe_handle}


def test_somebody_without_an_account_has_no_mailbox(database_url: str) -> None:
    write(notice=True)
    write(service=Service.JOB_AGENT)
    assert counts() == (2, 0)


@pytest.mark.promise("account.delivery-choice")
@pytest.mark.parametrize("account_id", [7, None])
def test_an_unsubscribe_changes_the_same_choice(database_url: str, account_id: int | None) -> None:
    if account_id:
        actions.choose_delivery(account_id, Service.JOB_AGENT, True, True)
    write(service=Service.JOB_AGENT, account_id=account_id)
    write(service=Service.CV_REQUESTS, account_id=account_id)
    handle = OutboxMail.get(OutboxMail.service == "job-agent").unsubscribe_handle

    assert actions.unsubscribe(handle) is Service.JOB_AGENT

    # What waited goes nowhere either, and says nothing any more.
    stopped = OutboxMail.get(OutboxMail.service == "job-agent")
    assert (stopped.state, stopped.data) == ("stopped", None)
    assert OutboxMail.get(OutboxMail.service == "cv-requests").state == "waiting"
    OutboxMail.delete().execute()
    write(service=Service.JOB_AGENT, account_id=account_id)
    write(service=Service.CV_REQUESTS, account_id=account_id)
    assert only_row().service == "cv-requests"
    if account_id:
        assert queries.delivery_of(account_id)[Service.JOB_AGENT] == Delivery(False, True)
        actions.choose_delivery(account_id, Service.JOB_AGENT, True, False)
    else:
        actions.choose_delivery_to_address("ASA@example.se", Service.JOB_AGENT, True)
    write(service=Service.JOB_AGENT, account_id=account_id)
    assert OutboxMail.select().count() == 2


def test_handles_are_told_apart_and_stay(database_url: str) -> None:
    for account_id, service in itertools.product([7, 8], [Service.JOB_AGENT, Service.CV_REQUESTS]):
        for _ in range(2):
            write(service=service, account_id=account_id)
    handles = {(row.account_id, row.service): row.unsubscribe_handle for row in OutboxMail.select()}
    assert len(set(handles.values())) == 4
    assert only_unsubscribes() == set(handles.values())
    assert actions.unsubscribe("not a handle") is None


def test_an_address_that_refused_gets_nothing_more_until_it_works_again(
    database_url: str,
) -> None:
    write("Asa@Example.se")
    actions.stop_address("asa@example.se", "rcpt: 550 5.1.1")

    row = only_row()
    assert (row.state, row.data) == ("stopped", None)
    assert queries.is_stopped("ASA@example.se")
    write("asa@EXAMPLE.se")
    assert OutboxMail.select().count() == 1
    assert not queries.is_stopped("bo@example.se")

    actions.resume_address("asa@example.SE")
    write("asa@EXAMPLE.se")
    assert OutboxMail.select().count() == 2


@pytest.mark.parametrize("account_id", [7, None])
def test_what_can_not_be_mailed_stands_in_the_mailbox(
    database_url: str, account_id: int | None
) -> None:
    actions.stop_address("asa@example.se", "rcpt: 550 5.1.1")

    write(service=Service.JOB_AGENT, account_id=account_id)
    write(service=Service.ACCOUNT, account_id=account_id)
    write(service=Service.NEWSLETTER, account_id=account_id)

    # What carries a key never does, nor what was turned off.
    found = [notice.service for notice in MailboxNotice.select()]
    assert found == (["job-agent"] if account_id else [])


@pytest.mark.promise("account.mailbox-service-only")
def test_only_one_place_in_the_code_writes_notices() -> None:
    writes = re.compile(r"MailboxNotice(\(|\.(insert|create|replace|bulk_create|get_or_create)\b)")
    package = Path(webapp.__file__).parent
    places = [
        (path.relative_to(package).as_posix(), found[0])
        for path in sorted(package.rglob("*.py"))
        if "migrations" not in path.parts
        for found in writes.finditer(path.read_text(encoding="utf-8"))
    ]
    assert [place for place, _ in places if place != "domain/mail/models.py"] == [
        "domain/mail/actions.py"
    ]


def test_erasing_an_account_or_an_address_leaves_nothing_of_it(database_url: str) -> None:
    for address, account_id in [
        ("asa@example.se", 7),
        ("bo@example.se", 8),
        ("cia@example.se", None),
    ]:
        write(address, Service.JOB_AGENT, account_id=account_id)
        write(address, account_id=account_id, notice=True)
    actions.stop_address("cia@example.se", "rcpt: 550")

    with transaction():
        actions.forget_account(7)
        actions.forget_address("Cia@example.se")

    assert {row.account_id for row in OutboxMail.select()} == {8}
    assert {row.account_id for row in MailboxNotice.select()} == {8}
    assert {row.account_id for row in DeliveryChoice.select()} == {8}
    assert StoppedAddress.select().count() == 0


def test_two_workers_never_hold_the_same_mail(database_url: str) -> None:
    for number in range(3):
        write(f"{number}@example.se")
    first = [outbox.lease_due_mail() for _ in range(4)]
    assert first[3] is None
    assert len({mail.id for mail in first if mail}) == 3
    # Who died leaves it to the next.
    with clock.set_to(clock.now() + outbox.LEASE):
        again = outbox.lease_due_mail()
        assert again is not None
        assert again.attempts == 2


def test_a_sent_mail_keeps_nothing_of_what_it_said_and_goes_in_time(database_url: str) -> None:
    with clock.set_to(NOW):
        write()
        mail = outbox.lease_due_mail()
        assert mail is not None
        outbox.sent(mail)
    row = only_row()
    assert (row.state, row.data) == ("sent", None)
    actions.prune_finished_mails(NOW)
    assert OutboxMail.select().count() == 1
    actions.prune_finished_mails(NOW + timedelta(seconds=1))
    assert OutboxMail.select().count() == 0


def test_what_was_stopped_meanwhile_stays_stopped(database_url: str) -> None:
    write()
    mail = outbox.lease_due_mail()
    assert mail is not None
    actions.stop_address(mail.recipient, "bounce: 5.1.1")
    outbox.failed(mail, "data: 451")
    assert only_row().state == "stopped"
