"""Tables of job ads."""

from __future__ import annotations

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    DateField,
    DoubleField,
    IntegerField,
    TextField,
)

from webapp.base.db import JsonField, Table, UtcDateTimeField
from webapp.base.register import Entry, Ground, Kind, column

# An address to apply to can be a recruiter's own where an ad gives no other way, and the reference
# beside it a recruiter's name.
RECRUITER_CONTACT = Entry(
    Kind.PERSONAL,
    whose="recruiter",
    purpose="letting people apply for the job",
    ground=Ground.LEGITIMATE_INTEREST,
    retention=30,
)
# What a company writes is its own, and can name the colleague to apply to.
WRITTEN_AD = Entry(
    Kind.PERSONAL,
    whose="recruiter",
    purpose="letting people apply for the job",
    ground=Ground.CONTRACT,
)


class JobAd(Table):
    """One job posting. ``source`` and ``external_id`` name it where it comes from.

    ``description`` is sanitised HTML. ``skills`` and ``languages`` are lists of
    ``{"label": str, "required": bool}``. Codes of places are SCB's; ``country_code`` is ISO 3166-1.
    ``closes_at`` None means open until removed. ``scope_*`` are percent of full time.
    ``source_changed_at`` is when it was last changed where it comes from. Ads of one job share a
    ``fold_key``, and ``folded_into`` is the id of the open ad that stands for this one.
    ``company_id`` is the company here that published it, None where it was imported from outside.
    """

    id = column(BigAutoField())
    source = column(CharField(max_length=40))
    external_id = column(CharField(max_length=200))
    partner = column(CharField(max_length=100, null=True))
    source_url = column(TextField(null=True))
    content_hash = column(CharField(max_length=64))

    headline = column(TextField())
    description = column(TextField())
    language = column(CharField(max_length=8, null=True))
    employer_name = column(TextField())
    employer_workplace = column(TextField(null=True))
    employer_url = column(TextField(null=True))
    organization_number = column(CharField(max_length=10, null=True))

    municipality_code = column(CharField(max_length=4, null=True))
    county_code = column(CharField(max_length=2, null=True))
    country_code = column(CharField(max_length=2, null=True))
    locality = column(TextField(null=True))
    postcode = column(CharField(max_length=16, null=True))
    latitude = column(DoubleField(null=True))
    longitude = column(DoubleField(null=True))
    remote = column(BooleanField(null=True))

    occupation = column(TextField(null=True))
    occupation_code = column(CharField(max_length=40, null=True))
    occupation_group = column(TextField(null=True))
    occupation_group_code = column(CharField(max_length=40, null=True))
    occupation_field = column(TextField(null=True))
    occupation_field_code = column(CharField(max_length=40, null=True))
    employment_type = column(TextField(null=True))
    employment_type_code = column(CharField(max_length=40, null=True))
    duration = column(TextField(null=True))
    working_hours = column(TextField(null=True))
    scope_min = column(IntegerField(null=True))
    scope_max = column(IntegerField(null=True))
    start = column(TextField(null=True))
    salary_type = column(TextField(null=True))
    salary_description = column(TextField(null=True))
    vacancies = column(IntegerField(null=True))
    skills = column(JsonField(default=list))
    languages = column(JsonField(default=list))
    driving_licences = column(JsonField(default=list))
    experience_required = column(BooleanField(null=True))

    application_url = column(TextField(null=True))
    application_email = column(TextField(null=True), RECRUITER_CONTACT)
    application_reference = column(TextField(null=True), RECRUITER_CONTACT)
    application_information = column(TextField(null=True))

    published_at = column(UtcDateTimeField())
    deadline_at = column(UtcDateTimeField(null=True))
    closes_at = column(UtcDateTimeField(null=True))
    removed_at = column(UtcDateTimeField(null=True))
    imported_at = column(UtcDateTimeField())
    changed_at = column(UtcDateTimeField())
    source_changed_at = column(UtcDateTimeField(null=True))
    fold_key = column(CharField(max_length=32, null=True))
    folded_into = column(BigIntegerField(null=True))
    company_id = column(BigIntegerField(null=True))

    class Meta:
        table_name = "job_ad"
        indexes = (
            (("source", "external_id"), True),
            (("closes_at",), False),
            (("fold_key",), False),
            (("folded_into",), False),
            (("company_id",), False),
        )


class FeedRemoval(Table):
    """What a source said was gone before it was ever seen here, so that it doesn't come late.

    An empty ``external_id`` stands for all that its newest snapshot didn't hold.
    """

    source = column(CharField(max_length=40))
    external_id = column(CharField(max_length=200))
    removed_at = column(UtcDateTimeField())

    class Meta:
        table_name = "feed_removal"
        primary_key = CompositeKey("source", "external_id")


class AdClick(Table):
    """How often people went from one ad to its partner or employer on one day in Stockholm."""

    ad_id = column(BigIntegerField())
    day = column(DateField())
    count = column(IntegerField())

    class Meta:
        table_name = "ad_click"
        primary_key = CompositeKey("ad_id", "day")


class AdArrival(Table):
    """How often one partner sent people to one ad on one day in Stockholm; never whom."""

    ad_id = column(BigIntegerField())
    day = column(DateField())
    source = column(CharField(max_length=40))
    count = column(IntegerField())

    class Meta:
        table_name = "ad_arrival"
        primary_key = CompositeKey("ad_id", "day", "source")


class AdView(Table):
    """How often one employer's ad was opened on one day in Stockholm; never by whom."""

    ad_id = column(BigIntegerField())
    day = column(DateField())
    count = column(IntegerField())

    class Meta:
        table_name = "ad_view"
        primary_key = CompositeKey("ad_id", "day")


class EmployerAd(Table):
    """An ad as a company wrote it. ``state`` is a value of ``ad_rules.AdState``.

    ``content`` holds the fields of ``ad_rules.AdContent``; ``job_ad_id`` is the ad that people
    find, once it was published.
    """

    id = column(BigAutoField())
    company_id = column(BigIntegerField(index=True))
    job_ad_id = column(BigIntegerField(null=True, unique=True))
    state = column(CharField(max_length=20))
    content = column(JsonField(default=dict), WRITTEN_AD)
    created_at = column(UtcDateTimeField())
    changed_at = column(UtcDateTimeField())

    class Meta:
        table_name = "employer_ad"
