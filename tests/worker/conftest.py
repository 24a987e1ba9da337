"""A PostgreSQL server of these tests' own: others' open transactions would hold the index back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.postgres import Cluster, own_cluster


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    with own_cluster() as cluster:
        yield cluster
