"""Ads and searches as templates show them: plain values in one language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from webapp.base import clock
from webapp.base.text import Query, highlight, slug
from webapp.blueprints.jobs.forms import SearchForm
from webapp.blueprints.jobs.partners import REL, out_href
from webapp.domain.jobs import rules
from webapp.domain.jobs.search import HITS_PER_PAGE, Found, Hit, Sort
from webapp.domain.reference.queries import county, municipality, place_name
from webapp.domain.reference.rules import County
from webapp.htmx import SORT_LABELS, address
from webapp.i18n import country_name, language, localized_url
from webapp.i18n import gettext as _

NO_QUERY = Query((), False)
PAGES_AROUND = 2
SOURCES = {"platsbanken": "Platsbanken (Arbetsförmedlingen)"}


def hit_view(hit: Hit, query: Query = NO_QUERY) -> SimpleNamespace:
    """One hit of a list."""
    return SimpleNamespace(
        id=hit.id,
        # Ids are digits and slugs letters, so nothing in them needs quoting.
        href=f"{localized_url('jobs.search')}/{hit.id}-{hit.slug}",
        headline_runs=highlight(hit.headline, query),
        snippet_runs=highlight(hit.snippet, query) if hit.snippet else [],
        employer=hit.employer,
        place=_place(hit.municipality, hit.county, hit.country, hit.locality),
        language=hit.language,
        published=hit.published,
        deadline=hit.deadline,
        extent=hit.working_hours,
        remote=hit.remote,
        partner=hit.partner,
    )


def results_view(form: SearchForm, found: Found) -> SimpleNamespace:
    """One page of hits with everything around it."""
    path = localized_url("jobs.search")

    def page_href(number: int) -> str:
        return address(path, form.values(page=number if number > 1 else ""))

    first = (found.page - 1) * HITS_PER_PAGE + 1
    return SimpleNamespace(
        total=found.total,
        page=found.page,
        pages=found.pages,
        first=first,
        last=first + len(found.hits) - 1,
        hits=[hit_view(hit, form.query) for hit in found.hits],
        sorts=[
            SimpleNamespace(
                label=str(SORT_LABELS[sort]),
                href=address(path, form.values(sort=sort if sort is not form.usual_sort else "")),
                current=sort is form.sort,
            )
            for sort in Sort
            if sort is not Sort.RELEVANCE or form.query.terms
        ],
        counties=county_links(found.counties, form),
        all_counties_href=address(path, form.values(where="", county=""))
        if form.county or form.place
        else None,
        previous_href=page_href(found.page - 1) if found.page > 1 else None,
        next_href=page_href(found.page + 1) if found.page < found.pages else None,
        page_links=[
            SimpleNamespace(number=number, href=page_href(number), current=number == found.page)
            if number
            else None
            for number in _page_numbers(found.page, found.pages)
        ],
    )


def county_links(counts: dict[str, int], form: SearchForm | None = None) -> list[SimpleNamespace]:
    """Counties with their number of hits, most first, each leading to those."""
    path = localized_url("jobs.search")
    links = []
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        place = county(code)
        if place is not None:
            values = form.values(where="", county=code) if form else {"county": code}
            # A town stays a link to its county, so that one can widen the search.
            current = form is not None and code in (form.county, _county_asked_for(form))
            links.append(
                SimpleNamespace(
                    name=place_name(place, language()),
                    count=count,
                    href=address(path, values),
                    current=current,
                )
            )
    return links


def place_suggestions(form: SearchForm) -> list[tuple[str, str]]:
    """Other readings of a place's name, or names like it, each as a link to its search."""
    path = localized_url("jobs.search")
    places = form.also or form.places_like_it
    names = [place_name(place, language()) for place in places]
    return [(name, address(path, form.values(where=name, page=""))) for name in names]


def first_page_href(form: SearchForm) -> str | None:
    """Where a search begins whose only fault is the number of its page."""
    if set(form.errors) != {"page"}:
        return None
    return address(localized_url("jobs.search"), form.values())


def ad_view(ad: Any, back_href: str | None) -> SimpleNamespace:
    """One ad as its page shows it."""
    region = county(ad.county_code) if ad.county_code else None
    skills = [*ad.skills, *ad.languages]
    status = ad_status(ad)
    out = out_href(ad, ad_reference(ad)) if status is rules.Status.OPEN else None
    return SimpleNamespace(
        headline=ad.headline,
        employer=ad.employer_name,
        workplace=ad.employer_workplace,
        place=_place(ad.municipality_code, ad.county_code, ad.country_code, ad.locality),
        county=place_name(region, language()) if region else None,
        language=ad.language,
        status=status,
        published=ad.published_at,
        closes=rules.last_date(ad.closes_at),
        deadline=rules.last_date(ad.deadline_at),
        # Sanitised when it was stored (ad_text.clean_html): the one place where HTML is trusted.
        description=Markup(ad.description),  # noqa: S704
        facts=list(_facts(ad)),
        skills_must=[skill["label"] for skill in skills if skill["required"]],
        skills_nice=[skill["label"] for skill in skills if not skill["required"]],
        apply=_ways_to_apply(ad, out),
        calendar_href=_calendar_href(ad),
        partner=ad.partner,
        out_href=out,
        out_rel=REL,
        source_name=SOURCES.get(ad.source),
        source_href=ad.source_url,
        vacancies=ad.vacancies,
        back_href=back_href,
    )


def ad_status(ad: Any) -> rules.Status:
    """Whether one can apply now."""
    return rules.status(clock.now(), ad.closes_at, ad.removed_at)


def ad_deadline(ad: Any) -> date | None:
    """The last day to apply, where the ad has one."""
    return rules.last_date(ad.deadline_at or ad.closes_at)


def _calendar_href(ad: Any) -> str | None:
    day = ad_deadline(ad)
    if day is None or day < clock.today():
        return None
    return localized_url("feeds.deadline", ref=ad_reference(ad))


def search_title(form: SearchForm) -> str:
    """What a search is about, in words."""
    region = county(form.county) if form.county else None
    where = form.where or (place_name(region, language()) if region else "")
    if form.what and where:
        return _("Jobs: %(what)s, %(where)s", what=form.what, where=where)
    if form.what:
        return _("Jobs: %(what)s", what=form.what)
    return _("Jobs in %(where)s", where=where) if where else _("All open jobs")


def ad_reference(ad: Any) -> str:
    """The last part of an ad's address."""
    return f"{ad.id}-{slug(ad.headline)}"


def _county_asked_for(form: SearchForm) -> str | None:
    return form.place.code if isinstance(form.place, County) else None


def _place(
    municipality_code: str | None,
    county_code: str | None,
    country_code: str | None,
    locality: str | None,
) -> str:
    found = (municipality(municipality_code) if municipality_code else None) or (
        county(county_code) if county_code else None
    )
    if found:
        return place_name(found, language())
    abroad = country_name(country_code, language()) if country_code not in (None, "SE") else None
    return ", ".join(filter(None, (locality, abroad))) or (
        _("All of Sweden") if country_code == "SE" else ""
    )


def _facts(ad: Any) -> Iterator[tuple[str, str]]:
    scope = None
    if ad.scope_min is not None and ad.scope_max is not None and ad.scope_max < 100:
        scope = (
            f"{ad.scope_max} %" if ad.scope_min == ad.scope_max
            else f"{ad.scope_min}–{ad.scope_max} %"
        )  # fmt: skip
    yes = {True: _("Yes"), False: _("No"), None: None}
    facts = (
        (_("Occupation"), ad.occupation),
        (_("Type of employment"), ad.employment_type),
        (_("Length of employment"), ad.duration),
        (_("Extent"), ", ".join(filter(None, (ad.working_hours, scope)))),
        (_("Start"), ad.start),
        (_("Salary"), ", ".join(filter(None, (ad.salary_type, ad.salary_description)))),
        (_("Remote work"), _("Possible") if ad.remote else None),
        (_("Experience needed"), yes[ad.experience_required]),
        (_("Driving licence"), ", ".join(ad.driving_licences)),
        (_("Organisation number"), _with_hyphen(ad.organization_number)),
    )
    yield from ((label, value) for label, value in facts if value)


def _with_hyphen(number: str | None) -> str | None:
    return f"{number[:6]}-{number[6:]}" if number else None


def _ways_to_apply(ad: Any, out: str | None) -> SimpleNamespace:
    kind, href, label = None, None, None
    # A partner's ad is left through the counted address alone.
    url = out if ad.partner else ad.application_url
    source = out if ad.partner else ad.source_url
    if url and ad.application_url:
        kind, href, label = "url", url, _("Apply with the employer")
    elif ad.application_email:
        kind, href = "email", f"mailto:{ad.application_email}"
        label = _("Write to %(address)s", address=ad.application_email)
    elif source:
        kind, href, label = "source", source, _("Apply where the ad comes from")
    return SimpleNamespace(
        kind=kind, href=href, label=label, reference=ad.application_reference,
        information=ad.application_information,
    )  # fmt: skip


def _page_numbers(page: int, pages: int) -> Iterator[int]:
    """Numbers to offer: the first, the last and those around; 0 stands for a gap."""
    last = 0
    for number in range(1, pages + 1):
        if number in (1, pages) or abs(number - page) <= PAGES_AROUND:
            if number > last + 1:
                yield 0
            yield number
            last = number
