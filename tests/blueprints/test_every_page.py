"""Every page, in both languages, as anyone meets it."""

from __future__ import annotations

import pytest

from tests.support.sites import SiteUnderTest, job_record

PAGES = (
    "",
    "jobs",
    "jobs?what=sjukskoterska&where=malmo",
    "jobs?what=finnsinte",
    "security",
    "about",
    "contact",
    "privacy",
    "cookies",
    "group",
    "create-cv",
    "jobs-by-email",
    "newsletter",
    "recruit",
    "login",
    "design",
)


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.promise("account.language")
def test_every_page_exists_in_both_languages(site: SiteUnderTest, lang: str, path: str) -> None:
    site.import_records(job_record())

    response = site.client.get(f"/{lang}/{path}")

    assert response.status_code == 200
    assert f'<html lang="{lang}">' in response.text
