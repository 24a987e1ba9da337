"""Reads of mail: each says whose."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.base.db import written_out
from webapp.domain.mail.models import DeliveryChoice
from webapp.domain.mail.rules import DEFAULT_DELIVERY, Delivery, Service, address_key


def delivery_of(account_id: int) -> Mapping[Service, Delivery]:
    """How each service that can be chosen reaches an account."""
    rows = DeliveryChoice.select().where(DeliveryChoice.account_id == account_id)
    chosen = {Service(row.service): Delivery(row.by_mail, row.in_mailbox) for row in rows}
    return DEFAULT_DELIVERY | chosen


_STOPPED = "SELECT 1 FROM stopped_address WHERE address = ?"


def is_stopped(address: str) -> bool:
    """Whether mail to an address has ended because it refused."""
    return bool(written_out(_STOPPED, address_key(address)))


_UNREAD = "SELECT COUNT(*) FROM mailbox_notice WHERE account_id = ? AND read_at IS NULL"


def unread_notices(account_id: int) -> int:
    """How many notices in an account's mailbox are unread."""
    ((count,),) = written_out(_UNREAD, account_id)
    return int(count)


def mailed_service(handle: str) -> Service | None:
    """The service that an unsubscribe handle would end; None where it ended or never was."""
    row = DeliveryChoice.get_or_none(DeliveryChoice.handle == handle, DeliveryChoice.by_mail)
    return Service(row.service) if row else None
