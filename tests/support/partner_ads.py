"""Partners' ads in a site under test."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from tests.support.sites import SiteUnderTest
from webapp.base import clock, db
from webapp.domain.jobs.actions import ImportReport, import_jobposting

PARTNER = "Brobladet"


def posting(number: int = 1, **changes: Any) -> dict[str, Any]:
    """One schema.org JobPosting, published today, open for 30 days; ``changes`` replace keys."""
    today = clock.today()
    return {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "identifier": str(number),
        "url": f"https://brobladet.example/annons/{number}?kampanj=vår&x=1",
        "title": f"Brovakt nummer {number}",
        "description": "<p>Du öppnar och stänger bron.</p>",
        "datePosted": today.isoformat(),
        "validThrough": (today + timedelta(days=30)).isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": "Brobolaget"},
        "jobLocation": {"@type": "Place", "address": "Malmö"},
        "employmentType": "FULL_TIME",
    } | changes


def import_postings(
    site: SiteUnderTest, *postings: dict[str, Any], partner: str = PARTNER
) -> ImportReport:
    """Imports a partner's ads and brings them into the index."""
    path = site.folder / "postings.json"
    path.write_text(json.dumps(postings), encoding="utf-8")
    report = import_jobposting(path, partner)
    site.follower.follow()
    return report


def path_of(external_id: int | str = 1) -> str:
    """The path, after the language, of the ad with this id where it comes from."""
    sql = f"SELECT id FROM job_ad WHERE external_id = {db.database.param}"
    (found,) = db.database.execute_sql(sql, (str(external_id),)).fetchone()
    return f"jobs/{found}-x"
