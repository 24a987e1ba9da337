"""What time does to dialogues: requests lapse, and what has gone quiet is erased."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.base.db import transaction
from webapp.domain.dialogues.models import Dialogue, DialogueMessage, MutedRequests
from webapp.domain.dialogues.rules import LAPSES_AFTER, QUIET_KEPT_DAYS, Standing


def lapse_requests(due: datetime) -> int:
    """Ends requests that nobody answered within 30 days of a moment; returns how many."""
    return int(
        Dialogue.update(standing=Standing.LAPSED.value)
        .where(
            Dialogue.standing == Standing.ASKED.value,
            Dialogue.asked_at <= due - LAPSES_AFTER,
        )
        .execute()
    )


def forget_quiet_dialogues(due: datetime) -> int:
    """Erases dialogues in which nothing was said for half a year; returns how many.

    What is left of each says only that a company asked and how it ended.
    """
    quiet = Dialogue.last_at < due - timedelta(days=QUIET_KEPT_DAYS)
    with transaction():
        return _empty(quiet & Dialogue.account_id.is_null(False))


def forget_dialogues_of(account_id: int) -> None:
    """Erases an account's dialogues and its name in others; call it in the erasing transaction."""
    _empty(Dialogue.account_id == account_id)
    MutedRequests.delete().where(MutedRequests.account_id == account_id).execute()
    Dialogue.update(asked_by=None).where(Dialogue.asked_by == account_id).execute()


def _empty(which: object) -> int:
    ids = Dialogue.select(Dialogue.id).where(which)
    DialogueMessage.delete().where(DialogueMessage.dialogue.in_(ids)).execute()
    emptied = Dialogue.update(
        account_id=None, cv_id=None, address=None, asked_by=None, position="", asked_for=[]
    ).where(which)
    return int(emptied.execute())
