"""Fixtures for every test. A database is copied from one migrated template, not migrated anew."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings

from tests.support import promises, valid_pages
from tests.support.chromium import chromium
from tests.support.page_store import PageStore
from tests.support.postgres import Cluster, shared_cluster
from tests.support.sites import SiteUnderTest, build_site, migrate
from webapp.base import db
from webapp.domain.accounts.passwords import use_hasher

settings.register_profile(
    "tests",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("tests")

REAL_DATA = Path(__file__).parents[2] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    promises.add_options(parser)
    valid_pages.add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    promises.register(config)
    valid_pages.register(config)


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> None:
    """Passwords cost next to nothing in tests."""
    use_hasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(scope="session")
def run_id() -> str:
    """The same in every worker of one test run."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"pid{os.getpid()}"


@pytest.fixture(scope="session")
def postgresql(run_id: str) -> Cluster:
    """A PostgreSQL server of this test process.

    Of its own, because an open transaction of any database holds back its server's change logs.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return shared_cluster(f"{run_id}-{worker}", os.getpid())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database that nobody uses, to copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> Iterator[str]:
    """A migrated SQLite database of this test."""
    path = tmp_path / "stepstone.sqlite3"
    shutil.copyfile(sqlite_template, path)
    yield f"sqlite:///{path}"
    if db.database.obj is not None and not db.database.is_closed():
        db.database.close()


@pytest.fixture
def postgresql_url(postgresql: Cluster) -> Iterator[str]:
    """A migrated PostgreSQL database of this test."""
    template = postgresql.prepare_template("migrated", migrate)
    with postgresql.database(template) as url:
        yield url
        if db.database.obj is not None and not db.database.is_closed():
            db.database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database of this test, bound to the models: each test runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    db.connect(url)
    yield url
    if not db.database.is_closed():
        db.database.close()


@pytest.fixture(scope="session")
def page_store(run_id: str) -> PageStore:
    """Every page that this run fetches, for the validators at its end."""
    return PageStore(promises.pages_folder(run_id))


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path, page_store: PageStore) -> Iterator[SiteUnderTest]:
    """A demo site without ads on a database of its own; its client checks all it fetches."""
    with build_site(tmp_path, sqlite_url, page_store) as built:
        yield built


@pytest.fixture
def app(site: SiteUnderTest) -> Flask:
    return site.app


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One Chromium for each test process."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Real ads beside the checkout; a test that needs them fails in CI where they are absent."""
    if not REAL_DATA.is_dir():
        reason = "../shared/data is not beside the checkout"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return REAL_DATA
