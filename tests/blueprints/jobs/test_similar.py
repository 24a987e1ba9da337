"""Jobs like the one whose page one reads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.support.html_tree import HtmlTree
from tests.support.partner_ads import path_of
from tests.support.sites import SiteUnderTest, job_record
from tests.web.filled import ended_yesterday
from webapp.base import clock, db
from webapp.domain.jobs.models import JobAd
from webapp.domain.jobs.search import JobSearch
from webapp.domain.jobs.similar import similar_ads

STOCKHOLM = {"municipality_code": "0180", "region_code": "01", "country_code": "199"}
NURSE = {"label": "Sjuksköterska, grundutbildad", "concept_id": "x"}


def record(number: int, headline: str, **changes: Any) -> dict[str, Any]:
    employer = {"name": f"Arbetsgivare nummer {number}"}
    return job_record(number, headline=headline, employer=employer) | changes


def similar(site: SiteUnderTest, number: int = 1, limit: int = 5) -> list[str]:
    search = JobSearch(site.settings.index_path)
    ad = JobAd.get(JobAd.external_id == str(number))
    return [hit.headline for hit in similar_ads(search, ad, limit)]


def test_the_trade_counts_and_not_what_any_ad_says(site: SiteUnderTest) -> None:
    site.import_records(
        record(1, "Erfaren svetsare sökes till Malmö i sommar"),
        record(2, "MIG-svetsare"),
        record(3, "Erfaren kock sökes till Malmö i sommar"),
        record(4, "Svetsare", workplace_address=STOCKHOLM),
        record(5, "Lärare"),
    )

    assert similar(site) == ["MIG-svetsare", "Svetsare"]


def test_those_of_the_county_come_first_unless_hardly_alike(site: SiteUnderTest) -> None:
    site.import_records(
        record(1, "Svetsare verkstadsindustrin"),
        record(2, "Chef inom verkstadsindustrin som leder projekt och utveckling"),
        record(3, "Svetsare verkstadsindustrin natt"),
        *(
            record(n, "Svetsare verkstadsindustrin", workplace_address=STOCKHOLM)
            for n in range(4, 8)
        ),
    )

    found = similar(site)

    assert found[0] == "Svetsare verkstadsindustrin natt"
    assert found[1:5] == ["Svetsare verkstadsindustrin"] * 4
    assert "Chef inom verkstadsindustrin som leder projekt och utveckling" not in found[:2]


def test_a_shared_occupation_is_enough(site: SiteUnderTest) -> None:
    site.import_records(
        record(1, "Vill du vara med?", occupation=NURSE),
        record(2, "Stjärnor på avdelning 3", occupation=NURSE),
        record(3, "Vill du vara med?"),
    )

    assert similar(site)[:1] == ["Stjärnor på avdelning 3"]


def test_the_tail_of_a_compound_is_enough(site: SiteUnderTest) -> None:
    site.import_records(record(1, "Operationssjuksköterska"), record(2, "Sjuksköterska"))

    assert similar(site) == ["Sjuksköterska"]


def test_an_ad_is_not_like_itself_nor_twice_like_another(site: SiteUnderTest) -> None:
    twin = {"employer": {"name": "Tvilling AB"}}
    site.import_records(
        record(1, "Svetsare"), *(record(n, "Svetsare natt", **twin) for n in range(2, 6))
    )

    assert similar(site) == ["Svetsare natt"]


def test_a_copy_in_the_same_town_is_left_out_but_not_one_elsewhere(site: SiteUnderTest) -> None:
    same = {"employer": {"name": "Tvilling AB"}}
    site.import_records(record(1, "Svetsare", **same), record(2, "Svetsare", **same))
    assert similar(site) == []

    site.import_records(record(3, "Svetsare", workplace_address=STOCKHOLM, **same))
    assert similar(site) == ["Svetsare"]


def test_a_trade_in_the_name_of_the_employer_still_counts(site: SiteUnderTest) -> None:
    site.import_records(
        record(1, "Digital psykolog", employer={"name": "Din Psykolog AB"}),
        record(2, "Psykolog"),
        record(3, "Digital marknadsförare"),
    )

    assert similar(site)[0] == "Psykolog"


def test_closed_ads_are_like_none(site: SiteUnderTest) -> None:
    site.import_records(record(1, "Svetsare"), ended_yesterday(record(2, "Svetsare natt")))

    assert similar(site) == []


def test_an_ad_whose_last_day_has_just_passed_is_like_none(site: SiteUnderTest) -> None:
    site.import_records(record(1, "Svetsare"), record(2, "Svetsare natt"))
    assert similar(site) == ["Svetsare natt"]

    with clock.set_to(clock.now() + timedelta(days=32)):
        assert similar(site) == []


@pytest.mark.parametrize("headline", ["!!!", "Vi söker dig", "2026", "Malmö", "x" * 500])
def test_a_headline_that_says_nothing_is_like_nothing(site: SiteUnderTest, headline: str) -> None:
    site.import_records(record(1, headline), record(2, "Vi söker dig till Malmö 2026!"))

    assert similar(site) == []


def test_at_most_so_many_are_given(site: SiteUnderTest) -> None:
    site.import_records(*(record(n, f"Svetsare {'abcdefghij'[n]}") for n in range(9)))

    assert len(similar(site, 1)) == 5
    assert len(similar(site, 1, limit=2)) == 2


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("gone", [False, True])
def test_the_page_shows_them_at_its_foot_or_where_the_ad_is_closed_first(
    site: SiteUnderTest, lang: str, gone: bool
) -> None:
    closed = record(1, "Svetsare dag")
    site.import_records(closed, record(2, "Svetsare natt"))
    if gone:
        site.import_records(ended_yesterday(closed))

    response = site.client.get(f"/{lang}/{path_of(1)}", follow_redirects=True)
    tree = HtmlTree.of_page(response.text, response.request.url)
    headings = [each.get("id") for each in tree.named("h2")]

    assert headings.index("similar") == (0 if gone else len(headings) - 1)
    assert "Svetsare natt" in response.text


def test_a_new_ad_like_it_is_shown_at_once(site: SiteUnderTest) -> None:
    site.import_records(record(1, "Svetsare dag"))
    page = site.client.get(f"/sv/{path_of(1)}", follow_redirects=True)
    condition = {"If-None-Match": page.headers["ETag"]}
    path = page.request.path

    assert site.client.get(path, headers=condition).status_code == 304
    site.import_records(record(2, "Svetsare natt"))
    assert "Svetsare natt" in site.client.get(path, headers=condition).text


def test_the_page_still_reads_once(site: SiteUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    site.import_records(record(1, "Svetsare dag"), record(2, "Svetsare natt"))
    path = site.client.get(f"/sv/{path_of(1)}").headers["Location"]
    asked: list[str] = []
    execute = db.database.obj.execute_sql

    def noted(sql: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(sql)
        return execute(sql, *args, **kwargs)

    monkeypatch.setattr(db.database.obj, "execute_sql", noted)
    assert "Svetsare natt" in site.client.get(path).text

    assert len(asked) == 1
