"""Chromium's record of a visit, and the validators: each must find what was planted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.chromium import new_page
from tests.support.validators import axe, html_validate, nu_check
from tests.support_tests.pages import GOOD_PAGE, ONE_PIXEL_GIF, small_site


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with small_site() as url:
        yield url


def test_bytes_and_requests_are_recorded(browser: Browser, site: str) -> None:
    with new_page(browser, site) as visit:
        visit.open("/bilder")
        page, image, icon = visit.transfers
        assert (page.status, page.url) == (200, f"{site}/bilder")
        assert icon.url == f"{site}/ikon.gif"
        assert image.body_bytes == icon.body_bytes == len(ONE_PIXEL_GIF)
        assert image.header_bytes > 50
        assert visit.body_bytes == page.body_bytes + 2 * len(ONE_PIXEL_GIF)
        assert visit.total_bytes > visit.body_bytes


def test_a_warm_visit_asks_the_network_only_for_the_page(browser: Browser, site: str) -> None:
    with new_page(browser, site) as visit:
        visit.open("/bilder")
        visit.forget()
        visit.open("/bilder")
        assert [transfer.kind for transfer in visit.network_requests] == ["Document"]


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("/framling", "foreign request: http://jobb.example/bild.gif"),
        ("/fel", "script error: trasig"),
        ("/trasig", "404"),
    ],
)
def test_complaints_fail_the_visit(browser: Browser, site: str, path: str, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint), new_page(browser, site) as visit:
        visit.open(path)


def test_scripts_off_language_and_dark_reach_the_page(browser: Browser, site: str) -> None:
    with new_page(browser, site, javascript=False) as visit:
        visit.open("/fel")
    with new_page(browser, site, lang="en", dark=True, width=390) as visit:
        page = visit.open("/")
        assert page.evaluate("navigator.language") == "en-GB"
        assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        assert page.evaluate("innerWidth") == 390


def test_axe_finds_what_is_planted(browser: Browser, site: str) -> None:
    with new_page(browser, site, bypass_csp=True) as visit:
        page = visit.open("/")
        page.set_content(
            '<html lang="sv"><title>x</title><main><h1>x</h1><input>'
            '<p style="color:#ccc">Blek text</p>'
            '<button style="width:9px;height:9px;padding:0">a</button>'
            '<button style="width:9px;height:9px;padding:0">b</button></main></html>'
        )
        assert {finding.rule for finding in axe(page)} >= {
            "color-contrast",
            "label",
            "target-size",
        }


def test_axe_passes_a_sound_page(browser: Browser, site: str) -> None:
    with new_page(browser, site, bypass_csp=True) as visit:
        assert axe(visit.open("/")) == []


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    """A sound page and a broken one."""
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    good.write_text(GOOD_PAGE, encoding="utf-8")
    bad.write_text(GOOD_PAGE.replace("<main", "<main role=nonsens"), encoding="utf-8")
    return [good, bad]


def test_html_validate_finds_what_is_planted(pages: list[Path]) -> None:
    findings = html_validate(pages)
    assert {Path(finding.file).name for finding in findings} == {"bad.html"}
    assert findings[0].line == 12


def test_the_nu_checker_finds_what_is_planted(pages: list[Path]) -> None:
    findings = nu_check(pages)
    assert {Path(finding.file).name for finding in findings} == {"bad.html"}
    assert "nonsens" in findings[0].message
    assert findings[0].line == 12


def test_the_nu_checker_reads_style_sheets(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.css", tmp_path / "bad.css"
    good.write_text("p { color: #333; margin-block: 1rem }\n")
    bad.write_text("p { colour: #333 }\n")
    assert {Path(finding.file).name for finding in nu_check([good, bad], css=True)} == {"bad.css"}


@pytest.mark.parametrize("validator", [html_validate, nu_check])
def test_checking_nothing_is_an_error(validator: Callable[[list[Path]], object]) -> None:
    with pytest.raises(ValueError, match="no files"):
        validator([])
