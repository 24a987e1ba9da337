"""A CV's title, its language, and which of the owner's details it shows to whom."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.forms import AboutForm
from webapp.blueprints.cv.pages import form_page, go, me, notice, own_cv, unfinished
from webapp.blueprints.cv.views import DETAILS
from webapp.domain.cv.actions import save_about
from webapp.domain.cv.rules import ANONYMOUS_CHOICES, Detail
from webapp.domain.cv.views import OwnerView
from webapp.i18n import LANGUAGE_PREFIX

bp = Blueprint("cv_about", __name__, url_prefix=LANGUAGE_PREFIX)
ABOUT = "cv/about.html"


@bp.get("/my/cvs/<int:cv_id>/about")
@access.job_seeker
def index(cv_id: int) -> Response:
    view = own_cv(cv_id)
    form = AboutForm()
    form.title.data, form.language.data = view.title, view.language
    form.third_countries.data = view.third_countries
    for detail in view.shown_details:
        form[f"show_{detail}"].data = True
    for choice in view.anonymous_choices:
        form[f"anonymous_{choice}"].data = True
    return form_page(ABOUT, form, **_around(view))


@bp.post("/my/cvs/<int:cv_id>/about")
@access.job_seeker
def send(cv_id: int) -> BaseResponse:
    view = own_cv(cv_id)
    form = AboutForm(request.form)
    if answer := unfinished(ABOUT, form, **_around(view)):
        return answer
    save_about(
        cv_id,
        me(),
        title=form.title.data,
        language=form.language.data,
        shown=[each for each in Detail if form[f"show_{each.value}"].data],
        anonymous=[each for each in ANONYMOUS_CHOICES if form[f"anonymous_{each}"].data],
        third_countries=form.third_countries.data,
    )
    notice("cv-saved")
    return go("cvs.edit", cv_id=cv_id)


def _around(view: OwnerView) -> dict[str, Any]:
    """What the page shows beside its form's own values."""
    given = [*view.details, *([Detail.PHOTO.value] if view.has_photo else [])]
    return {
        "cv": view,
        "details": [
            (name, str(label))
            for name, label in DETAILS.items()
            if name in given and name != Detail.NAME
        ],
        "anonymous": [(name, str(DETAILS[name])) for name in ANONYMOUS_CHOICES],
    }
