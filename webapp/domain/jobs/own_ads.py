"""Writes of the ads that companies publish here."""

from __future__ import annotations

from typing import Any

from webapp.base import clock
from webapp.base.db import is_postgresql, transaction
from webapp.domain.employers.queries import CompanyRecord, company_record
from webapp.domain.jobs import ad_rules
from webapp.domain.jobs.ad_rules import FROM_STATES, AdAction, AdContent, AdState
from webapp.domain.jobs.folded_ads import one_at_a_time, refold
from webapp.domain.jobs.models import EmployerAd, JobAd
from webapp.domain.jobs.own_row import row_of_own
from webapp.domain.jobs.queries import is_open
from webapp.domain.jobs.storing import log_changes, upsert_rows


class NotVerifiedError(Exception):
    """The company is not verified, or it is suspended: it can draft ads and nothing else."""


class MissingError(Exception):
    """The ad lacks what every published one needs; ``fields`` names it."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class NotInStateError(Exception):
    """The ad's state does not allow this, or there is no such ad of the company."""


def draft_ad(company_id: int, content: AdContent) -> int:
    """Keeps a new ad that nobody else sees; returns its id."""
    now = clock.now()
    row = EmployerAd.create(
        company_id=company_id,
        state=AdState.DRAFT.value,
        content=content.as_dict(),
        created_at=now,
        changed_at=now,
    )
    return int(row.id)


def save_ad(company_id: int, ad_id: int, content: AdContent) -> None:
    """Changes an ad; a published one is changed for everybody in the same transaction.

    Raises:
        NotInStateError: it is closed, or no ad of the company.
        MissingError: it is published, and would lack something.
        NotVerifiedError: it is published, and the company may not publish any more.
    """
    with transaction():
        one_at_a_time()
        row = _held(company_id, ad_id)
        if row.state == AdState.CLOSED:
            raise NotInStateError(ad_id)
        row.content, row.changed_at = content.as_dict(), clock.now()
        row.save()
        if row.state == AdState.PUBLISHED:
            _show(row)


def publish_ad(company_id: int, ad_id: int) -> None:
    """Shows a draft or a paused ad to everybody.

    Raises:
        NotInStateError: it is neither, or no ad of the company.
        MissingError: it lacks something.
        NotVerifiedError: the company may not publish.
    """
    with transaction():
        one_at_a_time()
        row = _held(company_id, ad_id, AdAction.PUBLISH)
        _show(row)
        _enter(row, AdState.PUBLISHED)


def pause_ad(company_id: int, ad_id: int) -> None:
    """Takes a published ad away until it is published again. Raises NotInStateError."""
    _take_away(company_id, ad_id, AdAction.PAUSE, AdState.PAUSED)


def close_ad(company_id: int, ad_id: int) -> None:
    """Takes an ad away for good. Raises NotInStateError."""
    _take_away(company_id, ad_id, AdAction.CLOSE, AdState.CLOSED)


def copy_ad(company_id: int, ad_id: int) -> int:
    """A new draft with the text of an ad, without its deadline; returns its id.

    Raises:
        NotInStateError: it is no ad of the company.
    """
    with transaction():
        row = _held(company_id, ad_id, AdAction.COPY)
        return draft_ad(company_id, ad_rules.content_of(row.content | {"deadline": ""}))


def close_brought_ad(company_id: int, job_ad_id: int) -> None:
    """Takes away an ad that came in with the company's file; a file can bring it again."""
    with transaction():
        one_at_a_time()
        _hide((JobAd.id == job_ad_id) & (JobAd.company_id == company_id))


def close_ads_of(company_id: int) -> None:
    """Takes away every ad of a company for good; call it in the transaction of its cause."""
    with transaction():
        one_at_a_time()
        shown = [AdState.PUBLISHED.value, AdState.PAUSED.value]
        EmployerAd.update(state=AdState.CLOSED.value, changed_at=clock.now()).where(
            EmployerAd.company_id == company_id, EmployerAd.state.in_(shown)
        ).execute()
        _hide(JobAd.company_id == company_id)


def _take_away(company_id: int, ad_id: int, action: AdAction, state: AdState) -> None:
    with transaction():
        one_at_a_time()
        row = _held(company_id, ad_id, action)
        _hide(JobAd.id == row.job_ad_id)
        _enter(row, state)


def _held(company_id: int, ad_id: int, action: AdAction | None = None) -> Any:
    """The row of one of a company's ads, which nobody else changes until the transaction ends."""
    query = EmployerAd.select().where(EmployerAd.id == ad_id, EmployerAd.company_id == company_id)
    row = (query.for_update() if is_postgresql() else query).first()
    if row is None or (action and AdState(row.state) not in FROM_STATES[action]):
        raise NotInStateError(ad_id)
    return row


def _enter(row: Any, state: AdState) -> None:
    row.state, row.changed_at = state.value, clock.now()
    row.save()


def _show(row: Any) -> None:
    """Stores the ad that people find, as it is written now."""
    company = _publishing(row.company_id)
    content = ad_rules.content_of(row.content)
    lacking = ad_rules.missing(content, clock.today())
    if lacking:
        raise MissingError(lacking)
    before = JobAd.get_or_none(JobAd.id == row.job_ad_id) if row.job_ad_id else None
    new = row_of_own(row.id, content, company, before.published_at if before else None)
    (row.job_ad_id,) = upsert_rows([new])
    row.save()
    keys = {new["fold_key"], before.fold_key if before else None}
    log_changes([row.job_ad_id, *refold(keys, [row.job_ad_id])])


def _publishing(company_id: int) -> CompanyRecord:
    company = company_record(company_id)
    if company is None or not company.may_publish:
        raise NotVerifiedError(company_id)
    return company


def _hide(which: Any) -> None:
    """Marks open ads as removed; what they stood before comes forward."""
    now = clock.now()
    rows = list(JobAd.select(JobAd.id, JobAd.fold_key).where(which, *is_open(now)).namedtuples())
    ids = [row.id for row in rows]
    if ids:
        JobAd.update(removed_at=now, changed_at=now).where(JobAd.id.in_(ids)).execute()
        log_changes([*ids, *refold({row.fold_key for row in rows}, ids)])
