"""What tests of the ground floor share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.postgres import own_cluster
from tests.support.sites import migrate
from webapp.base import db


@pytest.fixture
def quiet_postgresql() -> Iterator[str]:
    """A server of its own: an open transaction holds back all readers of its server."""
    with own_cluster() as cluster:
        url = cluster.create_database("quiet")
        migrate(url)
        db.connect(url)
        yield url
        db.database.close()
