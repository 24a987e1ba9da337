"""Looks at pages with axe-core, in light and dark, on phones and wide screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, product

from tests.support.chromium import Visit
from tests.support.page_store import PageStore
from tests.support.validators import axe

SCHEMES, WIDTHS = ("light", "dark"), (360, 1280)
# WCAG 2.2, 1.4.10: without scrolling in two dimensions at this width.
NARROWEST = 320
SCROLLS_SIDEWAYS = """() => {
    const root = document.scrollingElement;
    scrollTo(100000, 0);
    const scrolled = scrollX;
    scrollTo(0, 0);
    return scrolled > 0 || root.scrollWidth > root.clientWidth;
}"""


def looks_of(lang: str) -> Iterator[tuple[str, int]]:
    """Schemes and widths in turn; the two languages begin apart, so each page has two looks."""
    return cycle(product(SCHEMES if lang == "sv" else SCHEMES[::-1], WIDTHS))


def findings(visit: Visit, scheme: str, width: int) -> list[str]:
    """What axe says of the page as it is shown in this scheme and width."""
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    return [f"{scheme} {width}: {finding}" for finding in axe(visit.page)]


@dataclass
class Examiner:
    """Looks at pages as they come, each in another look and on the narrowest screen.

    It keeps them for the validators, which examine all pages of a run at its end.
    """

    visit: Visit
    store: PageStore
    looks: Iterator[tuple[str, int]]
    found: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """A page of somebody who is logged in."""
        response = self.visit.page.goto(self.visit.origin + path)
        assert response is not None
        cached = response.headers["cache-control"]
        assert (response.status, cached) == (200, "private, no-store, max-age=0"), path
        self.examine(path, response.text())

    def open_any(self, path: str) -> None:
        """A page for all, or an error, of which the browser complains as expected."""
        response = self.visit.page.goto(self.visit.origin + path)
        assert response is not None
        if response.status >= 400:
            assert [str(response.status) in said for said in self.visit.complaints] == [True]
            self.visit.complaints.clear()
        self.examine(path, response.text())

    def examine(self, path: str, html: str) -> None:
        self.store.keep(self.visit.page.url, html)
        self.found += [f"{path}: {said}" for said in findings(self.visit, *next(self.looks))]
        self.visit.page.set_viewport_size({"width": NARROWEST, "height": 640})
        if self.visit.page.evaluate(SCROLLS_SIDEWAYS):
            self.found.append(f"{path}: scrolls sideways")
