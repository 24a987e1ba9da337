"""Closing an account together with all that its CVs were."""

from __future__ import annotations

from webapp.base.db import transaction
from webapp.domain.accounts import owning
from webapp.domain.cv.actions import erase_cvs_of
from webapp.domain.privacy.actions import erase_person


def close_account(account_id: int) -> None:
    """Closes an account and erases its CVs, details and blocks; the ledger then names nobody."""
    with transaction():
        erase_cvs_of(account_id)
        erase_person(account_id)
        owning.close_account(account_id)
