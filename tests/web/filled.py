"""A site with ads that only reading tests share, made once for each module."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.page_store import PageStore
from tests.support.sites import SiteUnderTest, build_site, job_record
from webapp.base import clock, db

NURSES = 45
ENGLISH_AD, CLOSED_AD, REMOVED_AD = 101, 102, 103


def ended_yesterday(record: dict[str, Any]) -> dict[str, Any]:
    """The same ad, its last day passed."""
    yesterday = datetime.combine(clock.today() - timedelta(days=1), time()).isoformat()
    return record | {"application_deadline": yesterday, "last_publication_date": yesterday}


def ad_path(number: int) -> str:
    """The path, after the language, of the ad with this number at its source."""
    sql = "SELECT id, headline FROM job_ad WHERE external_id = ?"
    found, headline = db.database.execute_sql(sql, (str(number),)).fetchone()
    return f"jobs/{found}-" + headline.lower().translate(str.maketrans("åäö ", "aao-"))


@pytest.fixture
def filled(filled_site: SiteUnderTest) -> SiteUnderTest:
    """The filled site; another one may have been built since it was."""
    db.connect(filled_site.settings.database_url)
    return filled_site


@pytest.fixture(scope="module")
def filled_site(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, page_store: PageStore
) -> Iterator[SiteUnderTest]:
    """A demo site with 45 nurses in two towns, an English ad, a closed and a removed one."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copyfile(sqlite_template, folder / "site.sqlite3")
    with build_site(folder, f"sqlite:///{folder}/site.sqlite3", page_store) as site:
        stockholm = {"municipality_code": "0180", "region_code": "01", "country_code": "199"}
        nurses = [
            job_record(number, **({"workplace_address": stockholm} if number % 3 == 0 else {}))
            for number in range(1, NURSES + 1)
        ]
        english = job_record(
            ENGLISH_AD, headline="Bridge keeper", detected_language="en", number_of_vacancies=2
        )
        closed = job_record(CLOSED_AD, headline="Brovakt stängd")
        removed = job_record(REMOVED_AD, headline="Brovakt borttagen")
        site.import_records(*nurses, english, closed, removed)
        site.import_records(ended_yesterday(closed), {"id": str(REMOVED_AD), "removed": True})
        yield site
