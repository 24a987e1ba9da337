"""The pages served go to html-validate and the Nu Html Checker; the style sheet goes there here.

All pages of a run are validated together at its end (``tests/support/valid_pages.py``).
"""

from __future__ import annotations

from tests.journeys.pages import an_ad, linked_pages, states
from tests.support.page_store import PageStore
from tests.support.served import ServedSite
from tests.support.tools import PROJECT_DIRECTORY
from tests.support.validators import nu_check

STYLE_SHEET = PROJECT_DIRECTORY / "webapp/static/site.css"


def test_every_page_is_kept_for_the_validators(site: ServedSite, page_store: PageStore) -> None:
    """Every page in both languages, and a list's worth of real ads in one."""
    paths = [
        path
        for lang in ("sv", "en")
        for path in [*linked_pages(site, lang), *states(lang), an_ad(site, lang)]
    ]
    paths += [address for _headline, address in site.fetch("/sv/jobs").hits()]
    kept = {page_store.keep(page.url, page.text) for page in map(site.fetch, paths)}
    assert len(kept) > 60
    assert kept <= set(page_store.pages())


def test_the_style_sheet_is_valid() -> None:
    assert nu_check([STYLE_SHEET], css=True) == []
