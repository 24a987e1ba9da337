"""What the pages of the CV centre share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import SimpleNamespace

from flask import Response

from webapp.blueprints.cv.pages import say
from webapp.domain.employers.queries import company_of
from webapp.htmx import address

LONGEST_NUMBER = 6


def not_yet(account_id: int) -> Response | None:
    """The page that says why a company sees no CVs, where it sees none."""
    company = company_of(account_id)
    if company is not None and company.may_see_cvs:
        return None
    return say("cv_centre/not_yet.html", company=company.name if company else None)


def page_number(text: str) -> int:
    """The page that an address asks for; the first where it asks for none that can be."""
    if not re.fullmatch(rf"[1-9][0-9]{{0,{LONGEST_NUMBER - 1}}}", text):
        return 1
    return int(text)


def page_links(
    path: str, query: Mapping[str, object], number: int, total: int, size: int
) -> SimpleNamespace:
    """Links to the pages of a list, for the component that shows them."""
    last = max(1, -(-total // size))

    def href(page: int) -> str | None:
        if not 1 <= page <= last:
            return None
        return address(path, {**query, "page": page if page > 1 else None})

    near = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})
    links: list[SimpleNamespace | None] = []
    for index, page in enumerate(near):
        if index and page > near[index - 1] + 1:
            links.append(None)
        links.append(SimpleNamespace(number=page, href=href(page), current=page == number))
    return SimpleNamespace(
        page_links=links, previous_href=href(number - 1), next_href=href(number + 1)
    )
