"""html-validate and the Nu Html Checker find nothing in the pages and the style sheet served."""

from __future__ import annotations

import pytest

from tests.journeys.pages import an_ad, linked_pages, states
from tests.support.page_store import PageStore
from tests.support.served import ServedSite
from tests.support.tools import PROJECT_DIRECTORY
from tests.support.valid_pages import invalid_pages
from tests.support.validators import nu_check

STYLE_SHEET = PROJECT_DIRECTORY / "webapp/static/site.css"


@pytest.fixture(scope="module")
def pages(site: ServedSite, tmp_path_factory: pytest.TempPathFactory) -> PageStore:
    """Every page in both languages, and a list's worth of real ads in one."""
    store = PageStore(tmp_path_factory.mktemp("pages"))
    paths = [
        path
        for lang in ("sv", "en")
        for path in [*linked_pages(site, lang), *states(lang), an_ad(site, lang)]
    ]
    paths += [address for _headline, address in site.fetch("/sv/jobs").hits()]
    for path in paths:
        page = site.fetch(path)
        store.keep(page.url, page.text)
    return store


def test_every_page_is_valid(pages: PageStore) -> None:
    assert len(pages.pages()) > 60
    assert invalid_pages(pages) == []


def test_the_style_sheet_is_valid() -> None:
    assert nu_check([STYLE_SHEET], css=True) == []
