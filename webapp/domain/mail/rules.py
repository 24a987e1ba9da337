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
# RFC 3463: a mailbox that is disabled; an address whose host can't be reached by this server.
ENDING_STATUSES = frozenset({"5.2.1", "5.6.7"})
# RFC 5321, section 4.2.2: no such mailbox; user not local; mailbox name not allowed.
ENDING_CODES = frozenset({550, 551, 553})


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


def ends_address(stage: str, code: int, status: str) -> bool:
    """Whether a refusal says that the address itself takes no mail, now or later.

    ``stage`` is where in the dialogue it came (mail, rcpt, data), ``status`` its RFC 3463 status or
    nothing. A refusal for policy or relaying (5.7.x) is about us, and a full mailbox (5.2.2)
    passes: those are tried again, so that a wrong setting here ends no one's mail.
    """
    if not 500 <= code < 600:
        return False
    if status:
        return status in ENDING_STATUSES or status.startswith("5.1.")
    return stage == "rcpt" and code in ENDING_CODES


def ends_address_later(status: str) -> bool:
    """The same of a status in a delivery report, which comes without stage and code."""
    return status == "5.0.0" or status in ENDING_STATUSES or status.startswith("5.1.")


def next_attempt(tried_since: datetime, now: datetime, attempts: int) -> datetime | None:
    """When a mail is tried again after its latest failure; None once it is given up.

    Pauses double from half a minute to two hours. The last attempt comes three days after the
    first could be made; RFC 5321, section 4.5.4.1, wants four to five of hosts that relay.
    """
    last = tried_since + TRIED_FOR
    if now >= last:
        return None
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    return min(now + pause, last)
