"""An ad as schema.org JobPosting on its page."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from tests.support.html_tree import HtmlTree
from tests.support.partner_ads import import_postings, path_of, posting
from tests.support.sites import SiteUnderTest, job_record
from webapp.base import clock

LANGUAGES = ("sv", "en")


def page_of(site: SiteUnderTest, lang: str = "sv", number: int | str = 1) -> tuple[int, HtmlTree]:
    response = site.client.get(f"/{lang}/{path_of(number)}", follow_redirects=True)
    return response.status_code, HtmlTree.of_page(response.text, response.request.url)


def structured(tree: HtmlTree) -> dict[str, Any] | None:
    blocks = [each for each in tree.named("script") if each.get("type") == "application/ld+json"]
    assert len(blocks) <= 1
    return json.loads(blocks[0].text or "") if blocks else None


def whole_address(tree: HtmlTree) -> str:
    (canonical,) = [each for each in tree.named("link") if each.get("rel") == "canonical"]
    return canonical.attrib["href"]


def google_findings(data: dict[str, Any]) -> list[str]:
    """What Google's documentation of job postings would object to."""
    findings = []
    if (data.get("@context"), data.get("@type")) != ("https://schema.org/", "JobPosting"):
        findings.append("is no JobPosting")
    for name in ("title", "description", "datePosted"):
        if not (isinstance(data.get(name), str) and data[name].strip()):
            findings.append(f"{name} is missing")
    organization = data.get("hiringOrganization", {})
    if organization.get("@type") != "Organization" or not organization.get("name"):
        findings.append("hiringOrganization is missing")
    if "jobLocation" in data:
        address = data["jobLocation"].get("address", {})
        if data["jobLocation"].get("@type") != "Place" or not address.get("addressCountry"):
            findings.append("jobLocation has no country")
    elif data.get("jobLocationType") != "TELECOMMUTE" or not data.get(
        "applicantLocationRequirements"
    ):
        findings.append("there is neither a place nor remote work")
    for name in ("datePosted", "validThrough"):
        if name in data and not datetime.fromisoformat(data[name]):
            findings.append(f"{name} is no time")
    if "baseSalary" in data:
        findings.append("baseSalary, though no ad states an amount")
    return findings


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_open_ad_carries_what_search_engines_need(site: SiteUnderTest, lang: str) -> None:
    site.import_records(job_record(1, number_of_vacancies=3))

    status, tree = page_of(site, lang)
    data = structured(tree)

    assert status == 200
    assert data is not None
    assert google_findings(data) == []
    last = clock.today() + timedelta(days=30)
    assert datetime.fromisoformat(data["validThrough"]) == datetime.combine(
        last, time(23, 59, 59), clock.STOCKHOLM
    )
    assert data["datePosted"] == clock.today().isoformat()
    assert data["title"] == "Sjuksköterska nummer 1"
    assert data["description"] == "<p>Du vårdar patienter på en lugn avdelning.</p>"
    assert data["hiringOrganization"]["name"] == "Ekliden Vård"
    assert data["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Malmö",
        "addressRegion": "Skåne län",
        "addressCountry": "SE",
    }
    assert data["totalJobOpenings"] == 3
    assert data["directApply"] is False
    assert data["url"] == whole_address(tree)


@pytest.mark.parametrize("changes", [{"last_publication_date": "2020-01-01"}, {"removed": True}])
def test_a_closed_or_removed_ad_carries_none(site: SiteUnderTest, changes: dict[str, Any]) -> None:
    site.import_records(job_record(1))
    site.import_records(job_record(1, **changes))

    status, tree = page_of(site)

    assert status == (410 if "removed" in changes else 200)
    assert structured(tree) is None
    assert [each.get("content") for each in tree.named("meta") if each.get("name") == "robots"] == [
        "noindex"
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"description": {"text": "", "text_formatted": ""}},
        {"employer": {"name": None}},
        {"workplace_address": {}},
    ],
)
def test_an_ad_that_lacks_what_is_needed_carries_none(
    site: SiteUnderTest, changes: dict[str, Any]
) -> None:
    site.import_records(job_record(1, **changes))

    assert structured(page_of(site)[1]) is None


def test_only_an_ad_without_place_is_remote(site: SiteUnderTest) -> None:
    site.import_records(
        job_record(1, remote_work=True), job_record(2, remote_work=True, workplace_address={})
    )

    placed, anywhere = (
        structured(page_of(site, number=1)[1]),
        structured(page_of(site, number=2)[1]),
    )

    assert placed and anywhere
    assert "jobLocationType" not in placed
    assert "jobLocation" not in anywhere
    assert anywhere["applicantLocationRequirements"] == {"@type": "Country", "name": "SE"}
    assert google_findings(anywhere) == []


NASTY = "</script><script>alert(1)</script><!-- & \u2028 ' \""


def test_nothing_in_an_ad_breaks_out(site: SiteUnderTest) -> None:
    site.import_records(job_record(1, headline=NASTY, employer={"name": NASTY}))

    response = site.client.get(f"/sv/{path_of(1)}", follow_redirects=True)
    block = response.text.split('<script type="application/ld+json">')[1].split("</script>")[0]

    assert not set(block) & set("<>&'")
    data = json.loads(block)
    assert data["title"] == " ".join(NASTY.split())
    assert data["hiringOrganization"]["name"] == NASTY


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("FULL_TIME", "FULL_TIME"),
        (["FULL_TIME", "PART_TIME"], ["FULL_TIME", "PART_TIME"]),
        ("INTERN", "INTERN"),
        ("Tillsvidare", None),
    ],
)
def test_employment_comes_back_as_it_came(site: SiteUnderTest, kind: Any, expected: Any) -> None:
    import_postings(site, posting(1, employmentType=kind))

    data = structured(page_of(site)[1])

    assert data is not None
    assert data.get("employmentType") == expected
