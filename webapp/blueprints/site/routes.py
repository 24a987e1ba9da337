"""Pages about the site, its operator and what it promises."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app

from webapp import access
from webapp.base import clock
from webapp.blueprints.site.views import kept_promises, planned_promises
from webapp.caching import unless_unchanged
from webapp.cookies import COOKIES
from webapp.htmx import render
from webapp.i18n import LANGUAGE_PREFIX
from webapp.site.credits import CREDITS

bp = Blueprint("site", __name__, url_prefix=LANGUAGE_PREFIX)


def _page(template: str, **values: Any) -> Response:
    return unless_unchanged(lambda: render(template, **values))


@bp.get("/security")
@access.anyone
def security() -> Response:
    return _page("site/security.html")


@bp.get("/about")
@access.anyone
def about() -> Response:
    return _page("site/about.html", credits=CREDITS)


@bp.get("/privacy")
@access.anyone
def privacy() -> Response:
    profile = current_app.config["PROFILE"]
    return _page(
        "site/privacy.html",
        policy_version=profile.policy_in_force(clock.today()),
        promises_kept=kept_promises(),
        promises_planned_count=planned_promises(),
        # Limits are said where one decides; those decisions come with their own pages.
        limits=[],
    )


@bp.get("/cookies")
@access.anyone
def cookies() -> Response:
    rows = [(cookie.name, str(cookie.purpose), str(cookie.lifetime)) for cookie in COOKIES]
    return _page("site/cookies.html", cookies=rows)


@bp.get("/group")
@access.anyone
def group() -> Response:
    return _page("site/group.html")


@bp.get("/create-cv")
@access.anyone
def create_cv() -> Response:
    return _page("site/create_cv.html")


@bp.get("/jobs-by-email")
@access.anyone
def jobs_by_email() -> Response:
    return _page("site/jobs_by_email.html")


@bp.get("/newsletter")
@access.anyone
def newsletter() -> Response:
    return _page("site/newsletter.html")


@bp.get("/recruit")
@access.anyone
def recruit() -> Response:
    return _page("site/recruit.html")
