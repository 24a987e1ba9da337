"""One running site for all journeys of a test process, with the real ads and some of our own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.people import BROWSERS, Person, person_at
from tests.journeys.stage import Meet, Stage
from tests.support.served import ServedSite, served_site
from tests.support.sites import job_record
from webapp.base import clock

LISTINGS, FULL_ADS = "platsbanken_listings_8000.jsonl", "jobtech_shape_3_ads.jsonl"
WITHDRAWN, EXPIRED = "Fyrvaktare vid Svartklubben", "Fyrvaktare vid Landsort"


@dataclass(frozen=True)
class RealImport:
    """What came of importing a file; `seconds_until_found` counts from the command's end."""

    command: subprocess.CompletedProcess[str]
    records: int
    seconds_until_found: float


@dataclass(frozen=True)
class Filled:
    """The site and what came of each import."""

    site: ServedSite
    imports: dict[str, RealImport]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Iterator[Filled]:
    with served_site(tmp_path_factory.mktemp("journeys")) as site:
        imports = {}
        for name in (LISTINGS, FULL_ADS):
            before = site.fetch("/sv/jobs").total
            records = len((real_data / name).read_text(encoding="utf-8").splitlines())
            command = site.stepstone("import", "jobtech", str(real_data / name), "--shift-to-today")
            seconds = site.seconds_until_total("/sv/jobs", before + records)
            imports[name] = RealImport(command, records, seconds)
        yield Filled(site, imports)


@pytest.fixture(scope="session")
def site(filled: Filled) -> ServedSite:
    return filled.site


@pytest.fixture(scope="session")
def closed_ads(site: ServedSite) -> dict[str, str]:
    """Addresses, without their language, of an ad that was withdrawn and one whose time is out."""
    yesterday = datetime.combine(clock.today() - timedelta(days=1), datetime.min.time())
    withdrawn = job_record(7001, headline=WITHDRAWN)
    expired = job_record(7002, headline=EXPIRED)
    over = expired | {
        "application_deadline": yesterday.isoformat(),
        "last_publication_date": yesterday.isoformat(),
    }
    site.import_records(withdrawn, expired)
    site.seconds_until_total("/sv/jobs?what=fyrvaktare", 2)
    addresses = {
        headline: address.removeprefix("/sv")
        for headline, address in site.fetch("/sv/jobs?what=fyrvaktare").hits()
    }
    site.import_records({"id": "7001", "removed": True}, over)
    site.seconds_until_total("/sv/jobs?what=fyrvaktare", 0)
    return addresses


@pytest.fixture(params=["sv", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=BROWSERS)
def browser_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def meet(browser_name: str, lang: str, site: ServedSite, browser: Browser) -> Meet:
    """Somebody with each of the browsers in each of the languages."""
    return partial(person_at, browser_name, lang, site.url, browser)


@pytest.fixture
def person(meet: Meet, lang: str) -> Iterator[Person]:
    """Somebody on the home page."""
    with meet(f"/{lang}/") as visitor:
        yield visitor


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """One running demo for all journeys with accounts; each brings people of its own."""
    with served_site(tmp_path_factory.mktemp("demo")) as served:
        yield served


@pytest.fixture
def stage(demo: ServedSite, browser_name: str, lang: str, browser: Browser) -> Stage:
    """The demo for somebody with each of the browsers in each of the languages."""
    meet = partial(person_at, browser_name, lang, demo.url, browser, cookies=True)
    return Stage.of(demo, meet, lang)
