"""Sitemaps (sitemaps.org, version 0.9): an index, one of pages, and the open ads by their ids.

An ad takes two addresses, one a language, each with both as alternates: some 1.2 KB, and 3 KB at
worst, so that a sitemap keeps within the 50,000 addresses and 50 MB that it may have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from webapp.base.clock import STOCKHOLM
from webapp.base.text import slug
from webapp.i18n import DEFAULT_LANGUAGE, LANGUAGES

ADS_PER_SITEMAP = 15_000
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
ALTERNATES_NAMESPACE = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap_index(sitemaps: Iterable[tuple[str, datetime | None]]) -> str:
    """The index of sitemaps, given as whole addresses with the time of their newest change."""
    entries = (
        f"<sitemap><loc>{escape(address)}</loc>{_lastmod(changed)}</sitemap>\n"
        for address, changed in sitemaps
    )
    return f"{HEAD}<sitemapindex {NAMESPACE}>\n{''.join(entries)}</sitemapindex>\n"


def sitemap(base_url: str, pages: Iterable[tuple[str, datetime | None]]) -> Iterator[str]:
    """A sitemap in pieces; ``pages`` are paths after the language, with their time of change."""
    yield f"{HEAD}<urlset {NAMESPACE} {ALTERNATES_NAMESPACE}>\n"
    for path, changed in pages:
        yield _page(base_url, path, changed)
    yield "</urlset>\n"


def ad_path(ad_id: int, headline: str) -> str:
    """The path of an ad after its language."""
    return f"jobs/{ad_id}-{slug(headline)}"


def _page(base_url: str, path: str, changed: datetime | None) -> str:
    addresses = {code: escape(f"{base_url}/{code}/{path}") for code in LANGUAGES}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
        for code, address in (*addresses.items(), ("x-default", addresses[DEFAULT_LANGUAGE]))
    )
    return "".join(
        f"<url><loc>{address}</loc>{_lastmod(changed)}{links}</url>\n"
        for address in addresses.values()
    )


def _lastmod(changed: datetime | None) -> str:
    if changed is None:
        return ""
    return f"<lastmod>{changed.astimezone(STOCKHOLM).isoformat(timespec='seconds')}</lastmod>"
