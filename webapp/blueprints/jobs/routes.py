"""Searching ads, and the page of one."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, Response, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.base import clock
from webapp.blueprints.jobs.ad_views import ad_reference, ad_view
from webapp.blueprints.jobs.forms import SearchForm, read_search
from webapp.blueprints.jobs.lookup import ad_called_with_those_behind
from webapp.blueprints.jobs.sources import also_published
from webapp.blueprints.jobs.structured_data import job_posting
from webapp.blueprints.jobs.views import (
    chosen_view,
    county_asked_for,
    first_page_href,
    hit_views,
    place_suggestions,
    results_view,
    search_title,
    ways_view,
)
from webapp.blueprints.jobs.visits import is_somebody_looking
from webapp.caching import unless_unchanged
from webapp.domain.jobs.queries import leader_of
from webapp.domain.jobs.rules import Status
from webapp.domain.jobs.search import JobSearch
from webapp.domain.jobs.similar import similar_ads
from webapp.domain.jobs.views_count import count_view
from webapp.domain.jobs.ways_on import ways_on, ways_without_place
from webapp.htmx import address, page_context, render
from webapp.i18n import LANGUAGE_PREFIX, localized_url
from webapp.i18n import gettext as _
from webapp.search_frame import CRITERIA, criterion_id, search_frame

bp = Blueprint("jobs", __name__, url_prefix=LANGUAGE_PREFIX)
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
    results, found, ways = None, None, []
    if not form.errors:
        found = job_search().find(form.criteria)
        if found.page > max(1, found.pages):
            form.errors["page"] = _("There are not so many pages of hits.")
            form.status = 404
        else:
            results = results_view(form, found)
            ways = ways_view(form, ways_on(job_search(), form.asked, found))
    elif form.all_as_words:
        ways = ways_view(form, ways_without_place(job_search(), form.asked, form.all_as_words))
    own_address = address(
        localized_url("jobs.search"), form.values(page=form.page if form.page > 1 else "")
    )
    canonical = current_app.config["SETTINGS"].base_url + own_address
    return render(
        "jobs/search.html",
        part=RESULT_PARTS,
        live="search",
        status=form.status,
        shown_at=None if form.errors else own_address,
        page=page_context(
            noindex=bool(form.errors) or form.page > 1,
            canonical=None if form.errors else canonical,
            search=search_frame(
                form.values(), form.errors, found.counts if found and found.total else None
            ),
        ),
        search=_search_view(form),
        results=results,
        ways=ways,
    )


def _search_view(form: SearchForm) -> SimpleNamespace:
    return SimpleNamespace(
        what=form.what,
        where=form.where,
        county=county_asked_for(form),
        page=form.page,
        errors=form.errors,
        error_ids={name: criterion_id(name) for name in CRITERIA},
        notices=form.notices,
        suggestions=place_suggestions(form),
        first_page_href=first_page_href(form),
        ambiguous=bool(form.place.also),
        chosen=chosen_view(form),
        title=search_title(form),
        feed_href=None
        if form.errors
        else address(localized_url("feeds.atom_feed"), form.values(sort="")),
    )


@bp.get("/jobs/<ref>")
@access.anyone
def ad(ref: str) -> BaseResponse:
    found, behind = ad_called_with_those_behind(ref)
    if ref != ad_reference(found):
        return redirect(url_for("jobs.ad", ref=ad_reference(found)), 301)

    leader = leader_of(found, clock.now())
    if leader is not None:
        return redirect(url_for("jobs.ad", ref=ad_reference(leader)), 302)

    if found.company_id and is_somebody_looking():
        count_view(found.id)
    similar = similar_ads(job_search(), found)

    def build() -> Response:
        view = ad_view(found, back_href=None)
        gone = view.status is not Status.OPEN
        status = 410 if view.status is Status.REMOVED else 200
        page = page_context(noindex=gone)
        return render(
            "jobs/ad.html",
            status=status,
            page=page,
            ad=view,
            also=also_published((each, ad_reference(each)) for each in behind),
            structured=None if gone else job_posting(found, address=page.canonical),
            similar=hit_views(similar),
        )

    others = [(each.id, each.changed_at) for each in behind]
    return unless_unchanged(build, found.changed_at, similar, others)
