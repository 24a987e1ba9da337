"""The demo's partner delivers one ad of its own, and one that the demo has already."""

from __future__ import annotations

import pytest

from webapp.cli.demo import add_demo_ads
from webapp.domain.jobs.models import JobAd


@pytest.mark.usefixtures("database_url")
def test_one_is_folded_and_one_stands_alone() -> None:
    shown = add_demo_ads()
    assert add_demo_ads() == 0
    theirs = list(JobAd.select().where(JobAd.partner == "Exempeljobb").order_by(JobAd.external_id))
    assert [ad.folded_into is None for ad in theirs] == [False, True]
    assert JobAd.get_by_id(theirs[0].folded_into).source == "demo"
    assert shown == JobAd.select().count() - 1
    for ad in theirs:
        assert ad.municipality_code and ad.source_url.startswith("https://exempeljobb.example/")
