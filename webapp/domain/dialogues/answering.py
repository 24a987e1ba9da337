"""What people do in dialogues about their CVs: say yes or no, write, end, and mute."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.accounts.queries import recipient_of
from webapp.domain.cv.actions import end_grant, grant_details
from webapp.domain.cv.blocks import block_known_company
from webapp.domain.cv.queries import cvs_to_change
from webapp.domain.cv.rules import Detail
from webapp.domain.dialogues.asking import NoSuchDialogueError
from webapp.domain.dialogues.models import Dialogue, MutedRequests
from webapp.domain.dialogues.queries import (
    OwnDialogue,
    dialogue_of_person,
    knows_identity,
    person_reading,
)
from webapp.domain.dialogues.rules import Standing
from webapp.domain.dialogues.writing import write_message
from webapp.domain.employers.queries import company_card
from webapp.domain.mail.actions import send_mail
from webapp.domain.mail.rules import Service


class Choice(StrEnum):
    """What a person can do about a dialogue, one at a time."""

    REVEAL = "reveal"
    WRITE = "write"
    DECLINE = "decline"
    BLOCK = "block"
    END = "end"


class NotPossibleError(Exception):
    """The dialogue stands so that this can't be done."""


def choices_in(dialogue: OwnDialogue) -> list[Choice]:
    """What the person can do as the dialogue stands.

    A yes is never the first: text browsers choose that by themselves.
    """
    revealing = [Choice.REVEAL] if dialogue.may_reveal else []
    if dialogue.standing is Standing.ASKED:
        return [Choice.WRITE, *revealing, Choice.DECLINE, Choice.BLOCK]
    if dialogue.standing is Standing.ANSWERED and not dialogue.company_blocked:
        return [Choice.WRITE, *revealing, Choice.END, Choice.BLOCK]
    return []


def answer(
    dialogue_id: int,
    account_id: int,
    choice: Choice,
    *,
    text: str = "",
    details: Iterable[Detail] = (),
) -> None:
    """Does what the person chose. A yes shows these details and the name to this company alone.

    Raises:
        NoSuchDialogueError: it is not about this person's CV.
        NotPossibleError: the dialogue stands otherwise by now.
    """
    with transaction():
        # What the answer rests on stays as it is until the answer is stored.
        cvs_to_change(account_id)
        dialogue = dialogue_of_person(dialogue_id, account_id)
        row = person_reading(dialogue_id, account_id)
        if dialogue is None or row is None:
            raise NoSuchDialogueError(dialogue_id)
        if choice not in choices_in(dialogue):
            raise NotPossibleError(choice)
        if choice is Choice.REVEAL and dialogue.cv_id is not None:
            shown = {Detail.NAME, *details}
            grant_details(dialogue.cv_id, account_id, dialogue.company.id, shown)
        write_message(row, text, from_company=False, anonymous=not knows_identity(row))
        if choice in (Choice.DECLINE, Choice.BLOCK, Choice.END) and dialogue.granted is not None:
            _end_yes(dialogue, account_id)
        if choice is Choice.BLOCK:
            block_known_company(account_id, dialogue.company)
        _change(row, _after(choice, dialogue.standing), with_block=choice is Choice.BLOCK)
        _tell_asker(row)


def take_yes_back(dialogue_id: int, account_id: int) -> None:
    """Ends a yes, for all that the company has not seen yet; the dialogue goes on.

    Raises:
        NoSuchDialogueError: it is not about this person's CV.
    """
    with transaction():
        dialogue = dialogue_of_person(dialogue_id, account_id)
        if dialogue is None:
            raise NoSuchDialogueError(dialogue_id)
        _end_yes(dialogue, account_id)


def mute_requests(account_id: int, *, muted: bool) -> None:
    """Lets no more requests about a person's CVs come, or lets them come again."""
    if muted:
        MutedRequests.insert(
            account_id=account_id, muted_at=clock.now()
        ).on_conflict_ignore().execute()
    else:
        MutedRequests.delete().where(MutedRequests.account_id == account_id).execute()


def _after(choice: Choice, standing: Standing) -> Standing:
    if choice is Choice.END:
        return Standing.ENDED
    if choice in (Choice.DECLINE, Choice.BLOCK):
        # A no comes alike with and without a block, and later it is the end of a talk.
        return Standing.DECLINED if standing is Standing.ASKED else Standing.ENDED
    return Standing.ANSWERED


def _change(row: Dialogue, standing: Standing, *, with_block: bool) -> None:
    now = clock.now()
    Dialogue.update(
        standing=standing.value,
        with_block=with_block,
        answered_at=row.answered_at or now,
        last_at=now,
    ).where(Dialogue.id == row.id).execute()


def _tell_asker(row: Dialogue) -> None:
    company = company_card(row.company_id)
    recipient = recipient_of(row.asked_by) if row.asked_by is not None else None
    if recipient is None or company is None or not company.may_see_cvs:
        return
    data = {"dialogue": row.id, "position": row.position}
    send_mail(Service.ACCOUNT, recipient, "cv_request_answered", data, notice=True)


def _end_yes(dialogue: OwnDialogue, account_id: int) -> None:
    if dialogue.cv_id is not None:
        end_grant(dialogue.cv_id, account_id, dialogue.company.id)
