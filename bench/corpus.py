"""Synthetic Swedish ads: words by Zipf's law, places as skewed as people are spread."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate

from webapp.adapters.job_document import IndexedAd
from webapp.base.text import words
from webapp.domain.jobs.rules import EMPLOYMENT_KINDS, EXTENTS
from webapp.domain.reference.queries import municipalities, occupation_fields, place_ids_of

HEADS = (
    "anläggnings bygg drift ekonomi el fastighets forsknings försäljnings hem industri inköps it "
    "kommunikations kund kvalitets lager lednings logistik miljö process produkt projekt skol "
    "system säkerhets teknik trafik undervisnings utvecklings vård"
).split()
PARTNERS = ("Jobbporten", "Lediga jobb nu", "Vårdjobben")
BODY_WORDS = 180
HEADLINE_WORDS = 4
NEWEST = datetime(2026, 11, 22, 8, tzinfo=UTC)


@cache
def vocabulary() -> tuple[str, ...]:
    """Some twenty thousand words, the commonest first: of our demo ads, then compounds."""
    demo = (files("webapp.demo") / "job_ads.jsonl").read_text(encoding="utf-8")
    counts: dict[str, int] = {}
    for word in words(demo):
        if word.surface.isalpha():
            counts[word.surface] = counts.get(word.surface, 0) + 1
    common = sorted(counts, key=lambda word: (-counts[word], word))
    tails = (files("webapp.base") / "compound_tails.txt").read_text(encoding="utf-8").splitlines()
    compounds = [head + tail for tail in tails if tail and tail[0] != "#" for head in HEADS]
    return tuple(dict.fromkeys([*common, *compounds]))


def zipf_weights(count: int) -> list[float]:
    """Cumulative weights 1/rank, for ``random.choices``."""
    return list(accumulate(1 / rank for rank in range(1, count + 1)))


def synthetic_ads(count: int, seed: int = 1) -> Iterator[IndexedAd]:
    """``count`` ads, the same for the same seed; text of some 180 words each."""
    chance = random.Random(seed)
    known = vocabulary()
    weights = zipf_weights(len(known))
    # A headline names a trade, so it leaves out the small words that lead the list.
    trades, trade_weights = known[150:], zipf_weights(len(known) - 150)
    places = list(municipalities())
    random.Random(0).shuffle(places)
    place_weights = zipf_weights(len(places))
    fields = [field.code for field in occupation_fields()]
    field_weights = zipf_weights(len(fields))
    groups = [f"{trade.capitalize()} m.fl." for trade in trades[:400]]
    group_weights = zipf_weights(len(groups))
    employers = [f"{trade.capitalize()} {n} AB" for n, trade in enumerate(trades[:3000])]
    employer_weights = zipf_weights(len(employers))
    for number in range(1, count + 1):
        (place,) = chance.choices(places, cum_weights=place_weights)
        headline = " ".join(chance.choices(trades, cum_weights=trade_weights, k=HEADLINE_WORDS))
        (employer,) = chance.choices(employers, cum_weights=employer_weights)
        body = " ".join(chance.choices(known, cum_weights=weights, k=BODY_WORDS))
        published = NEWEST - timedelta(minutes=chance.randrange(60 * 24 * 60))
        closes = NEWEST + timedelta(days=chance.randrange(1, 60))
        yield IndexedAd(
            id=number,
            zones={"headline": headline, "employer": employer, "place": place.name, "body": body},
            choices={
                "county": (place.county_code,),
                "field": (chance.choices(fields, cum_weights=field_weights)[0],),
                "group": (chance.choices(groups, cum_weights=group_weights)[0],),
                "type": (chance.choice(EMPLOYMENT_KINDS[:4]),),
                "extent": chance.choice((EXTENTS[:1], EXTENTS[:1], EXTENTS[1:], EXTENTS)),
                "remote": ("yes",) if chance.random() < 0.1 else (),
                "language": ("sv" if chance.random() < 0.9 else "en",),
                "partner": (chance.choice(PARTNERS),) if chance.random() < 0.2 else (),
                "employer": (employer,),
            },
            municipality_code=place.code,
            place_ids=place_ids_of(None, None, place.code, None),
            published=published,
            deadline=closes,
            closes=closes,
            shown={
                "id": number,
                "headline": headline,
                "employer": employer,
                "municipality": place.code,
                "county": place.county_code,
                "country": "SE",
                "locality": None,
                "language": "sv",
                "published": published.date().toordinal(),
                "deadline": closes.date().toordinal(),
                "remote": False,
                "extents": ["full-time"],
                "partner": None,
                "snippet": body[:160],
            },
        )


def queries(count: int, seed: int = 2) -> list[str]:
    """Searches as people make them: one to three words, mostly of trades."""
    chance = random.Random(seed)
    known = vocabulary()
    weights = zipf_weights(len(known))
    return [
        " ".join(chance.choices(known[150:], cum_weights=weights[: len(known) - 150], k=length))
        for length in chance.choices((1, 2, 3), weights=(6, 3, 1), k=count)
    ]
