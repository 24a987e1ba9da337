"""Rows of synthetic ads, so that they have pages."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from webapp.adapters.job_document import IndexedAd
from webapp.base import clock
from webapp.base.db import transaction
from webapp.base.text import slug
from webapp.domain.jobs.models import JobAd

# A row is found by its key, so it hardly matters how many there are.
MOST_ROWS = 20_000
ROWS_AT_ONCE = 200
WORDS_OF_A_PARAGRAPH = 45


def store_rows(ads: Iterable[IndexedAd]) -> None:
    """Stores ads in the connected database, as an import would."""
    rows = [_row(ad) for ad in ads]
    with transaction():
        for start in range(0, len(rows), ROWS_AT_ONCE):
            JobAd.insert_many(rows[start : start + ROWS_AT_ONCE]).execute()


def pages_of_ads(count: int, seed: int = 3) -> list[str]:
    """Paths of pages of stored ads, as the pages themselves give them."""
    chance = random.Random(seed)
    headlines = dict(JobAd.select(JobAd.id, JobAd.headline).tuples())
    ids = chance.choices(sorted(headlines), k=count)
    return [f"/sv/jobs/{ad_id}-{slug(headlines[ad_id])}" for ad_id in ids]


def _row(ad: IndexedAd) -> dict[str, Any]:
    words = ad.zones["body"].split()
    starts = range(0, len(words), WORDS_OF_A_PARAGRAPH)
    paragraphs = [" ".join(words[start : start + WORDS_OF_A_PARAGRAPH]) for start in starts]
    now = clock.now()
    return {
        "id": ad.id,
        "source": "platsbanken",
        "external_id": str(ad.id),
        "source_url": f"https://example.org/{ad.id}",
        "content_hash": "",
        "headline": ad.zones["headline"],
        "description": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        "language": ad.shown["language"],
        "employer_name": ad.zones["employer"],
        "municipality_code": ad.shown["municipality"],
        "county_code": ad.shown["county"],
        "country_code": ad.shown["country"],
        "occupation_group": ad.choices["group"][0],
        "working_hours": "Heltid",
        "vacancies": 1,
        "application_url": f"https://example.org/{ad.id}/apply",
        "published_at": ad.published,
        "deadline_at": ad.deadline,
        "closes_at": ad.closes,
        "imported_at": now,
        "changed_at": now,
    }
