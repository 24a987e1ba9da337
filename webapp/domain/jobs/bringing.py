"""Ads that a company brings from its own system, as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from webapp.adapters import feed
from webapp.domain.employers.queries import company_record
from webapp.domain.jobs.actions import JOBPOSTING, JOBTECH, FeedFormat, import_feed
from webapp.domain.jobs.own_ads import NotVerifiedError, close_ads_of
from webapp.domain.jobs.own_row import publisher_of
from webapp.domain.jobs.storing import ImportReport

LARGEST_FILE = 4 << 20
MOST_RECORDS = 500
# A property of every object of schema.org in JSON-LD, and of none in the JobTech shape.
_MARK_OF_JSON_LD = b'"@type"'


class TooManyError(Exception):
    """The file holds more records than are taken at once."""


def bring_ads(company_id: int, path: Path) -> ImportReport:
    """Publishes a company's own ads from a file of at most ``LARGEST_FILE`` bytes.

    It is in the JobTech shape or one of schema.org JobPosting. Every good record is stored, however
    bad the others are; what came before is changed, and closed where the file says so.

    Raises:
        NotVerifiedError: the company may not publish.
        TooManyError: there are more records than ``MOST_RECORDS``; none is stored.
    """
    shape = JOBPOSTING if _MARK_OF_JSON_LD in path.read_bytes() else JOBTECH
    if len(list(islice(_readable(shape, path), MOST_RECORDS + 1))) > MOST_RECORDS:
        raise TooManyError
    company = company_record(company_id)
    if company is None or not company.may_publish:
        raise NotVerifiedError(company_id)
    report = import_feed(shape, path, f"company-{company_id}", publisher=publisher_of(company))
    now = company_record(company_id)
    if now is None or not now.may_publish:
        # Suspended meanwhile, perhaps between two batches.
        close_ads_of(company_id)
    return report


def _readable(shape: FeedFormat, path: Path) -> Iterator[feed.Record]:
    try:
        for record in shape.records(path):
            yield replace(record, data=None)
    except feed.FeedError:
        # The import itself reads the same file next and reports it.
        return
