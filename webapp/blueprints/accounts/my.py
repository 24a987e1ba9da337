"""The first page of somebody's own area."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp import access
from webapp.access import viewer
from webapp.blueprints.accounts.pages import say
from webapp.domain.accounts.owning import own_account
from webapp.domain.accounts.rules import EMPLOYERS, Role
from webapp.domain.mail.queries import is_stopped
from webapp.i18n import LANGUAGE_PREFIX

bp = Blueprint("my", __name__, url_prefix=LANGUAGE_PREFIX)


@bp.get("/my/")
@access.signed_in
def index() -> Response:
    roles = viewer().roles
    account = own_account(viewer().account_id)
    return say(
        "accounts/my.html",
        account=account,
        mail_stopped=is_stopped(account.email),
        seeker=Role.JOB_SEEKER in roles,
        employer=bool(EMPLOYERS & roles),
        administrator=Role.ADMINISTRATOR in roles,
    )
