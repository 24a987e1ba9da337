"""What our staff do to forward CVs whose owners allow it: send a link, print, or ask first."""

from __future__ import annotations

from webapp.base.db import transaction
from webapp.domain.accounts.queries import recipient_of
from webapp.domain.cv.door import forwarded_on_paper, glimpse_for_asking
from webapp.domain.cv.forwarding_answers import send_address
from webapp.domain.cv.forwarding_requests import add_request
from webapp.domain.cv.views import View
from webapp.domain.dialogues.queries import takes_requests
from webapp.domain.mail.actions import send_mail
from webapp.domain.mail.rules import Service


class NotForThemError(LookupError):
    """The CV can't be forwarded to that company. Why is the owner's own business."""


def mail_cv(address: str, staff_id: int, recipient_id: int) -> None:
    """Mails somebody of a company a link to a CV, which opens it as they may see it then.

    Raises:
        NotForThemError: it can't be forwarded to them.
    """
    with transaction():
        if not send_address(address, staff_id, recipient_id):
            raise NotForThemError


def print_cv(address: str, staff_id: int, recipient_id: int) -> View:
    """A CV to print for somebody of a company, in the form in which they see it now.

    Raises:
        NotForThemError: it can't be forwarded to them.
    """
    view = forwarded_on_paper(address, staff_id, recipient_id)
    if view is None:
        raise NotForThemError
    return view


def ask_owner(address: str, staff_id: int, recipient_id: int, *, position: str) -> None:
    """Asks the owner of an inactive CV whether it may go to the recipient's company.

    Raises:
        NotForThemError: nobody can be asked about that company, or the owner takes no requests.
        AskedAboutAlreadyError: the owner was asked about it.
    """
    with transaction():
        seen = glimpse_for_asking(address, staff_id, recipient_id)
        if seen is None or not takes_requests(seen.account_id):
            raise NotForThemError
        request_id = add_request(
            seen, staff_id=staff_id, recipient_id=recipient_id, position=position
        )
        if owner := recipient_of(seen.account_id):
            data = {"request": request_id, "company": seen.company.name, "position": position}
            send_mail(Service.CV_REQUESTS, owner, "forwarding_request", data, notice=True)
