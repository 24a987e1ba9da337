"""Tables of what people write to the operator, and what they are answered."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, CharField, DateField, ForeignKeyField, TextField

from webapp.base.db import Table, UtcDateTimeField
from webapp.base.register import Entry, Ground, Kind, OnErasure, column
from webapp.domain.mail.models import LONGEST_ADDRESS

# Days that a message is kept after it was closed, for whoever comes back to it.
CLOSED_KEPT_DAYS = 180

WRITTEN = Entry(
    Kind.PERSONAL,
    whose="writer",
    purpose="answering questions, complaints and reports",
    ground=Ground.LEGITIMATE_INTEREST,
    retention=CLOSED_KEPT_DAYS,
    exported=True,
    on_erasure=OnErasure.DELETE,
)


class ContactMessage(Table):
    """One message to the operator. ``kind`` is one of ``rules.MessageKind``.

    It is answered to ``address`` or to the account; without either it can't be answered.
    ``due_on`` is the last day on which an answer is in time.
    """

    id = column(BigAutoField())
    reference = column(CharField(max_length=9, unique=True))
    kind = column(CharField(max_length=20))
    language = column(CharField(max_length=2))
    text = column(TextField(), WRITTEN)
    address = column(CharField(max_length=LONGEST_ADDRESS, null=True, index=True), WRITTEN)
    account_id = column(BigIntegerField(null=True, index=True), WRITTEN)
    created_at = column(UtcDateTimeField())
    due_on = column(DateField())
    closed_at = column(UtcDateTimeField(null=True, index=True))

    class Meta:
        table_name = "contact_message"


class ContactAnswer(Table):
    """One answer of the operator to a message."""

    id = column(BigAutoField())
    message = column(ForeignKeyField(ContactMessage, on_delete="CASCADE", backref="+"))
    text = column(TextField(), WRITTEN)
    created_at = column(UtcDateTimeField())

    class Meta:
        table_name = "contact_answer"
