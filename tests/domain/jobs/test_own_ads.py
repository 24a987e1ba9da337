"""Ads that companies write or bring, on both databases: published and gone in one step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.people import Employer, employer
from tests.support.sites import job_record
from webapp.base import clock
from webapp.base.keyring import KeyRing, use_keys
from webapp.base.work import Position, changes_after
from webapp.domain.employers.rules import Decision, Role
from webapp.domain.jobs import own_ads
from webapp.domain.jobs.ad_rules import (
    AdContent,
    AdState,
    amount,
    content_of,
    missing,
    pay_in_words,
)
from webapp.domain.jobs.bringing import MOST_RECORDS, TooManyError, bring_ads
from webapp.domain.jobs.clicks import count_click
from webapp.domain.jobs.models import EmployerAd, JobAd
from webapp.domain.jobs.own_ads import MissingError, NotInStateError, NotVerifiedError
from webapp.domain.jobs.own_queries import brought_ads, count_ads, own_ad
from webapp.domain.jobs.storing import CHANGE_KIND
from webapp.domain.jobs.views_count import count_view, counts_by_day
from webapp.domain.operators.companies import decide_company


@pytest.fixture(autouse=True)
def keys() -> Iterator[None]:
    use_keys(KeyRing([b"k" * 32]))
    yield
    use_keys(None)


@pytest.fixture
def company(database_url: str) -> Employer:
    return employer("Ekliden Vård AB", number="556036-0793", role=Role.OWNER)


def content(**changes: Any) -> AdContent:
    written = {
        "headline": "Nattsjuksköterska", "field": "health-care", "place": "Malmö",
        "kind": "permanent", "extent": "full-time", "text": "Du vakar över natten. " * 10,
        "deadline": str(clock.today() + timedelta(days=20)),
        "application_url": "https://ekliden.example/jobb",
    }  # fmt: skip
    return AdContent(**(written | changes))


def published(company: Employer, **changes: Any) -> tuple[int, JobAd]:
    ad_id = own_ads.draft_ad(company.company_id, content(**changes))
    own_ads.publish_ad(company.company_id, ad_id)
    return ad_id, JobAd.get(JobAd.external_id == str(ad_id), JobAd.source == "own")


def changed_since(position: Position) -> tuple[list[int], Position]:
    return changes_after(CHANGE_KIND, position, 100)


def test_each_step_is_in_the_change_log(company: Employer) -> None:
    ad_id, job_ad = published(company)
    told, position = changed_since(Position())
    assert told == [job_ad.id]
    assert (job_ad.company_id, job_ad.employer_name) == (company.company_id, "Ekliden Vård AB")
    assert (job_ad.organization_number, job_ad.municipality_code) == ("5560360793", "1280")
    for step, state, removed in (
        (own_ads.pause_ad, AdState.PAUSED, True),
        (own_ads.publish_ad, AdState.PUBLISHED, False),
        (own_ads.close_ad, AdState.CLOSED, True),
    ):
        step(company.company_id, ad_id)
        told, position = changed_since(position)
        row = JobAd.get_by_id(job_ad.id)
        assert (told, row.removed_at is not None) == ([job_ad.id], removed)
        assert row.published_at == job_ad.published_at
        kept = own_ad(company.company_id, ad_id)
        assert kept is not None
        assert kept.state is state
    for step in (own_ads.publish_ad, own_ads.pause_ad, own_ads.close_ad):
        with pytest.raises(NotInStateError):
            step(company.company_id, ad_id)


def test_a_failed_publication_leaves_nothing(company: Employer) -> None:
    ad_id = own_ads.draft_ad(company.company_id, content(text="Kort"))
    with pytest.raises(MissingError) as refused:
        own_ads.publish_ad(company.company_id, ad_id)
    assert refused.value.fields == ("text",)
    assert JobAd.select().count() == 0
    assert EmployerAd.get_by_id(ad_id).state == AdState.DRAFT
    whole, job_ad = published(company)
    with pytest.raises(MissingError):
        own_ads.save_ad(company.company_id, whole, content(headline="Ny", kind=""))
    kept = own_ad(company.company_id, whole)
    assert kept is not None
    assert kept.content.headline == JobAd.get_by_id(job_ad.id).headline == "Nattsjuksköterska"


def test_another_company_can_do_nothing(company: Employer) -> None:
    ad_id, job_ad = published(company)
    other = employer("Annan AB")
    for step in (own_ads.pause_ad, own_ads.close_ad, own_ads.copy_ad):
        with pytest.raises(NotInStateError):
            step(other.company_id, ad_id)
    with pytest.raises(NotInStateError):
        own_ads.save_ad(other.company_id, ad_id, content(headline="Kapad"))
    own_ads.close_brought_ad(other.company_id, job_ad.id)
    assert own_ad(other.company_id, ad_id) is None
    assert JobAd.get_by_id(job_ad.id).removed_at is None


def test_suspending_closes_every_ad_and_no_other_companys(
    company: Employer, tmp_path: Path
) -> None:
    ad_id, _job_ad = published(company)
    paused, _row = published(company, headline="Dagsjuksköterska")
    own_ads.pause_ad(company.company_id, paused)
    draft = own_ads.draft_ad(company.company_id, content())
    bring_ads(company.company_id, feed(tmp_path, job_record(1)))
    other = employer("Annan AB")
    published(other)
    decide_company(company.company_id, Decision.SUSPEND, "Skäl", 1)
    assert (count_ads(company.company_id), count_ads(other.company_id)) == (0, 1)
    states = [own_ad(company.company_id, each) for each in (ad_id, paused, draft)]
    assert [each.state for each in states if each] == ["closed", "closed", "draft"]
    with pytest.raises(NotVerifiedError):
        own_ads.publish_ad(company.company_id, draft)
    with pytest.raises(NotVerifiedError):
        bring_ads(company.company_id, feed(tmp_path, job_record(2)))


def feed(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "ads.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


POSTING = {
    "@context": "https://schema.org/", "@type": "JobPosting", "title": "Kock",
    "description": "<p>Laga mat. Ring Eva på 08-465 004 00.</p>", "datePosted": "2026-11-01",
    "identifier": {"@type": "PropertyValue", "value": "K1"},
    "hiringOrganization": {"@type": "Organization", "name": "Någon Annan AB"},
    "jobLocation": {"@type": "Place", "address": {"addressLocality": "Lund",
                                                  "addressCountry": "SE"}},
    "url": "https://ekliden.example/kock",
}  # fmt: skip


def test_a_file_brings_ads_in_the_companys_own_name(company: Employer, tmp_path: Path) -> None:
    contact = {"description": {"text": "Fråga Eva på eva.ek@ekliden.example."}}
    report = bring_ads(company.company_id, feed(tmp_path, job_record(1, **contact)))
    assert (report.new, report.rejected_count) == (1, 0)
    report = bring_ads(company.company_id, feed(tmp_path, POSTING))
    assert (report.new, report.rejected) == (1, [])
    rows = list(JobAd.select().order_by(JobAd.id))
    assert {(row.company_id, row.employer_name, row.source) for row in rows} == {
        (company.company_id, "Ekliden Vård AB", f"company-{company.company_id}")
    }
    assert "eva.ek@ekliden.example" in rows[0].description
    assert "08-465 004 00" in rows[1].description
    other = employer("Annan AB")
    assert bring_ads(other.company_id, feed(tmp_path, job_record(1))).new == 1
    own_ads.close_brought_ad(company.company_id, rows[0].id)
    assert [ad.headline for ad in brought_ads(company.company_id)] == ["Kock"]


def test_bad_records_are_named_and_the_good_ones_kept(company: Employer, tmp_path: Path) -> None:
    bad = job_record(2) | {"headline": None}
    report = bring_ads(company.company_id, feed(tmp_path, job_record(1), bad, job_record(3)))
    assert (report.new, [each.reason for each in report.rejected]) == (2, ["headline: is missing"])
    many = [job_record(number) for number in range(MOST_RECORDS + 1)]
    with pytest.raises(TooManyError):
        bring_ads(company.company_id, feed(tmp_path, *many))
    assert count_ads(company.company_id) == 2


def test_views_and_clicks_are_totals_of_a_day(company: Employer) -> None:
    _, job_ad = published(company)
    for _ in range(3):
        count_view(job_ad.id)
    count_click(job_ad.id)
    with clock.set_to(clock.now() + timedelta(days=1)):
        count_view(job_ad.id)
        days = counts_by_day(job_ad.id)
    assert [(each.views, each.clicks) for each in days[:3]] == [(1, 0), (3, 1), (0, 0)]
    assert len(days) == 30


@pytest.mark.parametrize(
    ("text", "sum_"), [("38 000", 38000), ("38\N{NO-BREAK SPACE}000", 38000), ("38.000", 38000),
                       ("", None)],
)  # fmt: skip
def test_sums_are_understood(text: str, sum_: int | None) -> None:
    assert amount(text) == sum_


@pytest.mark.parametrize("text", ["mycket", "-5", "0", "99999999999", "٣٨"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        amount(text)


def test_pay_is_said_in_the_ads_language() -> None:
    pay = content(pay_from="30000", pay_to="35000", pay_note="Kollektivavtal")
    assert (
        pay_in_words(pay)
        == "30\N{NO-BREAK SPACE}000–35\N{NO-BREAK SPACE}000 kr per månad. Kollektivavtal"
    )
    english = content(pay_from="200", pay_unit="hour", language="en")
    assert pay_in_words(english) == "SEK 200 an hour"
    assert pay_in_words(content()) is None


def test_what_an_ad_lacks_is_named_in_order() -> None:
    today = clock.today()
    assert missing(content(), today) == ()
    assert missing(AdContent(), today) == (
        "headline", "field", "place", "kind", "extent", "text", "deadline", "application_url",
    )  # fmt: skip
    assert missing(content(place="", remote=True), today) == ()
    assert missing(content(channel="email"), today) == ("application_email",)
    late = str(today + timedelta(days=181))
    assert missing(content(deadline=late), today) == ("deadline",)


def test_a_stored_ad_of_another_release_can_be_read() -> None:
    assert content_of({"headline": "Kock", "colour": "red"}).headline == "Kock"
