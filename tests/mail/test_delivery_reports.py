"""Delivery reports: those of real servers are understood, and no bytes break the reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.mail.writing import only_row, write
from webapp.adapters.delivery_report import (
    LARGEST_REPORT_BYTES,
    DeliveryReport,
    NotAReportError,
    Outcome,
    read_report,
)
from webapp.domain.mail import outbox
from webapp.domain.mail.outbox import Bounce
from webapp.domain.mail.queries import is_stopped

ADDRESS = "asa@example.se"
ORIGINAL = "<0123456789abcdef@jobb.example>"


def report(
    action: str = "failed",
    status: str = "5.1.1",
    message_id: str = ORIGINAL,
    *,
    whole: bool = False,
) -> bytes:
    """A report as Postfix writes it, with the headers of the original or the whole of it."""
    original = f"From: no-reply@jobb.example\r\nTo: asa@example.se\r\nMessage-ID: {message_id}\r\n"
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        "Return-Path: <>\r\n"
        "From: MAILER-DAEMON@mx.example (Mail Delivery System)\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "To: no-reply@jobb.example\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status;\r\n"
        '\tboundary="4C.170"\r\n'
        "Message-Id: <20261122120000.4C@mx.example>\r\n"
        "\r\n"
        "This is a MIME-encapsulated message.\r\n"
        "\r\n"
        "--4C.170\r\n"
        "Content-Description: Notification\r\n"
        "Content-Type: text/plain; charset=us-ascii\r\n"
        "\r\n"
        "I'm sorry to have to inform you that your message could not be delivered.\r\n"
        "\r\n"
        "--4C.170\r\n"
        "Content-Description: Delivery report\r\n"
        "Content-Type: message/delivery-status\r\n"
        "\r\n"
        "Reporting-MTA: dns; mx.example\r\n"
        "Arrival-Date: Sun, 22 Nov 2026 12:00:00 +0000 (UTC)\r\n"
        "\r\n"
        "Final-Recipient: rfc822; asa@example.se\r\n"
        "Original-Recipient: rfc822;asa@example.se\r\n"
        f"Action: {action}\r\n"
        f"Status: {status}\r\n"
        "Remote-MTA: dns; mx.example.se\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <asa@example.se>: Recipient unknown\r\n"
        "\r\n"
        "--4C.170\r\n"
        "Content-Description: Undelivered Message\r\n"
        f"Content-Type: {kind}\r\n"
        "\r\n"
        f"{original}"
        "\r\n"
        "--4C.170--\r\n"
    ).encode()


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_a_report_says_which_mail_failed_and_how(whole: bool, end: bytes) -> None:
    content = report(whole=whole).replace(b"\r\n", end)
    assert read_report(content) == DeliveryReport(ORIGINAL, (Outcome("failed", "5.1.1", ADDRESS),))


@pytest.mark.parametrize(
    ("action", "status"),
    [("Failed (unknown user)", "5.1.1 (permanent)"), ("FAILED", " 5.1.1"), ("failed", "5.1.1")],
)
def test_comments_and_capitals_are_no_hindrance(action: str, status: str) -> None:
    assert read_report(report(action, status)).outcomes == (Outcome("failed", "5.1.1", ADDRESS),)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 1000,
        b"Subject: Out of office\r\n\r\nI am away.\r\n",
        report(message_id="nothing"),
        report(status="broken"),
        report()[:700],
        b"x" * (LARGEST_REPORT_BYTES + 1),
        b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n' * 3000,
    ],
)
def test_what_is_no_whole_report_is_refused(content: bytes) -> None:
    with pytest.raises(NotAReportError):
        read_report(content)


def test_a_report_inside_a_returned_mail_is_not_believed() -> None:
    """Somebody could send on a made-up report; only the outer message is the reporter's word."""
    forged = report(message_id="<forged@jobb.example>")
    outer = report(whole=True).replace(b"\r\n--4C.170--\r\n", forged.replace(b"4C.170", b"other"))
    assert read_report(outer).message_id == ORIGINAL


@given(st.binary(max_size=2000))
@example(report().replace(b"us-ascii", b"\xff\xfe"))
@example(report().replace(b"message/delivery-status", b"message/delivery-status; x*0*=''%"))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        read_report(content)
    except NotAReportError:
        return


@given(st.data())
def test_no_damage_to_a_report_breaks_the_reader(data: st.DataObject) -> None:
    content = bytearray(report(whole=data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(
            st.one_of(
                st.binary(max_size=6),
                st.sampled_from([b"\r\n", b"\r\n\r\n", b"--4C.170\r\n", b"=?utf-8?q?", b'"', b";"]),
            )
        )
        content[place : place + data.draw(st.integers(0, 8))] = piece
        if not content:
            break
    try:
        found = read_report(bytes(content))
    except NotAReportError:
        return
    assert found.outcomes
    assert found.message_id.startswith("<")


@pytest.mark.parametrize(
    ("action", "status", "outcome"),
    [
        ("failed", "5.1.1", Bounce.STOPPED),
        ("failed", "5.1.10", Bounce.STOPPED),
        ("failed", "5.2.1", Bounce.STOPPED),
        ("failed", "5.0.0", Bounce.STOPPED),
        ("failed", "5.2.2", Bounce.PASSING),
        ("failed", "5.7.1", Bounce.PASSING),
        ("failed", "4.4.7", Bounce.PASSING),
        ("delayed", "4.4.1", Bounce.PASSING),
        ("delayed", "5.1.1", Bounce.PASSING),
        ("delivered", "2.1.5", Bounce.PASSING),
    ],
)
def test_only_a_lasting_failure_ends_an_address(
    database_url: str, action: str, status: str, outcome: Bounce
) -> None:
    write()
    mail = outbox.lease_due_mail()
    assert mail is not None
    outbox.sent(mail)

    assert outbox.take_report(mail.message_id, [(action, status, ADDRESS)]) is outcome

    assert is_stopped("asa@example.se") is (outcome is Bounce.STOPPED)
    assert only_row().state == ("stopped" if outcome is Bounce.STOPPED else "sent")


@pytest.mark.parametrize(
    ("recipients", "outcome"),
    [
        (["arkiv@annan.example"], Bounce.PASSING),
        (["arkiv@annan.example", "Asa@Example.se"], Bounce.STOPPED),
        (["asa@example.se.annan.example"], Bounce.PASSING),
        ([""], Bounce.PASSING),
    ],
)
def test_a_forwarded_mail_ends_no_address_but_the_one_it_was_sent_to(
    database_url: str, recipients: list[str], outcome: Bounce
) -> None:
    write()
    content = report().partition(b"Final-Recipient: rfc822; asa@example.se\r\n")
    groups = [
        f"Final-Recipient: rfc822; {each}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n".encode()
        for each in recipients[:-1]
    ]
    last = f"Final-Recipient: rfc822; {recipients[-1]}\r\n".encode()
    found = read_report(b"".join([content[0], *groups, last, content[2]]))
    told = [(each.action, each.status, each.recipient) for each in found.outcomes]
    assert len(told) == len(recipients)

    assert outbox.take_report(only_row().message_id, told) is outcome

    assert is_stopped(ADDRESS) is (outcome is Bounce.STOPPED)


def test_a_report_about_no_mail_of_ours_does_nothing(database_url: str) -> None:
    write()
    assert outbox.take_report(ORIGINAL, [("failed", "5.1.1", ADDRESS)]) is Bounce.UNKNOWN
    assert not is_stopped("asa@example.se")


def test_reading_a_report_needs_no_site(tmp_path: object) -> None:
    reader: Callable[[bytes], DeliveryReport] = read_report
    assert reader(report()).message_id == ORIGINAL
