"""The session cookie: who asks, read once for each request, and written when that changes."""

from __future__ import annotations

import re

from flask import Flask, Response, current_app, g, request

from webapp.access import Access, access_of
from webapp.domain.accounts.rules import Stage
from webapp.domain.accounts.sessions import (
    end_session,
    find_session,
    leave_notice,
    open_session,
)
from webapp.i18n import lazy_gettext as _l

COOKIE = "__Host-session"
# Text browsers drop a Secure cookie on plain http, which is allowed on loopback only
# (webapp/base/config.py refuses to start elsewhere).
LOOPBACK_COOKIE = "session"
NOTICES = {
    "password-changed": _l("Your password is changed, and you are logged out everywhere else."),
    "question-changed": _l("Your security question is changed."),
    "language-changed": _l("Your mails will come in this language from now on."),
    "session-ended": _l("That login is ended."),
    "sessions-ended": _l("You are logged out everywhere else."),
    "cv-saved": _l("Your CV is saved."),
    "section-saved": _l("The section is saved."),
    "cv-imported": _l("Your new CV has what the file said. Nobody but you sees it."),
    "cv-copied": _l("The copy is a CV of its own. Nobody but you sees it."),
    "cv-deleted": _l("The CV is deleted."),
    "cv-switched": _l("The CV is switched. It is so everywhere from this moment."),
    "leaks-decided": _l("Your choices are carried out."),
    "cv-coarser": _l("The CV shows less now."),
    "details-saved": _l("Your details are saved."),
    "photo-saved": _l("Your photo is saved."),
    "photo-removed": _l("Your photo is taken away."),
    "company-blocked": _l("The company no longer sees any of your CVs."),
    "company-unblocked": _l("The company is no longer blocked."),
    "link-withdrawn": _l("The link is closed."),
    "cv-asked": _l("The request is sent. The answer comes here, and we mail you that it is there."),
    "dialogue-changed": _l("Nothing was sent: the dialogue has changed in the meantime."),
    "message-sent": _l("The message is sent."),
    "cv-answered": _l("The company is told."),
    "cv-revealed": _l("This company now sees who you are. You can end it whenever you like."),
    "yes-ended": _l("Your yes is ended. The company sees no more of your details."),
    "requests-muted": _l("You take no requests now."),
    "requests-taken": _l("You take requests again."),
    "shortlist-kept": _l("The CV is saved."),
    "shortlist-dropped": _l("The entry is taken away."),
    "cv-forwarded": _l("The link is on its way to your colleague."),
    "forwarding-chosen": _l("Your choice is saved."),
    "forwarding-yes": _l("This company can open the CV now. You can end it whenever you like."),
    "forwarding-no": _l("The company gets nothing, and our staff are told that you said no."),
    "forwarding-changed": _l("Nothing was done: the request has changed in the meantime."),
    "forwarding-ended": _l("Your yes is ended. The company can’t open the CV any more."),
    "forwarding-mailed": _l("The link is on its way to the company."),
    "forwarding-asked": _l("The owner is asked. You get a mail when there is an answer."),
    "company-registered": _l(
        "The company is registered. We check who it is, and write to you when we have."
    ),
    "company-saved": _l("What you told about the company is saved."),
    "company-closed": _l("The company is closed. Your own account is as it was."),
    "colleague-invited": _l("The invitation is on its way. It is good for seven days."),
    "invitation-withdrawn": _l("The invitation is withdrawn."),
    "invitation-accepted": _l("Welcome! You act for the company from now on."),
    "colleague-changed": _l("The role is changed."),
    "colleague-ended": _l("Your colleague no longer acts for the company."),
    "company-handed-over": _l("You have handed the company over, and are a recruiter now."),
    "company-decided": _l("The decision is made, and the company’s owners are told."),
    "partner-link-made": _l("The link is made. Give its address to the partner."),
    "partner-link-withdrawn": _l("The link is withdrawn. It leads nowhere from this moment."),
    "ad-saved": _l("The ad is saved."),
    "ad-published": _l("The ad is published. It can be found within a second."),
    "ad-paused": _l("The ad is paused. Nobody finds it until you publish it again."),
    "ad-closed": _l("The ad is closed."),
    "ad-copied": _l("Here is the copy, as a draft."),
    "factor-removed": _l("It is removed."),
}
_DEVICES = (
    ("text browser", re.compile(r"^(lynx|w3m|links|elinks|emacs|dillo)", re.IGNORECASE)),
    ("phone", re.compile(r"mobile|android|iphone|ipad|tablet", re.IGNORECASE)),
)


def cookie_name() -> str:
    return COOKIE if current_app.config["SETTINGS"].https else LOOPBACK_COOKIE


def device() -> str:
    """The class of device that asks, as coarse as can be: nothing else of it is kept."""
    agent = request.user_agent.string
    return next((name for name, known in _DEVICES if known.search(agent)), "computer")


def sign_in(
    account_id: int,
    stage: Stage,
    password_hash: str | None = None,
    *,
    came_by: int | None = None,
) -> None:
    """Begins a new session; the one that was there before, if any, ends.

    ``came_by`` is the partner link by which somebody came.

    Raises:
        PasswordChangedError: ``password_hash`` is the account's no longer.
    """
    if g.session is not None:
        end_session(g.session.id)
    g.session_key = open_session(account_id, stage, device(), password_hash, came_by)
    _enter(g.session_key)


def sign_out() -> None:
    """Ends the session of this browser."""
    if g.session is not None:
        end_session(g.session.id)
    g.session_key = ""
    _nobody()


def _nobody() -> None:
    g.session = g.account = g.stage = None


def _enter(key: str) -> None:
    g.session = find_session(key)
    if g.session is not None:
        g.stage = g.session.stage
        g.account = g.session.viewer if g.stage is Stage.WHOLE else None


def notice(name: str) -> None:
    """Has the next page of this session say something once (``NOTICES``)."""
    leave_notice(g.session.id, name)


def take_notice() -> str | None:
    """What the page before left to say, if anything; it is said once."""
    name = g.session.notice if g.get("session") is not None else None
    if name is None:
        return None
    leave_notice(g.session.id, None)
    return str(NOTICES[name]) if name in NOTICES else None


def init_app(app: Flask) -> None:
    @app.before_request
    def see_who_asks() -> None:
        _nobody()
        key = request.cookies.get(cookie_name())
        if not key or access_of(request.endpoint) is Access.MACHINE:
            return
        _enter(key)

    @app.after_request
    def hand_out_cookie(response: Response) -> Response:
        key = g.get("session_key")
        secure = app.config["SETTINGS"].https
        if key:
            response.set_cookie(cookie_name(), key, secure=secure, httponly=True, samesite="Lax")
        elif key is not None:
            response.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Lax")
        return response
