"""Ads and searches as templates show them: plain values in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from webapp.base import clock
from webapp.base.highlighting import highlight_all
from webapp.base.text import Query, slug
from webapp.blueprints.jobs.forms import SearchForm
from webapp.blueprints.jobs.partners import REL, is_counted, out_href
from webapp.blueprints.jobs.sources import SOURCES
from webapp.domain.jobs import rules
from webapp.domain.jobs.search import HITS_PER_PAGE, PUBLISHED, Found, Hit, Sort
from webapp.domain.jobs.ways_on import WHERE, Change, Way
from webapp.domain.reference.queries import county, municipality, place_name
from webapp.domain.reference.rules import County
from webapp.htmx import address
from webapp.i18n import country_name, language, localized_url
from webapp.i18n import gettext as _
from webapp.search_frame import EXTENT_LABELS, SORT_LABELS, criterion_label

NO_QUERY = Query((), False)
PAGES_AROUND = 2


def hit_views(hits: Sequence[Hit], query: Query = NO_QUERY) -> list[SimpleNamespace]:
    """The hits of a list."""
    lang, path = language(), localized_url("jobs.search")
    headlines = highlight_all([hit.headline for hit in hits], query)
    snippets = highlight_all([hit.snippet for hit in hits], query)
    extents = {name: str(label) for name, label in EXTENT_LABELS.items()}
    return [
        SimpleNamespace(
            # Ids are digits and slugs letters, so nothing in them needs quoting.
            href=f"{path}/{hit.id}-{hit.slug}",
            headline_runs=headline,
            snippet_runs=snippet,
            employer=hit.employer,
            place=_place_in(lang, hit.municipality, hit.county, hit.country, hit.locality),
            language=hit.language,
            published=hit.published,
            deadline=hit.deadline,
            extent=" / ".join([extents[name] for name in hit.extents]),
            remote=hit.remote,
            partner=hit.partner,
        )
        for hit, headline, snippet in zip(hits, headlines, snippets, strict=True)
    ]


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
        hits=hit_views(found.hits, form.query),
        sorts=[
            SimpleNamespace(
                label=str(SORT_LABELS[sort]),
                href=address(path, form.values(sort=sort if sort is not form.usual_sort else "")),
                current=sort is form.sort,
            )
            for sort in Sort
            if sort is not Sort.RELEVANCE or form.query.terms
        ],
        any_word=found.any_word,
        counties=county_links(found.counts["county"], form),
        all_counties_href=address(path, form.values(where="", radius="", county=""))
        if form.chosen.get("county") or form.place.places
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
    elsewhere = form.values(where="", radius="", county="") if form else {}
    start = address(localized_url("jobs.search"), elsewhere)
    start += "&county=" if "?" in start else "?county="
    # A town stays a link to its county, so that one can widen the search.
    asked_for = _counties_asked_for(form) if form else set()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    lang = language()
    return [
        SimpleNamespace(
            id="county-" + name.replace(" ", "-"),
            name=name,
            count=count,
            href=start + code,
            current=code in asked_for,
        )
        for code, count in ordered
        if (place := county(code)) and (name := place_name(place, lang))
    ]


def place_suggestions(form: SearchForm) -> list[tuple[str, str]]:
    """Other readings of a place's name, or names like it, each as a link to its search."""
    path = localized_url("jobs.search")
    places = form.place.also or form.place.suggestions
    names = [place_name(place, language()) for place in places]
    return [(name, address(path, form.values(where=name))) for name in names]


def chosen_view(form: SearchForm) -> list[SimpleNamespace]:
    """The criteria that somebody has chosen, each with the way to the search without it."""
    path = localized_url("jobs.search")
    chosen = {"radius": form.radius, **form.chosen, "published": form.published}
    return [
        SimpleNamespace(
            label=criterion_label(name, str(value)), href=address(path, form.values(**{name: ""}))
        )
        for name, value in chosen.items()
        if value is not None and name not in form.errors
    ]


def ways_view(form: SearchForm, ways: list[Way]) -> list[SimpleNamespace]:
    """Searches that find more, in words."""
    path = localized_url("jobs.search")
    return [
        SimpleNamespace(
            label=label, total=way.total, href=address(path, form.values(**values)),
            meant=way.change is Change.MEANT,
        )
        for way in ways
        for label, values in [_way(form, way)]
    ]  # fmt: skip


def _way(form: SearchForm, way: Way) -> tuple[str, dict[str, object]]:
    if way.change in (Change.MEANT, Change.SHORTER):
        return way.value, {"what": way.value}
    if way.change is Change.WORDS:
        return _("“%(words)s” in the ads", words=way.value), {"what": way.value, "where": ""}
    if way.change is Change.WIDER:
        label = _("%(where)s and %(count)s km around", where=form.where, count=way.value)
        return label, {"radius": way.value}
    if way.value == WHERE:
        return _("All of Sweden"), {"where": "", "radius": ""}
    value = form.published if way.value == PUBLISHED else form.chosen[way.value]
    label = _("Without “%(choice)s”", choice=criterion_label(way.value, str(value)))
    return label, {way.value: ""}


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
        # Only companies that the operator has checked can publish.
        checked=ad.company_id is not None,
        website=ad.employer_url if ad.company_id is not None else None,
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
    where = form.where or county_asked_for(form)
    if form.what and where:
        return _("Jobs: %(what)s, %(where)s", what=form.what, where=where)
    # Not "jobs in": the box may say "remote" or "near Lund".
    asked_for = form.what or where
    return _("Jobs: %(what)s", what=asked_for) if asked_for else _("All open jobs")


def county_asked_for(form: SearchForm) -> str:
    """The name of the county that was chosen from the list, or nothing."""
    region = county(form.chosen.get("county", ""))
    return place_name(region, language()) if region else ""


def ad_reference(ad: Any) -> str:
    """The last part of an ad's address."""
    return f"{ad.id}-{slug(ad.headline)}"


def _counties_asked_for(form: SearchForm) -> set[str]:
    asked = {place.code for place in form.place.places if isinstance(place, County)}
    return asked | {form.chosen.get("county", "")}


def _place(
    municipality_code: str | None,
    county_code: str | None,
    country_code: str | None,
    locality: str | None,
) -> str:
    return _place_in(language(), municipality_code, county_code, country_code, locality)


@lru_cache(maxsize=4096)
def _place_in(
    lang: str,
    municipality_code: str | None,
    county_code: str | None,
    country_code: str | None,
    locality: str | None,
) -> str:
    found = (municipality(municipality_code) if municipality_code else None) or (
        county(county_code) if county_code else None
    )
    if found:
        return place_name(found, lang)
    abroad = country_name(country_code, lang) if country_code not in (None, "SE") else None
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
        (_("Remote work"), _("Possible") if rules.is_remote(ad.remote, ad.headline) else None),
        (_("Experience needed"), yes[ad.experience_required]),
        (_("Driving licence"), ", ".join(ad.driving_licences)),
        (_("Organisation number"), _with_hyphen(ad.organization_number)),
    )
    yield from ((label, value) for label, value in facts if value)


def _with_hyphen(number: str | None) -> str | None:
    return f"{number[:6]}-{number[6:]}" if number else None


def _ways_to_apply(ad: Any, out: str | None) -> SimpleNamespace:
    kind, href, label = None, None, None
    # What is counted is left through the counted address alone.
    url = out if is_counted(ad) else ad.application_url
    source = out if is_counted(ad) else ad.source_url
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
