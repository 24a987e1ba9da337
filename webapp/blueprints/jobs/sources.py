"""Where ads come from, by name, and the other places where a job is published."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from webapp.blueprints.jobs.partners import REL, out_href

SOURCES = {"platsbanken": "Platsbanken (Arbetsförmedlingen)"}
OUTSIDE_REL = "noreferrer nofollow"


def _name(ad: Any) -> str:
    """What a source is called; an ad that a company published here comes from that company."""
    return ad.employer_name if ad.company_id else SOURCES.get(ad.source, ad.source)


def also_published(ads: Iterable[tuple[Any, str]]) -> list[SimpleNamespace]:
    """The sources of ads given with their references, each with its link, if it has one.

    To a partner it is our own counted one.
    """
    return [
        SimpleNamespace(
            name=ad.partner or _name(ad),
            href=out_href(ad, ref) if ad.partner else ad.source_url,
            rel=REL if ad.partner else OUTSIDE_REL,
        )
        for ad, ref in ads
    ]
