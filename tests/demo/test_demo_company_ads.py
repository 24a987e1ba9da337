"""The demo's company has ads of its own: in both languages, whole, and of nobody real."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sites import build_site
from webapp.base.sealing import use_key
from webapp.domain.accounts.demo import add_demo_accounts, demo_account_ids
from webapp.domain.cv.demo import OWNER, add_demo_cvs
from webapp.domain.employers.queries import company_of
from webapp.domain.jobs.ad_rules import AdState
from webapp.domain.jobs.demo import add_demo_company_ads
from webapp.domain.jobs.models import JobAd
from webapp.domain.jobs.own_queries import count_ads, own_ads
from webapp.domain.reference.queries import find_place


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_company_has_ads_in_both_languages_and_a_draft(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    with build_site(tmp_path, request.getfixturevalue(f"{kind}_url")) as site:
        use_key(site.settings.secret_key)
        add_demo_accounts()
        add_demo_cvs()
        assert add_demo_company_ads() == 3
        assert add_demo_company_ads() == 0
        company = company_of(demo_account_ids()[OWNER])
        assert company is not None
        ads = own_ads(company.id)
        states = sorted((ad.state, ad.content.language) for ad in ads)
        published = AdState.PUBLISHED
        assert states == [
            (AdState.DRAFT, "sv"),
            *((published, lang) for lang in ("en", "sv", "sv")),
        ]
        assert count_ads(company.id) == 3
        for ad in ads:
            assert find_place(ad.content.place).place is not None
            way = ad.content.application_url + ad.content.application_email
            assert ad.state is AdState.DRAFT or "ekliden.example" in way
        for row in JobAd.select():
            page = site.client.get(f"/sv/jobs/{row.id}", follow_redirects=True)
            assert page.status_code == 200
            assert row.headline in page.text
