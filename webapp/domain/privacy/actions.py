"""Writes of the disclosure ledger: an entry beside each disclosure, and erasing a person."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from webapp.base import clock
from webapp.base.db import database, is_postgresql, transaction
from webapp.domain.privacy.models import Disclosure, DisclosureChain, DisclosureSubject
from webapp.domain.privacy.rules import FIRST_HASH, Channel, Content, commitment_of, link_hash
from webapp.domain.privacy.rules import Recipient as Recipient


class LedgerError(Exception):
    """An entry can't be written, so nothing may be disclosed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDisclosure:
    """What is about to be disclosed: whose, which fields of which CV, to whom, how and why.

    ``partner`` is whose link the recipient came by, if any.
    """

    account_id: int
    cv_id: int | None
    fields: tuple[str, ...]
    role: Recipient
    channel: Channel
    ground: str
    company_id: int | None = None
    company_name: str | None = None
    country: str | None = None
    recipient: str | None = None
    partner: str | None = None


def record_disclosure(disclosed: NewDisclosure) -> int:
    """Adds an entry to the person's chain, in the transaction that discloses; returns its id.

    Raises:
        LedgerError: no transaction is open, so entry and disclosure would not stand together.
    """
    if not database.in_transaction():
        raise LedgerError("A disclosure is recorded in the transaction that discloses.")
    chain = _locked_chain(disclosed.account_id)
    content = Content(
        clock.now(),
        disclosed.company_id,
        disclosed.company_name,
        disclosed.country,
        disclosed.role.value,
        disclosed.fields,
        disclosed.channel.value,
        disclosed.ground,
        disclosed.partner,
    )
    salt = secrets.token_hex(32)
    number, told = chain.length + 1, (disclosed.account_id, disclosed.cv_id, disclosed.recipient)
    commitment = commitment_of(salt, *told)
    digest = link_hash(chain.head, chain.id, number, content, commitment)
    entry_id = Disclosure.insert(
        chain_id=chain.id,
        number=number,
        disclosed_at=content.disclosed_at,
        company_id=content.company_id,
        company_name=content.company_name,
        country=content.country,
        role=content.role,
        fields=list(content.fields),
        channel=content.channel,
        ground=content.ground,
        commitment=commitment,
        previous_hash=chain.head,
        hash=digest,
        partner=content.partner,
    ).execute()
    DisclosureSubject.insert(
        disclosure_id=entry_id,
        salt=salt,
        account_id=disclosed.account_id,
        cv_id=disclosed.cv_id,
        recipient=disclosed.recipient,
    ).execute()
    DisclosureChain.update(length=number, head=digest).where(
        DisclosureChain.id == chain.id
    ).execute()
    return int(entry_id)


def _locked_chain(account_id: int) -> DisclosureChain:
    """The person's chain, held until the transaction ends; two writers would fork it."""
    mine = DisclosureChain.select().where(DisclosureChain.account_id == account_id)
    mine = mine.for_update() if is_postgresql() else mine
    chain = mine.first()
    if chain is None:
        # Of two first disclosures at once, one makes the chain and the other waits for it here.
        new = DisclosureChain.insert(account_id=account_id, length=0, head=FIRST_HASH)
        new.on_conflict_ignore().execute()
        chain = mine.clone().get()
    return chain


def erase_person(account_id: int) -> int:
    """Deletes what ties a person to their entries; returns how many entries now name nobody."""
    with transaction():
        erased = DisclosureSubject.delete().where(DisclosureSubject.account_id == account_id)
        count = int(erased.execute())
        DisclosureChain.update(account_id=None).where(
            DisclosureChain.account_id == account_id
        ).execute()
        return count
