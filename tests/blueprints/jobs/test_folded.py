"""A job that several sources publish is shown once, with all of them named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.html_tree import HtmlTree
from tests.support.partner_ads import import_postings, posting
from tests.support.sites import SiteUnderTest, build_site, job_record
from webapp.base import clock
from webapp.domain.jobs.actions import fold_ads, import_jobtech
from webapp.domain.jobs.clicks import clicks_by_day
from webapp.domain.jobs.indexing import rebuild
from webapp.domain.jobs.models import JobAd
from webapp.domain.jobs.search import JobSearch
from webapp.domain.jobs.snapshots import Snapshot

OURS = {
    "headline": "Brovakt till Malmö",
    "employer": {"name": "Brobolaget AB"},
    "webpage_url": "https://arbetsformedlingen.se/platsbanken/annonser/1",
}
THEIRS: dict[str, Any] = {
    "title": "BROVAKT – till Malmö!",
    "hiringOrganization": {"@type": "Organization", "name": "AB Brobolaget"},
}
REL = {"noopener", "noreferrer", "nofollow", "sponsored"}


def ours(number: int = 1, **changes: Any) -> dict[str, Any]:
    return job_record(number, **(OURS | changes))


def theirs(number: int = 1, **changes: Any) -> dict[str, Any]:
    return posting(number, **(THEIRS | changes))


def ad_of(source: str, number: int = 1) -> JobAd:
    found = JobAd.get(JobAd.source == source, JobAd.external_id == str(number))
    assert isinstance(found, JobAd)
    return found


def found_ids(site: SiteUnderTest) -> set[int]:
    site.follower.follow()
    return {hit.id for hit in JobSearch(site.settings.index_path).newest(50).hits}


def page(site: SiteUnderTest, ad: JobAd, lang: str = "sv") -> HtmlTree:
    response = site.client.get(f"/{lang}/jobs/{ad.id}-x", follow_redirects=True)
    assert response.status_code == 200
    return HtmlTree.of_page(response.text, response.request.url)


@pytest.fixture
def both(site: SiteUnderTest) -> Iterator[SiteUnderTest]:
    """A partner's ad that came first, and the same job from Platsbanken."""
    import_postings(site, theirs())
    site.import_records(ours())
    yield site


@pytest.mark.promise("jobagent.partners")
def test_one_is_found_and_names_the_other_with_its_counted_link(both: SiteUnderTest) -> None:
    leading, behind = ad_of("platsbanken"), ad_of("partner-brobladet")
    assert found_ids(both) == {leading.id}
    for lang, words in (("sv", "Annonsen finns även hos"), ("en", "Also published at")):
        tree = page(both, leading, lang)
        (link,) = [each for each in tree.named("a") if (each.text or "").strip() == "Brobladet"]
        assert link.attrib["href"].startswith(f"/{lang}/jobs/{behind.id}-")
        assert link.attrib["href"].endswith("/out")
        assert set(link.attrib["rel"].split()) == REL
        assert words in both.client.get(f"/{lang}/jobs/{leading.id}-brovakt-till-malmo").text


@pytest.mark.promise("ads.click-count")
def test_clicks_to_each_partner_are_counted_on_its_own_ad(both: SiteUnderTest) -> None:
    leading, behind = ad_of("platsbanken"), ad_of("partner-brobladet")
    response = both.client.get(f"/sv/jobs/{behind.id}-x/out")
    assert response.headers["Location"].startswith("https://brobladet.example/annons/1")
    assert clicks_by_day(behind.id) == {clock.today(): 1}
    assert clicks_by_day(leading.id) == {}


def test_the_others_address_leads_to_the_leading_ad(both: SiteUnderTest) -> None:
    leading, behind = ad_of("platsbanken"), ad_of("partner-brobladet")
    for lang in ("sv", "en"):
        response = both.client.get(f"/{lang}/jobs/{behind.id}-brovakt-till-malmo")
        assert response.status_code == 302
        assert response.headers["Location"] == f"/{lang}/jobs/{leading.id}-brovakt-till-malmo"
        assert both.client.get(response.headers["Location"]).status_code == 200
    listed = both.client.get("/sitemaps/1.xml").text + both.client.get("/sv/jobs.atom").text
    assert f"/jobs/{leading.id}-" in listed
    assert f"/jobs/{behind.id}-" not in listed


def test_an_unchanged_page_is_new_when_another_source_publishes_it(site: SiteUnderTest) -> None:
    site.import_records(ours())
    path = f"/sv/jobs/{ad_of('platsbanken').id}-brovakt-till-malmo"
    tag = site.client.get(path).headers["ETag"]
    assert site.client.get(path, headers={"If-None-Match": tag}).status_code == 304
    import_postings(site, theirs())
    assert site.client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_the_other_comes_forward_when_the_leading_one_is_removed(both: SiteUnderTest) -> None:
    leading, behind = ad_of("platsbanken"), ad_of("partner-brobladet")
    both.import_records({"id": "1", "removed": True})
    assert found_ids(both) == {behind.id}
    assert both.client.get(f"/sv/jobs/{behind.id}-brovakt-till-malmo").status_code == 200
    assert both.client.get(f"/sv/jobs/{leading.id}-brovakt-till-malmo").status_code == 410
    both.import_records(ours())
    assert found_ids(both) == {leading.id}


def test_the_other_comes_forward_when_the_leading_one_closes(site: SiteUnderTest) -> None:
    import_postings(site, theirs())
    day = clock.today().isoformat()
    site.import_records(ours(application_deadline=day, last_publication_date=day))
    leading, behind = ad_of("platsbanken"), ad_of("partner-brobladet")
    assert found_ids(site) == {leading.id}
    with clock.set_to(clock.now() + timedelta(days=1)):
        path = f"/sv/jobs/{behind.id}-brovakt-till-malmo"
        assert site.client.get(path).status_code == 200
        assert fold_ads(clock.now()) == 1
        assert found_ids(site) == {behind.id}
        assert fold_ads(clock.now()) == 0


def test_changes_of_what_they_share_part_them_and_join_them(both: SiteUnderTest) -> None:
    leading, behind = ad_of("platsbanken"), ad_of("partner-brobladet")
    both.import_records(ours(headline="Brovakt till Lund"))
    assert found_ids(both) == {leading.id, behind.id}
    import_postings(both, theirs(title="Brovakt till Lund"))
    assert found_ids(both) == {leading.id}
    import_postings(both, theirs(hiringOrganization=None))
    assert found_ids(both) == {leading.id, behind.id}
    assert ad_of("partner-brobladet").folded_into is None


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Brovakt till Malmö natt"},
        {"hiringOrganization": {"name": "Brobolaget Syd AB"}},
        {"hiringOrganization": {"name": "AB"}},
        {"jobLocation": {"address": "Lund"}},
        {"jobLocation": None},
    ],
)
def test_whatever_differs_is_another_job(site: SiteUnderTest, changes: dict[str, Any]) -> None:
    import_postings(site, theirs(**changes))
    site.import_records(ours())
    assert len(found_ids(site)) == 2


def test_ads_of_one_source_are_never_one(site: SiteUnderTest) -> None:
    site.import_records(ours(1), ours(2))
    import_postings(site, theirs(1), theirs(2), theirs(3))
    assert len(found_ids(site)) == 3
    behind = {ad_of("partner-brobladet", number).folded_into for number in (1, 2)}
    assert behind == {ad_of("platsbanken", number).id for number in (1, 2)}
    assert ad_of("partner-brobladet", 3).folded_into is None


def test_of_two_partners_the_older_ad_leads(site: SiteUnderTest) -> None:
    import_postings(site, theirs(7), partner="Sundsjobb")
    import_postings(site, theirs(8))
    first, second = ad_of("partner-sundsjobb", 7), ad_of("partner-brobladet", 8)
    assert found_ids(site) == {first.id}
    assert first.id < second.id
    links = [each.get("href", "") for each in page(site, first).named("a")]
    assert sum(each.endswith("/out") and f"/{second.id}-" in each for each in links) == 1


def test_a_snapshot_brings_the_others_forward(both: SiteUnderTest) -> None:
    behind = ad_of("partner-brobladet")
    path = both.folder / "all.json"
    path.write_text("[]")
    import_jobtech(path, "platsbanken", snapshot=Snapshot(allow_many=True))
    assert found_ids(both) == {behind.id}


def test_a_rebuilt_index_holds_the_same(both: SiteUnderTest) -> None:
    before = found_ids(both)
    assert rebuild(both.settings.index_path) == 1
    assert found_ids(both) == before


def test_both_databases_fold_alike(database_url: str, tmp_path: Path) -> None:
    with build_site(tmp_path, database_url) as site:
        import_postings(site, theirs())
        site.import_records(ours())
        leading, behind = ad_of("platsbanken"), ad_of("partner-brobladet")
        assert (leading.folded_into, behind.folded_into) == (None, leading.id)
        site.import_records({"id": "1", "removed": True})
        assert ad_of("partner-brobladet").folded_into is None
        site.import_records(ours())
        JobAd.update(folded_into=None).execute()
        assert fold_ads(clock.now()) == 1
        assert ad_of("partner-brobladet").folded_into == leading.id
