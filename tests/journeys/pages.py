"""The pages of a running site: all that its links lead to, and states that have an address."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from tests.support.html_tree import HtmlTree
from tests.support.served import ServedSite

# Without their language. An error is a page too.
STATES = (
    "/jobs?what=" + quote("sjuksköterska"),
    "/jobs?what=utvecklare&where=Stockholm&sort=deadline&page=2",
    "/jobs?what=nattportierlarling",
    "/jobs?what=%22java",
    "/jobs?what=java&where=" + quote("Mlamö"),
    "/jobs?what=java&page=99",
    "/jobs?county=99&sort=finns-inte&page=-1",
    "/finns-inte",
)
AN_AD = "/jobs?what=" + quote("hittepå")


def linked_pages(site: ServedSite, lang: str) -> list[str]:
    """Every path of one language that its home page leads to, ads, searches and feeds apart."""
    found, waiting = [], [f"/{lang}/"]
    while waiting:
        path = waiting.pop()
        found.append(path)
        tree = HtmlTree.of_page(site.fetch(path).text, site.url + path)
        for link in tree.named("a"):
            target = tree.resolved(link.get("href", ""))
            there = urlsplit(target).path
            new = there not in found and there not in waiting
            is_ad = there.startswith(f"/{lang}/jobs/") or link.get("type") is not None
            if new and not is_ad and target.startswith(f"{site.url}/{lang}/"):
                waiting.append(there)
    return sorted(found)


def an_ad(site: ServedSite, lang: str) -> str:
    """The path of a real ad with a text of its own."""
    return site.fetch(f"/{lang}{AN_AD}").hits()[0][1]


def states(lang: str) -> list[str]:
    return [f"/{lang}{state}" for state in STATES]
