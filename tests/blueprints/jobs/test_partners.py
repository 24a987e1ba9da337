"""Partners' ads: marked, and left through a counted link that says nothing of who goes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.support.html_tree import HtmlTree
from tests.support.partner_ads import PARTNER, import_postings, path_of, posting
from tests.support.sites import SiteUnderTest, build_site, job_record
from webapp.base import clock, db
from webapp.base.register import Kind, entries_of
from webapp.domain.jobs.clicks import (
    Direction,
    PartnerClicks,
    clicks_by_day,
    count_click,
    partner_clicks,
)
from webapp.domain.jobs.models import AdArrival, AdClick

TARGET = "https://brobladet.example/annons/1?kampanj=v%C3%A5r&x=1"
LANGUAGES = ("sv", "en")


def ad_id(number: int | str = 1) -> int:
    return int(path_of(number).split("/")[1].partition("-")[0])


def ad_page(site: SiteUnderTest, lang: str = "sv", number: int | str = 1) -> HtmlTree:
    response = site.client.get(f"/{lang}/{path_of(number)}", follow_redirects=True)
    return HtmlTree.of_page(response.text, response.request.url)


def out_links(tree: HtmlTree) -> list[Any]:
    return [each for each in tree.named("a") if each.get("href", "").endswith("/out")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.promise("jobagent.partners")
def test_partners_ads_carry_their_name_in_the_list_and_on_the_page(
    site: SiteUnderTest, lang: str
) -> None:
    import_postings(site, posting(1))
    site.import_records(job_record(2, headline="Sjuksköterska natt"))
    mark = {"sv": f"Från {PARTNER}", "en": f"From {PARTNER}"}[lang]

    hits = site.client.get(f"/{lang}/jobs").text.split("<article")[1:]

    assert [mark in hit for hit in hits if "Brovakt" in hit] == [True]
    assert [mark in hit for hit in hits if "Brovakt" not in hit] == [False]
    assert mark in site.client.get(f"/{lang}/{path_of(1)}", follow_redirects=True).text
    assert PARTNER not in site.client.get(f"/{lang}/{path_of(2)}", follow_redirects=True).text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "changes", [{}, {"directApply": True}, {"applicationContact": {"email": "jobb@bro.example"}}]
)
@pytest.mark.promise("jobagent.partners")
def test_every_way_to_a_partner_is_the_counted_one_and_tells_nothing(
    site: SiteUnderTest, lang: str, changes: dict[str, Any]
) -> None:
    import_postings(site, posting(1, **changes))

    tree = ad_page(site, lang)
    links = out_links(tree)

    assert "brobladet.example" not in "".join(each.get("href", "") for each in tree.named("a"))
    assert links
    for link in links:
        assert set((link.get("rel") or "").split()) == {
            "noopener",
            "noreferrer",
            "nofollow",
            "sponsored",
        }
        assert "?" not in link.attrib["href"]
    response = site.client.get(links[0].attrib["href"])
    assert (response.status_code, response.headers["Location"]) == (302, TARGET)
    assert response.headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "Set-Cookie" not in response.headers
    assert "ETag" not in response.headers


@pytest.mark.promise("jobagent.partners")
def test_everyone_is_led_to_the_same_stored_address(site: SiteUnderTest) -> None:
    import_postings(site, posting(1))
    path = path_of(1)

    addresses = {
        site.client.get(f"/{lang}/{path}/out{query}", headers=headers).headers["Location"]
        for lang in LANGUAGES
        for query in ("", "?url=https://evil.example&next=//evil.example", "?utm_id=17")
        for headers in (
            {},
            {
                "Referer": "https://evil.example/",
                "Cookie": "id=17",
                "X-Forwarded-Host": "evil.example",
            },
        )
    }

    assert addresses == {TARGET}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "https://a b.example", ""]
)
def test_an_address_that_is_none_leads_nowhere(site: SiteUnderTest, url: str) -> None:
    import_postings(site, posting(1))
    db.database.execute_sql("UPDATE job_ad SET source_url = ?", (url,))

    assert site.client.get(f"/sv/{path_of(1)}/out").status_code == 404
    assert out_links(ad_page(site)) == []
    assert clicks_by_day(ad_id()) == {}


@pytest.mark.promise("ads.click-count")
def test_a_click_is_one_in_the_total_of_its_ad_and_day(site: SiteUnderTest) -> None:
    import_postings(site, posting(1), posting(2))
    path = f"/sv/{path_of(1)}/out"

    for _ in range(3):
        assert site.client.get(path).status_code == 302
    assert site.client.get(f"/en/{path_of(2)}/out").status_code == 302
    tomorrow = clock.now() + timedelta(days=1)
    with clock.set_to(tomorrow):
        site.client.get(path)

    today = clock.today()
    assert clicks_by_day(ad_id(1)) == {today: 3, today + timedelta(days=1): 1}
    assert clicks_by_day(ad_id(2)) == {today: 1}


@pytest.mark.promise("ads.click-count")
def test_what_is_no_click_is_not_counted(site: SiteUnderTest) -> None:
    import_postings(site, posting(1))
    path = f"/sv/{path_of(1)}/out"

    assert site.client.head(path).status_code == 302
    assert site.client.get(path, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 302
    assert site.client.post(path).status_code == 405
    ad_page(site)
    site.client.get("/sv/jobs")

    assert clicks_by_day(ad_id()) == {}


@pytest.mark.promise("ads.click-count")
def test_a_click_leaves_nothing_but_the_total(site: SiteUnderTest) -> None:
    import_postings(site, posting(1))
    before = everything_stored()

    site.client.get(
        f"/sv/{path_of(1)}/out",
        headers={"User-Agent": "kanarie-agent", "Referer": "https://kanarie.example/"},
        environ_base={"REMOTE_ADDR": "203.0.113.77"},
    )

    assert everything_stored() - before == {("ad_click", (ad_id(1), clock.today().isoformat(), 1))}
    assert before - everything_stored() == set()
    assert set(entries_of(AdClick)) == {"ad_id", "day", "count"}
    assert {entry.kind for entry in entries_of(AdClick).values()} == {Kind.NONE}


def arrivals() -> list[tuple[str, int, int]]:
    """Partner, ad and count of all that partners have sent here today."""
    today = clock.today()
    return [
        (each.source, each.ad_id, each.count)
        for each in partner_clicks(today, today)
        if each.direction is Direction.RECEIVED
    ]


@pytest.mark.promise("ads.click-count")
def test_whoever_comes_from_a_partner_is_one_in_a_total_and_meets_the_ad(
    site: SiteUnderTest,
) -> None:
    import_postings(site, posting(1))
    site.import_records(job_record(2))
    before = everything_stored()
    for lang in LANGUAGES:
        answer = site.client.get(
            f"/{lang}/{path_of(2)}/from/brobladet",
            headers={"User-Agent": "kanarie-agent", "Referer": "https://kanarie.example/"},
            environ_base={"REMOTE_ADDR": "203.0.113.77"},
        )
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(f"/{lang}/jobs/{ad_id(2)}-sjuk")
        assert "Set-Cookie" not in answer.headers
    row = (ad_id(2), clock.today().isoformat(), "partner-brobladet", 2)
    assert everything_stored() ^ before == {("ad_arrival", row)}
    assert {entry.kind for entry in entries_of(AdArrival).values()} == {Kind.NONE}


@pytest.mark.promise("ads.click-count")
@pytest.mark.parametrize("name", ["okänd", "--", "x" * 200])
def test_a_name_of_no_partner_leads_to_the_ad_and_counts_nothing(
    site: SiteUnderTest, name: str
) -> None:
    import_postings(site, posting(1))
    path = f"/sv/{path_of(1)}"
    led_to = site.client.get(f"{path}/from/{name}").headers["Location"]
    assert led_to == f"/sv/jobs/{ad_id(1)}-brovakt-nummer-1"
    assert site.client.head(f"{path}/from/brobladet").status_code == 302
    assert arrivals() == []
    site.client.get(f"{path}/from/Brobladet")
    assert arrivals() == [("partner-brobladet", ad_id(1), 1)]


@pytest.mark.promise("ads.click-count")
def test_what_is_settled_with_a_partner_has_both_directions(site: SiteUnderTest) -> None:
    import_postings(site, posting(1))
    site.client.get(f"/sv/{path_of(1)}/out")
    site.client.get(f"/sv/{path_of(1)}/from/brobladet")
    today = clock.today()
    same = ("partner-brobladet", today, ad_id(1), 1)
    expected = [
        PartnerClicks(same[0], direction, *same[1:])
        for direction in (Direction.SENT, Direction.RECEIVED)
    ]
    assert list(partner_clicks(today, today)) == expected
    yesterday = today - timedelta(days=1)
    assert list(partner_clicks(yesterday, yesterday)) == []


def everything_stored() -> set[tuple[str, tuple[Any, ...]]]:
    return {
        (table, row)
        for table in db.database.get_tables()
        for row in db.database.execute_sql(f'SELECT * FROM "{table}"').fetchall()
    }


@pytest.mark.parametrize("changes", [{"validThrough": "2020-01-31"}])
def test_a_closed_ad_leads_nowhere(site: SiteUnderTest, changes: dict[str, Any]) -> None:
    import_postings(site, posting(1, **changes))

    assert site.client.get(f"/sv/{path_of(1)}/out").status_code == 410
    assert out_links(ad_page(site)) == []
    assert clicks_by_day(ad_id()) == {}


def test_an_ad_of_no_partner_is_left_directly(site: SiteUnderTest) -> None:
    site.import_records(job_record(1))

    assert site.client.get(f"/sv/{path_of(1)}/out").status_code == 404
    assert out_links(ad_page(site)) == []


@pytest.mark.parametrize("ref", ["999999-x", "x", "1" * 40])
def test_what_is_no_ad_leads_nowhere(site: SiteUnderTest, ref: str) -> None:
    assert site.client.get(f"/sv/jobs/{ref}/out").status_code == 404


@pytest.fixture
def shared_database(database_url: str) -> Iterator[str]:
    yield database_url


@pytest.mark.promise("ads.click-count")
def test_simultaneous_clicks_all_count(shared_database: str) -> None:
    def click() -> None:
        for _ in range(10):
            count_click(7)
        db.database.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert clicks_by_day(7) == {clock.today(): 40}


@pytest.mark.promise("jobagent.partners")
def test_pages_leave_no_trace_at_a_partner_on_postgresql_either(
    postgresql_url: str, tmp_path: Any
) -> None:
    with build_site(tmp_path, postgresql_url) as site:
        import_postings(site, posting(1))
        response = site.client.get(f"/sv/{path_of(1)}/out")

        assert response.headers["Location"] == TARGET
        assert clicks_by_day(ad_id(1)) == {clock.today(): 1}
