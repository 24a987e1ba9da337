"""How entries of the ledger are linked, from plain values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

FIRST_HASH = "0" * 64


class Channel(StrEnum):
    """How data reached somebody."""

    PAGE = "page"
    PHOTO = "photo"
    LINK = "link"
    MAIL = "mail"
    PRINT = "print"
    EXPORT = "export"
    STAFF = "staff"


class Recipient(StrEnum):
    """What the one who saw it is. Never who: a recruiter is not named to the person."""

    COMPANY_OWNER = "owner"
    RECRUITER = "recruiter"
    LINK_HOLDER = "link holder"
    # A company that the operator's staff forwarded it to.
    FORWARDED = "forwarded"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Content:
    """What an entry says without naming the person; ``disclosed_at`` is aware."""

    disclosed_at: datetime
    company_id: int | None
    company_name: str | None
    country: str | None
    role: str
    fields: tuple[str, ...]
    channel: str
    ground: str
    partner: str | None = None


def commitment_of(salt: str, account_id: int, cv_id: int | None, recipient: str | None) -> str:
    """Binds an entry to its erasable part without telling it: the salt is erased with it."""
    return _sha256([salt, account_id, cv_id, recipient])


def link_hash(
    previous_hash: str, chain_id: int, number: int, content: Content, commitment: str
) -> str:
    """The hash of an entry, which the next one holds as its previous."""
    moment, *rest, partner = astuple(content)
    # Entries without a partner are hashed as they were before there were partners.
    rest += [partner] if partner is not None else []
    told = [moment.astimezone(UTC).isoformat(timespec="microseconds"), *map(_plain, rest)]
    return _sha256([previous_hash, chain_id, number, *told, commitment])


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _sha256(told: Sequence[Any]) -> str:
    canonical = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
