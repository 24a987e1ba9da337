"""The owner's CVs: the list, a new one, writing one, deleting it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.forms import CvForm, NewCvForm, SureForm
from webapp.blueprints.cv.pages import form_page, go, me, notice, own_cv, say, unfinished
from webapp.blueprints.cv.views import DETAILS, KINDS, SHORT_STATES, place_codes, place_names
from webapp.domain.cv.actions import (
    DetailsMissingError,
    choose_details,
    create_cv,
    delete_cv,
    save_cv,
)
from webapp.domain.cv.own_details import has_required_details
from webapp.domain.cv.queries import cvs_of
from webapp.domain.cv.rules import ANONYMOUS_CHOICES, Detail, Kind, Section
from webapp.domain.cv.views import OwnerView
from webapp.i18n import LANGUAGE_PREFIX
from webapp.i18n import gettext as _

bp = Blueprint("cvs", __name__, url_prefix=LANGUAGE_PREFIX)
NEW, EDIT, DELETE = "cv/new.html", "cv/edit.html", "cv/delete.html"
DETAILS_FIRST = "cv/details_first.html"


@bp.get("/my/cvs")
@access.job_seeker
def index() -> Response:
    return say("cv/list.html", cvs=cvs_of(me()), states=SHORT_STATES)


@bp.get("/my/cvs/new")
@access.job_seeker
def new() -> Response:
    if not has_required_details(me()):
        return say(DETAILS_FIRST)
    return form_page(NEW, NewCvForm())


@bp.post("/my/cvs/new")
@access.job_seeker
def send_new() -> BaseResponse:
    form = NewCvForm(request.form)
    if answer := unfinished(NEW, form):
        return answer
    try:
        cv_id = create_cv(me(), form.title.data, form.language.data)
    except DetailsMissingError:
        return say(DETAILS_FIRST, status=422)
    return go("cvs.edit", cv_id=cv_id)


@bp.get("/my/cvs/<int:cv_id>")
@access.job_seeker
def edit(cv_id: int) -> Response:
    view = own_cv(cv_id)
    return form_page(EDIT, _filled(view), **_around(view))


@bp.post("/my/cvs/<int:cv_id>")
@access.job_seeker
def send_edit(cv_id: int) -> BaseResponse:
    view = own_cv(cv_id)
    form = CvForm(request.form)
    if answer := unfinished(EDIT, form, **_around(view)):
        return answer
    codes, unknown = place_codes(form.places.data)
    if unknown:
        form.refuse(_("We know no such place: %(places)s", places="; ".join(unknown)), "places")
        return form_page(EDIT, form, status=422, **_around(view))
    sections = _sections(view, form, codes)
    save_cv(cv_id, me(), title=form.title.data, language=form.language.data, sections=sections)
    choose_details(
        cv_id,
        me(),
        shown=[each for each in Detail if form[f"show_{each.value}"].data],
        anonymous=[each for each in ANONYMOUS_CHOICES if form[f"anonymous_{each}"].data],
        third_countries=form.third_countries.data,
    )
    notice("cv-saved")
    return go("cvs.edit", cv_id=cv_id)


@bp.get("/my/cvs/<int:cv_id>/delete")
@access.job_seeker
def delete(cv_id: int) -> Response:
    return form_page(DELETE, SureForm(), cv=own_cv(cv_id))


@bp.post("/my/cvs/<int:cv_id>/delete")
@access.job_seeker
def send_delete(cv_id: int) -> BaseResponse:
    form = SureForm(request.form)
    if answer := unfinished(DELETE, form, cv=own_cv(cv_id)):
        return answer
    delete_cv(cv_id, me())
    notice("cv-deleted")
    return go("cvs.index")


def _around(view: OwnerView) -> dict[str, Any]:
    """What the page of a CV shows beside its form's own values."""
    given = [*view.details, *(["photo"] if view.has_photo else [])]
    return {
        "cv": view,
        "state": SHORT_STATES[view.state],
        "kinds": [(kind.value, str(label)) for kind, label in KINDS.items()],
        "details": [
            (name, str(label))
            for name, label in DETAILS.items()
            if name in given and name != Detail.NAME
        ],
        "anonymous": [(name, str(DETAILS[name])) for name in ANONYMOUS_CHOICES],
    }


def _filled(view: OwnerView) -> CvForm:
    form = CvForm()
    form.title.data, form.language.data = view.title, view.language
    form.third_countries.data = view.third_countries
    for section in view.sections:
        form[f"text_{section.kind}"].data = str(section.content.get("text", ""))
        form[f"hidden_{section.kind}"].data = section.hidden
        if section.kind == Kind.WANTED:
            form.places.data = place_names(section.content.get("places", ()))
    for detail in view.shown_details:
        form[f"show_{detail}"].data = True
    for choice in view.anonymous_choices:
        form[f"anonymous_{choice}"].data = True
    return form


def _sections(view: OwnerView, form: CvForm, places: list[str]) -> list[Section]:
    """The sections as written, with what the form does not know of left as it was."""
    before = {section.kind: section for section in view.sections}
    kinds = dict.fromkeys([*before, *(kind.value for kind in Kind)])
    written = []
    for kind in kinds:
        content = dict(before[kind].content) if kind in before else {}
        content["text"] = form[f"text_{kind}"].data
        if kind == Kind.WANTED:
            content["places"] = places
        written.append(Section(kind, form[f"hidden_{kind}"].data, content))
    return written
