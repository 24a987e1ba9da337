"""The first page, and the choice of language at the bare address."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.jobs.routes import index_generation, job_search
from webapp.blueprints.jobs.views import county_links, hit_views
from webapp.blueprints.site.views import kept_promises
from webapp.caching import unless_unchanged
from webapp.htmx import render
from webapp.i18n import LANGUAGE_PREFIX, choose_language

bp = Blueprint("home", __name__)
NEWEST = 8


@bp.get("/")
@access.anyone
def choose() -> BaseResponse:
    response = redirect(url_for("home.index", lang=choose_language(request.accept_languages)))
    response.vary.add("Accept-Language")
    return response


@bp.get(f"{LANGUAGE_PREFIX}/")
@access.anyone
def index() -> Response:
    def build() -> Response:
        found = job_search().newest(NEWEST)
        counts = found.counts["county"]
        return render(
            "home/index.html",
            live="places",
            newest=hit_views(found.hits),
            counties=[(link.name, link.count, link.href) for link in county_links(counts)],
            total=found.total,
            promises_kept=kept_promises(),
        )

    return unless_unchanged(build, index_generation())
