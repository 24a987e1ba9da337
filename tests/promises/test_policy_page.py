"""The privacy policy shows each promise that is kept, with the tests that check it."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from tests.web.addresses import LANGUAGES
from webapp.site.promises import load_promises

WRITTEN = json.loads((files("webapp.site") / "promise_tests.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_kept_promise_stands_there_with_its_tests(filled: SiteUnderTest, lang: str) -> None:
    tree = HtmlTree.of_page(filled.client.get(f"/{lang}/privacy").text, f"/{lang}/privacy")

    assert load_promises().kept
    for promise in load_promises().kept:
        section = tree.by_id(promise.id.replace(".", "-"))
        assert section is not None, promise.id
        said = "".join(section.itertext())
        assert promise.title is not None
        assert promise.text is not None
        assert promise.title[lang] in said
        assert promise.text[lang] in said
        codes = ["".join(code.itertext()) for code in section.iter("code")]
        assert codes == [promise.id, *WRITTEN[promise.id]]
        assert len(codes) > 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_planned_promise_is_not_published(filled: SiteUnderTest, lang: str) -> None:
    kept = {promise.id for promise in load_promises().kept}
    planned = [promise.id for promise in load_promises().promises if promise.id not in kept]
    pages = [filled.client.get(f"/{lang}/{page}").text for page in ("privacy", "")]

    assert planned
    assert [name for name in planned for page in pages if f">{name}<" in page] == []


def test_the_promises_of_this_release_are_kept() -> None:
    kept = {promise.id for promise in load_promises().kept}

    assert {"account.language", "cookies.not-needed-to-read"} <= kept
