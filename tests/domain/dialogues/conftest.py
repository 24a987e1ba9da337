"""Fixtures of the tests of dialogues."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from webapp.base.keyring import KeyRing, use_keys
from webapp.domain.mail.actions import use_mail_host


@pytest.fixture(autouse=True)
def keys() -> Iterator[None]:
    """Keys of this test's personal data."""
    use_keys(KeyRing([b"k" * 32]))
    yield
    use_keys(None)


@pytest.fixture(autouse=True)
def mail_host() -> None:
    use_mail_host("localhost")
