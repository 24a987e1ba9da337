"""What owners decide about forwarding: what is allowed at all, and a yes or no for each company."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.accounts.queries import recipient_of
from webapp.domain.cv.actions import NoSuchCvError, UndecidedFindingsError
from webapp.domain.cv.door import note_link
from webapp.domain.cv.forwarding_ends import end_requests
from webapp.domain.cv.forwarding_rules import Forwarding, Standing, keeps_open
from webapp.domain.cv.leak_checks import undecided
from webapp.domain.cv.models import Cv, ForwardingRequest
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.employers.queries import company_of
from webapp.domain.mail.actions import send_mail
from webapp.domain.mail.rules import Service


class Answer(StrEnum):
    """What an owner answers when our staff ask about a company."""

    ANONYMOUS = "anonymous"
    IDENTITY = "identity"
    NO = "no"


class NoSuchRequestError(LookupError):
    """There is no such request about a CV of this person's."""


class AnsweredAlreadyError(Exception):
    """The request doesn't wait for an answer any more."""


def choose_forwarding(cv_id: int, account_id: int, chosen: Forwarding) -> None:
    """Stores what our staff may forward. Where that gets less, what was opened by it ends.

    Raises:
        NoSuchCvError: the CV is not this person's.
    """
    with transaction():
        cv = cv_of_owner(cv_id, account_id, to_change=True)
        if cv is None:
            raise NoSuchCvError(cv_id)
        cv.forwarding = chosen.value
        cv.save()
        if not keeps_open(chosen):
            end_requests(cv_id)


def answer_forwarding(request_id: int, account_id: int, answer: Answer) -> None:
    """Answers a request. A yes opens the CV to that company alone and sends it the link.

    Raises:
        NoSuchRequestError: it is about nobody's CV, or somebody else's.
        AnsweredAlreadyError: it has lapsed or ended, or has an answer.
        UndecidedFindingsError: the CV would give its owner away anonymously, undecided by them.
    """
    with transaction():
        row, cv = _held(request_id, account_id)
        if row.standing != Standing.ASKED:
            raise AnsweredAlreadyError(request_id)
        if answer is Answer.ANONYMOUS and (found := undecided(cv)):
            raise UndecidedFindingsError(len(found))
        row.standing = (Standing.DECLINED if answer is Answer.NO else Standing.GRANTED).value
        row.with_identity = answer is Answer.IDENTITY
        row.changed_at = clock.now()
        row.save()
        if answer is not Answer.NO:
            _send_link(row, cv.address)
        if row.asked_by is not None and (staff := recipient_of(row.asked_by)):
            send_mail(Service.ACCOUNT, staff, "forwarding_answered", {}, notice=True)


def end_forwarding(request_id: int, account_id: int) -> None:
    """Takes a yes back, for all that the company has not seen yet.

    Raises:
        NoSuchRequestError: it is about nobody's CV, or somebody else's.
    """
    with transaction():
        row, _cv = _held(request_id, account_id)
        if row.standing == Standing.GRANTED:
            row.standing, row.changed_at = Standing.ENDED.value, clock.now()
            row.save()


def send_address(address: str, staff_id: int, recipient_id: int) -> bool:
    """Mails a customer the address of a CV, with its entry; returns whether they would see it.

    Call it in a transaction.
    """
    recipient = recipient_of(recipient_id)
    if recipient is None or note_link(address, staff_id, recipient_id, by_staff=True) is None:
        return False
    send_mail(Service.ACCOUNT, recipient, "cv_for_you", {"address": address}, notice=True)
    return True


def _send_link(row: ForwardingRequest, address: str) -> None:
    """Sends the link to whom it was asked for, if they still act for that company."""
    if row.recipient_id is None or row.asked_by is None:
        return
    company = company_of(row.recipient_id)
    if company is not None and company.id == row.company_id:
        send_address(address, row.asked_by, row.recipient_id)


def _held(request_id: int, account_id: int) -> tuple[Any, Cv]:
    """A request about an own CV, neither of which changes until the transaction ends."""
    mine = (ForwardingRequest.id == request_id, ForwardingRequest.account_id == account_id)
    found = ForwardingRequest.get_or_none(*mine)
    cv = cv_of_owner(found.cv_id, account_id, to_change=True) if found else None
    # Read again, now that nobody else changes it.
    row = ForwardingRequest.get_or_none(*mine)
    if row is None or cv is None:
        raise NoSuchRequestError(request_id)
    return row, cv
