"""In which order a CV has its sections, and which of them only its owner sees."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.forms import OrderForm
from webapp.blueprints.cv.pages import form_page, go, me, notice, own_cv, unfinished
from webapp.blueprints.cv.views import KINDS
from webapp.domain.cv.actions import arrange_sections
from webapp.domain.cv.rules import Kind, whole_sections
from webapp.domain.cv.section_values import placed
from webapp.domain.cv.views import OwnerView
from webapp.i18n import LANGUAGE_PREFIX

bp = Blueprint("cv_order", __name__, url_prefix=LANGUAGE_PREFIX)
ORDER = "cv/order.html"


@bp.get("/my/cvs/<int:cv_id>/order")
@access.job_seeker
def index(cv_id: int) -> Response:
    view = own_cv(cv_id)
    form = OrderForm()
    for place, section in enumerate(whole_sections(view.sections), start=1):
        form[f"place_{section.kind}"].data = str(place)
        form[f"hidden_{section.kind}"].data = section.hidden
    return form_page(ORDER, form, **_around(view))


@bp.post("/my/cvs/<int:cv_id>/order")
@access.job_seeker
def send(cv_id: int) -> BaseResponse:
    view = own_cv(cv_id)
    form = OrderForm(request.form)
    if answer := unfinished(ORDER, form, **_around(view)):
        return answer
    before = [section.kind for section in whole_sections(view.sections)]
    arrange_sections(
        cv_id,
        me(),
        placed(before, [int(form[f"place_{kind}"].data) for kind in before]),
        [kind.value for kind in Kind if form[f"hidden_{kind.value}"].data],
    )
    notice("cv-saved")
    return go("cvs.edit", cv_id=cv_id)


def _around(view: OwnerView) -> dict[str, Any]:
    sections = whole_sections(view.sections)
    return {
        "cv": view,
        "kinds": [(each.kind, str(KINDS[Kind(each.kind)])) for each in sections],
    }
