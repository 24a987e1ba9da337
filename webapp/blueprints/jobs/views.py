"""Lists of ads and searches as templates show them: plain values in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace

from webapp.base.highlighting import highlight_all
from webapp.base.text import Query
from webapp.blueprints.jobs.forms import SearchForm
from webapp.blueprints.jobs.place_words import place_in
from webapp.domain.jobs.search import HITS_PER_PAGE, PUBLISHED, Found, Hit, Sort
from webapp.domain.jobs.ways_on import WHERE, Change, Way
from webapp.domain.reference.queries import county, place_name
from webapp.domain.reference.rules import County
from webapp.htmx import address
from webapp.i18n import gettext as _
from webapp.i18n import language, localized_url
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
            place=place_in(lang, hit.municipality, hit.county, hit.country, hit.locality),
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


def _counties_asked_for(form: SearchForm) -> set[str]:
    asked = {place.code for place in form.place.places if isinstance(place, County)}
    return asked | {form.chosen.get("county", "")}


def _page_numbers(page: int, pages: int) -> Iterator[int]:
    """Numbers to offer: the first, the last and those around; 0 stands for a gap."""
    last = 0
    for number in range(1, pages + 1):
        if number in (1, pages) or abs(number - page) <= PAGES_AROUND:
            if number > last + 1:
                yield 0
            yield number
            last = number
