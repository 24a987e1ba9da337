"""A mail server, and sites that send through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.smtp_server import MailServer, smtp_server
from webapp.base.config import Settings, load_settings


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with smtp_server() as server:
        yield server


@pytest.fixture
def settings_with(database_url: str, tmp_path: Path) -> Callable[..., Settings]:
    """Makes settings of a site on this test's database, of further environment variables."""

    def settings(**environment: str) -> Settings:
        return load_settings(
            {
                "STEPSTONE_DATABASE_URL": database_url,
                "STEPSTONE_BASE_URL": "https://jobb.example",
                "STEPSTONE_HOSTS": "jobb.example",
                **environment,
            },
            instance=tmp_path / "instance",
        )

    return settings
