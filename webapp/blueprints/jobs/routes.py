"""Searching ads, and the page of one."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, Response, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.jobs.forms import SearchForm, read_search
from webapp.blueprints.jobs.views import (
    ad_reference,
    ad_view,
    first_page_href,
    place_suggestions,
    results_view,
)
from webapp.caching import unless_unchanged
from webapp.domain.jobs.queries import public_ad
from webapp.domain.jobs.rules import Status
from webapp.domain.jobs.search import JobSearch
from webapp.htmx import page_context, render
from webapp.i18n import LANGUAGE_PREFIX
from webapp.i18n import gettext as _

bp = Blueprint("jobs", __name__, url_prefix=LANGUAGE_PREFIX)
LONGEST_ID = 18
RESULT_PARTS = {
    "results": [
        "jobs/_title.html",
        "jobs/_results.html",
        "layouts/_languages.html",
        "layouts/_words.html",
        "layouts/_criteria.html",
    ]
}


def job_search() -> JobSearch:
    """The ad index of this process."""
    search = current_app.extensions["job_search"]
    assert isinstance(search, JobSearch)
    return search


def index_generation() -> str:
    """What the index holds now. While there is none, nobody is told that there are no jobs."""
    return job_search().generation() or abort(503)


@bp.get("/jobs")
@access.anyone
def search() -> Response:
    return unless_unchanged(_search_page, index_generation(), has_parts=True)


def _search_page() -> Response:
    form = read_search(request.args)
    results = None
    if not form.errors:
        found = job_search().find(form.criteria)
        if found.page > max(1, found.pages):
            form.errors["page"] = _("There are not so many pages of hits.")
            form.status = 404
        else:
            results = results_view(form, found)
    return render(
        "jobs/search.html",
        part=RESULT_PARTS,
        status=form.status,
        page=page_context(
            noindex=bool(form.errors) or form.page > 1,
            search_values=SimpleNamespace(**form.values(sort=form.sort)),
            search_errors=form.errors,
        ),
        search=_search_view(form),
        results=results,
    )


def _search_view(form: SearchForm) -> SimpleNamespace:
    return SimpleNamespace(
        what=form.what,
        where=form.where,
        sort=form.sort,
        page=form.page,
        errors=form.errors,
        notices=form.notices,
        suggestions=place_suggestions(form),
        first_page_href=first_page_href(form),
        ambiguous=bool(form.also),
    )


@bp.get("/jobs/<ref>")
@access.anyone
def ad(ref: str) -> BaseResponse:
    number, _dash, _slug = ref.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_ID):
        abort(404)
    found = public_ad(int(number))
    if found is None:
        abort(404)
    if ref != ad_reference(found):
        return redirect(url_for("jobs.ad", ref=ad_reference(found)), 301)

    def build() -> Response:
        view = ad_view(found, back_href=None)
        gone = view.status is not Status.OPEN
        status = 410 if view.status is Status.REMOVED else 200
        return render("jobs/ad.html", status=status, page=page_context(noindex=gone), ad=view)

    return unless_unchanged(build, found.changed_at)
