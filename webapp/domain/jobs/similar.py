"""Open ads that are like one ad. They come from the index alone; no database is read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import chain, takewhile
from typing import Any

from webapp.adapters.similar_jobs import SimilarRequest
from webapp.base import clock
from webapp.base.swedish import is_listed
from webapp.base.text import Word, words
from webapp.domain.jobs.rules import SMALL_WORDS
from webapp.domain.jobs.search import Hit, JobSearch
from webapp.domain.reference.queries import counties, municipalities

MOST_WORDS = 12
# An ad of the county comes first if it is at least this much as like as the best of all.
LIKE_ENOUGH = 0.5
# Many ads are published several times over, of which one is shown.
FETCHED_FOR_ONE = 4
# What headlines say of any job, in whatever form.
OF_ANY_JOB = (
    "ansök ansökan anställning arbete arbeta cv deltidsjobb ditt dig dina din du engagerad "
    "erfaren extra extrajobb flexibel flexibelt fritt full fulltime hel heltid heltidsjobb deltid "
    "hos idag jobb jour junior just kort kortare kunnig kväll ledig len längre medarbetare natt "
    "ny nu nytt oss omgående part person personal rekrytera rekryterar semester senior sommar "
    "start säsong sök söker sökes söks team tidsbegränsad tills tillsvidare timme timvikarie "
    "tjänst uppdrag utan var vara vi vikarie vikariat vår vårt våra år are experienced job join "
    "looking needed new our permanent position summer temporary time wanted we work you your"
)


def similar_ads(search: JobSearch, ad: Any, limit: int = 5) -> list[Hit]:
    """Up to ``limit`` other open ads with the same trade, those of the same county first.

    Of ads that one employer published several times, one is given, and none of copies of the ad
    itself in its own town.
    """
    wanted = _request(ad, FETCHED_FOR_ONE * limit)
    if not wanted.headline and not wanted.occupation:
        return []
    found = search.similar(replace(wanted, county_code=None))
    best = next(found, None)
    if best is None:
        return []
    found = chain([best], found)
    if ad.county_code:
        least = best[0] * LIKE_ENOUGH
        near = takewhile(lambda scored: scored[0] >= least, search.similar(wanted))
        found = chain(near, found)
    own = (ad.headline.casefold(), ad.employer_name, ad.municipality_code)
    unique: dict[tuple[str, str], Hit] = {}
    for _score, hit in found:
        if (hit.headline.casefold(), hit.employer, hit.municipality) == own:
            continue
        unique.setdefault((hit.headline.casefold(), hit.employer), hit)
        if len(unique) == limit:
            break
    return list(unique.values())


def _request(ad: Any, limit: int) -> SimilarRequest:
    headline = _telling(words(ad.headline), ad)
    occupation = [word for word in words(ad.occupation or "") if word.surface not in SMALL_WORDS]
    tails = dict.fromkeys(tail for word in headline for tail in word.tails)
    return SimilarRequest(
        ad_id=ad.id,
        headline=tuple(dict.fromkeys(word.stem for word in headline)),
        tails=tuple(tail for tail in tails if tail not in _stems_of_any_job()),
        occupation=tuple(dict.fromkeys(word.stem for word in occupation))[:MOST_WORDS],
        county_code=ad.county_code,
        limit=limit,
        now=clock.now(),
    )


def _telling(headline: list[Word], ad: Any) -> list[Word]:
    """The words that say what the job is: not where, with whom, when, or that it is one."""
    employer = words(f"{ad.employer_name} {ad.employer_workplace or ''}")
    # A trade stays one where the employer is called by it, as by "psykolog" in "Din Psykolog AB".
    named = {word.stem for word in employer if not is_listed(word.stem)}
    others = named | _stems_of_any_job() | _stems_of_places()
    return [
        word
        for word in headline
        if word.stem not in others
        and word.surface not in SMALL_WORDS
        and len(word.surface) > 1
        and not any(character.isdigit() for character in word.surface)
    ][:MOST_WORDS]


@cache
def _stems_of_any_job() -> frozenset[str]:
    return frozenset(word.stem for word in words(OF_ANY_JOB))


@cache
def _stems_of_places() -> frozenset[str]:
    names = [place.name for place in municipalities()]
    names += [place.name_en for place in municipalities() if place.name_en]
    names += [place.short_sv for place in counties()]
    return frozenset(word.stem for name in names for word in words(name))
