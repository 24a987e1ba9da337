"""The message around a mail: its headers, whatever people have typed into what it says."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.base.config import load_settings
from webapp.domain.mail.outbox import OutgoingMail
from webapp.domain.mail.rules import DEFAULT_DELIVERY, Service, is_one_address
from webapp.mail_writer import (
    MailWriter,
    one_line,
    unsubscribe_handle,
    unsubscribe_token,
    wrapped,
)
from webapp.site.profile import load_profile

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BASE = {"STEPSTONE_BASE_URL": "https://jobb.example", "STEPSTONE_HOSTS": "jobb.example"}
HEADERS = {
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "auto-submitted",
    "content-language",
    "mime-version",
    "content-type",
}
OF_LISTS = {"list-id", "list-unsubscribe", "list-unsubscribe-post"}


def writer(**environment: str) -> MailWriter:
    return MailWriter(load_settings(BASE | environment, Path("/nonexistent")), load_profile())


WRITER = MailWriter(
    load_settings(BASE | {"STEPSTONE_SECRET_KEY": "k" * 40}, Path("/nonexistent")), load_profile()
)


def mail(
    service: Service = Service.CONTACT,
    recipient: str = "asa@example.se",
    data: dict[str, Any] | None = None,
    handle: str | None = "AAAAAAAAAAAAAAAA",
) -> OutgoingMail:
    return OutgoingMail(
        id=1,
        service=service,
        recipient=recipient,
        language="sv",
        template="contact_answered",
        data={"reference": "K7QM-2XPD", "answer": "Hej"} | (data or {}),
        message_id="<0123456789abcdef@jobb.example>",
        unsubscribe_handle=handle,
        created_at=NOW,
        tried_since=NOW,
        attempts=1,
    )


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, _class=EmailMessage, policy=policy.default)


@pytest.mark.parametrize("service", Service)
def test_a_mail_says_who_what_when_and_that_nobody_typed_it(service: Service) -> None:
    message = read(WRITER.message(mail(service)).as_bytes())

    wanted = HEADERS | (OF_LISTS if service in DEFAULT_DELIVERY else set())
    assert {name.lower() for name in message} == wanted
    assert message["From"] == "StepStone <no-reply@jobb.example>"
    assert message["To"] == "asa@example.se"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == "<0123456789abcdef@jobb.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "sv"
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]


@pytest.mark.promise("account.delivery-choice")
@pytest.mark.parametrize("service", DEFAULT_DELIVERY)
def test_every_mail_of_a_service_can_be_ended_by_one_click(service: Service) -> None:
    content = WRITER.message(mail(service)).as_bytes()
    token = unsubscribe_token("k" * 40, "AAAAAAAAAAAAAAAA")
    link = f"https://jobb.example/sv/unsubscribe/{token}"

    # Raw, as a mail program finds it: RFC 2369 and RFC 8058 know no encoded words.
    lines = content.split(b"\r\n")
    assert f"List-Unsubscribe: <{link}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert f"List-Id: <{service}.jobb.example>".encode() in lines
    body = read(content).get_body(("plain",))
    assert body is not None
    assert link in body.get_content()


def test_lines_are_as_long_as_smtp_allows_and_ascii() -> None:
    content = WRITER.message(mail(data={"answer": "å" * 3000, "reference": "ö" * 300})).as_bytes()
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")


HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from('\r\n\0\x0b\x0c\x1c\x85\u2028\u2029:,;<>@"=?')),
    max_size=80,
)


@given(HOSTILE)
@example("x\r\nBcc: bo@example.se")
@example("x\nBcc: bo@example.se\n\nbody")
@example("=?utf-8?q?x=0D=0ABcc=3A_bo=40example=2Ese?=")
@example("\ud800")
def test_nothing_typed_becomes_a_header(typed: str) -> None:
    """What fills a subject is one line of it, and the headers are those that we wrote."""
    message = WRITER.message(mail(data={"reference": typed, "answer": "Hej"}))
    content = message.as_bytes()

    head = content.split(b"\r\n\r\n")[0]
    names = [
        line.partition(b":")[0].decode().lower()
        for line in head.split(b"\r\n")
        if not line.startswith((b" ", b"\t"))
    ]
    assert sorted(names) == sorted(HEADERS)
    assert b"\r" not in head.replace(b"\r\n", b"")
    assert read(content)["Bcc"] is None


@given(st.text(), st.sampled_from(["example.se", "exämple.se"]))
@example("a\r\nBcc: x", "example.se")
@example("åsa", "example.se")
@example("=?utf-8?q?a?=", "example.se")
def test_no_address_becomes_another_header(name: str, host: str) -> None:
    recipient = f"{name}@{host}"
    if not is_one_address(recipient):
        return
    content = WRITER.message(mail(recipient=recipient)).as_bytes()
    head = content.split(b"\r\n\r\n")[0]
    lines = [line for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert len(lines) == len(HEADERS)


@given(HOSTILE)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(st.text())
def test_wrapping_loses_no_word(text: str) -> None:
    text = text.replace("\r", " ")
    assert wrapped(text).split() == text.split()


def test_a_link_is_never_broken_by_wrapping() -> None:
    link = "https://jobb.example/sv/" + "a-" * 80
    assert link in wrapped(f"Öppna den här sidan nu med detsamma: {link} och tryck på knappen.")


@given(st.text(), st.text())
def test_a_token_names_its_handle_and_can_not_be_made_up(handle: str, other: str) -> None:
    assert unsubscribe_handle("k" * 40, other) is None
    assert unsubscribe_handle("other" * 8, unsubscribe_token("k" * 40, "AAAA")) is None
    assert unsubscribe_handle("k" * 40, unsubscribe_token("k" * 40, "AAAA")) == "AAAA"
    assert unsubscribe_handle("k" * 40, f"{handle}.{other}") is None


def test_the_sender_is_the_operator_unless_set_otherwise() -> None:
    assert writer(STEPSTONE_SECRET_KEY="k" * 40).sender == "no-reply@jobb.example"
    own = writer(STEPSTONE_SECRET_KEY="k" * 40, STEPSTONE_MAIL_SENDER="post@jobb.example")
    assert (own.sender, own.return_path) == ("post@jobb.example", "post@jobb.example")
    apart = writer(STEPSTONE_SECRET_KEY="k" * 40, STEPSTONE_MAIL_RETURN_PATH="studs@jobb.example")
    assert apart.return_path == "studs@jobb.example"
