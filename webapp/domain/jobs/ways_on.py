"""What else to search for where a search finds nothing, or next to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from webapp.base.text import Query, parse_query
from webapp.domain.jobs.rules import SMALL_WORDS
from webapp.domain.jobs.search import PUBLISHED, Criteria, Found, JobSearch, places_of
from webapp.domain.reference.rules import County
from webapp.domain.reference.where import Where

# Up to so many hits, what was probably meant is proposed if it has this many times as many.
FEW_HITS = 3
FAR_MORE = 5
WIDER_KM = (10, 30, 50, 100)
MOST_SHORTER = 4
WHERE = "where"


class Change(StrEnum):
    """What a way changes of a search: its words (thrice), its radius, or one criterion, away.

    With ``WORDS``, what stands in the place box is looked for among the words of ads.
    """

    MEANT = "meant"
    SHORTER = "shorter"
    WORDS = "words"
    WIDER = "wider"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Way:
    """A search that finds ``total`` ads; ``value`` is its words, kilometres or what is left out."""

    change: Change
    value: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as somebody put it. ``radius`` is in kilometres, None where nothing was said."""

    text: str
    where: Where
    radius: int | None
    criteria: Criteria


def ways_on(search: JobSearch, asked: Asked, found: Found) -> list[Way]:
    """Searches near one that found too little, each with hits, the likeliest first."""
    if found.total > FEW_HITS and not found.any_word:
        return []
    strict = 0 if found.any_word else found.total
    ways = list(_meant(search, asked, strict))
    if strict == 0:
        ways += [*_wider(search, asked), *_without(search, asked), *_shorter(search, asked)]
    return ways


def ways_without_place(search: JobSearch, asked: Asked, words: str) -> list[Way]:
    """What finds ads where the place box names no place; ``words`` is all of the text as words."""
    ways = (
        Way(change, value, search.count(replace(asked.criteria, query=query)))
        for change, value, query in (
            (Change.WORDS, words, parse_query(words)),
            (Change.WITHOUT, WHERE, asked.criteria.query),
        )
        if query.terms
    )
    return [way for way in ways if way.total]


def _meant(search: JobSearch, asked: Asked, total: int) -> Iterator[Way]:
    better = search.meant(asked.text)
    if better:
        count = search.count(replace(asked.criteria, query=parse_query(better)))
        if count > total * FAR_MORE:
            yield Way(Change.MEANT, better, count)


def _wider(search: JobSearch, asked: Asked) -> Iterator[Way]:
    """The narrowest radius that finds anything, and the widest if that finds more."""
    if all(isinstance(place, County) for place in asked.where.places):
        return
    now = asked.radius if asked.radius is not None else asked.where.radius_km or 0
    counts = {
        km: search.count(replace(asked.criteria, places=places_of(asked.where, km)))
        for km in WIDER_KM
        if km > now
    }
    enough = {km: count for km, count in counts.items() if count}
    if not enough:
        return
    for count in sorted({min(enough.values()), max(enough.values())}):
        narrowest = min(km for km in enough if enough[km] == count)
        yield Way(Change.WIDER, str(narrowest), count)


def _without(search: JobSearch, asked: Asked) -> Iterator[Way]:
    criteria = asked.criteria
    others = {
        name: replace(criteria, chosen={n: v for n, v in criteria.chosen.items() if n != name})
        for name in criteria.chosen
    }
    if criteria.places is not None:
        others[WHERE] = replace(criteria, places=None)
    if criteria.published_within:
        others[PUBLISHED] = replace(criteria, published_within=None)
    for name, other in others.items():
        count = search.count(other)
        if count:
            yield Way(Change.WITHOUT, name, count)


def _shorter(search: JobSearch, asked: Asked) -> Iterator[Way]:
    terms = asked.criteria.query.terms
    loose = [
        term.words[0]
        for term in terms
        if len(term.words) == 1 and not (term.negated or term.phrase or term.prefix)
    ]
    if sum(not term.negated for term in terms) < 2:
        return
    for word in loose[:MOST_SHORTER]:
        text = _trimmed(f"{asked.text[: word.start]} {asked.text[word.end :]}")
        query: Query = parse_query(text)
        count = search.count(replace(asked.criteria, query=query)) if query.terms else 0
        if count:
            yield Way(Change.SHORTER, text, count)


def _trimmed(text: str) -> str:
    """Without small words at either end: of "kock eller servitör" no "eller servitör" is left."""
    words = text.split()
    while words and words[0].casefold() in SMALL_WORDS:
        words.pop(0)
    while words and words[-1].casefold() in SMALL_WORDS:
        words.pop()
    return " ".join(words)
