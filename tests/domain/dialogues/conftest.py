"""Fixtures of the CVs' tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from webapp.base.keyring import KeyRing, use_keys


@pytest.fixture(autouse=True)
def keys() -> Iterator[None]:
    """Keys of this test's personal data."""
    use_keys(KeyRing([b"k" * 32]))
    yield
    use_keys(None)
