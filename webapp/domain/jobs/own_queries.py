"""Reads of the ads that a company wrote or brought, for its own people alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from webapp.base import clock
from webapp.domain.jobs.ad_rules import AdContent, AdState, content_of
from webapp.domain.jobs.models import AdView, EmployerAd, JobAd
from webapp.domain.jobs.own_row import OWN
from webapp.domain.jobs.queries import is_open
from webapp.domain.jobs.rules import last_date


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAd:
    """An ad as its company sees it. ``job_ad_id`` is the ad that people find, if there is one."""

    id: int
    company_id: int
    job_ad_id: int | None
    state: AdState
    content: AdContent
    changed_at: datetime

    @property
    def ended(self) -> bool:
        """Whether it was published and its last day has passed."""
        return self.state is AdState.PUBLISHED and self.content.deadline < str(clock.today())


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtAd:
    """An open ad that came in with the company's own file."""

    job_ad_id: int
    headline: str
    external_id: str
    closes_on: str | None


def own_ad(company_id: int, ad_id: int) -> OwnAd | None:
    """One of a company's ads."""
    row = EmployerAd.get_or_none(EmployerAd.id == ad_id, EmployerAd.company_id == company_id)
    return _own(row) if row else None


def own_ads(company_id: int) -> list[OwnAd]:
    """A company's ads, the one changed last first."""
    rows = EmployerAd.select().where(EmployerAd.company_id == company_id)
    return [_own(row) for row in rows.order_by(EmployerAd.changed_at.desc(), EmployerAd.id.desc())]


def count_ads(company_id: int) -> int:
    """How many open ads of a company people find now."""
    return int(JobAd.select().where(JobAd.company_id == company_id, *is_open(clock.now())).count())


def brought_ads(company_id: int) -> list[BroughtAd]:
    """A company's open ads that came in with a file, the newest first."""
    rows = (
        JobAd.select()
        .where(JobAd.company_id == company_id, JobAd.source != OWN, *is_open(clock.now()))
        .order_by(JobAd.id.desc())
    )
    return [
        BroughtAd(
            job_ad_id=row.id,
            headline=row.headline,
            external_id=row.external_id,
            closes_on=str(last_date(row.closes_at) or "") or None,
        )
        for row in rows
    ]


def is_own_job_ad(company_id: int, job_ad_id: int) -> bool:
    """Whether a published ad is a company's."""
    return bool(
        JobAd.select(JobAd.id).where(JobAd.id == job_ad_id, JobAd.company_id == company_id).exists()
    )


def views_in_total(job_ad_ids: list[int]) -> dict[int, int]:
    """How often ads were opened, by id."""
    found: dict[int, int] = {}
    for row in AdView.select().where(AdView.ad_id.in_(job_ad_ids)):
        found[row.ad_id] = found.get(row.ad_id, 0) + row.count
    return found


def _own(row: EmployerAd) -> OwnAd:
    return OwnAd(
        id=row.id,
        company_id=row.company_id,
        job_ad_id=row.job_ad_id,
        state=AdState(row.state),
        content=content_of(row.content),
        changed_at=row.changed_at,
    )
