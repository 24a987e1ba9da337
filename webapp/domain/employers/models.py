"""Tables of companies and the people who act for them."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, BlobField, CharField, TextField

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


class Company(Table):
    """An employer. ``verification`` is a value of ``rules.Verification``; country is ISO 3166-1.

    ``organization_number`` is that of a legal person, ten digits. A sole trader's, which is a
    personal identity number, stands sealed in ``sealed_number`` alone and is published nowhere.
    ``number_key`` and ``name_key`` are what blocks are compared by.
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

    class Meta:
        table_name = "company"


class EmployerUser(Table):
    """An account that acts for a company, until ``ended_at``; role is a value of ``rules.Role``."""

    id = column(BigAutoField())
    account_id = column(BigIntegerField(unique=True), EMPLOYER_USER)
    company_id = column(BigIntegerField(index=True), EMPLOYER_USER)
    role = column(CharField(max_length=20), EMPLOYER_USER)
    created_at = column(UtcDateTimeField())
    ended_at = column(UtcDateTimeField(null=True))

    class Meta:
        table_name = "employer_user"
