"""Who has seen my data: the ledger as its subject reads it."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

from flask import Blueprint, Response, abort, request

from webapp import access
from webapp.blueprints.cv.pages import me, say
from webapp.blueprints.cv.views import seen_view
from webapp.domain.cv.queries import cvs_of
from webapp.domain.privacy.queries import (
    PAGE_SIZE,
    Filter,
    companies_that_saw,
    disclosure_of,
    disclosures_of,
    months_of,
)
from webapp.htmx import address
from webapp.i18n import LANGUAGE_PREFIX, localized_url

bp = Blueprint("cv_seen", __name__, url_prefix=LANGUAGE_PREFIX)


@bp.get("/my/disclosures")
@access.job_seeker
def index() -> Response:
    given = {name: request.args.get(name, "") for name in ("cv", "company", "since", "until")}
    wanted = Filter(
        cv_id=_number(given["cv"]),
        company_id=_number(given["company"]),
        since=_day(given["since"]),
        until=_day(given["until"]),
    )
    page = _number(request.args.get("page", "")) or 1
    total, entries = disclosures_of(me(), wanted, page=page)
    titles = {cv.id: cv.title for cv in cvs_of(me())}
    months = months_of(me(), wanted)
    return say(
        "cv/seen.html",
        entries=[seen_view(entry, titles) for entry in entries],
        total=total,
        given=given,
        filtered=any(given.values()),
        cvs=[("", "–"), *((str(cv_id), title) for cv_id, title in titles.items())],
        companies=[("", "–"), *((str(found), name) for found, name, _ in companies_that_saw(me()))],
        months=[(month.isoformat()[:7], count) for month, count in months],
        list=_pages(page, total, given),
    )


@bp.get("/my/disclosures/<int:entry_id>/report")
@access.job_seeker
def report(entry_id: int) -> Response:
    entry = disclosure_of(me(), entry_id)
    if entry is None:
        abort(404)
    titles = {cv.id: cv.title for cv in cvs_of(me())}
    return say(
        "cv/report.html",
        entry=seen_view(entry, titles),
        reference=f"D-{entry.id}",
    )


def _pages(page: int, total: int, given: dict[str, str]) -> SimpleNamespace:
    last = max(1, -(-total // PAGE_SIZE))

    def href(number: int) -> str | None:
        if not 1 <= number <= last:
            return None
        return address(localized_url("cv_seen.index"), {**given, "page": number})

    links = [
        SimpleNamespace(number=number, href=href(number), current=number == page)
        for number in range(max(1, page - 3), min(last, page + 3) + 1)
    ]
    return SimpleNamespace(page_links=links, previous_href=href(page - 1), next_href=href(page + 1))


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
