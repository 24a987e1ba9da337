"""What tests of accounts need besides a database."""

from __future__ import annotations

import pytest

from webapp.base.sealing import use_key


@pytest.fixture(autouse=True)
def sealing() -> None:
    use_key("a key of these tests, long enough")
