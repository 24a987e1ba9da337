"""Decisions about mail from plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=2)
TRIED_FOR = timedelta(days=3)
# One mailbox at one host, with nothing that could end a header or name a second recipient.
_ADDRESS = re.compile(
    r'[^\s@<>,;:"()\[\]\\\x00-\x20\x7f-\x9f]+@[^\s@<>,;:"()\[\]\\\x00-\x20\x7f-\x9f]+'
)
_LONGEST_ADDRESS = 254


class Service(StrEnum):
    """What a mail is sent for."""

    ACCOUNT = "account"
    CONTACT = "contact"
    JOB_AGENT = "job-agent"
    NEWSLETTER = "newsletter"
    TIPS = "tips"
    CV_REQUESTS = "cv-requests"


class MailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given-up"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where a service's messages go; neither means that it is off."""

    by_mail: bool
    in_mailbox: bool


# The services that people choose for. The others tell what one has to know, so they always come.
DEFAULT_DELIVERY = {
    Service.JOB_AGENT: Delivery(by_mail=True, in_mailbox=False),
    Service.NEWSLETTER: Delivery(by_mail=False, in_mailbox=False),
    Service.TIPS: Delivery(by_mail=False, in_mailbox=False),
    Service.CV_REQUESTS: Delivery(by_mail=True, in_mailbox=False),
}


def can_be_chosen(service: Service) -> bool:
    """Whether people decide how this service reaches them, and can turn it off."""
    return service in DEFAULT_DELIVERY


def address_key(address: str) -> str:
    """An address as addresses are compared: hardly any host tells capitals apart."""
    return address.strip().casefold()


def is_one_address(address: str) -> bool:
    """Whether a text is one plain address that can stand in a header and an envelope."""
    return len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address) is not None


def next_attempt(created_at: datetime, now: datetime, attempts: int) -> datetime | None:
    """When a mail is tried again after its latest failure; None once it is given up.

    Pauses double from half a minute to two hours. The last attempt comes three days after the mail
    was written, as RFC 5321, section 4.5.4.1, leaves a sender four to five.
    """
    last = created_at + TRIED_FOR
    if now >= last:
        return None
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    return min(now + pause, last)
