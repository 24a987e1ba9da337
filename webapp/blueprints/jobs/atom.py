"""A search as an Atom feed (RFC 4287), whose ids never change (RFC 4151)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from feedgenerator import Atom1Feed

from webapp.base.xml import xml_text
from webapp.domain.jobs.search import Hit

# The year in which ids of this form began; it is part of each for ever.
TAG_YEAR = 2026


@dataclass(frozen=True, slots=True)
class Listed:
    """An ad in a feed: its hit, its whole address, its place in words, and its aware times."""

    hit: Hit
    address: str
    place: str
    published: datetime
    changed: datetime


class _Feed(Atom1Feed):
    def item_attributes(self, item: Mapping[str, Any]) -> dict[str, str]:
        foreign = item["language"] not in (None, self.feed["language"])
        return {"xml:lang": item["language"]} if foreign else {}

    def latest_post_date(self) -> datetime:
        if self.items:
            return max(item["updateddate"] for item in self.items)
        since: datetime = self.feed["since"]
        return since


def tag(base_url: str, path: str) -> str:
    """The id of what stands at a path of this site."""
    return f"tag:{urlsplit(base_url).hostname},{TAG_YEAR}:{path.lstrip('/')}"


def atom(
    listed: Iterable[Listed],
    *,
    title: str,
    site_name: str,
    language: str,
    base_url: str,
    page: str,
    feed: str,
    since: datetime,
) -> str:
    """The text of a feed. ``page`` and ``feed`` are its paths, ``since`` when it became empty."""
    made = _Feed(
        title=xml_text(f"{title} – {site_name}"),
        link=base_url + page,
        description="",
        language=language,
        author_name=xml_text(site_name),
        feed_url=base_url + feed,
        feed_guid=tag(base_url, page),
        since=since,
    )
    for each in listed:
        hit = each.hit
        summary = " – ".join(filter(None, (hit.employer, each.place, hit.snippet)))
        made.add_item(
            title=xml_text(hit.headline),
            link=each.address,
            # Its type is HTML.
            description=escape(xml_text(summary), quote=False),
            unique_id=tag(base_url, f"{language}/jobs/{hit.id}"),
            author_name=xml_text(hit.employer) or None,
            pubdate=each.published,
            updateddate=each.changed,
            language=hit.language,
        )
    return str(made.writeString("utf-8"))
