"""An administrator's desk beside the scene of a CV, for pages of forwarding."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from tests.blueprints.cv.scene import Scene
from tests.blueprints.cv.test_exporting import SECRETS
from tests.support.checking import CheckingClient
from tests.support.signed_in import browser_of, new_account, token_on
from webapp.base.sealing import seal
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.forwarding_queries import forwardings_of
from webapp.domain.cv.forwarding_rules import Forwarding
from webapp.domain.privacy.queries import disclosures_of

LANGUAGES = ("sv", "en")
IDENTITY = [*SECRETS, "Qxreferens"]


@dataclass
class Desk:
    """The scene of a CV, and an administrator who would forward it."""

    scene: Scene
    staff: CheckingClient
    lang: str

    def sent(self, client: CheckingClient, path: str, **values: str) -> TestResponse:
        """Fills in the page's main form and sends it."""
        form = client.get(f"/{self.lang}/{path}").text.partition('id="account-form"')[2]
        return client.post(f"/{self.lang}/{path}", data={"token": token_on(form), **values})

    def allow(self, what: Forwarding) -> None:
        page = f"my/cvs/{self.scene.person.cv_id}/forwarding"
        assert self.sent(self.scene.owner, page, forwarding=what.value).status_code == 303

    @property
    def cv(self) -> str:
        return f"operator/forwarding/{self.scene.person.address}"

    @property
    def to(self) -> str:
        return f"{self.cv}/to/{self.scene.company.company_id}"

    def forward(self, how: str, **values: str) -> TestResponse:
        recipient = str(self.scene.company.account_id)
        return self.sent(self.staff, self.to, recipient=recipient, how=how, **values)

    def ask(self) -> int:
        """Asks the owner about the company; returns the request's id."""
        assert self.forward("ask", position="Svetsare i Lund").status_code == 303
        return forwardings_of(self.scene.person.account_id)[0].id


def administrator() -> int:
    account_id = new_account(Role.ADMINISTRATOR)
    Account.update(totp_secret=seal("GEZDGNBVGY3TQOJQ")).where(Account.id == account_id).execute()
    return account_id


@pytest.fixture(params=LANGUAGES)
def desk(scene: Scene, request: pytest.FixtureRequest) -> Desk:
    return Desk(scene, browser_of(scene.site, administrator()), request.param)


def channels(scene: Scene) -> list[tuple[str, str | None, tuple[str, ...]]]:
    _, entries = disclosures_of(scene.person.account_id)
    return [(entry.channel, entry.company, entry.fields) for entry in entries]
