"""The last day to apply, as a calendar file."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.base.test_icalendar import content_lines, unescaped
from tests.support.html_tree import HtmlTree
from tests.support.partner_ads import path_of
from tests.support.sites import SiteUnderTest, job_record
from tests.web.filled import CLOSED_AD, REMOVED_AD, ad_path
from webapp.base import clock


def calendar_link(site: SiteUnderTest, path: str) -> str | None:
    response = site.client.get(path, follow_redirects=True)
    tree = HtmlTree.of_page(response.text, response.request.url)
    links = [each.attrib["href"] for each in tree.named("a") if each.get("type") == "text/calendar"]
    assert len(links) <= 1
    return links[0] if links else None


@pytest.mark.parametrize(
    ("lang", "summary"),
    [
        ("sv", "Sista ansökningsdag: Sjuksköterska nummer 1"),
        ("en", "Last day to apply: Sjuksköterska nummer 1"),
    ],
)
def test_an_open_ad_gives_its_last_day(filled: SiteUnderTest, lang: str, summary: str) -> None:
    link = calendar_link(filled, f"/{lang}/{ad_path(1)}")
    assert link == f"/{lang}/{ad_path(1)}/deadline.ics"

    response = filled.client.get(link)
    values = {name: value for name, _, value in content_lines(response.text)}

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert values["DTSTART"] == f"{clock.today() + timedelta(days=30):%Y%m%d}"
    assert unescaped(values["SUMMARY"]) == summary
    assert values["URL"] == f"{filled.settings.base_url}/{lang}/{ad_path(1)}"
    assert values["UID"].endswith("@127.0.0.1")


def test_its_id_is_the_same_in_both_languages_and_its_own(filled: SiteUnderTest) -> None:
    ids = {
        (number, lang): {
            name: value
            for name, _, value in content_lines(
                filled.client.get(f"/{lang}/{path_of(number)}/deadline.ics").text
            )
        }["UID"]
        for number in (1, 2)
        for lang in ("sv", "en")
    }

    assert ids[1, "sv"] == ids[1, "en"] != ids[2, "sv"] == ids[2, "en"]


@pytest.mark.parametrize("number", [CLOSED_AD, REMOVED_AD])
def test_a_closed_or_removed_ad_gives_none(filled: SiteUnderTest, number: int) -> None:
    assert filled.client.get(f"/sv/{path_of(number)}/deadline.ics").status_code == 410
    assert calendar_link(filled, f"/sv/{path_of(number)}") is None


@pytest.mark.parametrize("ref", ["999999-x", "x", "0", "1" * 40])
def test_what_is_no_ad_gives_none(filled: SiteUnderTest, ref: str) -> None:
    assert filled.client.get(f"/sv/jobs/{ref}/deadline.ics").status_code == 404


def test_an_ad_without_a_last_day_gives_none(site: SiteUnderTest) -> None:
    site.import_records(job_record(1, application_deadline=None, last_publication_date=None))

    assert site.client.get(f"/sv/{path_of(1)}/deadline.ics").status_code == 404
    assert calendar_link(site, f"/sv/{path_of(1)}") is None


def test_a_last_day_that_passed_before_the_ad_closes_gives_none(site: SiteUnderTest) -> None:
    passed = (clock.today() - timedelta(days=1)).isoformat()
    site.import_records(job_record(1, application_deadline=passed))

    assert site.client.get(f"/sv/{path_of(1)}/deadline.ics").status_code == 410
    assert calendar_link(site, f"/sv/{path_of(1)}") is None


def test_an_unchanged_day_is_not_sent_again(filled: SiteUnderTest) -> None:
    path = f"/sv/{path_of(1)}/deadline.ics"
    condition = {"If-None-Match": filled.client.get(path).headers["ETag"]}

    assert filled.client.get(path, headers=condition).status_code == 304
