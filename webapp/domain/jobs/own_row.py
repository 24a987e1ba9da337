"""Turns an ad that a company wrote into what is stored of every ad."""

from __future__ import annotations

from datetime import datetime

from webapp.adapters.feed_ad import Concept, FeedAd
from webapp.adapters.markdown import html_of_markdown
from webapp.base import clock
from webapp.domain.employers.queries import CompanyRecord
from webapp.domain.jobs.ad_rules import EXTENTS, KINDS, AdContent, Channel, day, pay_in_words
from webapp.domain.jobs.feed_row import Publisher, Row, row_of
from webapp.domain.jobs.models import JobAd
from webapp.domain.reference.queries import find_place, occupation_field
from webapp.domain.reference.rules import County, Municipality

OWN = "own"


def publisher_of(company: CompanyRecord) -> Publisher:
    """What ads tell of the company that publishes them. A sole trader's number is not in it."""
    return Publisher(
        company_id=company.id,
        name=company.name,
        website=company.contact.website or None,
        organization_number=company.number if company.country == "SE" else None,
    )


def row_of_own(
    ad_id: int, content: AdContent, company: CompanyRecord, published_at: datetime | None = None
) -> Row:
    """The row of an ad. ``published_at`` is when it first was, if it has been."""
    published = published_at or clock.now()
    feed_ad = _feed_ad(ad_id, content, published)
    return row_of(OWN, feed_ad, publisher_of(company))


def _feed_ad(ad_id: int, content: AdContent, published: datetime) -> FeedAd:
    place = find_place(content.place).place if content.place else None
    trade = occupation_field(content.field)
    last = day(content.deadline)
    by_web = content.channel == Channel.WEB
    language = content.language
    return FeedAd(
        external_id=str(ad_id),
        headline=content.headline,
        text="",
        text_html=html_of_markdown(content.text),
        employer_name="",
        published=published.astimezone(clock.STOCKHOLM).replace(tzinfo=None),
        deadline=datetime(last.year, last.month, last.day) if last else None,  # noqa: DTZ001
        closes=None,
        employer_workplace=content.workplace or None,
        employer_url=None,
        organization_number=None,
        municipality_code=place.code if isinstance(place, Municipality) else None,
        county_code=place.code if isinstance(place, County) else None,
        country_code="SE",
        locality=None,
        postcode=None,
        coordinates=None,
        remote=content.remote or None,
        language=language,
        occupation=Concept(content.occupation or None),
        occupation_group=Concept(),
        occupation_field=Concept(trade.name_sv, trade.jobtech_id) if trade else Concept(),
        employment_type=Concept(KINDS[content.kind][language] if content.kind else None),
        duration=content.duration or None,
        working_hours=EXTENTS[content.extent][language] if content.extent else None,
        scope_min=None,
        scope_max=None,
        start=content.start or None,
        salary_type=None,
        salary_description=pay_in_words(content),
        vacancies=int(content.vacancies) if content.vacancies else None,
        skills=(),
        languages=(),
        driving_licences=(),
        experience_required=None,
        application_url=content.application_url or None if by_web else None,
        application_email=None if by_web else content.application_email or None,
        application_reference=content.reference or None,
        application_information=None,
        source_url=None,
    )


def preview_of(ad_id: int, content: AdContent, company: CompanyRecord) -> JobAd:
    """The ad as it would be shown now; it is stored nowhere."""
    return JobAd(id=ad_id, **row_of_own(ad_id, content, company))
