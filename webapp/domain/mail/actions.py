"""Writes of mail: rows only, in the transaction of their cause. The worker sends them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import ModelSelect

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.mail.models import DeliveryChoice, MailboxNotice, OutboxMail, StoppedAddress
from webapp.domain.mail.queries import is_stopped
from webapp.domain.mail.rules import (
    DEFAULT_DELIVERY,
    Delivery,
    MailState,
    Service,
    address_key,
    can_be_chosen,
    is_one_address,
)

_mail_host = "localhost"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a mail: an address, the language to write in ("sv" or "en"), and the account."""

    address: str
    language: str
    account_id: int | None = None


def use_mail_host(host: str) -> None:
    """Names the host that Message-IDs of this process end in: that of the site's address."""
    global _mail_host
    _mail_host = host


def send_mail(
    service: Service,
    recipient: Recipient,
    template: str,
    data: Mapping[str, Any],
    *,
    notice: bool = False,
) -> None:
    """Writes a mail, a notice in the mailbox, or both, as the recipient chose for the service.

    Call it inside the transaction of the mail's cause. ``template`` is a folder of
    ``templates/mail``; ``data`` is plain JSON for it. ACCOUNT and CONTACT are always mailed, and
    stand in the account's mailbox too if ``notice`` is true; leave it false for what carries a key,
    such as a confirmation link. Where the address has refused mail, what may stand in the mailbox
    goes there instead.

    Raises:
        ValueError: the address is not one plain address.
    """
    if not is_one_address(recipient.address):
        raise ValueError("A mail needs one plain address.")
    choice = _choice_of(service, recipient)
    delivery = choice[0] if choice else Delivery(by_mail=True, in_mailbox=notice)
    may_be_notice = recipient.account_id is not None and (notice or choice is not None)
    stopped = is_stopped(recipient.address)
    if delivery.by_mail and not stopped:
        _write_mail(service, recipient, template, data, choice[1] if choice else None)
    if may_be_notice and (delivery.in_mailbox or (delivery.by_mail and stopped)):
        MailboxNotice.insert(
            account_id=recipient.account_id,
            service=service,
            template=template,
            data=dict(data),
            created_at=clock.now(),
        ).execute()


def _write_mail(
    service: Service,
    recipient: Recipient,
    template: str,
    data: Mapping[str, Any],
    unsubscribe_handle: str | None,
) -> None:
    moment = clock.now()
    OutboxMail.insert(
        service=service,
        account_id=recipient.account_id,
        recipient=recipient.address,
        recipient_key=address_key(recipient.address),
        language=recipient.language,
        template=template,
        data=dict(data),
        message_id=f"<{secrets.token_hex(16)}@{_mail_host}>",
        unsubscribe_handle=unsubscribe_handle,
        state=MailState.WAITING,
        created_at=moment,
        tried_since=moment,
        next_attempt_at=moment,
    ).execute()


def write_nobodys_mail(service: Service) -> None:
    """Writes a row of the outbox that is finished already, says nothing and is never sent.

    What answers alike for known and unknown addresses then also writes alike for both. The row
    names nobody, and goes with the other finished mails.
    """
    moment = clock.now()
    OutboxMail.insert(
        service=service,
        recipient="",
        recipient_key="",
        language="",
        template="nobody",
        message_id=f"<{secrets.token_hex(16)}@{_mail_host}>",
        state=MailState.STOPPED,
        created_at=moment,
        tried_since=moment,
        next_attempt_at=moment,
        finished_at=moment,
    ).execute()


def _choice_of(service: Service, recipient: Recipient) -> tuple[Delivery, str] | None:
    """The delivery of a service that can be chosen, and its handle; the row is made if missing."""
    if not can_be_chosen(service):
        return None
    row = _choice_row(service, recipient.account_id, recipient.address)
    return Delivery(row.by_mail, row.in_mailbox), row.handle


def _choice_row(service: Service, account_id: int | None, address: str | None) -> DeliveryChoice:
    key = address_key(address) if account_id is None and address is not None else None
    default = DEFAULT_DELIVERY[service]
    DeliveryChoice.insert(
        account_id=account_id,
        address=key,
        service=service,
        by_mail=default.by_mail,
        in_mailbox=default.in_mailbox,
        handle=secrets.token_urlsafe(12),
        changed_at=clock.now(),
    ).on_conflict_ignore().execute()
    whose = (
        DeliveryChoice.address == key
        if account_id is None
        else (DeliveryChoice.account_id == account_id)
    )
    return DeliveryChoice.get(whose, DeliveryChoice.service == service)


def choose_delivery(account_id: int, service: Service, by_mail: bool, in_mailbox: bool) -> None:
    """Sets where a service reaches an account.

    Raises:
        ValueError: the service can't be chosen.
    """
    _choose(_choosable(service), account_id, None, Delivery(by_mail, in_mailbox))


def choose_delivery_to_address(address: str, service: Service, by_mail: bool) -> None:
    """Turns a service on or off for an address without an account.

    Raises:
        ValueError: the service can't be chosen.
    """
    _choose(_choosable(service), None, address, Delivery(by_mail, in_mailbox=False))


def _choosable(service: Service) -> Service:
    if not can_be_chosen(service):
        raise ValueError(f"{service} can't be turned off.")
    return service


def _choose(
    service: Service, account_id: int | None, address: str | None, delivery: Delivery
) -> None:
    with transaction():
        row = _choice_row(service, account_id, address)
        DeliveryChoice.update(
            by_mail=delivery.by_mail, in_mailbox=delivery.in_mailbox, changed_at=clock.now()
        ).where(DeliveryChoice.id == row.id).execute()


def unsubscribe(handle: str) -> Service | None:
    """Ends the mail of the service that a handle names; returns it, or None if there is none.

    The mailbox stays as chosen. Mails of it that still wait are not sent any more.
    """
    with transaction():
        row = DeliveryChoice.get_or_none(DeliveryChoice.handle == handle)
        if row is None:
            return None
        DeliveryChoice.update(by_mail=False, changed_at=clock.now()).where(
            DeliveryChoice.id == row.id
        ).execute()
        OutboxMail.update(state=MailState.STOPPED, finished_at=clock.now(), data=None).where(
            OutboxMail.unsubscribe_handle == handle, OutboxMail.state == MailState.WAITING
        ).execute()
    return Service(row.service)


def stop_address(address: str, reason: str) -> None:
    """Ends all mail to an address that refused it. ``reason`` holds no personal data."""
    key = address_key(address)
    with transaction():
        StoppedAddress.insert(
            address=key, reason=reason, stopped_at=clock.now()
        ).on_conflict_ignore().execute()
        OutboxMail.update(
            state=MailState.STOPPED, finished_at=clock.now(), data=None, leased_until=None
        ).where(OutboxMail.recipient_key == key, OutboxMail.state == MailState.WAITING).execute()


def resume_address(address: str) -> None:
    """Lets mail to an address begin again, once its owner says that it works."""
    StoppedAddress.delete().where(StoppedAddress.address == address_key(address)).execute()


def forget_account(account_id: int) -> None:
    """Erases an account's mails, notices and choices; call it in the erasing transaction."""
    for table in (OutboxMail, MailboxNotice, DeliveryChoice):
        table.delete().where(table.account_id == account_id).execute()


def forget_address(address: str) -> None:
    """Erases everything kept of an address; call it in the erasing transaction."""
    key = address_key(address)
    OutboxMail.delete().where(OutboxMail.recipient_key == key).execute()
    DeliveryChoice.delete().where(DeliveryChoice.address == key).execute()
    StoppedAddress.delete().where(StoppedAddress.address == key).execute()


def forget_mails(template: str, *, except_to: Iterable[ModelSelect]) -> None:
    """Erases the mails of a template, but for those to address keys that these queries select.

    None of them selects NULL. Call it in the erasing transaction.
    """
    kept = [OutboxMail.recipient_key.not_in(keys) for keys in except_to]
    OutboxMail.delete().where(OutboxMail.template == template, *kept).execute()


def prune_finished_mails(older_than: datetime) -> int:
    """Deletes mails that were finished before a moment; returns how many."""
    return int(OutboxMail.delete().where(OutboxMail.finished_at < older_than).execute())
