"""Somebody who is logged in, and the forms that they send."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.test import TestResponse

from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from webapp.base import clock
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.rules import Role, Stage
from webapp.domain.accounts.sessions import open_session


def log_in(site: SiteUnderTest, address: str = "asa@example.se", language: str = "sv") -> int:
    """Makes an account and logs the site's client in with it; returns its id."""
    account = Account.create(
        email=address,
        email_key=address,
        language=language,
        roles=[Role.JOB_SEEKER.value],
        created_at=clock.now(),
    )
    site.client.set_cookie("session", open_session(account.id, Stage.WHOLE, "computer"))
    return int(account.id)


def log_out(site: SiteUnderTest) -> None:
    site.client.delete_cookie("session")


def token_in(page: TestResponse, form_id: str | None = None) -> str:
    """The token of a page's form, or of its first one."""
    tree = HtmlTree.of_page(page.text, "/")
    form = tree.by_id(form_id) if form_id else None
    fields = form.iter("input") if form is not None else tree.named("input")
    return next(str(field.get("value")) for field in fields if field.get("name") == "token")


def send(
    site: SiteUnderTest, path: str, fields: Mapping[str, str], form_id: str | None = None
) -> TestResponse:
    """Fetches a page and posts its form with these fields."""
    token = token_in(site.client.get(path), form_id)
    return site.client.post(path, data={"token": token, **fields})


def errors_in(page: TestResponse) -> list[str]:
    box = HtmlTree.of_page(page.text, "/").by_id("errors")
    return [] if box is None else ["".join(item.itertext()) for item in box.iter("li")]
