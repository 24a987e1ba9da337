"""What employers do in dialogues: ask about a CV, and write once they were answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from webapp.base import clock
from webapp.base.db import database, is_postgresql, transaction
from webapp.domain.accounts.queries import recipient_of
from webapp.domain.cv.door import glimpse
from webapp.domain.cv.views import Glimpse
from webapp.domain.dialogues.models import Dialogue, MutedRequests
from webapp.domain.dialogues.queries import company_reading, knows_identity, standing_for_company
from webapp.domain.dialogues.rules import Standing, Wish, may_ask_again
from webapp.domain.dialogues.writing import clean, write_message
from webapp.domain.employers.queries import company_of
from webapp.domain.mail.actions import send_mail
from webapp.domain.mail.rules import Service

# Any constant will do; with a company's id it names a lock in PostgreSQL.
ASKING_LOCK = 0x41736B


class NoSuchCvError(LookupError):
    """For this viewer there is no CV at that address."""


class NoSuchDialogueError(LookupError):
    """For this viewer there is no such dialogue."""


class RequestsMutedError(Exception):
    """The person takes no requests for the time being."""


class AskedAlreadyError(Exception):
    """The company has asked about this CV, and not so long ago was told no, or is answered."""

    def __init__(self, dialogue_id: int) -> None:
        self.dialogue_id = dialogue_id
        super().__init__(dialogue_id)


class TooManyRequestsError(Exception):
    """The company has sent as many requests today as it may."""


class NotAnsweredError(Exception):
    """The person has not answered, or no longer wants to talk."""


def ask(
    address: str,
    asker_id: int,
    *,
    position: str,
    message: str,
    wishes: Iterable[Wish],
    daily_limit: int,
) -> int:
    """Sends a request about the CV at an address; returns the dialogue's id.

    What could lead past the service is taken out where the asker doesn't see who the person is.

    Raises:
        NoSuchCvError: the asker's company sees no CV there.
        RequestsMutedError: the person takes none.
        AskedAlreadyError: the company has asked about it.
        TooManyRequestsError: the day's limit is reached.
    """
    with transaction():
        seen = glimpse(address, asker_id, held=True)
        if seen is None:
            raise NoSuchCvError
        _wait_for_turn(seen.company.id)
        _refuse_if_not_allowed(seen, address, daily_limit)
        now = clock.now()
        anonymous = not seen.shows_identity
        dialogue = Dialogue.create(
            account_id=seen.account_id,
            cv_id=seen.cv_id,
            address=address,
            company_id=seen.company.id,
            asked_by=asker_id,
            position=clean(position, anonymous=anonymous).text,
            asked_for=[wish.value for wish in Wish if wish in set(wishes)],
            standing=Standing.ASKED.value,
            asked_at=now,
            last_at=now,
        )
        write_message(dialogue, message, from_company=True, anonymous=anonymous)
        if recipient := recipient_of(seen.account_id):
            data = {
                "dialogue": dialogue.id,
                "company": seen.company.name,
                "position": dialogue.position,
            }
            send_mail(Service.CV_REQUESTS, recipient, "cv_request", data, notice=True)
    return int(dialogue.id)


def write_to_person(dialogue_id: int, account_id: int, text: str) -> None:
    """Adds a message of the company's to a dialogue that the person has answered.

    Raises:
        NoSuchDialogueError: it is not this company's.
        NotAnsweredError: it doesn't go on.
    """
    with transaction():
        dialogue = company_reading(dialogue_id, account_id)
        company = company_of(account_id)
        if dialogue is None or company is None:
            raise NoSuchDialogueError(dialogue_id)
        if standing_for_company(dialogue, company) is not Standing.ANSWERED:
            raise NotAnsweredError
        anonymous = not knows_identity(dialogue)
        write_message(dialogue, text, from_company=True, anonymous=anonymous)
        if recipient := recipient_of(dialogue.account_id):
            data = {"dialogue": dialogue.id, "company": company.name}
            send_mail(Service.CV_REQUESTS, recipient, "cv_request_message", data, notice=True)


def _wait_for_turn(company_id: int) -> None:
    """Two of a company who ask at once are counted one after the other."""
    if is_postgresql():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s, %s)", (ASKING_LOCK, company_id))


def _refuse_if_not_allowed(seen: Glimpse, address: str, daily_limit: int) -> None:
    now = clock.now()
    before = Dialogue.select().where(
        Dialogue.company_id == seen.company.id, Dialogue.address == address
    )
    for dialogue in before:
        if not may_ask_again(Standing(dialogue.standing), dialogue.asked_at, now):
            raise AskedAlreadyError(dialogue.id)
    if MutedRequests.select().where(MutedRequests.account_id == seen.account_id).exists():
        raise RequestsMutedError
    day_began = clock.end_of_day(clock.today() - timedelta(days=1))
    today = Dialogue.select().where(
        Dialogue.company_id == seen.company.id, Dialogue.asked_at >= day_began
    )
    if today.count() >= daily_limit:
        raise TooManyRequestsError
