"""``stepstone mail`` and ``stepstone operator contact``, as an operator types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.mail.test_delivery_reports import report
from tests.mail.writing import only_row, states, write
from tests.support.server import free_port
from webapp.base import db
from webapp.base.config import INSTANCE_VARIABLE
from webapp.cli import main
from webapp.domain.contact.actions import receive_message
from webapp.domain.contact.rules import MessageKind
from webapp.domain.mail.actions import resume_address, stop_address
from webapp.domain.mail.models import OutboxMail
from webapp.domain.mail.queries import is_stopped


class Stepstone:
    """The command on one instance."""

    def __init__(self, instance: Path, **environment: str) -> None:
        self.environment = {INSTANCE_VARIABLE: str(instance), **environment}

    def __call__(self, *words: str, status: int = 0, given: bytes | str | None = None) -> Result:
        result = CliRunner().invoke(main, words, env=self.environment, input=given)
        assert result.exit_code == status, result.output
        return result


@pytest.fixture
def stepstone(sqlite_url: str, tmp_path: Path) -> Stepstone:
    db.connect(sqlite_url)
    return Stepstone(tmp_path / "instance", STEPSTONE_DATABASE_URL=sqlite_url)


def test_the_outbox_is_shown_sent_and_shown_again(stepstone: Stepstone) -> None:
    write()
    number = str(only_row().id)
    status = json.loads(stepstone("mail", "status", "--json").output)
    assert status["counts"] == {"waiting": 1, "sent": 0, "given-up": 0, "stopped": 0}
    assert "waiting" in stepstone("mail", "status").output
    shown = json.loads(stepstone("mail", "show", number, "--json").output)
    assert shown["recipient"] == "asa@example.se"
    assert "Vi har rättat det." in shown["text"]
    assert "Vi har rättat det." in stepstone("mail", "show", number).output

    assert "1 mails handled" in stepstone("mail", "send").output

    assert states() == {"asa@example.se": "sent"}
    sent = json.loads(stepstone("mail", "show", number, "--json").output)
    assert (sent["state"], sent["has_content"]) == ("sent", False)
    assert "text" not in sent
    stepstone("mail", "show", "999", status=1)
    stepstone("mail", "show", "x", status=2)


def test_a_server_that_is_away_is_said(stepstone: Stepstone) -> None:
    write()
    stepstone.environment |= {
        "STEPSTONE_MAIL_SERVER": "127.0.0.1",
        "STEPSTONE_MAIL_PORT": str(free_port()),
        "STEPSTONE_MAIL_TLS": "none",
    }
    assert "can't be reached" in stepstone("mail", "send", status=1).output
    assert "ConnectionRefusedError" in stepstone("mail", "status").output


def test_what_was_given_up_is_seen_and_retried(stepstone: Stepstone) -> None:
    for address in ("asa@example.se", "bo@example.se", "cia@example.se"):
        write(address)
    OutboxMail.update(state="given-up", last_error="data: 554 5.7.1").execute()
    stop_address("cia@example.se", "bounce: 5.1.1")

    assert "3 mails were given up" in stepstone("doctor", status=1).output
    assert "data: 554 5.7.1" in stepstone("mail", "status").output
    first = str(OutboxMail.select().first().id)
    stepstone("mail", "retry", first)
    stepstone("mail", "retry", "999", status=1)
    stepstone("mail", "retry", status=2)
    stepstone("mail", "retry", first, "--all", status=2)
    assert "1 mails are due" in stepstone("mail", "retry", "--all").output
    assert states()["cia@example.se"] == "given-up"


def test_a_report_that_comes_back_ends_the_address(stepstone: Stepstone, tmp_path: Path) -> None:
    write()
    content = report(message_id=only_row().message_id)
    assert "nothing more is sent" in stepstone("mail", "bounce", "-", given=content).output
    assert is_stopped("asa@example.se")
    resume_address("asa@example.se")

    file = tmp_path / "bounce.eml"
    file.write_bytes(report(status="4.4.7", message_id=only_row().message_id))
    assert "nothing was changed" in stepstone("mail", "bounce", str(file)).output
    assert not is_stopped("asa@example.se")
    stepstone("mail", "bounce", "-", given=report(), status=1)
    stepstone("mail", "bounce", "-", given=b"Subject: hej\n\nhej", status=1)
    stepstone("mail", "bounce", str(tmp_path / "absent"), status=2)


def test_messages_are_listed_shown_answered_and_closed(stepstone: Stepstone) -> None:
    first, second = (
        receive_message(
            MessageKind.COMPLAINT,
            f"Text {number}",
            language="en",
            address=address,
            account_id=None,
            network="192.0.2.0/24",
            working_days=5,
        )
        for number, address in enumerate(["asa@example.se", None])
    )
    listed = stepstone("operator", "contact", "list").output
    assert first in listed
    assert "asa@example.se" not in listed
    assert "Text 0" in stepstone("operator", "contact", "show", first.lower()).output

    stepstone("operator", "contact", "answer", first, given="Line one\r\nLine two\n")
    mail = OutboxMail.get(OutboxMail.template == "contact_answered")
    assert mail.data["answer"] == "Line one\nLine two"
    assert "answered" in stepstone("operator", "contact", "show", first).output
    assert first not in stepstone("operator", "contact", "list").output
    closed = json.loads(stepstone("operator", "contact", "list", "--closed", "--json").output)
    assert {each["reference"] for each in closed} == {first, second}

    stepstone("operator", "contact", "answer", second, "--text", "Hej", status=1)
    stepstone("operator", "contact", "answer", second, given="", status=2)
    stepstone("operator", "contact", "show", "AAAA-AAAB", status=2)
    stepstone("operator", "contact", "close", second)
    stepstone("operator", "contact", "close", second, status=1)
    assert "No messages" in stepstone("operator", "contact", "list").output


@pytest.mark.parametrize(
    "words",
    [
        ("mail",),
        *(("mail", name) for name in ("status", "send", "retry", "show", "bounce")),
        ("operator", "contact"),
        *(("operator", "contact", name) for name in ("list", "show", "answer", "close")),
    ],
)
def test_every_command_says_what_it_does(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0
    assert len(result.output) > 100
