"""Browsers of people who have logged in, without going through the pages of that."""

from __future__ import annotations

import itertools
import re
from typing import cast

from werkzeug.test import TestResponse

from tests.support.checking import CheckingClient
from tests.support.sites import SiteUnderTest
from webapp.base import clock
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.rules import Role, Stage
from webapp.domain.accounts.sessions import open_session
from webapp.signing_in import LOOPBACK_COOKIE

NAMES = itertools.count()


def new_account(*roles: Role) -> int:
    """The id of a confirmed account that nobody knows the password of."""
    email = f"person{next(NAMES)}@example.com"
    account = Account.create(
        email=email,
        email_key=email,
        password_hash="none",
        language="sv",
        roles=[role.value for role in roles],
        created_at=clock.now(),
    )
    return int(account.id)


def browser_of(site: SiteUnderTest, account_id: int | None) -> CheckingClient:
    """A checking client that is logged in as an account; None: that of a visitor."""
    client = cast(CheckingClient, site.app.test_client())
    client.page_store = site.client.page_store
    if account_id is not None:
        client.set_cookie(LOOPBACK_COOKIE, open_session(account_id, Stage.WHOLE, "computer"))
    return client


def token_on(html: str) -> str:
    """The token of the first form of a page that has one."""
    return html.split('name="token" value="', 1)[1].split('"', 1)[0]


def hidden_on(html: str) -> dict[str, str]:
    """What the first form with a token sends without anybody's doing: its hidden fields."""
    form = html[: html.index('name="token"')].rindex("<form")
    inside = html[form:].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside))


def posted(client: CheckingClient, path: str, form: str = "", **values: str) -> TestResponse:
    """Fills in the form on a page and sends it; ``form``: where the form is sent, if elsewhere."""
    text = client.get(path).text
    where = text.partition(f'action="{form}"')[2] if form else text.partition("<main")[2]
    return client.post(form or path, data={"token": token_on(where), **values})
