"""Tables of mail: the outbox, the mailbox, the choice between them, and addresses that refused."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, BooleanField, CharField, IntegerField

from webapp.base.db import JsonField, Table, UtcDateTimeField
from webapp.base.register import Entry, Ground, Kind, OnErasure, column

# Days that a mail which left, or will not leave, is remembered: refusals come back days later.
FINISHED_MAIL_KEPT_DAYS = 30
# An address of e-mail has 254 characters at most (RFC 5321, erratum 1690).
LONGEST_ADDRESS = 254

MAIL = Entry(
    Kind.PERSONAL,
    whose="recipient",
    purpose="sending the mail that the person asked for or has to know of",
    ground=Ground.CONTRACT,
    retention=FINISHED_MAIL_KEPT_DAYS,
    on_erasure=OnErasure.DELETE,
)
NOTICE = Entry(
    Kind.PERSONAL,
    whose="account holder",
    purpose="keeping the service's notices in the person's mailbox on the site",
    ground=Ground.CONTRACT,
    exported=True,
    on_erasure=OnErasure.DELETE,
)
CHOICE = Entry(
    Kind.PERSONAL,
    whose="recipient",
    purpose="delivering each service as the person chose",
    ground=Ground.CONTRACT,
    exported=True,
    on_erasure=OnErasure.DELETE,
)
STOPPED = Entry(
    Kind.PERSONAL,
    whose="recipient",
    purpose="sending nothing more to an address that does not take mail",
    ground=Ground.LEGITIMATE_INTEREST,
    exported=True,
    on_erasure=OnErasure.DELETE,
)


class OutboxMail(Table):
    """One mail to one address. ``state`` is one of ``rules.MailState``.

    ``recipient_key`` is the address as addresses are compared (``rules.address_key``). ``data`` is
    what the template fills in; it is cleared as soon as the mail has left. ``unsubscribe_handle``
    is that of the delivery choice which its unsubscribe link changes; None where there is none.
    ``tried_since`` begins the days for which it is tried.
    """

    id = column(BigAutoField())
    service = column(CharField(max_length=20))
    account_id = column(BigIntegerField(null=True, index=True), MAIL)
    recipient = column(CharField(max_length=LONGEST_ADDRESS), MAIL)
    recipient_key = column(CharField(max_length=LONGEST_ADDRESS, index=True), MAIL)
    language = column(CharField(max_length=2))
    template = column(CharField(max_length=60))
    data = column(JsonField(null=True), MAIL)
    message_id = column(CharField(max_length=320, unique=True))
    unsubscribe_handle = column(CharField(max_length=32, null=True), MAIL)
    state = column(CharField(max_length=10))
    created_at = column(UtcDateTimeField())
    tried_since = column(UtcDateTimeField())
    next_attempt_at = column(UtcDateTimeField())
    leased_until = column(UtcDateTimeField(null=True))
    attempts = column(IntegerField(default=0))
    finished_at = column(UtcDateTimeField(null=True))
    last_error = column(CharField(max_length=200, null=True))

    class Meta:
        table_name = "outbox_mail"
        indexes = (
            (("state", "next_attempt_at"), False),
            (("finished_at",), False),
        )


class MailboxNotice(Table):
    """One notice in an account's mailbox on the site. Only the service writes here.

    It is kept as template and data, so that it is read in the language of the page.
    """

    id = column(BigAutoField())
    account_id = column(BigIntegerField(), NOTICE)
    service = column(CharField(max_length=20))
    template = column(CharField(max_length=60))
    data = column(JsonField(), NOTICE)
    created_at = column(UtcDateTimeField(), NOTICE)
    read_at = column(UtcDateTimeField(null=True), NOTICE)

    class Meta:
        table_name = "mailbox_notice"
        indexes = ((("account_id", "created_at"), False),)


class DeliveryChoice(Table):
    """How one service reaches an account, or an address without one; exactly one of them is set.

    Without a row ``rules.DEFAULT_DELIVERY`` holds. ``handle`` names the row in unsubscribe links.
    """

    id = column(BigAutoField())
    account_id = column(BigIntegerField(null=True), CHOICE)
    address = column(CharField(max_length=LONGEST_ADDRESS, null=True), CHOICE)
    service = column(CharField(max_length=20), CHOICE)
    by_mail = column(BooleanField(), CHOICE)
    in_mailbox = column(BooleanField(), CHOICE)
    handle = column(CharField(max_length=32, unique=True), CHOICE)
    changed_at = column(UtcDateTimeField(), CHOICE)

    class Meta:
        table_name = "delivery_choice"
        indexes = (
            (("account_id", "service"), True),
            (("address", "service"), True),
        )


class StoppedAddress(Table):
    """An address that refused mail for good, as ``rules.address_key`` writes it."""

    id = column(BigAutoField())
    address = column(CharField(max_length=LONGEST_ADDRESS, unique=True), STOPPED)
    reason = column(CharField(max_length=200))
    stopped_at = column(UtcDateTimeField())

    class Meta:
        table_name = "stopped_address"
