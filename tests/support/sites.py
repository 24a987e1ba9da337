"""A whole site inside the test process: settings, database, index and a checking client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from flask import Flask

from tests.support.checking import CheckingClient
from tests.support.page_store import PageStore
from webapp import create_app
from webapp.base import clock, db
from webapp.base.config import Settings, load_settings
from webapp.domain.jobs.actions import ImportReport, import_jobtech
from webapp.domain.jobs.indexing import IndexFollower


def migrate(database_url: str) -> None:
    """Brings an empty database to this release, and leaves it closed."""
    bound = db.connect(database_url)
    db.Migrations().up()
    bound.close()


def job_record(number: int = 1, **changes: Any) -> dict[str, Any]:
    """One ad in the JobTech shape, published today, open for 30 days; ``changes`` replace keys."""
    today = datetime.combine(clock.today(), datetime.min.time())
    record = {
        "id": str(number),
        "headline": f"Sjuksköterska nummer {number}",
        "description": {
            "text": "Du vårdar patienter på en lugn avdelning.",
            "text_formatted": "<p>Du vårdar patienter på en lugn avdelning.</p>",
        },
        "employer": {"name": "Ekliden Vård", "organization_number": None},
        "application_details": {"url": "https://ekliden.example/jobb"},
        "workplace_address": {
            "municipality_code": "1280",
            "region_code": "12",
            "country_code": "199",
        },
        "number_of_vacancies": 1,
        "publication_date": today.isoformat(),
        "application_deadline": (today + timedelta(days=30)).isoformat(),
        "last_publication_date": (today + timedelta(days=30)).isoformat(),
        "removed": False,
        "detected_language": "sv",
    }
    return record | changes


@dataclass
class SiteUnderTest:
    """A running application with what a test needs to fill and to visit it."""

    app: Flask
    settings: Settings
    folder: Path
    client: CheckingClient
    follower: IndexFollower = field(init=False)

    def __post_init__(self) -> None:
        self.follower = IndexFollower(self.settings.index_path)

    def import_records(self, *records: dict[str, Any], source: str = "platsbanken") -> ImportReport:
        """Imports JobTech records and brings them into the index."""
        path = self.folder / "feed.jsonl"
        path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
        report = import_jobtech(path, source)
        self.follower.follow()
        return report


@contextmanager
def build_site(
    folder: Path, database_url: str, page_store: PageStore | None = None, **environment: str
) -> Iterator[SiteUnderTest]:
    """A demo site in ``folder``; ``environment`` sets more settings, by environment name."""
    settings = load_settings(
        {"STEPSTONE_DATABASE_URL": database_url, "STEPSTONE_LOG_LEVEL": "error", **environment},
        instance=folder / "instance",
    )
    app = create_app(settings)
    app.test_client_class = CheckingClient
    client = cast(CheckingClient, app.test_client())
    client.page_store = page_store
    site = SiteUnderTest(app, settings, folder, client)
    site.follower.follow()
    try:
        yield site
    finally:
        site.follower.close()
        if not db.database.is_closed():
            db.database.close()
