"""Sitemaps, OpenSearch and robots.txt, held against what is published about them."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from tests.support.html_tree import HtmlTree
from tests.support.partner_ads import path_of
from tests.support.sites import SiteUnderTest, job_record
from tests.web.filled import CLOSED_AD, NURSES, REMOVED_AD
from webapp.base import clock
from webapp.blueprints.jobs import sitemaps
from webapp.domain.jobs import queries
from webapp.domain.jobs.models import JobAd

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
MOST_ADDRESSES = 50_000
MOST_BYTES = 50 << 20


def xml(site: SiteUnderTest, path: str, media_type: str = "application/xml") -> Element:
    response = site.client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"{media_type}; charset=utf-8"
    return ElementTree.fromstring(response.data)


def addresses(root: Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{MAP}loc")]


def test_the_index_names_sitemaps_that_exist(filled: SiteUnderTest) -> None:
    root = xml(filled, "/sitemap.xml")

    assert root.tag == f"{MAP}sitemapindex"
    assert [urlsplit(each).path for each in addresses(root)] == [
        "/sitemaps/0.xml",
        "/sitemaps/1.xml",
    ]
    newest = max(ad.changed_at for ad in JobAd.select() if not ad.removed_at)
    (changed,) = [each.text or "" for each in root.iter(f"{MAP}lastmod")]
    assert datetime.fromisoformat(changed) <= newest
    for each in addresses(root):
        assert each.startswith(filled.settings.base_url + "/")
        assert xml(filled, urlsplit(each).path).tag == f"{MAP}urlset"


@pytest.mark.parametrize("number", [0, 1])
def test_every_address_is_a_page_in_both_languages(filled: SiteUnderTest, number: int) -> None:
    root = xml(filled, f"/sitemaps/{number}.xml")
    entries = root.findall(f"{MAP}url")

    assert len(addresses(root)) == len(set(addresses(root)))
    for entry in entries:
        links = {
            each.attrib["hreflang"]: each.attrib["href"] for each in entry.findall(f"{XHTML}link")
        }
        assert set(links) == {"sv", "en", "x-default"}
        assert entry.findtext(f"{MAP}loc") in links.values()
        assert links["x-default"] == links["sv"]
        assert set(links.values()) <= set(addresses(root))
    for entry in entries[:16]:
        page = filled.client.get(urlsplit(entry.findtext(f"{MAP}loc") or "").path)
        assert page.status_code == 200
        tree = HtmlTree.of_page(page.text, page.request.url)
        canonical = [
            each.get("href") for each in tree.named("link") if each.get("rel") == "canonical"
        ]
        assert canonical == [entry.findtext(f"{MAP}loc")]
        assert not [each for each in tree.named("meta") if each.get("name") == "robots"]


def test_open_ads_are_listed_by_id_and_no_others(filled: SiteUnderTest) -> None:
    paths = [urlsplit(each).path for each in addresses(xml(filled, "/sitemaps/1.xml"))]
    ids = [int(path.split("/")[-1].partition("-")[0]) for path in paths]
    gone = [int(path_of(number)[5:-2]) for number in (CLOSED_AD, REMOVED_AD)]

    assert len(ids) == 2 * (NURSES + 1)
    assert ids == sorted(ids)
    assert not set(ids) & set(gone)


@pytest.mark.parametrize("number", [2, 1_000_001, 10**30])
def test_there_are_no_other_sitemaps(filled: SiteUnderTest, number: int) -> None:
    assert filled.client.get(f"/sitemaps/{number}.xml").status_code == 404


def test_a_full_sitemap_stays_within_the_limits() -> None:
    longest = "https://" + "x" * 240 + ".example"
    headline = "å" * 500
    pages = (
        (sitemaps.ad_path(10**11 + number, headline), clock.now())
        for number in range(sitemaps.ADS_PER_SITEMAP)
    )

    pieces = list(sitemaps.sitemap(longest, pages))

    assert sum(piece.count("<loc>") for piece in pieces) <= MOST_ADDRESSES
    assert sum(len(piece.encode()) for piece in pieces) <= MOST_BYTES
    # One piece an ad: the whole is never in memory.
    assert len(pieces) == sitemaps.ADS_PER_SITEMAP + 2


def test_ranges_hold_the_ads_of_their_ids(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE_OF_ROWS", 2)
    now = clock.now()
    common = {
        "source": "s", "content_hash": "h", "headline": "x", "description": "", "employer_name": "",
        "published_at": now, "imported_at": now, "changed_at": now,
    }  # fmt: skip
    for number in (1, 2, 3, 5, 6, 11, 12):
        JobAd.insert(
            id=number, external_id=str(number), **common,
            closes_at=now if number == 3 else None, removed_at=now if number == 11 else None,
        ).execute()  # fmt: skip

    blocks = queries.blocks_of_open_ads(now, 5)
    listed = {
        n: [row[0] for row in queries.open_ads_between(now, n * 5 - 4, n * 5)] for n in (1, 2, 3)
    }

    assert [number for number, _ in blocks] == [1, 2, 3]
    assert all(changed == now and changed.tzinfo for _, changed in blocks)
    assert listed == {1: [1, 2, 5], 2: [6], 3: [12]}


def test_an_unchanged_sitemap_is_not_sent_again(site: SiteUnderTest) -> None:
    site.import_records(job_record(1))
    for path in ("/sitemap.xml", "/sitemaps/0.xml", "/sitemaps/1.xml"):
        condition = {"If-None-Match": site.client.get(path).headers["ETag"]}
        assert site.client.get(path, headers=condition).status_code == 304
    site.import_records(job_record(2))
    assert site.client.get("/sitemaps/1.xml", headers=condition).status_code == 200


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_browser_can_search_from_its_address_bar(filled: SiteUnderTest, lang: str) -> None:
    for path in (f"/{lang}/", f"/{lang}/jobs"):
        page = filled.client.get(path)
        tree = HtmlTree.of_page(page.text, page.request.url)
        (link,) = [each for each in tree.named("link") if each.get("rel") == "search"]
        assert link.get("type") == "application/opensearchdescription+xml"
        assert link.get("title")
    root = xml(filled, link.attrib["href"], "application/opensearchdescription+xml")
    urls = {each.attrib["type"]: each.attrib["template"] for each in root.findall(f"{SEARCH}Url")}
    name, about = (root.findtext(f"{SEARCH}{tag}") or "" for tag in ("ShortName", "Description"))

    # OpenSearch 1.1 draft 6: at most 16 and 1024 characters of plain text.
    assert 0 < len(name) <= 16
    assert 0 < len(about) <= 1024
    assert root.findtext(f"{SEARCH}Language") == lang
    assert urls["application/opensearchdescription+xml"].endswith(link.attrib["href"])
    for kind in ("text/html", "application/atom+xml"):
        address = urlsplit(urls[kind].replace("{searchTerms}", "sjuksk%C3%B6terska"))
        assert urls[kind].startswith(filled.settings.base_url)
        found = filled.client.get(f"{address.path}?{address.query}")
        assert found.status_code == 200
        assert "nummer 45" in found.text


def test_other_pages_offer_no_search(filled: SiteUnderTest) -> None:
    assert "opensearch" not in filled.client.get("/sv/about").text
