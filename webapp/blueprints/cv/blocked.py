"""Companies that never see one's CVs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.forms import ActionForm, BlockForm
from webapp.blueprints.cv.pages import form_page, go, me, notice, unfinished
from webapp.domain.cv.blocks import NothingToBlockError, block_company, unblock_company
from webapp.domain.cv.queries import blocks_of
from webapp.domain.employers.rules import OrganizationNumberError
from webapp.forms import token_for
from webapp.i18n import LANGUAGE_PREFIX
from webapp.i18n import gettext as _

bp = Blueprint("cv_blocked", __name__, url_prefix=LANGUAGE_PREFIX)
BLOCKED = "cv/blocked.html"


@bp.get("/my/blocked")
@access.job_seeker
def index() -> Response:
    return form_page(BLOCKED, BlockForm(), **_around())


@bp.post("/my/blocked")
@access.job_seeker
def send() -> BaseResponse:
    form = BlockForm(request.form)
    if answer := unfinished(BLOCKED, form, **_around()):
        return answer
    try:
        block_company(me(), name=form.name.data, number=form.number.data)
    except OrganizationNumberError:
        form.refuse(_("That is no Swedish organisation number. Check the digits."), "number")
    except NothingToBlockError:
        form.refuse(_("Write the company’s full name or its organisation number."), "name")
    else:
        notice("company-blocked")
        return go("cv_blocked.index")
    return form_page(BLOCKED, form, status=422, **_around())


@bp.post("/my/blocked/<int:block_id>")
@access.job_seeker
def send_unblock(block_id: int) -> BaseResponse:
    if not ActionForm(request.form).accepts():
        return form_page(BLOCKED, BlockForm(), status=422, **_around())
    unblock_company(me(), block_id)
    notice("company-unblocked")
    return go("cv_blocked.index")


def _around() -> dict[str, Any]:
    return {"blocks": blocks_of(me()), "unblock_token": token_for(ActionForm.form_name)}
