"""The search of the CV centre. For whoever is of no company it does not exist."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from webapp import access
from webapp.blueprints.cv.pages import me
from webapp.blueprints.cv_centre.forms import read_centre
from webapp.blueprints.cv_centre.pages import not_yet, page_number
from webapp.blueprints.cv_centre.views import form_view, results_view
from webapp.domain.cv.search import search_cvs
from webapp.htmx import address, page_context, render
from webapp.i18n import LANGUAGE_PREFIX, localized_url
from webapp.search_frame import search_frame

bp = Blueprint("cv_centre", __name__, url_prefix=LANGUAGE_PREFIX)
PARTS = {
    "results": [
        "cv_centre/_title.html",
        "cv_centre/_results.html",
        "layouts/_languages.html",
    ]
}


@bp.get("/cv-centre")
@access.employers_alone
def index() -> Response:
    if page := not_yet(me()):
        return page
    form = read_centre(request.args)
    number = page_number(request.args.get("page", ""))
    results = None
    if not form.errors:
        asked = (me(), form.values["text"], form.places, form.filters)
        found = search_cvs(*asked, page=number, counted=True) or abort(404)
        results = results_view(form, found, number)
        if number > 1 and not found.hits:
            abort(404)
    query = {**form.values, "page": number if number > 1 else ""}
    return render(
        "cv_centre/search.html",
        part=PARTS,
        status=form.status,
        shown_at=address(localized_url("cv_centre.index"), query),
        page=page_context(noindex=True, canonical=None, alternates=[], search=search_frame({})),
        form=form_view(form),
        narrows=form.narrows,
        results=results,
    )
