"""Tables of companies, the people who act for them, and what was decided about them."""

from __future__ import annotations

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    CharField,
    DateField,
    IntegerField,
    TextField,
)

from webapp.base.db import Table, UtcDateTimeField
from webapp.base.register import Entry, Ground, Kind, OnErasure, column

VERIFY_COMPANY = "making sure that a company is who it says"
BLOCKING = "keeping CVs from companies that their owners blocked"
# A sole trader's firm is often their own name, and their number a personal identity number.
TRADER = Entry(
    Kind.PERSONAL,
    whose="sole trader",
    purpose=VERIFY_COMPANY,
    ground=Ground.CONTRACT,
    further_purposes=(BLOCKING,),
)
EMPLOYER_USER = Entry(
    Kind.PERSONAL,
    whose="employer user",
    purpose="letting somebody act for a company",
    ground=Ground.CONTRACT,
    exported=True,
    on_erasure=OnErasure.DELETE,
)


CONTACT = Entry(
    Kind.PERSONAL,
    whose="company contact",
    purpose=VERIFY_COMPANY,
    ground=Ground.LEGITIMATE_INTEREST,
)
INVITED = Entry(
    Kind.PERSONAL,
    whose="invited colleague",
    purpose="inviting somebody to act for a company, until answered or expired",
    ground=Ground.LEGITIMATE_INTEREST,
    retention=1,
)
DECIDED = Entry(
    Kind.PERSONAL,
    whose="operator staff",
    purpose="recording who decided about a company",
    ground=Ground.LEGITIMATE_INTEREST,
)
AUTHORISED = Entry(
    Kind.PERSONAL,
    whose="operator staff",
    purpose="recording who authorised and withdrew a partner link",
    ground=Ground.LEGITIMATE_INTEREST,
)
# A note may name whom to talk to at a partner.
PARTNER_NOTE = Entry(
    Kind.PERSONAL,
    whose="partner contact",
    purpose="knowing what was agreed about a partner link",
    ground=Ground.LEGITIMATE_INTEREST,
)


class Company(Table):
    """An employer. ``verification`` is a value of ``rules.Verification``; country is ISO 3166-1.

    ``organization_number`` is that of a legal person, ten digits. A sole trader's, which is a
    personal identity number, stands sealed in ``sealed_number`` alone and is published nowhere.
    ``number_key`` and ``name_key`` are what blocks are compared by. ``register_number`` is the
    number in another country's register. ``asked_at`` is when it last waited to be verified.
    ``closed_at``: its owner closed it for good, and nobody acts for it.
    """

    id = column(BigAutoField())
    name = column(TextField(), TRADER)
    legal_form = column(CharField(max_length=40))
    organization_number = column(CharField(max_length=10, null=True))
    sealed_number = column(BlobField(null=True), TRADER)
    number_key = column(CharField(max_length=16, null=True, index=True), TRADER)
    name_key = column(TextField(), TRADER)
    country = column(CharField(max_length=2))
    verification = column(CharField(max_length=20))
    verified_at = column(UtcDateTimeField(null=True))
    suspended_at = column(UtcDateTimeField(null=True))
    created_at = column(UtcDateTimeField())
    asked_at = column(UtcDateTimeField(null=True))
    register_number = column(TextField(null=True))
    street = column(TextField(null=True), TRADER)
    postcode = column(CharField(max_length=16, null=True), TRADER)
    town = column(TextField(null=True), TRADER)
    website = column(TextField(null=True))
    contact_name = column(TextField(null=True), CONTACT)
    contact_phone = column(TextField(null=True), CONTACT)
    closed_at = column(UtcDateTimeField(null=True))

    class Meta:
        table_name = "company"


class EmployerUser(Table):
    """An account that acts for a company, until ``ended_at``; role is a value of ``rules.Role``.

    Who writes it writes the account's roles with it (``actions.act_as``), which open doors and
    decide who must have a second factor.
    """

    id = column(BigAutoField())
    account_id = column(BigIntegerField(unique=True), EMPLOYER_USER)
    company_id = column(BigIntegerField(index=True), EMPLOYER_USER)
    role = column(CharField(max_length=20), EMPLOYER_USER)
    created_at = column(UtcDateTimeField())
    ended_at = column(UtcDateTimeField(null=True))

    class Meta:
        table_name = "employer_user"


class CompanyDecision(Table):
    """What the operator decided about a company; ``decision`` is a value of ``rules.Decision``."""

    id = column(BigAutoField())
    company_id = column(BigIntegerField(index=True))
    decision = column(CharField(max_length=20))
    reason = column(TextField())
    decided_by = column(BigIntegerField(), DECIDED)
    decided_at = column(UtcDateTimeField())

    class Meta:
        table_name = "company_decision"


class Invitation(Table):
    """A single-use link by which a colleague comes to act for a company; using it deletes it."""

    id = column(BigAutoField())
    token_hash = column(CharField(max_length=64, unique=True), INVITED)
    company_id = column(BigIntegerField(index=True))
    email = column(TextField(), INVITED)
    created_at = column(UtcDateTimeField())
    expires_at = column(UtcDateTimeField(index=True))

    class Meta:
        table_name = "company_invitation"


class PartnerLink(Table):
    """An authorised link to the CV centre. ``key`` is what its address holds, signed.

    It is dead from ``withdrawn_at`` on, and after its last day ``ends_on`` (in Stockholm).
    ``partner`` is never changed: entries of the ledger name it.
    """

    id = column(BigAutoField())
    key = column(CharField(max_length=40, unique=True))
    partner = column(CharField(max_length=80))
    note = column(TextField(), PARTNER_NOTE)
    ends_on = column(DateField(null=True))
    created_by = column(BigIntegerField(), AUTHORISED)
    created_at = column(UtcDateTimeField())
    withdrawn_by = column(BigIntegerField(null=True), AUTHORISED)
    withdrawn_at = column(UtcDateTimeField(null=True))

    class Meta:
        table_name = "partner_link"


class PartnerLinkUse(Table):
    """How many log-ins a partner link led to in one day: a total, and nothing about who."""

    id = column(BigAutoField())
    link_id = column(BigIntegerField())
    day = column(DateField())
    logins = column(IntegerField())

    class Meta:
        table_name = "partner_link_use"
        indexes = ((("link_id", "day"), True),)
