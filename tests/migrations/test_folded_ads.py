"""Ads from before they were folded get what they share, and are folded the next night."""

from __future__ import annotations

from datetime import timedelta

from webapp.base import clock, db
from webapp.base.db import Migrations
from webapp.domain.jobs.actions import fold_ads
from webapp.domain.jobs.folding import fold_key
from webapp.domain.jobs.models import JobAd

BEFORE = "0008_folded_ads"


def row(number: int, source: str, employer: str) -> dict[str, object]:
    now = clock.now()
    return {
        "source": source, "external_id": str(number), "content_hash": "x", "headline": "Brovakt",
        "description": "", "employer_name": employer, "municipality_code": "1280",
        "published_at": now, "closes_at": now + timedelta(days=1), "imported_at": now,
        "changed_at": now,
    }  # fmt: skip


def test_ads_of_before_are_folded(database_url: str) -> None:
    made = [row(1, "a", "Brobolaget AB"), row(2, "b", "Brobolaget"), row(3, "b", "")]
    made += [row(number, "c", f"Bolag {number}") for number in range(4, 1_010)]
    with db.transaction():
        for start in range(0, len(made), 100):
            JobAd.insert_many(made[start : start + 100]).execute()
    Migrations().down(BEFORE)
    Migrations().up()
    kept = list(JobAd.select().order_by(JobAd.id))
    assert [ad.fold_key for ad in kept] == [
        fold_key(ad.employer_name, ad.headline, ad.municipality_code) for ad in kept
    ]
    assert [ad.folded_into for ad in kept[:3]] == [None, None, None]
    assert fold_ads(clock.now()) == 1
    assert JobAd.get_by_id(kept[1].id).folded_into == kept[0].id
