"""When ads of several sources are one job, which of them stands for all: pure.

Kept strict, since a job that is hidden by mistake is worse than one that is shown twice: employer,
headline and municipality must be the same words, and ads of one source are never taken as one.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from webapp.base.text import words

# How companies of the countries around are registered; left out in some lists and not in others.
LEGAL_FORMS = frozenset(
    "ab aktiebolag aktiebolaget hb handelsbolag kb kommanditbolag publ ltd limited plc inc llc "
    "gmbh oy oyj asa aps".split()
)
KEY_LENGTH = 32
_SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class OpenAd:
    """What decides which ad leads. Ads with the same ``key`` may be one job."""

    id: int
    source: str
    partner: str | None
    key: str


def fold_key(employer: str, headline: str, municipality_code: str | None) -> str | None:
    """What two ads of one job share, or None where too little is said to tell."""
    firm = [word.surface for word in words(employer) if word.surface not in LEGAL_FORMS]
    title = [word.surface for word in words(headline)]
    if not (firm and title and municipality_code):
        return None
    told = _SEPARATOR.join((" ".join(firm), " ".join(title), municipality_code))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:KEY_LENGTH]


def leaders(ads: Iterable[OpenAd]) -> dict[int, int]:
    """The ads that another stands for, each with the id of that one.

    The first ads of each source are one job, the second ones another, in the order of their ids.
    Of one job the ad that no partner delivered leads, then the oldest here.
    """
    jobs: defaultdict[tuple[str, int], list[OpenAd]] = defaultdict(list)
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    for ad in sorted(ads, key=lambda ad: ad.id):
        jobs[ad.key, seen[ad.key, ad.source]].append(ad)
        seen[ad.key, ad.source] += 1
    found: dict[int, int] = {}
    for same in jobs.values():
        leader = min(same, key=lambda ad: (ad.partner is not None, ad.id))
        found |= {ad.id: leader.id for ad in same if ad is not leader}
    return found
