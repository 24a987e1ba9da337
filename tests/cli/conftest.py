"""Sites that run as their users run them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.server import Site, running_site


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site for questions that leave it as it was."""
    instance = tmp_path_factory.mktemp("site") / "instance"
    with running_site(instance, {"STEPSTONE_LOG_LEVEL": "error"}) as site:
        yield site
