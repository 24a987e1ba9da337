"""What the pages of accounts share: a form's page, and how refusals are put into words."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from webapp.domain.accounts.limit_rules import network_of
from webapp.domain.accounts.limits import TooManyTriesError
from webapp.domain.accounts.passwords import TooBusyError
from webapp.domain.employers.partner_links import DeadPartnerLinkError
from webapp.forms import PublicForm, switches_language
from webapp.htmx import page_context, render
from webapp.i18n import gettext as _
from webapp.i18n import language, localized_url, ngettext, same_page_in
from webapp.signing_in import take_notice

FORM_ID = "account-form"
# A page of this site as one comes back to it: a path, and nothing that could lead elsewhere.
_OWN_PAGE = re.compile(r"/(sv|en)(/[A-Za-z0-9_-]+)*/?")
REFUSALS = (TooManyTriesError, TooBusyError)


def network() -> str:
    """The network that the request comes from; it is hashed before it is kept anywhere."""
    return network_of(request.remote_addr or "")


def form_page(
    template: str,
    form: PublicForm,
    *,
    status: int = 200,
    form_id: str = FORM_ID,
    **values: Any,
) -> Response:
    """A page that is one form, sent to its own address.

    Where there is nothing to write, the language switch is a plain link.
    """
    return render(
        template,
        status=status,
        page=page_context(noindex=True, form_id=form_id if list(form) else None),
        form=form.view(),
        action=same_page_in(language()),
        notice_text=take_notice(),
        **values,
    )


def say(template: str, *, status: int = 200, **values: Any) -> Response:
    """A page about somebody's account, without a form whose text could be lost."""
    page = page_context(noindex=True)
    return render(template, status=status, page=page, notice_text=take_notice(), **values)


def refused(
    template: str,
    form: PublicForm,
    refusal: TooManyTriesError | TooBusyError,
    **values: Any,
) -> Response:
    """The form again, with how long to wait."""
    if isinstance(refusal, TooManyTriesError):
        minutes = max(1, -(-int(refusal.wait.total_seconds()) // 60))
        form.refuse(
            ngettext(
                "There have been too many tries. Wait a minute and try again.",
                "There have been too many tries. Wait %(num)s minutes and try again.",
                minutes,
            )
        )
        response = form_page(template, form, status=429, **values)
        response.headers["Retry-After"] = str(60 * minutes)
        return response
    form.refuse(_("Many people are logging in just now. Please press the button once more."))
    response = form_page(template, form, status=503, **values)
    response.headers["Retry-After"] = "1"
    return response


def unfinished(template: str, form: PublicForm, **values: Any) -> Response | None:
    """The form again when it was sent for another language only, or with something wrong in it.

    A value that is a function is called then, and only then.
    """
    if switches_language():
        status = 200
    elif not form.accepts():
        status = 422
    else:
        return None
    made = {name: value() if callable(value) else value for name, value in values.items()}
    return form_page(template, form, status=status, **made)


def dead_link(way_on: str) -> Response:
    """A link that can't be used any more; ``way_on`` names the page where one gets another."""
    return say("accounts/dead_link.html", status=410, way_on=localized_url(way_on))


def dead_partner_link(dead: DeadPartnerLinkError) -> Response:
    """A partner's link that leads nowhere any more."""
    return say("cv_centre/partner_dead.html", status=410, partner=dead.partner)


def own_page(path: str) -> str | None:
    """The path, when it is one of this site's pages, to go back to after logging in."""
    return path if _OWN_PAGE.fullmatch(path) else None


def go(endpoint: str, **values: Any) -> BaseResponse:
    return redirect(localized_url(endpoint, **values), 303)
