"""Reads the search form. Whatever is typed gives a form: errors stand at their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.base.text import Query, parse_query
from webapp.domain.jobs.search import LAST_PAGE, Criteria, Sort
from webapp.domain.reference.queries import county, find_place
from webapp.domain.reference.rules import Place
from webapp.i18n import gettext as _
from webapp.incoming import DAMAGE

LONGEST_WHAT = 200
LONGEST_WHERE = 100
MOST_WORDS = 20


@dataclass(slots=True)
class SearchForm:
    """What was asked for, as typed and as understood. ``status`` is that of the whole page."""

    what: str
    where: str
    county: str
    sort: Sort
    page: int
    query: Query
    place: Place | None = None
    also: tuple[Place, ...] = ()
    places_like_it: tuple[Place, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    status: int = 200

    @property
    def criteria(self) -> Criteria:
        return Criteria(
            query=self.query,
            place=self.place,
            county_code=self.county or None,
            sort=self.sort,
            page=self.page,
        )

    def values(self, **changes: object) -> dict[str, object]:
        """The query of this search's address, with changes; the first page goes without saying."""
        sort = self.sort if self.sort is not self.usual_sort else ""
        now = {"what": self.what, "where": self.where, "county": self.county, "sort": sort}
        return now | changes

    @property
    def usual_sort(self) -> Sort:
        return Sort.RELEVANCE if self.query.terms else Sort.NEWEST


def read_search(given: Mapping[str, str]) -> SearchForm:
    """Reads the address of a search page."""
    what, where = _tidy(given.get("what", "")), _tidy(given.get("where", ""))
    form = SearchForm(
        what=what, where=where, county="", sort=Sort.NEWEST, page=1, query=Query((), False)
    )
    _read_what(form)
    _read_where(form)
    _read_choices(form, given)
    return form


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _refuse(form: SearchForm, field_name: str, message: str, status: int) -> None:
    form.errors[field_name] = message
    form.status = max(form.status, status)


def _read_what(form: SearchForm) -> None:
    if DAMAGE in form.what:
        _refuse(form, "what", _("This contains characters that we can't search for."), 400)
        return
    if len(form.what) > LONGEST_WHAT:
        message = _("Please use at most %(count)s characters.", count=LONGEST_WHAT)
        _refuse(form, "what", message, 422)
        return
    form.query = parse_query(form.what)
    if sum(len(term.words) for term in form.query.terms) > MOST_WORDS:
        message = _("Please use at most %(count)s words.", count=MOST_WORDS)
        _refuse(form, "what", message, 422)
    elif form.query.unbalanced_quote:
        form.notices.append(
            _("A quotation mark had no partner, so we searched for the words one by one.")
        )
    if form.what and not form.query.terms and not form.errors:
        form.notices.append(_("There was no word to search for in that, so all jobs are shown."))


def _read_where(form: SearchForm) -> None:
    if DAMAGE in form.where:
        _refuse(form, "where", _("This contains characters that we can't search for."), 400)
    elif len(form.where) > LONGEST_WHERE:
        message = _("Please use at most %(count)s characters.", count=LONGEST_WHERE)
        _refuse(form, "where", message, 422)
    elif form.where:
        match = find_place(form.where)
        form.place, form.also, form.places_like_it = match.place, match.also, match.suggestions
        if match.place is None:
            message = _("We know no municipality or county by that name.")
            _refuse(form, "where", message, 422)


def _read_choices(form: SearchForm, given: Mapping[str, str]) -> None:
    form.sort = form.usual_sort
    wanted = given.get("sort", "")
    if wanted in list(Sort):
        form.sort = Sort(wanted)
    elif wanted:
        _refuse(form, "sort", _("There is no such sort order."), 400)
    code = given.get("county", "")
    if county(code):
        form.county = code
    elif code:
        _refuse(form, "county", _("There is no such county."), 400)
    page = given.get("page", "1")
    if page.isascii() and page.isdigit() and len(page) <= 9 and int(page) >= 1:
        form.page = int(page)
    else:
        _refuse(form, "page", _("There is no such page of hits."), 400)
    if form.page > LAST_PAGE and not form.errors:
        message = _(
            "We show the first %(count)s pages. Narrow the search to see the rest.", count=LAST_PAGE
        )
        _refuse(form, "page", message, 404)
