"""Tables of CVs. What identifies their owners is apart, in ``personal/models.py``."""

from __future__ import annotations

from dataclasses import replace

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    IntegerField,
    TextField,
)

from webapp.base.db import JsonField, Table, UtcDateTimeField
from webapp.base.register import Entry, Ground, Kind, OnErasure, column
from webapp.domain.cv.forwarding_rules import ENDED_KEPT_DAYS, LONGEST_POSITION, Forwarding


def _of_owner(purpose: str, *, exported: bool = True) -> Entry:
    return Entry(
        Kind.PERSONAL,
        whose="job seeker",
        purpose=purpose,
        ground=Ground.CONTRACT,
        exported=exported,
        on_erasure=OnErasure.DELETE,
    )


CV_TEXT = _of_owner("keeping CVs, and showing them to whom their owner chose")
CHOICE = _of_owner("showing a CV only as its owner chose")
SEARCH = _of_owner("letting employers find active CVs", exported=False)
# What a company writes about somebody's CV; it goes when the CV's address does.
SHORTLIST = _of_owner("letting companies keep an eye on active CVs", exported=False)
WARNING = _of_owner("warning an owner of what an anonymous CV gives away")
TRAIT = _of_owner("telling owners how many CVs are like theirs", exported=False)
FORWARDING = replace(
    _of_owner("forwarding a CV to companies as its owner allowed"), retention=ENDED_KEPT_DAYS
)
FORWARDER = Entry(
    Kind.PERSONAL,
    whose="operator staff",
    purpose="telling staff how a request to forward a CV was answered",
    ground=Ground.LEGITIMATE_INTEREST,
    retention=ENDED_KEPT_DAYS,
    on_erasure=OnErasure.DELETE,
)
FORWARDED_TO = replace(FORWARDER, whose="employer user", purpose="sending a company a CV's address")
LINK = _of_owner("showing a CV to those whom its owner gave a link")
# Its owner's own words for somebody else.
LINK_RECIPIENT = Entry(
    Kind.PERSONAL,
    whose="recipient of a link",
    purpose="telling the owner of a CV whom they gave a link",
    ground=Ground.LEGITIMATE_INTEREST,
    exported=True,
    on_erasure=OnErasure.DELETE,
)


class Cv(Table):
    """One CV. ``state`` is a value of ``rules.State``; ``sections`` is as ``rules.Section`` says.

    ``address`` is its random address for employers, new at each change of state. ``shown_details``
    are the personal details that a public view shows, ``anonymous_choices`` those that even an
    anonymous one does. ``third_countries``: companies outside the EU and EEA may see it.
    ``forwarding`` is a value of ``forwarding_rules.Forwarding``.
    """

    id = column(BigAutoField())
    account_id = column(BigIntegerField(index=True), CV_TEXT)
    title = column(CharField(max_length=120), CV_TEXT)
    language = column(CharField(max_length=2), CV_TEXT)
    sections = column(JsonField(), CV_TEXT)
    state = column(CharField(max_length=10), CHOICE)
    address = column(CharField(max_length=40, unique=True))
    shown_details = column(JsonField(), CHOICE)
    anonymous_choices = column(JsonField(), CHOICE)
    third_countries = column(BooleanField(default=False), CHOICE)
    forwarding = column(CharField(max_length=10, default=Forwarding.NO.value), CHOICE)
    created_at = column(UtcDateTimeField(), CV_TEXT)
    updated_at = column(UtcDateTimeField(), CV_TEXT)
    state_changed_at = column(UtcDateTimeField(), CHOICE)

    class Meta:
        table_name = "cv"


class FindableCv(Table):
    """What search needs of an active CV, in few bytes; an inactive one has no row.

    ``id`` is the CV's. ``rank`` orders CVs by the day of their last change, and those of one day by
    a lot that is drawn anew each time: order tells no time of day and links no two states. The
    words stand in the full-text table ``cv_terms`` of each database (``terms.py``) and in
    ``CvPosting``. ``marks`` are what it is narrowed by (``facets.py``), with spaces between; one
    that was last indexed before there were marks has none.
    """

    id = column(BigAutoField())
    account_id = column(BigIntegerField(index=True), SEARCH)
    rank = column(BigIntegerField(index=True), SEARCH)
    third_countries = column(BooleanField(), SEARCH)
    marks = column(TextField(null=True), SEARCH)

    class Meta:
        table_name = "findable_cv"


class CvPosting(Table):
    """The active CVs that one token finds, within one span of ids, as a bitmap (``postings.py``).

    Tokens are compared by code points, on PostgreSQL by a collation that the migration names.
    """

    id = column(BigAutoField())
    token = column(TextField(), SEARCH)
    span = column(IntegerField())
    members = column(BlobField(), SEARCH)

    class Meta:
        table_name = "cv_posting"
        indexes = ((("token", "span"), True),)


class KeptFinding(Table):
    """A finding of the leak finder that the owner keeps, as a fingerprint of its words."""

    id = column(BigAutoField())
    cv_id = column(BigIntegerField(), WARNING)
    fingerprint = column(CharField(max_length=16), WARNING)
    kept_at = column(UtcDateTimeField(), WARNING)

    class Meta:
        table_name = "kept_finding"
        indexes = ((("cv_id", "fingerprint"), True),)


class CvTrait(Table):
    """One trait that an active CV shows, as a fingerprint, to count how many CVs are alike."""

    id = column(BigAutoField())
    cv_id = column(BigIntegerField(), TRAIT)
    trait = column(CharField(max_length=16), TRAIT)

    class Meta:
        table_name = "cv_trait"
        indexes = ((("cv_id", "trait"), True), (("trait", "cv_id"), False))


class BlockedCompany(Table):
    """A company that never sees its blocker's CVs, by number, by name or by both.

    ``label`` is what the person is shown; of a sole trader's number only its last four digits.
    """

    id = column(BigAutoField())
    account_id = column(BigIntegerField(index=True), CHOICE)
    label = column(TextField(), CHOICE)
    number_key = column(CharField(max_length=16, null=True, index=True), CHOICE)
    name_key = column(TextField(null=True, index=True), CHOICE)
    created_at = column(UtcDateTimeField(), CHOICE)

    class Meta:
        table_name = "blocked_company"


class CvLink(Table):
    """A live link to a CV for one named recipient; what opens it is stored as a hash only.

    ``details`` are the personal details that the owner attached.
    """

    id = column(BigAutoField())
    cv_id = column(BigIntegerField(index=True), LINK)
    token_hash = column(CharField(max_length=64, unique=True))
    recipient = column(TextField(), LINK_RECIPIENT)
    details = column(JsonField(), LINK)
    created_at = column(UtcDateTimeField(), LINK)
    expires_at = column(UtcDateTimeField(), LINK)
    withdrawn_at = column(UtcDateTimeField(null=True), LINK)

    class Meta:
        table_name = "cv_link"


class DisclosureGrant(Table):
    """The owner's yes to one company about one CV, with the details it covers, until ended."""

    id = column(BigAutoField())
    cv_id = column(BigIntegerField(), CHOICE)
    company_id = column(BigIntegerField(), CHOICE)
    details = column(JsonField(), CHOICE)
    granted_at = column(UtcDateTimeField(), CHOICE)
    ended_at = column(UtcDateTimeField(null=True), CHOICE)

    class Meta:
        table_name = "disclosure_grant"
        indexes = ((("cv_id", "company_id"), False),)


class ForwardingRequest(Table):
    """The operator's question whether an inactive CV may go to one company, and the answer.

    ``standing`` is a value of ``forwarding_rules.Standing``; with a yes, ``with_identity`` says in
    which form. ``position`` is what the company looks for. ``recipient_id`` is who of the company
    gets the link and ``asked_by`` who of the staff asked, None once their accounts are closed.
    """

    id = column(BigAutoField())
    account_id = column(BigIntegerField(index=True), FORWARDING)
    cv_id = column(BigIntegerField(), FORWARDING)
    company_id = column(BigIntegerField())
    position = column(CharField(max_length=LONGEST_POSITION), FORWARDING)
    recipient_id = column(BigIntegerField(null=True, index=True), FORWARDED_TO)
    asked_by = column(BigIntegerField(null=True, index=True), FORWARDER)
    standing = column(CharField(max_length=10), FORWARDING)
    with_identity = column(BooleanField(default=False), FORWARDING)
    asked_at = column(UtcDateTimeField(), FORWARDING)
    changed_at = column(UtcDateTimeField(index=True), FORWARDING)

    class Meta:
        table_name = "forwarding_request"
        indexes = ((("cv_id", "company_id"), False),)


class ShortlistEntry(Table):
    """A CV that a company keeps an eye on, bound to its address: a new address ends the entry.

    ``list_name`` is what the company calls the list; ``note`` its own words.
    """

    id = column(BigAutoField())
    company_id = column(BigIntegerField())
    address = column(CharField(max_length=40, index=True), SHORTLIST)
    list_name = column(CharField(max_length=80), SHORTLIST)
    note = column(TextField(), SHORTLIST)
    saved_at = column(UtcDateTimeField(), SHORTLIST)

    class Meta:
        table_name = "shortlist_entry"
        indexes = ((("company_id", "address"), True),)
