"""Everybody who might look at a CV, each with a browser of their own."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.support.people import Employer, employer
from tests.support.signed_in import hidden_on, new_account, token_on
from webapp.domain.accounts.rules import Role, Stage
from webapp.domain.accounts.sessions import open_session
from webapp.signing_in import LOOPBACK_COOKIE

EMPLOYERS = ("verified", "known", "blocked", "unverified", "outside")
OTHERS = ("owner", "seeker", "visitor", "link holder")
NEVER = "x" * 24
NEVER_LINKED = "x" * 32


def browser(app: Flask, account_id: int | None) -> FlaskClient:
    """A client that checks nothing: thousands of pages are compared with few, checked elsewhere."""
    client = FlaskClient(app, app.response_class)
    if account_id is not None:
        client.set_cookie(LOOPBACK_COOKIE, open_session(account_id, Stage.WHOLE, "computer"))
    return client


def picture(number: int) -> bytes:
    """A photo unlike those with other numbers."""
    written = io.BytesIO()
    Image.new("RGB", (24, 24), (number * 37 % 256, number * 91 % 256, 80)).save(written, "PNG")
    return written.getvalue()


@dataclass
class Viewers:
    """The owner, employers of five kinds, and the rest of the world."""

    app: Flask
    number: int
    companies: dict[str, Employer] = field(default_factory=dict)
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    absent: dict[tuple[str, str], tuple[bytes, dict[str, str]]] = field(default_factory=dict)
    account_id: int = 0

    def __post_init__(self) -> None:
        self.account_id = new_account(Role.JOB_SEEKER)
        accounts = {"owner": self.account_id, "seeker": new_account(Role.JOB_SEEKER)}
        for who in EMPLOYERS:
            accounts[who] = new_account(Role.EMPLOYER_USER)
            self.companies[who] = employer(
                f"Bolag{self.number} {who} AB",
                verified=who != "unverified",
                country="US" if who == "outside" else "SE",
                account_id=accounts[who],
            )
        for who in (*OTHERS, *EMPLOYERS):
            self.clients[who] = browser(self.app, accounts.get(who))

    def name_of(self, who: str) -> str:
        """A company's name as somebody might write it."""
        return f"bolag{self.number}  {who.upper()} Aktiebolag"

    def get(self, who: str, path: str) -> TestResponse:
        return self.clients[who].get(path)

    def own(self, path: str) -> TestResponse:
        """A page of the owner's, which has to be there."""
        page = self.get("owner", path)
        assert page.status_code == 200, path
        return page

    def send(self, path: str, values: Mapping[str, object] | None = None, **more: object) -> str:
        """Sends the form that the owner's page at a path holds; returns where it leads."""
        data = {**hidden_on(self.own(path).text), **(values or {}), **more}
        answer = self.clients["owner"].post(path, data=data)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"])

    def press(self, page: str, action: str) -> None:
        """Presses the button of one of the small forms on the owner's page."""
        form = self.own(page).text.partition(f'action="{action}"')[2]
        answer = self.clients["owner"].post(action, data={"token": token_on(form)})
        assert answer.status_code == 303

    def actions_on(self, page: str) -> list[str]:
        """Where the small forms of an owner's page, one for each line of its list, are sent."""
        return re.findall(rf'action="({page}/\d+)"', self.own(page).text)

    def read_link(self, path: str) -> TestResponse:
        """The recipient of a link opens it and presses the button."""
        client = self.clients["link holder"]
        met = client.get(path)
        assert met.status_code == 200
        return client.post(path, data={"token": token_on(met.text)}, headers={"Origin": "null"})

    def get_notices(self) -> None:
        """Somebody gets a notice, which the frame of their pages counts from now on."""
        self.absent.clear()

    def finds_nothing(self, who: str, path: str, secret: str) -> None:
        """Asserts that a page answers as if its secret part had never been anybody's.

        The answer for what never was is asked for once by each viewer for each kind of page.
        """
        never = NEVER_LINKED if "/cv-link/" in path else NEVER
        blank = path.replace(secret, never)
        if (who, blank) not in self.absent:
            answer = self.get(who, blank)
            assert answer.status_code == 404
            self.absent[who, blank] = (answer.data, dict(answer.headers))
        found = self.get(who, path)
        assert found.status_code == 404, (who, path)
        same = found.data.replace(secret.encode(), never.encode())
        assert (same, dict(found.headers)) == self.absent[who, blank], (who, path)
