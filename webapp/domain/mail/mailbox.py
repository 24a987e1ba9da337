"""The mailbox on the site: what an account reads and does with its own notices.

There is no way in but ``actions.send_mail``: nobody writes to a mailbox, and nothing is answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.base import clock
from webapp.base.db import written_out
from webapp.domain.mail.models import MailboxNotice
from webapp.domain.mail.rules import Service

# More than anybody keeps; a search looks through that many, the newest first.
MOST_NOTICES = 2_000


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: a mail template with its data, to be written in the reader's language."""

    id: int
    service: Service
    template: str
    data: dict[str, Any]
    created_at: datetime
    read_at: datetime | None


def notices_of(account_id: int, *, skipped: int = 0, most: int = MOST_NOTICES) -> list[Notice]:
    """So many of an account's notices, the newest first, after the skipped ones."""
    rows = (
        MailboxNotice.select()
        .where(MailboxNotice.account_id == account_id)
        .order_by(MailboxNotice.created_at.desc(), MailboxNotice.id.desc())
        .offset(skipped)
        .limit(most)
    )
    return [_notice(row) for row in rows]


_COUNT = "SELECT COUNT(*) FROM mailbox_notice WHERE account_id = ?"


def count_notices(account_id: int) -> int:
    ((count,),) = written_out(_COUNT, account_id)
    return int(count)


def notice_of(account_id: int, notice_id: int) -> Notice | None:
    """One notice of an account; None for another's as for one that never was."""
    row = MailboxNotice.get_or_none(*_own(account_id, [notice_id]))
    return _notice(row) if row else None


def mark_read(account_id: int, notice_id: int) -> bool:
    """Marks one of an account's notices as read; returns whether it has such a notice."""
    unread = MailboxNotice.read_at.is_null()
    MailboxNotice.update(read_at=clock.now()).where(
        *_own(account_id, [notice_id]), unread
    ).execute()
    return notice_of(account_id, notice_id) is not None


def delete_notices(account_id: int, notice_ids: Sequence[int]) -> int:
    """Deletes notices of an account; returns how many were its own."""
    return int(MailboxNotice.delete().where(*_own(account_id, notice_ids)).execute())


def _own(account_id: int, notice_ids: Sequence[int]) -> tuple[Any, Any]:
    return MailboxNotice.account_id == account_id, MailboxNotice.id.in_(list(notice_ids))


def _notice(row: MailboxNotice) -> Notice:
    return Notice(row.id, Service(row.service), row.template, row.data, row.created_at, row.read_at)
