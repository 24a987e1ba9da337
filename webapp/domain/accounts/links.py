"""Single-use links: made for a purpose, looked at any number of times, taken once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.accounts.models import Link
from webapp.domain.accounts.rules import LINK_LASTS, Purpose
from webapp.domain.accounts.sessions import key_hash

WRONG_ANSWERS = 5


class DeadLinkError(Exception):
    """The link was used, is too old, was never made, or is for something else."""


@dataclass(frozen=True, slots=True)
class KnownLink:
    """What a link that can still be used is about; of the ids, the one that it concerns is set."""

    id: int
    account_id: int | None
    registration_id: int | None
    new_email: str | None


def make_link(
    purpose: Purpose,
    *,
    account_id: int | None = None,
    registration_id: int | None = None,
    new_email: str | None = None,
) -> str:
    """Stores a link by its hash, in the caller's transaction; returns the secret part of it."""
    token = secrets.token_urlsafe(24)
    now = clock.now()
    Link.create(
        token_hash=key_hash(token),
        purpose=purpose.value,
        account=account_id,
        registration=registration_id,
        new_email=new_email,
        created_at=now,
        expires_at=now + LINK_LASTS[purpose],
    )
    return token


def look_at(purpose: Purpose, token: str) -> KnownLink:
    """What a link is about, without using it.

    Raises:
        DeadLinkError: it can't be used.
    """
    row = Link.get_or_none(
        Link.token_hash == key_hash(token),
        Link.purpose == purpose.value,
        Link.expires_at > clock.now(),
        Link.wrong_answers < WRONG_ANSWERS,
    )
    if row is None:
        raise DeadLinkError(purpose.value)
    return KnownLink(row.id, row.account_id, row.registration_id, row.new_email)


def take(purpose: Purpose, token: str) -> KnownLink:
    """Uses a link up, in the caller's transaction; of two at once, one gets it.

    Raises:
        DeadLinkError: it can't be used.
    """
    link = look_at(purpose, token)
    if not Link.delete().where(Link.id == link.id).execute():
        raise DeadLinkError(purpose.value)
    return link


def count_wrong_answer(link: KnownLink) -> None:
    Link.update(wrong_answers=Link.wrong_answers + 1).where(Link.id == link.id).execute()


def drop_links(account_id: int, *purposes: Purpose) -> None:
    """Makes the links of an account useless."""
    names = [purpose.value for purpose in purposes]
    Link.delete().where(Link.account == account_id, Link.purpose.in_(names)).execute()


def forget_old_links(due: datetime) -> int:
    """Deletes links past their time; returns how many."""
    with transaction():
        return int(Link.delete().where(Link.expires_at < due).execute())
