"""Figures of a company's ad."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from webapp import access
from webapp.base import clock
from webapp.blueprints.accounts.pages import say
from webapp.blueprints.employers.pages import own_company
from webapp.domain.jobs.own_queries import is_own_job_ad
from webapp.domain.jobs.queries import public_ad
from webapp.domain.jobs.views_count import counts_by_day
from webapp.i18n import LANGUAGE_PREFIX

bp = Blueprint("company_figures", __name__, url_prefix=LANGUAGE_PREFIX)


@bp.get("/employer/figures/<int:job_ad_id>")
@access.employer_user
def figures(job_ad_id: int) -> Response:
    found = public_ad(job_ad_id) if is_own_job_ad(own_company().id, job_ad_id) else None
    if found is None:
        abort(404)
    days = counts_by_day(found.id, clock.stockholm_day(found.published_at))
    return say(
        "employers/figures.html",
        headline=found.headline,
        views=sum(each.views for each in days),
        clicks=sum(each.clicks for each in days),
        counts_clicks=bool(found.application_url),
        days=days,
    )
