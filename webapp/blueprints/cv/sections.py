"""Writing one section of a CV: a page of its own, and a part of the CV's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.cv.pages import form_page, go, me, notice, own_cv
from webapp.blueprints.cv.section_forms import SectionForm, filled_form, form_of
from webapp.blueprints.cv.section_views import form_fields, section_view
from webapp.blueprints.cv.views import KINDS
from webapp.domain.cv.actions import ChangedMeanwhileError, save_section
from webapp.domain.cv.rules import Kind, Section, whole_sections
from webapp.domain.cv.section_values import version_of
from webapp.domain.cv.views import OwnerView
from webapp.forms import switches_language
from webapp.i18n import LANGUAGE_PREFIX

bp = Blueprint("cv_sections", __name__, url_prefix=LANGUAGE_PREFIX)
PAGE, PART, LANGUAGES = "cv/section.html", "cv/_section_form.html", "layouts/_languages.html"


@bp.get("/my/cvs/<int:cv_id>/sections/<kind>")
@access.job_seeker
def index(cv_id: int, kind: str) -> Response:
    view, section = own_section(cv_id, kind)
    form = filled_form(section, version_of(section), more="more" in request.args)
    return _page(view, form)


@bp.post("/my/cvs/<int:cv_id>/sections/<kind>")
@access.job_seeker
def send(cv_id: int, kind: str) -> BaseResponse:
    view, section = own_section(cv_id, kind)
    form = form_of(Kind(kind), request.form)
    if switches_language():
        return _page(view, form)
    if not form.accepts():
        return _page(view, form, status=422)
    try:
        save_section(cv_id, me(), form.section(), version=form.of("version").data)
    except ChangedMeanwhileError:
        # Whoever now sends it again has seen what it replaces.
        form.of("version").data = version_of(section)
        return _page(view, form, status=409, meanwhile=section_view(section))
    if "more" in request.form:
        return go("cv_sections.index", cv_id=cv_id, kind=kind, more="yes", _anchor="more")
    notice("section-saved")
    return go("cvs.edit", cv_id=cv_id, _anchor=f"section-{kind}")


def own_section(cv_id: int, kind: str) -> tuple[OwnerView, Section]:
    """A person's own CV and one section of it, empty where nothing is written."""
    view = own_cv(cv_id)
    found = [each for each in whole_sections(view.sections) if each.kind == kind]
    if not found or kind not in set(Kind):
        abort(404)
    return view, found[0]


def _page(view: OwnerView, form: SectionForm, *, status: int = 200, **values: Any) -> Response:
    kind = form.kind.value
    return form_page(
        PAGE,
        form,
        status=status,
        part={f"section-{kind}": [PART, LANGUAGES]},
        form_id=f"form-{kind}",
        cv=view,
        kind=kind,
        heading=str(KINDS[form.kind]),
        fields=form_fields(form),
        **({"meanwhile": None} | values),
    )
