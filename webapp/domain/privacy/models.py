"""Tables of the disclosure ledger. The database refuses to change entries (base/append_only.py)."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, CharField, TextField

from webapp.base.db import JsonField, Table, UtcDateTimeField
from webapp.base.register import Entry, Ground, Kind, OnErasure, column

SHOW_DISCLOSURES = "showing people who has seen their data"
# A sole trader's firm is often their own name.
RECIPIENT = Entry(
    Kind.PERSONAL,
    whose="sole trader",
    purpose=SHOW_DISCLOSURES,
    ground=Ground.LEGAL_OBLIGATION,
)


def of_subject(*, exported: bool = True) -> Entry:
    """What ties an entry to a person; erasing the person deletes it."""
    return Entry(
        Kind.PERSONAL,
        whose="job seeker",
        purpose=SHOW_DISCLOSURES,
        ground=Ground.LEGAL_OBLIGATION,
        exported=exported,
        on_erasure=OnErasure.DELETE,
    )


class DisclosureChain(Table):
    """One person's entries, linked by hashes. ``head`` is the newest one's hash.

    Erasing the person leaves the chain, and ``account_id`` None.
    """

    id = column(BigAutoField())
    account_id = column(BigIntegerField(null=True, unique=True), of_subject(exported=False))
    length = column(BigIntegerField(default=0))
    head = column(CharField(max_length=64))

    class Meta:
        table_name = "disclosure_chain"


class Disclosure(Table):
    """One entry: who got to see which fields of somebody, how, why and when; never the values.

    ``company_id`` None: the recipient is no company here, but somebody the owner gave a link.
    ``partner`` is whose link the recipient came to the CV centre by, if any.
    ``commitment`` binds the erasable row of ``DisclosureSubject``.
    """

    id = column(BigAutoField())
    chain_id = column(BigIntegerField())
    number = column(BigIntegerField())
    disclosed_at = column(UtcDateTimeField())
    company_id = column(BigIntegerField(null=True, index=True))
    company_name = column(TextField(null=True), RECIPIENT)
    country = column(CharField(max_length=2, null=True))
    role = column(CharField(max_length=20))
    fields = column(JsonField())
    channel = column(CharField(max_length=20))
    ground = column(CharField(max_length=30))
    commitment = column(CharField(max_length=64))
    previous_hash = column(CharField(max_length=64))
    hash = column(CharField(max_length=64))
    partner = column(TextField(null=True))

    class Meta:
        table_name = "disclosure"
        indexes = ((("chain_id", "number"), True),)


class DisclosureSubject(Table):
    """The part of an entry that says whose data it was; erasing the person deletes it.

    ``recipient`` is what the owner called the one they gave a link to.
    """

    id = column(BigAutoField())
    disclosure_id = column(BigIntegerField(unique=True))
    salt = column(CharField(max_length=64))
    account_id = column(BigIntegerField(index=True), of_subject())
    cv_id = column(BigIntegerField(null=True), of_subject())
    recipient = column(TextField(null=True), of_subject())

    class Meta:
        table_name = "disclosure_subject"
