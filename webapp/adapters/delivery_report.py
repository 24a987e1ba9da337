"""Delivery status notifications (RFC 3464) that come back by mail, as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Any

LARGEST_REPORT_BYTES = 2 * 1024 * 1024
DEEPEST_PART = 8
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,300}>")


class NotAReportError(Exception):
    """A message is no delivery report that names the mail it is about; says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one recipient: RFC 3464's action in lower case, and RFC 3463's status.

    ``recipient`` is the address that the report is about in the end, which is another one where the
    mail was forwarded; empty where the report doesn't say.
    """

    action: str
    status: str
    recipient: str


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A report: the Message-ID of the mail it is about, and the outcomes."""

    message_id: str
    outcomes: tuple[Outcome, ...]


def read_report(content: bytes) -> DeliveryReport:
    """Reads a report, whatever bytes it consists of.

    Raises:
        NotAReportError: it is none, is too large, or doesn't say which mail it is about.
    """
    if len(content) > LARGEST_REPORT_BYTES:
        raise NotAReportError("The message is larger than a delivery report can be.")
    try:
        parts = list(_parts(message_from_bytes(content), DEEPEST_PART))
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
        # The parser of the standard library breaks in these ways on damaged messages.
        raise NotAReportError("The message is damaged.") from error
    outcomes = tuple(outcome for part in parts for outcome in _outcomes(part))
    if not outcomes:
        raise NotAReportError("The message is not a delivery report (RFC 3464).")
    for part in parts:
        message_id = _message_id_of_original(part)
        if message_id:
            return DeliveryReport(message_id, outcomes)
    raise NotAReportError("The report does not say which mail it is about.")


def _parts(message: Message[Any, Any], depth: int) -> Iterator[Message[Any, Any]]:
    yield message
    payload = message.get_payload()
    if isinstance(payload, list) and depth:
        # What a returned original holds is not the reporter's word.
        for part in payload if message.get_content_type() != "message/rfc822" else ():
            if isinstance(part, Message):
                yield from _parts(part, depth - 1)


def _outcomes(part: Message[Any, Any]) -> Iterator[Outcome]:
    payload = part.get_payload()
    if part.get_content_type() != "message/delivery-status" or not isinstance(payload, list):
        return
    for group in payload:
        if not isinstance(group, Message):
            continue
        action = str(group.get("Action", "")).split("(")[0].strip().casefold()
        status = _STATUS.search(str(group.get("Status", "")))
        if action and status:
            # As in "rfc822; asa@example.se".
            recipient = str(group.get("Final-Recipient", "")).partition(";")[2]
            yield Outcome(action, status[0], recipient.strip().strip("<>"))


def _message_id_of_original(part: Message[Any, Any]) -> str | None:
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822":
        original = payload[0] if isinstance(payload, list) and payload else None
        found = str(original.get("Message-ID", "")) if isinstance(original, Message) else ""
    elif part.get_content_type() == "text/rfc822-headers":
        text = payload if isinstance(payload, str) else ""
        found = str(message_from_bytes(text.encode("utf-8", "replace")).get("Message-ID", ""))
    else:
        return None
    message_id = _MESSAGE_ID.search(found)
    return message_id[0] if message_id else None
