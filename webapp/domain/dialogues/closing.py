"""Closing an account together with all that its CVs were, and what was said about them."""

from __future__ import annotations

from webapp.base.db import transaction
from webapp.domain.accounts import owning
from webapp.domain.accounts.queries import address_of
from webapp.domain.contact.actions import forget_writer
from webapp.domain.cv.actions import erase_cvs_of
from webapp.domain.cv.forwarding_ends import forget_in_forwardings
from webapp.domain.dialogues.upkeep import forget_dialogues_of
from webapp.domain.employers.actions import forget_employer_user
from webapp.domain.mail.actions import forget_address
from webapp.domain.privacy.actions import erase_person


def close_account(account_id: int) -> None:
    """Closes an account and erases its CVs, details and blocks; the ledger then names nobody.

    Its dialogues go too, what it wrote to us, whom it acted for, and what was mailed to its
    address; only the mail that tells of the closing is written after that.
    """
    with transaction():
        forget_dialogues_of(account_id)
        erase_cvs_of(account_id)
        forget_in_forwardings(account_id)
        erase_person(account_id)
        forget_writer(account_id)
        forget_employer_user(account_id)
        if address := address_of(account_id):
            forget_address(address)
        owning.close_account(account_id)
