"""Reads the search form. Whatever is typed gives a form: errors stand at their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.base.text import Query, parse_query
from webapp.domain.jobs.rules import EMPLOYMENT_KINDS, EXTENTS
from webapp.domain.jobs.search import CRITERIA, LAST_PAGE, PUBLISHED, Criteria, Sort, places_of
from webapp.domain.jobs.ways_on import Asked
from webapp.domain.reference.areas import MAX_RADIUS_KM
from webapp.domain.reference.queries import county, find_where, occupation_field
from webapp.domain.reference.where import Where
from webapp.i18n import gettext as _
from webapp.i18n import list_of
from webapp.incoming import DAMAGE

LONGEST_WHAT = 200
LONGEST_WHERE = 100
LONGEST_CHOICE = 200
MOST_WORDS = 20
MOST_DAYS = 365
# Choices of a fixed list; the others are names that ads hold.
KNOWN = {
    "county": lambda code: county(code) is not None,
    "field": lambda code: occupation_field(code) is not None,
    "type": EMPLOYMENT_KINDS.__contains__,
    "extent": EXTENTS.__contains__,
    "remote": ("yes",).__contains__,
}
NOWHERE = Where()
NO_QUERY = Query((), False)


@dataclass(slots=True)
class SearchForm:
    """What was asked for, as typed and as understood. ``status`` is that of the whole page."""

    what: str
    where: str
    radius: int | None = None
    chosen: dict[str, str] = field(default_factory=dict)
    published: int | None = None
    sort: Sort = Sort.NEWEST
    page: int = 1
    query: Query = NO_QUERY
    place: Where = NOWHERE
    errors: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    status: int = 200

    @property
    def criteria(self) -> Criteria:
        return Criteria(
            query=self.query,
            places=places_of(self.place, self.radius),
            chosen=self.chosen,
            published_within=self.published,
            sort=self.sort,
            page=self.page,
        )

    @property
    def asked(self) -> Asked:
        return Asked(text=self.what, where=self.place, radius=self.radius, criteria=self.criteria)

    @property
    def all_as_words(self) -> str | None:
        """The text of both boxes as words to look for, where the place box names no place."""
        if set(self.errors) != {"where"} or not self.place.unknown:
            return None
        text = f"{self.what} {self.where}".strip()
        is_short = len(text) <= LONGEST_WHAT and _word_count(parse_query(text)) <= MOST_WORDS
        return text if is_short else None

    def values(self, **changes: object) -> dict[str, object]:
        """The query of this search's address, with changes; the first page goes without saying."""
        now: dict[str, object] = {"what": self.what, "where": self.where, "radius": self.radius}
        now |= self.chosen | {"published": self.published}
        now["sort"] = self.sort if self.sort is not self.usual_sort else ""
        return now | changes

    @property
    def usual_sort(self) -> Sort:
        return Sort.RELEVANCE if self.query.terms else Sort.NEWEST


def read_search(given: Mapping[str, str]) -> SearchForm:
    """Reads the address of a search page."""
    form = SearchForm(_tidy(given.get("what", "")), _tidy(given.get("where", "")))
    _read_what(form)
    _read_where(form)
    _read_radius(form, given.get("radius", ""))
    _read_choices(form, given)
    _read_published(form, given.get(PUBLISHED, ""))
    _read_order(form, given)
    return form


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _refuse(form: SearchForm, field_name: str, message: str, status: int) -> None:
    form.errors[field_name] = message
    form.status = max(form.status, status)


def _number(text: str, most: int) -> int | None:
    """A whole number from 0, or None where the text is none, or larger."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return None
    return int(text) if int(text) <= most else None


def _word_count(query: Query) -> int:
    return sum(len(term.words) for term in query.terms)


def _read_what(form: SearchForm) -> None:
    if DAMAGE in form.what:
        _refuse(form, "what", _("This contains characters that we can't search for."), 400)
        return
    if len(form.what) > LONGEST_WHAT:
        message = _("Please use at most %(count)s characters.", count=LONGEST_WHAT)
        _refuse(form, "what", message, 422)
        return
    form.query = parse_query(form.what)
    if _word_count(form.query) > MOST_WORDS:
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
        form.place = find_where(form.where)
        understood = form.place.places or form.place.remote or form.place.everywhere
        unknown = list_of([_("“%(word)s”", word=name) for name in form.place.unknown])
        if form.place.unknown and not understood:
            message = _("We know no place called %(name)s.", name=unknown)
            _refuse(form, "where", message, 422)
        elif form.place.unknown:
            form.notices.append(
                _("We know no place called %(name)s, so we left that out.", name=unknown)
            )


def _read_radius(form: SearchForm, given: str) -> None:
    if not given:
        return
    form.radius = _number(given, MAX_RADIUS_KM)
    if form.radius is None:
        message = _("The distance can be from 0 to %(count)s km.", count=MAX_RADIUS_KM)
        _refuse(form, "radius", message, 400)


def _read_choices(form: SearchForm, given: Mapping[str, str]) -> None:
    for name in CRITERIA:
        value = _tidy(given.get(name, ""))
        if not value:
            continue
        is_known = KNOWN.get(name, lambda text: len(text) <= LONGEST_CHOICE)
        if DAMAGE in value or not is_known(value):
            _refuse(form, name, _("There is no such choice."), 400)
        else:
            form.chosen[name] = value


def _read_published(form: SearchForm, given: str) -> None:
    if not given:
        return
    form.published = _number(given, MOST_DAYS) or None
    if form.published is None:
        message = _("The days can be from 1 to %(count)s.", count=MOST_DAYS)
        _refuse(form, PUBLISHED, message, 400)


def _read_order(form: SearchForm, given: Mapping[str, str]) -> None:
    form.sort = form.usual_sort
    wanted = given.get("sort", "")
    if wanted in list(Sort):
        form.sort = Sort(wanted)
    elif wanted:
        _refuse(form, "sort", _("There is no such sort order."), 400)
    page = _number(given.get("page", "1"), 10**9)
    if page:
        form.page = page
    else:
        _refuse(form, "page", _("There is no such page of hits."), 400)
    if form.page > LAST_PAGE and not form.errors:
        message = _(
            "We show the first %(count)s pages. Narrow the search to see the rest.", count=LAST_PAGE
        )
        _refuse(form, "page", message, 404)
