"""Decisions about mail: addresses, attempts and refusals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mail.writing import write
from webapp.domain.mail.models import OutboxMail
from webapp.domain.mail.rules import MailState, Service, ends_address, is_one_address, next_attempt

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "asa",
        "asa@",
        "@example.se",
        "asa@example.se\r\nBcc: x@example.se",
        "asa@example.se\n",
        "a@example.se, b@example.se",
        "Åsa <asa@example.se>",
        "a b@example.se",
        "asa@example.se\x00",
        "a@b@example.se",
        "a" * 250 + "@b.se",
    ],
)
def test_what_is_not_one_address_is_refused(database_url: str, address: str) -> None:
    with pytest.raises(ValueError, match="one plain address"):
        write(address)
    assert OutboxMail.select().count() == 0


@given(st.text(), st.text())
def test_no_address_that_passes_can_break_a_header(name: str, host: str) -> None:
    address = f"{name}@{host}"
    if is_one_address(address):
        assert len(address.splitlines()) == 1
        assert not set(address) & set("<>,;: \t\r\n\0")
        assert address.count("@") == 1


@given(st.integers(1, 200), st.integers(0, 10**6))
def test_pauses_grow_and_end_after_three_days(attempts: int, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    again = next_attempt(NOW, now, attempts)
    if now >= NOW + timedelta(days=3):
        assert again is None
    else:
        assert again is not None
        assert now < again <= NOW + timedelta(days=3)
        assert again - now <= timedelta(hours=2)


def test_the_first_pauses_double() -> None:
    pauses = [next_attempt(NOW, NOW, attempts) for attempts in (1, 2, 3)]
    assert [each - NOW for each in pauses if each] == [
        timedelta(seconds=30),
        timedelta(seconds=60),
        timedelta(seconds=120),
    ]


@pytest.mark.parametrize(
    ("stage", "code", "status", "ends"),
    [
        ("rcpt", 550, "5.1.1", True),
        ("rcpt", 550, "", True),
        ("rcpt", 551, "", True),
        ("rcpt", 553, "5.1.3", True),
        ("data", 550, "5.1.1", True),
        ("rcpt", 550, "5.2.1", True),
        ("rcpt", 553, "5.6.7", True),
        # A full mailbox passes; relaying and policy are about us.
        ("rcpt", 552, "5.2.2", False),
        ("rcpt", 554, "5.7.1", False),
        ("rcpt", 550, "5.7.1", False),
        ("rcpt", 554, "", False),
        ("mail", 550, "", False),
        ("data", 554, "5.6.0", False),
        ("rcpt", 450, "4.2.0", False),
        ("rcpt", 451, "", False),
        ("rcpt", 250, "5.1.1", False),
    ],
)
def test_which_refusals_end_an_address(stage: str, code: int, status: str, ends: bool) -> None:
    assert ends_address(stage, code, status) is ends


def test_states_fit_their_column() -> None:
    assert all(len(state) <= OutboxMail.state.max_length for state in MailState)
    assert all(len(service) <= OutboxMail.service.max_length for service in Service)
