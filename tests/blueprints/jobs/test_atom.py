"""Any search as an Atom feed, held against RFC 4287."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest, job_record
from webapp.base import clock

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# RFC 4151, section 2.1.
TAG = re.compile(r"tag:[A-Za-z0-9.-]+,\d{4}(-\d\d){0,2}:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*")
# RFC 3339 with the upper case that RFC 4287 asks for in section 3.3.
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def feed(site: SiteUnderTest, path: str) -> Element:
    response = site.client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.data)
    assert findings(root) == []
    return root


def text(element: Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def findings(root: Element) -> list[str]:
    """What RFC 4287 objects to in sections 4.1.1 and 4.1.2."""
    found = []
    entries = root.findall(f"{ATOM}entry")
    if root.tag != f"{ATOM}feed" or not root.get(XML_LANG):
        found.append("the root is no feed with a language")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            if len(element.findall(f"{ATOM}{name}")) != 1 or not text(element, name):
                found.append(f"{element.tag} needs exactly one {name}")
        if not TAG.fullmatch(text(element, "id")):
            found.append(f"{text(element, 'id')} is no tag URI")
        links = [(each.get("rel"), each.get("href", "")) for each in element.iter(f"{ATOM}link")]
        if not all(urlsplit(href).scheme in ("http", "https") for _, href in links):
            found.append("a link is not absolute")
        found += [
            f"{each.text} is no time"
            for name in ("updated", "published")
            for each in element.findall(f"{ATOM}{name}")
            if not TIME.fullmatch(each.text or "")
        ]
    if not root.findall(f"{ATOM}author/{ATOM}name") and not all(
        entry.findall(f"{ATOM}author/{ATOM}name") for entry in entries
    ):
        found.append("an entry has no author")
    if {each.get("rel") for each in root.findall(f"{ATOM}link")} != {"self", "alternate"}:
        found.append("the feed links to itself and to its page")
    for entry in entries:
        if [each.get("rel") for each in entry.findall(f"{ATOM}link")] != ["alternate"]:
            found.append("an entry has exactly one page")
    ids = [text(entry, "id") for entry in entries]
    if len(ids) != len(set(ids)):
        found.append("two entries have one id")
    return found


def link(element: Element, rel: str) -> str:
    return next(each.attrib["href"] for each in element.findall(f"{ATOM}link[@rel='{rel}']"))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_search_is_a_feed_of_the_same_ads(site: SiteUnderTest, lang: str) -> None:
    stockholm = {"municipality_code": "0180", "region_code": "01", "country_code": "199"}
    site.import_records(
        job_record(1),
        job_record(2, headline="Brovakt"),
        job_record(3, workplace_address=stockholm),
    )

    found = feed(site, f"/{lang}/jobs.atom?what=sjuksköterska&where=malmö&page=7&sort=deadline")

    (entry,) = found.findall(f"{ATOM}entry")
    assert found.get(XML_LANG) == lang
    assert text(entry, "title") == "Sjuksköterska nummer 1"
    assert "Ekliden Vård – Malmö – Du vårdar patienter" in text(entry, "summary")
    assert urlsplit(link(found, "self")).path == f"/{lang}/jobs.atom"
    assert urlsplit(link(found, "alternate")).path == f"/{lang}/jobs"
    assert urlsplit(link(found, "alternate")).query == "what=sjuksk%C3%B6terska&where=malm%C3%B6"
    page = site.client.get(urlsplit(link(entry, "alternate")).path)
    assert page.status_code == 200
    assert "Sjuksköterska nummer 1" in page.text


def test_the_newest_fifty_come_newest_first(site: SiteUnderTest) -> None:
    noon = datetime.combine(clock.today(), datetime.min.time()) - timedelta(days=1)
    site.import_records(
        *(
            job_record(n, publication_date=(noon - timedelta(hours=n)).isoformat())
            for n in range(1, 56)
        )
    )

    entries = feed(site, "/sv/jobs.atom").findall(f"{ATOM}entry")

    assert [text(entry, "title") for entry in entries] == [
        f"Sjuksköterska nummer {n}" for n in range(1, 51)
    ]
    published = [datetime.fromisoformat(text(entry, "published")) for entry in entries]
    assert published == sorted(published, reverse=True)
    assert published[0] == clock.from_stockholm(noon - timedelta(hours=1))


def test_ids_stay_when_an_ad_changes_and_updated_moves(site: SiteUnderTest) -> None:
    site.import_records(job_record(1))
    (before,) = feed(site, "/sv/jobs.atom").findall(f"{ATOM}entry")
    site.import_records(job_record(1, headline="Sjuksköterska natt"))
    after = feed(site, "/sv/jobs.atom?what=natt")

    (entry,) = after.findall(f"{ATOM}entry")
    assert text(entry, "id") == text(before, "id")
    assert text(entry, "updated") > text(before, "updated")
    assert text(after, "updated") == text(entry, "updated")
    assert text(entry, "published") == text(before, "published")


def test_an_empty_feed_is_sound_and_stays_the_same(site: SiteUnderTest) -> None:
    first = feed(site, "/sv/jobs.atom?what=finnsinte")

    assert ElementTree.tostring(first) == ElementTree.tostring(
        feed(site, "/sv/jobs.atom?what=finnsinte")
    )


def test_an_unchanged_feed_is_not_sent_again(site: SiteUnderTest) -> None:
    site.import_records(job_record(1))
    first = site.client.get("/sv/jobs.atom")
    condition = {"If-None-Match": first.headers["ETag"]}

    assert site.client.get("/sv/jobs.atom", headers=condition).status_code == 304
    site.import_records(job_record(2))
    assert site.client.get("/sv/jobs.atom", headers=condition).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [("where=atlantis", 422), ("county=99", 400), ("what=a%00b", 400), (f"what={'x' * 201}", 422)],
)
def test_what_is_no_search_is_no_feed(site: SiteUnderTest, query: str, status: int) -> None:
    assert site.client.get(f"/sv/jobs.atom?{query}").status_code == status


NASTY = "<b>&amp; ]]> \ufffe \U0001f600 </feed>"


def test_whatever_an_ad_says_the_feed_stays_xml(site: SiteUnderTest) -> None:
    site.import_records(
        job_record(1, headline=NASTY, employer={"name": NASTY}, detected_language="en")
    )

    (entry,) = feed(site, "/sv/jobs.atom").findall(f"{ATOM}entry")

    expected = " ".join(NASTY.replace("\ufffe", "").split())
    assert " ".join(text(entry, "title").split()) == expected
    assert entry.get(XML_LANG) == "en"
    summary = entry.find(f"{ATOM}summary")
    assert summary is not None and summary.get("type") == "html"
    assert "<" not in (summary.text or "")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_search_page_names_its_feed(site: SiteUnderTest, lang: str) -> None:
    site.import_records(job_record(1))

    response = site.client.get(f"/{lang}/jobs?what=sjuksköterska&county=12&sort=deadline&page=1")
    tree = HtmlTree.of_page(response.text, response.request.url)
    (named,) = [each for each in tree.named("link") if each.get("type") == "application/atom+xml"]
    (shown,) = [each for each in tree.named("a") if each.get("type") == "application/atom+xml"]

    assert named.get("rel") == "alternate"
    assert named.attrib["href"] == shown.attrib["href"]
    assert len(feed(site, shown.attrib["href"]).findall(f"{ATOM}entry")) == 1


def test_a_search_that_failed_names_no_feed(site: SiteUnderTest) -> None:
    assert "jobs.atom" not in site.client.get("/sv/jobs?where=atlantis").text
