"""Visitors of one site, whose accounts and mails are gone after each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.accounts import Visitor
from tests.support.page_store import PageStore
from tests.support.sites import SiteUnderTest, build_site
from webapp.base import db
from webapp.base.sealing import use_key
from webapp.base.work import DueJob
from webapp.domain.accounts.models import Account, Registration, Tries
from webapp.domain.employers.models import EmployerUser
from webapp.domain.mail.models import OutboxMail


@pytest.fixture(scope="module")
def built_site(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, page_store: PageStore
) -> Iterator[SiteUnderTest]:
    folder = tmp_path_factory.mktemp("accounts")
    shutil.copyfile(sqlite_template, folder / "site.sqlite3")
    with build_site(folder, f"sqlite:///{folder}/site.sqlite3", page_store) as site:
        yield site


@pytest.fixture
def site(built_site: SiteUnderTest) -> Iterator[SiteUnderTest]:
    """The site, without any account; another one may have been built since it was."""
    db.connect(built_site.settings.database_url)
    use_key(built_site.settings.secret_key)
    yield built_site
    for table in (Account, EmployerUser, Registration, Tries, OutboxMail, DueJob):
        table.delete().execute()


@pytest.fixture
def visitor(site: SiteUnderTest) -> Visitor:
    return Visitor(site)


@pytest.fixture
def other(site: SiteUnderTest) -> Visitor:
    """Somebody in another browser, on another network."""
    return Visitor(site, address="203.0.113.9")
