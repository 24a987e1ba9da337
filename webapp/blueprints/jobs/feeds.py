"""What leaves the site about its ads: feeds, sitemaps, a calendar day, and the way to a partner."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.base import clock, icalendar
from webapp.blueprints.jobs import opensearch as opensearch_file
from webapp.blueprints.jobs.ad_views import ad_deadline, ad_reference, ad_status
from webapp.blueprints.jobs.atom import Listed, atom
from webapp.blueprints.jobs.forms import SearchForm, read_search
from webapp.blueprints.jobs.lookup import ad_called
from webapp.blueprints.jobs.partners import address_outside
from webapp.blueprints.jobs.routes import index_generation, job_search
from webapp.blueprints.jobs.sitemaps import ADS_PER_SITEMAP, ad_path, sitemap, sitemap_index
from webapp.blueprints.jobs.views import hit_views, search_title
from webapp.blueprints.jobs.visits import is_somebody_looking
from webapp.caching import PERSONAL, unless_unchanged
from webapp.domain.jobs.clicks import count_arrival, count_click
from webapp.domain.jobs.queries import blocks_of_open_ads, open_ads_between, times_of_ads
from webapp.domain.jobs.rules import Status
from webapp.domain.jobs.search import Sort
from webapp.headers import NO_REFERRER
from webapp.htmx import address
from webapp.i18n import DEFAULT_LANGUAGE, LANGUAGE_PREFIX, language, localized_url
from webapp.i18n import gettext as _

bp = Blueprint("feeds", __name__)
NEWEST = 50
LAST_SITEMAP = 1_000_000
NOT_OF_A_FEED = ("page", "sort")
XML = "application/xml; charset=utf-8"
PAGES = (
    "home.index",
    "jobs.search",
    "site.about",
    "site.security",
    "contact.form",
    "site.privacy",
    "site.cookies",
    "site.group",
)


def _base_url() -> str:
    return str(current_app.config["SETTINGS"].base_url)


@bp.get(f"{LANGUAGE_PREFIX}/jobs.atom")
@access.anyone
def atom_feed() -> Response:
    """The newest ads of a search, in the words and criteria of the search page's address."""
    given = {key: value for key, value in request.args.items() if key not in NOT_OF_A_FEED}
    form = read_search(given)
    if form.errors:
        abort(form.status)
    return unless_unchanged(lambda: _atom_feed(form), index_generation())


def _atom_feed(form: SearchForm) -> Response:
    found = job_search().find(replace(form.criteria, sort=Sort.NEWEST, page=1), NEWEST, ())
    times = times_of_ads([hit.id for hit in found.hits])
    shown = hit_views(found.hits)
    values = form.values(sort="")
    return Response(
        atom(
            [
                Listed(hit, _base_url() + view.href, view.place, *times[hit.id])
                for hit, view in zip(found.hits, shown, strict=True)
                if hit.id in times
            ],
            title=search_title(form),
            site_name=current_app.config["PROFILE"].site_name,
            language=language(),
            base_url=_base_url(),
            page=address(localized_url("jobs.search"), values),
            feed=address(localized_url("feeds.atom_feed"), values),
            since=clock.end_of_day(clock.today() - timedelta(days=1)),
        ),
        content_type="application/atom+xml; charset=utf-8",
    )


@bp.get(f"{LANGUAGE_PREFIX}/opensearch.xml")
@access.anyone
def opensearch() -> Response:
    """Lets a browser search here from its address bar."""
    base = _base_url()
    name = current_app.config["PROFILE"].site_name

    def build() -> Response:
        return Response(
            opensearch_file.description(
                name=name,
                about=_(
                    "Jobs all over Sweden. Search and read without cookies, in Swedish and English."
                ),
                language=language(),
                page=base + localized_url("jobs.search"),
                feed=base + localized_url("feeds.atom_feed"),
                own=base + localized_url("feeds.opensearch"),
            ),
            content_type=f"{opensearch_file.MEDIA_TYPE}; charset=utf-8",
        )

    return unless_unchanged(build)


@bp.get("/sitemap.xml")
@access.anyone
def sitemaps() -> Response:
    """Names every sitemap: one of pages, then those of ads."""

    def build() -> Response:
        blocks = [(0, None), *blocks_of_open_ads(clock.now(), ADS_PER_SITEMAP)]
        listed = [
            (_base_url() + url_for("feeds.one_sitemap", number=number), changed)
            for number, changed in blocks
        ]
        return Response(sitemap_index(listed), content_type=XML)

    return unless_unchanged(build, job_search().generation())


@bp.get("/sitemaps/<int:number>.xml")
@access.anyone
def one_sitemap(number: int) -> Response:
    """The pages, or the open ads of one range of ids, streamed."""
    if number > LAST_SITEMAP:
        abort(404)
    last = number * ADS_PER_SITEMAP
    ads = open_ads_between(clock.now(), last - ADS_PER_SITEMAP + 1, last) if number else iter(())
    first = next(ads, None)
    if number and first is None:
        abort(404)

    def build() -> Response:
        paths = [(url_for(name, lang=DEFAULT_LANGUAGE)[len("/sv/") :], None) for name in PAGES]
        pages = (
            (
                (ad_path(ad_id, headline), changed)
                for ad_id, headline, changed in chain([first], ads)
            )
            if first
            else iter(paths)
        )
        return Response(sitemap(_base_url(), pages), content_type=XML)

    return unless_unchanged(build, job_search().generation())


@bp.get(f"{LANGUAGE_PREFIX}/jobs/<ref>/deadline.ics")
@access.anyone
def deadline(ref: str) -> Response:
    """The last day to apply, for a calendar."""
    ad = ad_called(ref)
    day = ad_deadline(ad)
    if ad_status(ad) is not Status.OPEN or (day and day < clock.today()):
        abort(410)
    if day is None:
        abort(404)
    page = _base_url() + localized_url("jobs.ad", ref=ad_reference(ad))
    profile = current_app.config["PROFILE"]

    def build() -> Response:
        event = icalendar.WholeDay(
            uid=f"job-{ad.id}@{urlsplit(_base_url()).hostname}",
            day=day,
            summary=_("Last day to apply: %(headline)s", headline=ad.headline),
            description="\n".join(filter(None, (ad.employer_name, page))),
            url=page,
            language=language(),
            changed=ad.changed_at,
        )
        response = Response(
            icalendar.calendar(event, profile.site_name), content_type=icalendar.MEDIA_TYPE
        )
        response.headers["Content-Disposition"] = f'attachment; filename="job-{ad.id}.ics"'
        return response

    return unless_unchanged(build, ad.changed_at)


@bp.get(f"{LANGUAGE_PREFIX}/jobs/<ref>/out")
@access.anyone
def out(ref: str) -> BaseResponse:
    """Leads to the partner or company of an ad, and counts that somebody went there, not who."""
    ad = ad_called(ref)
    target = address_outside(ad)
    if target is None:
        abort(404)
    if ad_status(ad) is not Status.OPEN:
        abort(410)
    if is_somebody_looking():
        count_click(ad.id)
    response = redirect(target, 302)
    response.headers["Cache-Control"] = PERSONAL
    response.headers["Referrer-Policy"] = NO_REFERRER
    return response


@bp.get(f"{LANGUAGE_PREFIX}/jobs/<ref>/from/<partner>")
@access.anyone
def arrive(ref: str, partner: str) -> BaseResponse:
    """Where a partner's site leads to an ad of ours: counts that somebody came, not who."""
    ad = ad_called(ref)
    if ad_status(ad) is Status.OPEN and is_somebody_looking():
        count_arrival(ad.id, partner)
    response = redirect(localized_url("jobs.ad", ref=ad_reference(ad)), 302)
    response.headers["Cache-Control"] = PERSONAL
    return response
