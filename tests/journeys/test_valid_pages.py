"""What html-validate and the Nu Html Checker examine beside the pages that others have opened.

All pages of a run are validated together at its end (``tests/support/valid_pages.py``).
"""

from __future__ import annotations

from tests.support.page_store import PageStore
from tests.support.served import ServedSite
from tests.support.tools import PROJECT_DIRECTORY
from tests.support.validators import nu_check

STYLE_SHEET = PROJECT_DIRECTORY / "webapp/static/site.css"


def test_a_list_of_real_ads_is_kept_for_the_validators(
    site: ServedSite, page_store: PageStore
) -> None:
    addresses = [address for _headline, address in site.fetch("/sv/jobs").hits()]
    kept = {page_store.keep(page.url, page.text) for page in map(site.fetch, addresses)}
    assert len(kept) == 20
    assert kept <= set(page_store.pages())


def test_the_style_sheet_is_valid() -> None:
    assert nu_check([STYLE_SHEET], css=True) == []
