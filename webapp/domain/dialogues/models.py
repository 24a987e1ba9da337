"""Tables of dialogues about CVs."""

from __future__ import annotations

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    TextField,
)

from webapp.base.db import JsonField, Table, UtcDateTimeField
from webapp.base.register import Entry, Ground, Kind, OnErasure, column
from webapp.domain.dialogues.rules import LONGEST_POSITION, QUIET_KEPT_DAYS

PURPOSE = "letting employers and people with CVs talk through the service"
DIALOGUE = Entry(
    Kind.PERSONAL,
    whose="job seeker",
    purpose=PURPOSE,
    ground=Ground.CONTRACT,
    retention=QUIET_KEPT_DAYS,
    exported=True,
    on_erasure=OnErasure.DELETE,
)
ASKER = Entry(
    Kind.PERSONAL,
    whose="employer user",
    purpose=PURPOSE,
    ground=Ground.CONTRACT,
    retention=QUIET_KEPT_DAYS,
    on_erasure=OnErasure.DELETE,
)


class Dialogue(Table):
    """One company's request about one CV, and how it stands (``rules.Standing``).

    ``address`` is the CV's at the time of asking: a dialogue never leads to a later one.
    ``asked_for`` are values of ``rules.Wish``.
    ``with_block``: the company was blocked with the no, which only the totals of its habits tell.
    Once erased, ``account_id`` is None and nothing but those totals is left.
    """

    id = column(BigAutoField())
    account_id = column(BigIntegerField(null=True, index=True), DIALOGUE)
    cv_id = column(BigIntegerField(null=True), DIALOGUE)
    address = column(CharField(max_length=40, null=True, index=True), DIALOGUE)
    company_id = column(BigIntegerField(index=True))
    asked_by = column(BigIntegerField(null=True, index=True), ASKER)
    position = column(CharField(max_length=LONGEST_POSITION), DIALOGUE)
    asked_for = column(JsonField(), DIALOGUE)
    standing = column(CharField(max_length=10))
    with_block = column(BooleanField(default=False))
    asked_at = column(UtcDateTimeField(index=True))
    answered_at = column(UtcDateTimeField(null=True))
    last_at = column(UtcDateTimeField(index=True))

    class Meta:
        table_name = "dialogue"


class DialogueMessage(Table):
    """One message. ``removed`` are the kinds of contact details that were taken out of it."""

    id = column(BigAutoField())
    dialogue = column(ForeignKeyField(Dialogue, on_delete="CASCADE", backref="+"))
    from_company = column(BooleanField(), DIALOGUE)
    text = column(TextField(), DIALOGUE)
    removed = column(JsonField(), DIALOGUE)
    written_at = column(UtcDateTimeField(), DIALOGUE)

    class Meta:
        table_name = "dialogue_message"


class MutedRequests(Table):
    """An account that takes no requests about its CVs for the time being."""

    id = column(BigAutoField())
    account_id = column(BigIntegerField(unique=True), DIALOGUE)
    muted_at = column(UtcDateTimeField(), DIALOGUE)

    class Meta:
        table_name = "muted_requests"
