"""Forwarding a CV within a company: a link to it, never the CV itself.

What the colleague sees is decided when they open the link, and stands in the ledger then; where the
CV shows who the person is, so does the forwarding.
"""

from __future__ import annotations

from webapp.base.db import transaction
from webapp.domain.accounts.queries import address_of
from webapp.domain.cv.door import note_link
from webapp.domain.employers.queries import company_of, members_of
from webapp.domain.mail.actions import Recipient, send_mail
from webapp.domain.mail.rules import Service


class NoColleagueError(LookupError):
    """The account doesn't act for the sender's company, or the sender sees no CV there."""


def colleagues_of(account_id: int) -> dict[int, Recipient]:
    """The others who act for an account's company now, by the id of their account."""
    company = company_of(account_id)
    members = members_of(company.id) if company else []
    others = [each.account for each in members if each.account.account_id != account_id]
    return {each.account_id: each.recipient for each in others}


def forward_cv(
    address: str, account_id: int, colleague_id: int, *, came_by: int | None = None
) -> None:
    """Mails a colleague the address of a CV that the sender sees.

    ``came_by`` is the partner link of the sender's session.

    Raises:
        NoColleagueError: there is no such colleague, or no such CV for the sender.
    """
    with transaction():
        recipient = colleagues_of(account_id).get(colleague_id)
        sender = address_of(account_id)
        if recipient is None or sender is None:
            raise NoColleagueError
        sent = note_link(address, account_id, colleague_id, by_staff=False, came_by=came_by)
        if sent is None:
            raise NoColleagueError
        data = {"address": address, "sender": sender}
        send_mail(Service.ACCOUNT, recipient, "cv_forwarded", data, notice=True)
