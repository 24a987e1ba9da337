"""People with accounts, for tests: they send forms and read their mail as one does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, cast

from werkzeug.test import TestResponse

from tests.support.checking import CheckingClient
from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from webapp.base import clock
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.passwords import hash_answer, hash_password
from webapp.domain.accounts.rules import Role
from webapp.domain.mail.models import OutboxMail

COOKIE = "session"
PASSWORD, NEW_PASSWORD = "kantarell i mossan", "blåbär under granen"
QUESTION, ANSWER = "Vad hette ditt första husdjur?", "Misse Månsson"
EMAIL = "asa.oberg@exempel.se"


def add_account(
    email: str = EMAIL, *roles: Role, password: str = PASSWORD, language: str = "sv"
) -> int:
    """An account with the question and answer above; returns its id."""
    account = Account.create(
        email=email,
        email_key=email.casefold(),
        password_hash=hash_password(password),
        question=QUESTION,
        answer_hash=hash_answer(ANSWER),
        language=language,
        roles=[role.value for role in roles or (Role.JOB_SEEKER,)],
        created_at=clock.now(),
    )
    return int(account.id)


def mails(template: str | None = None, to: str | None = None) -> list[OutboxMail]:
    """What was written to somebody, the oldest first."""
    found = list(OutboxMail.select().where(OutboxMail.recipient != "").order_by(OutboxMail.id))
    return [
        mail for mail in found if template in (None, mail.template) and to in (None, mail.recipient)
    ]


def token_in(template: str, name: str = "token") -> str:
    """The secret part of the link in the newest mail of a kind."""
    return str(mails(template)[-1].data[name])


@dataclass
class Visitor:
    """Somebody with a browser of their own, which keeps the one cookie that it may get."""

    site: SiteUnderTest
    address: str = "198.51.100.7"
    lang: str = "sv"
    client: CheckingClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = cast(CheckingClient, self.site.app.test_client())
        self.client.allowed_cookies = frozenset({COOKIE})
        self.client.page_store = self.site.client.page_store

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(self._path(path), **self._from(options))

    def send(self, path: str, **fields: str) -> TestResponse:
        """Opens a page and sends its form with these fields."""
        page = self.get(path)
        assert page.status_code == 200, (path, page.status_code, page.headers.get("Location"))
        return self.post(path, token=form_token(page), **fields)

    def post(self, path: str, **fields: str) -> TestResponse:
        return self.client.post(self._path(path), data=fields, **self._from({}))

    def log_in(self, email: str = EMAIL, password: str = PASSWORD, **fields: str) -> TestResponse:
        return self.send("login", email=email, password=password, **fields)

    def prove(self, password: str = PASSWORD) -> TestResponse:
        return self.send("my/prove", password=password)

    @property
    def cookie(self) -> str | None:
        found = self.client.get_cookie(COOKIE)
        return found.value if found else None

    @property
    def is_in(self) -> bool:
        return self.get("my/").status_code == 200

    def _path(self, path: str) -> str:
        return path if path.startswith("/") else f"/{self.lang}/{path}"

    def _from(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"environ_overrides": {"REMOTE_ADDR": self.address}} | options


def form_token(page: TestResponse) -> str:
    tree = HtmlTree.of_page(page.text, "/")
    return next(str(e.get("value")) for e in tree.named("input") if e.get("name") == "token")


def errors_of(page: TestResponse) -> list[str]:
    """The ids of the fields that the error summary leads to, "" for the form as a whole."""
    box = HtmlTree.of_page(page.text, "/").by_id("errors")
    if box is None:
        return []
    links = [next(iter(item.iter("a")), None) for item in box.iter("li")]
    return ["" if link is None else link.get("href", "")[1:] for link in links]


def codes_of(page: TestResponse) -> list[str]:
    return re.findall(r"<code>([^<]+)</code>", page.text)
