"""Forwarding a CV within a company: a link to it, never the CV itself.

What the colleague sees is decided when they open the link, and stands in the ledger then.
"""

from __future__ import annotations

from webapp.base.db import transaction
from webapp.domain.accounts.queries import recipient_of
from webapp.domain.cv.door import glimpse
from webapp.domain.employers.queries import accounts_of_company, company_of
from webapp.domain.mail.actions import send_mail
from webapp.domain.mail.rules import Service


class NoColleagueError(LookupError):
    """The account doesn't act for the sender's company, or the sender sees no CV there."""


def colleagues_of(account_id: int) -> list[tuple[int, str]]:
    """The others who act for an account's company now: id and address, by address."""
    company = company_of(account_id)
    if company is None:
        return []
    found = [
        (each, recipient.address)
        for each in accounts_of_company(company.id)
        if each != account_id and (recipient := recipient_of(each))
    ]
    return sorted(found, key=lambda pair: pair[1])


def forward_cv(address: str, account_id: int, colleague_id: int) -> None:
    """Mails a colleague the address of a CV that the sender sees.

    Raises:
        NoColleagueError: there is no such colleague, or no such CV for the sender.
    """
    with transaction():
        recipient = recipient_of(colleague_id)
        colleagues = {found for found, _ in colleagues_of(account_id)}
        sender = recipient_of(account_id)
        seen = glimpse(address, account_id)
        if None in (recipient, sender, seen) or colleague_id not in colleagues:
            raise NoColleagueError
        assert recipient is not None
        assert sender is not None
        data = {"address": address, "sender": sender.address}
        send_mail(Service.ACCOUNT, recipient, "cv_forwarded", data, notice=True)
