"""Sending through a real SMTP server: refusals, failures that pass, silence and outages."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests.mail.writing import only_row, states, write
from tests.support.server import free_port
from tests.support.smtp_server import MailServer, running
from webapp.adapters.smtp import UnreachableError
from webapp.base import clock
from webapp.base.config import Settings
from webapp.base.db import database
from webapp.domain.mail import outbox, queries
from webapp.domain.mail.models import OutboxMail
from webapp.domain.mail.rules import Service
from webapp.domain.mail.standing import outbox_state
from webapp.postman import Postman

SettingsWith = Callable[..., Settings]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def send_all(settings: Settings) -> None:
    with closing(Postman(settings)) as postman:
        while postman.step():
            pass


def try_all(settings: Settings) -> int:
    """Sends what is due although the server may be away; returns how often it was."""
    away = 0
    with closing(Postman(settings)) as postman:
        while True:
            try:
                if not postman.step():
                    return away
            except UnreachableError:
                away += 1


def test_a_mail_arrives_as_it_was_written(
    settings_with: SettingsWith, mail_server: MailServer
) -> None:
    write("Asa.Oberg@example.se")

    send_all(settings_with(**mail_server.environment))

    (taken,) = mail_server.taken
    assert taken.recipient == "Asa.Oberg@example.se"
    assert taken.message["Message-ID"] == only_row().message_id
    assert taken.message["To"] == "Asa.Oberg@example.se"
    assert (only_row().state, only_row().data) == ("sent", None)


def test_many_mails_go_one_after_the_other(
    settings_with: SettingsWith, mail_server: MailServer
) -> None:
    for number in range(25):
        write(f"{number}@example.se")

    send_all(settings_with(**mail_server.environment))

    assert [each.recipient for each in mail_server.taken] == [
        f"{number}@example.se" for number in range(25)
    ]


def test_addresses_beyond_ascii_are_reached(
    settings_with: SettingsWith, mail_server: MailServer
) -> None:
    write("åsa@exämple.se")
    write("bo@exämple.se")

    send_all(settings_with(**mail_server.environment))

    assert {each.recipient for each in mail_server.taken} == {
        "åsa@xn--exmple-cua.se",
        "bo@xn--exmple-cua.se",
    }


@pytest.mark.parametrize("refusal", ["550 5.1.1 No such user asa@example.se", "550 Unknown"])
def test_a_refused_recipient_gets_nothing_more(
    settings_with: SettingsWith, mail_server: MailServer, refusal: str
) -> None:
    mail_server.recipient_answer = lambda who: refusal if who.startswith("asa") else "250 OK"
    settings = settings_with(**mail_server.environment)
    write("asa@example.se")
    write("Asa@example.se", Service.ACCOUNT)
    write("bo@example.se")

    send_all(settings)

    assert states() == {
        "asa@example.se": "stopped",
        "Asa@example.se": "stopped",
        "bo@example.se": "sent",
    }
    assert queries.is_stopped("asa@example.se")
    assert [each.recipient for each in mail_server.taken] == ["bo@example.se"]
    # The server's words repeat the address, so they are not kept.
    reasons = {row.last_error for row in OutboxMail.select() if row.last_error}
    assert all("example.se" not in reason for reason in reasons)


@pytest.mark.parametrize(
    "refusal", ["451 4.3.0 Try later", "552 5.2.2 Mailbox full", "554 5.7.1 Relay access denied"]
)
def test_what_can_pass_is_tried_again(
    settings_with: SettingsWith, mail_server: MailServer, refusal: str
) -> None:
    settings = settings_with(**mail_server.environment)
    mail_server.recipient_answer = lambda who: refusal
    with clock.set_to(NOW):
        write()
        send_all(settings)
        row = only_row()
        assert (row.state, row.attempts) == ("waiting", 1)
        assert row.next_attempt_at == NOW + timedelta(seconds=30)
        assert row.last_error == f"rcpt: {' '.join(refusal.split()[:2])}"
    mail_server.recipient_answer = lambda who: "250 OK"
    with clock.set_to(NOW + timedelta(seconds=30)):
        send_all(settings)
    assert states() == {"asa@example.se": "sent"}
    assert not queries.is_stopped("asa@example.se")


def test_a_refusal_after_the_data_keeps_the_mail(
    settings_with: SettingsWith, mail_server: MailServer
) -> None:
    mail_server.data_answer = lambda who: "452 4.3.1 Disk full"
    write()
    send_all(settings_with(**mail_server.environment))
    assert states() == {"asa@example.se": "waiting"}
    assert only_row().data is not None


def test_a_server_that_says_nothing_holds_nobody_up(settings_with: SettingsWith) -> None:
    write()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = settings_with(
            **MailServer(silent.getsockname()[1]).environment | {"STEPSTONE_MAIL_TIMEOUT": "1"}
        )
        away: list[int] = []
        trying = threading.Thread(target=lambda: away.append(try_and_close(settings)))
        trying.start()
        trying.join(60)
        assert not trying.is_alive()
    assert away == [1]
    assert (only_row().state, only_row().leased_until) == ("waiting", None)
    assert only_row().last_error == "TimeoutError"


def try_and_close(settings: Settings) -> int:
    away = try_all(settings)
    database.close()
    return away


def test_without_tls_nothing_is_said_where_tls_is_wanted(
    settings_with: SettingsWith, mail_server: MailServer
) -> None:
    write()
    settings = settings_with(**mail_server.environment | {"STEPSTONE_MAIL_TLS": "starttls"})
    assert try_all(settings) == 1
    assert mail_server.taken == []
    assert only_row().last_error == "SMTPNotSupportedError"


def test_an_hour_of_outage_loses_nothing(settings_with: SettingsWith) -> None:
    server = MailServer(free_port())
    settings = settings_with(**server.environment)
    for number in range(5):
        with clock.set_to(NOW):
            write(f"{number}@example.se")
    away = 0
    for minute in range(60):
        with clock.set_to(NOW + timedelta(minutes=minute)):
            away += try_all(settings)
    # Seven attempts each, with pauses that grow.
    assert away == 5 * 7
    assert set(states().values()) == {"waiting"}
    with running(server), clock.set_to(NOW + timedelta(minutes=64)):
        send_all(settings)
    assert {each.recipient for each in server.taken} == set(states())
    assert set(states().values()) == {"sent"}


def test_after_three_days_a_mail_is_given_up_visibly_and_can_be_retried(
    settings_with: SettingsWith,
) -> None:
    server = MailServer(free_port())
    settings = settings_with(**server.environment)
    with clock.set_to(NOW):
        write()
    attempts = 0
    while only_row().state == "waiting":
        due = only_row().next_attempt_at
        assert due <= NOW + timedelta(days=3)
        with clock.set_to(due):
            attempts += try_all(settings)
    assert only_row().finished_at == NOW + timedelta(days=3)
    assert 20 < attempts < 60
    state = outbox_state(10)
    assert state.counts["given-up"] == 1
    assert [held.error for held in state.troubled] == ["ConnectionRefusedError 111"]

    message_id = only_row().message_id
    with clock.set_to(NOW + timedelta(days=4)):
        assert outbox.retry(None) == 1
        with running(server):
            send_all(settings)
    (taken,) = server.taken
    assert taken.message["Message-ID"] == message_id
    assert only_row().state == "sent"


def test_a_repeat_is_the_same_message(settings_with: SettingsWith, mail_server: MailServer) -> None:
    settings = settings_with(**mail_server.environment)
    mail_server.data_answer = lambda who: "250 OK"
    write(service=Service.JOB_AGENT)
    mail = outbox.lease_due_mail()
    assert mail is not None
    with closing(Postman(settings)) as postman:
        for _ in range(2):
            postman.hand_over(mail)
    first, second = mail_server.taken
    assert first.content == second.content


def test_a_mail_that_can_not_be_written_holds_no_other_up(
    settings_with: SettingsWith, mail_server: MailServer
) -> None:
    write("asa@example.se", data={"nothing": "of use"})
    write("bo@example.se")
    send_all(settings_with(**mail_server.environment))
    assert states() == {"asa@example.se": "waiting", "bo@example.se": "sent"}
    assert OutboxMail.get(OutboxMail.recipient == "asa@example.se").last_error == (
        "not written: UndefinedError"
    )


def test_a_connection_that_the_server_left_is_opened_again(
    settings_with: SettingsWith,
) -> None:
    server = MailServer(free_port())
    settings = settings_with(**server.environment)
    write("asa@example.se")
    write("bo@example.se")
    with closing(Postman(settings)) as postman:
        with running(server):
            postman.step()
        with running(server):
            postman.step()
    assert [each.recipient for each in server.taken] == ["asa@example.se", "bo@example.se"]


def test_nothing_is_mailed_to_the_addresses_of_the_sample_profile(
    settings_with: SettingsWith, mail_server: MailServer
) -> None:
    write("info@stepstone.se")
    write("Vem.Som.Helst@StepStone.SE")
    write("bo@example.se")
    send_all(settings_with(**mail_server.environment))
    assert [each.recipient for each in mail_server.taken] == ["bo@example.se"]
    assert [each.sender for each in mail_server.taken] == ["no-reply@jobb.example"]
    assert states()["info@stepstone.se"] == "stopped"
    assert not queries.is_stopped("info@stepstone.se")
