"""The table of personal details. Only ``personal/sealed.py`` reads and writes it."""

from __future__ import annotations

from typing import Any

from peewee import BigAutoField, BigIntegerField, BlobField

from webapp.base.db import Table, UtcDateTimeField
from webapp.base.register import Entry, Ground, Kind, OnErasure, column

OWN_USE = "keeping the CV's owner's own details for them"
SHOW_EMPLOYERS = "showing a CV to employers as its owner chose"
SHOW_LINK_HOLDERS = "showing a CV to those whom its owner gave a link"
FIND = "finding a public CV by name and town"
WARN = "warning an owner of what an anonymous CV gives away"


def _detail(*further: str, kind: Kind = Kind.PERSONAL) -> Any:
    """One sealed detail and what it may be used for beside its owner's own use."""
    entry = Entry(
        kind,
        whose="job seeker",
        purpose=OWN_USE,
        ground=Ground.CONSENT,
        exported=True,
        on_erasure=OnErasure.DELETE,
        further_purposes=(SHOW_EMPLOYERS, SHOW_LINK_HOLDERS, *further),
    )
    return column(BlobField(null=True), entry)


class PersonalDetails(Table):
    """What identifies a job seeker, each detail sealed for its own row and column.

    ``photo`` is a JPEG without metadata; ``birth_date`` is ISO 8601, ``citizenship`` ISO 3166-1.
    """

    id = column(BigAutoField())
    account_id = column(
        BigIntegerField(unique=True),
        Entry(
            Kind.PERSONAL,
            whose="job seeker",
            purpose=OWN_USE,
            ground=Ground.CONSENT,
            on_erasure=OnErasure.DELETE,
        ),
    )
    name = _detail(FIND, WARN)
    email = _detail(WARN)
    address = _detail(WARN)
    postcode = _detail(WARN)
    town = _detail(FIND, WARN)
    phone = _detail(WARN)
    mobile = _detail(WARN)
    photo = _detail()
    gender = _detail(WARN)
    citizenship = _detail()
    birth_date = _detail(WARN)
    changed_at = column(UtcDateTimeField())

    class Meta:
        table_name = "personal_details"
