"""Who may enter: every address has its door, and the doors are what the code says they are."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from tests.support.page_store import PageStore
from tests.support.sites import SiteUnderTest, build_site
from tests.web.addresses import ACCOUNT_PAGES, DOCUMENTS, EMPLOYER_PAGES, LANGUAGES, PAGES
from webapp import access
from webapp.access import Access
from webapp.i18n import ADDRESSES_WITHOUT_PREFIX, LANGUAGE_PREFIX

HOST = "jobb.example"


@pytest.fixture
def production(sqlite_url: str, tmp_path: Path, page_store: PageStore) -> Iterator[SiteUnderTest]:
    """A site in production, of an operator of its own."""
    sample = (files("webapp.site") / "operator.toml").read_text(encoding="utf-8")
    profile = tmp_path / "operator.toml"
    profile.write_text(sample.replace("sample = true", "sample = false"), encoding="utf-8")
    with build_site(
        tmp_path,
        sqlite_url,
        page_store,
        STEPSTONE_MODE="production",
        STEPSTONE_SECRET_KEY="q8Zs1Vn5-Lk3Tg7_Xw2Bd6Hy9Rf4Mj0Pc",
        STEPSTONE_HOSTS=HOST,
        STEPSTONE_BASE_URL=f"https://{HOST}",
        STEPSTONE_OPERATOR_PROFILE=str(profile),
    ) as built:
        yield built


def test_every_route_carries_one_access_decorator(filled: SiteUnderTest) -> None:
    doors = {
        rule.rule: getattr(filled.app.view_functions[rule.endpoint], "access", None)
        for rule in filled.app.url_map.iter_rules()
    }

    assert doors
    assert [rule for rule, door in doors.items() if not isinstance(door, Access)] == []


def test_a_view_takes_no_second_access_decorator() -> None:
    with pytest.raises(TypeError, match="two access decorators"):
        access.machine(access.anyone(lambda: ""))


def test_a_route_without_access_decorator_is_closed(site: SiteUnderTest) -> None:
    site.app.add_url_rule("/sv/forgotten", "forgotten", lambda: "secret")

    response = site.client.get("/sv/forgotten")

    assert response.status_code == 404
    assert "secret" not in response.text


def test_the_list_of_addresses_without_language_is_whole(filled: SiteUnderTest) -> None:
    rules = {rule.rule for rule in filled.app.url_map.iter_rules()}

    assert {rule for rule in rules if not rule.startswith(LANGUAGE_PREFIX)} == set(
        ADDRESSES_WITHOUT_PREFIX
    )


def test_the_tests_know_every_page(filled: SiteUnderTest) -> None:
    pages = {
        rule.rule.removeprefix(LANGUAGE_PREFIX).lstrip("/")
        for rule in filled.app.url_map.iter_rules()
        if rule.rule.startswith(LANGUAGE_PREFIX)
        and rule.arguments == {"lang"}
        and "GET" in (rule.methods or ())
    } - set(DOCUMENTS)

    assert pages == {page.partition("?")[0] for page in (*PAGES, *ACCOUNT_PAGES, *EMPLOYER_PAGES)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_demo_pages_do_not_exist_in_production(production: SiteUnderTest, lang: str) -> None:
    demo_rules = [
        rule
        for rule in production.app.url_map.iter_rules()
        if getattr(production.app.view_functions[rule.endpoint], "access", None) is Access.DEMO
    ]
    assert demo_rules

    for rule in demo_rules:
        path = rule.rule.replace(LANGUAGE_PREFIX, f"/{lang}")
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            response = production.client.open(path, method=method, base_url=f"https://{HOST}")
            assert response.status_code == 404, (method, path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_production_shows_no_word_of_a_demo(production: SiteUnderTest, lang: str) -> None:
    response = production.client.get(f"/{lang}/", base_url=f"https://{HOST}")

    assert response.status_code == 200
    assert f"/{lang}/design" not in response.text
    assert 'class="demo"' not in response.text
    assert response.headers["Strict-Transport-Security"]
