"""The owner's CV as files and on paper, as each kind of viewer gets it.

The blueprint holds the pages of ``importing.py`` too: files in and out are one place.
"""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, request

from webapp import access
from webapp.adapters.typst_pdf import BusyError, Layout, TooLongError
from webapp.base.text import slug
from webapp.blueprints.cv.pages import me, own_cv, say, shown
from webapp.blueprints.cv.sheet import pdf_of, sheet_of
from webapp.caching import PERSONAL
from webapp.domain.cv.door import preview
from webapp.domain.cv.json_resume import json_resume
from webapp.domain.cv.rules import State
from webapp.domain.cv.views import AnonymousView, View
from webapp.htmx import address
from webapp.i18n import LANGUAGE_PREFIX, localized_url
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l

bp = Blueprint("cv_files", __name__, url_prefix=LANGUAGE_PREFIX)
OWNER = "owner"
VIEWERS = {
    OWNER: _l("As you see it: everything, with what is hidden and all your details"),
    State.PUBLIC.value: _l("As a public CV: what verified employers would see, with your name"),
    State.ANONYMOUS.value: _l("As an anonymous CV: without name, details and references"),
}
LAYOUTS = {
    Layout.PLAIN.value: _l("PDF in one column"),
    Layout.TWO_COLUMN.value: _l("PDF in two columns"),
}


@bp.get("/my/cvs/<int:cv_id>/export")
@access.job_seeker
def export(cv_id: int) -> Response:
    view = own_cv(cv_id)
    viewers = [(str(label), _links(cv_id, viewer)) for viewer, label in VIEWERS.items()]
    return say("cv/export.html", cv=view, viewers=viewers)


@bp.get("/my/cvs/<int:cv_id>/cv.json")
@access.job_seeker
def json_file(cv_id: int) -> Response:
    view = _seen(cv_id)
    text = json.dumps(json_resume(view), ensure_ascii=False, indent=2)
    return _download(_file_name(view), text.encode(), "json", "application/json")


@bp.get("/my/cvs/<int:cv_id>/cv.pdf")
@access.job_seeker
def pdf_file(cv_id: int) -> Response:
    layout = request.args.get("layout", Layout.PLAIN.value)
    if layout not in set(Layout):
        abort(404)
    view = _seen(cv_id)
    return _download(_file_name(view), _pdf(view, Layout(layout)), "pdf", "application/pdf")


@bp.get("/my/cvs/<int:cv_id>/print")
@access.job_seeker
def paper(cv_id: int) -> Response:
    """The CV alone on a page, to be printed by the browser."""
    return shown("cv/paper.html", sheet=sheet_of(_seen(cv_id)))


def pdf_answer(view: View) -> Response:
    """A CV as PDF for somebody else than its owner; the file's name says nothing of either."""
    response = _download("cv", _pdf(view, Layout.PLAIN), "pdf", "application/pdf")
    response.headers["Cache-Control"] = PERSONAL
    return response


def _pdf(view: View, layout: Layout) -> bytes:
    try:
        return pdf_of(view, layout)
    except BusyError:
        abort(503)
    except TooLongError:
        abort(413)


def _seen(cv_id: int) -> View:
    """The CV as the viewer sees it that the address names."""
    viewer = request.args.get("as", OWNER)
    own = own_cv(cv_id)
    if viewer == OWNER:
        return own
    view = preview(cv_id, me(), State(viewer)) if viewer in VIEWERS else None
    if view is None:
        abort(404)
    return view


def _file_name(view: View) -> str:
    """What a CV's owner finds it by again; the name of an anonymous CV says nothing."""
    return "cv" if isinstance(view, AnonymousView) else f"cv-{slug(view.title)}"


def _download(name: str, content: bytes, ending: str, kind: str) -> Response:
    """A file to keep, named in ASCII (RFC 6266)."""
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _links(cv_id: int, viewer: str) -> list[tuple[str, str]]:
    """Where one gets a CV as one kind of viewer has it: label and address of each form."""

    def to(endpoint: str, **more: str) -> str:
        return address(localized_url(endpoint, cv_id=cv_id), {**more, "as": viewer})

    return [
        *((str(label), to("cv_files.pdf_file", layout=name)) for name, label in LAYOUTS.items()),
        ("JSON Resume", to("cv_files.json_file")),
        (_("A page to print"), to("cv_files.paper")),
    ]
