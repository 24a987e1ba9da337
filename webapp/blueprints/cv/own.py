"""The owner's CVs: the list, a new one, writing one, deleting it."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.forms import NewCvForm, SureForm
from webapp.blueprints.cv.pages import form_page, go, me, notice, own_cv, say, unfinished
from webapp.blueprints.cv.preview import seen_by_employers
from webapp.blueprints.cv.section_views import section_view
from webapp.blueprints.cv.section_words import HINTS
from webapp.blueprints.cv.views import SHORT_STATES
from webapp.domain.cv.actions import DetailsMissingError, create_cv, delete_cv
from webapp.domain.cv.hints import KIND_OF, hints_for
from webapp.domain.cv.leak_checks import open_findings, open_findings_of
from webapp.domain.cv.own_details import has_required_details
from webapp.domain.cv.queries import cvs_of
from webapp.domain.cv.rules import State, whole_sections
from webapp.htmx import wanted_part
from webapp.i18n import LANGUAGE_PREFIX

bp = Blueprint("cvs", __name__, url_prefix=LANGUAGE_PREFIX)
NEW, EDIT, DELETE = "cv/new.html", "cv/edit.html", "cv/delete.html"
READ = ["cv/_section.html", "cv/_beside.html", "layouts/_languages.html"]
DETAILS_FIRST = "cv/details_first.html"


@bp.get("/my/cvs")
@access.job_seeker
def index() -> Response:
    return say(
        "cv/list.html", cvs=cvs_of(me()), states=SHORT_STATES, findings=open_findings_of(me())
    )


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
    sections = {each.kind: section_view(each) for each in whole_sections(view.sections)}
    parts = {f"section-{kind}": READ for kind in sections}
    return say(
        EDIT,
        part=parts,
        cv=view,
        state=SHORT_STATES[view.state],
        sections=list(sections.values()),
        section=sections.get((wanted_part() or "").removeprefix("section-")),
        # The finder reads the whole CV, and only an anonymous one is told of.
        findings=open_findings(view.id, me()) if view.state is State.ANONYMOUS else 0,
        hints=[(KIND_OF[hint].value, str(HINTS[hint])) for hint in hints_for(view.sections)],
        **seen_by_employers(view),
    )


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
