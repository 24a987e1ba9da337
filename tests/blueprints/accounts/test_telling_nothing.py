"""Nobody finds out whether an address has an account: not from page, headers or work."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from werkzeug.test import TestResponse

from tests.support.accounts import EMAIL, PASSWORD, Visitor, add_account, mails
from webapp.domain.accounts import passwords
from webapp.domain.accounts.limits import LOGIN_PAIR
from webapp.domain.accounts.models import Link, Registration
from webapp.domain.accounts.rules import Role
from webapp.domain.mail.outbox import lease_due_mail

UNKNOWN = "nix.okand@exempel.se"
FORMS = {
    "register": {"question": "toy", "answer": "Nalle", "password": "rosa elefanter dansar"},
    "register/again": {},
    "login": {"password": "rosa elefanter dansar"},
    "login/link": {},
    "recover": {},
}


class CountingHasher(PasswordHasher):
    """Counts what was hashed or verified, which is nearly all the time that an answer takes."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.count = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.count += 1
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002
        self.count += 1
        return super().verify(hash, password)


@pytest.fixture
def hasher() -> Iterator[CountingHasher]:
    counting = CountingHasher()
    passwords.use_hasher(counting)
    yield counting
    passwords.use_hasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def without_what_differs_anyway(page: TestResponse, email: str) -> tuple[object, ...]:
    """Status, headers and body, without the address that was typed and the form's token."""
    body = page.text.replace(email, "ADDRESS").replace(email.replace("@", "%40"), "ADDRESS")
    body = re.sub(r'name="token" value="[^"]+"', "TOKEN", body)
    headers = [(name, value) for name, value in page.headers if name != "Content-Length"]
    return page.status_code, sorted(headers), body


@pytest.mark.promise("account.confirmed")
@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("path", FORMS)
def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_work(
    visitor: Visitor, hasher: CountingHasher, path: str, lang: str
) -> None:
    add_account()
    visitor.lang = lang
    found = []
    for email in (EMAIL, UNKNOWN):
        hasher.count = 0
        page = visitor.send(path, email=email, **FORMS[path])
        found.append((without_what_differs_anyway(page, email), hasher.count))

    assert found[0] == found[1]
    assert found[0][1] == {"register": 2, "login": 1}.get(path, 0)


@pytest.mark.promise("account.confirmed")
def test_an_unconfirmed_address_is_as_unknown_as_any(
    visitor: Visitor, hasher: CountingHasher
) -> None:
    visitor.send("register", email=EMAIL, **FORMS["register"])
    for path in ("login", "recover", "login/link", "register"):
        found = []
        for email in (EMAIL, UNKNOWN):
            hasher.count = 0
            page = visitor.send(path, email=email, **FORMS[path])
            found.append((without_what_differs_anyway(page, email), hasher.count))
        assert found[0] == found[1], path


@pytest.mark.promise("account.confirmed")
def test_mail_to_an_unknown_address_goes_out_for_registering_only(visitor: Visitor) -> None:
    for path in ("register/again", "login/link", "recover"):
        visitor.send(path, email=UNKNOWN, **FORMS[path])
    assert (mails(), Registration.select().count()) == ([], 0)
    assert {(link.account_id, link.registration_id) for link in Link.select()} == {(None, None)}
    assert lease_due_mail() is None


INSERTED = re.compile(r'INSERT INTO "(\w+)"')


@pytest.mark.promise("account.confirmed")
@pytest.mark.parametrize("path", ["register/again", "login/link", "recover"])
def test_known_and_unknown_addresses_lead_to_the_same_rows(
    visitor: Visitor, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.send("register", email="vantar@exempel.se", **FORMS["register"])
    add_account()
    add_account("anstalld@exempel.se", Role.MODERATOR)
    visitor.send(path, email="forst@exempel.se")
    found = []
    for _ in range(2):
        for email in (EMAIL, "anstalld@exempel.se", "vantar@exempel.se", UNKNOWN):
            caplog.clear()
            with caplog.at_level(logging.DEBUG, logger="peewee"):
                visitor.send(path, email=email)
            said = [INSERTED.search(str(record.args or record.msg)) for record in caplog.records]
            found.append([match[1] for match in said if match and match[1] != "day_salt"])

    assert {"account_link", "outbox_mail"} <= set(found[0])
    assert found == [found[0]] * len(found)


@pytest.mark.promise("account.confirmed")
def test_the_limit_is_the_same_for_known_and_unknown(visitor: Visitor) -> None:
    add_account()
    found = []
    for number, email in enumerate((EMAIL, UNKNOWN)):
        visitor.address = f"203.0.{number}.1"
        statuses = [
            visitor.log_in(email, "rosa elefanter dansar").status_code
            for _ in range(LOGIN_PAIR.tries + 2)
        ]
        last = visitor.log_in(email, "rosa elefanter dansar")
        found.append((statuses, without_what_differs_anyway(last, email)))
    assert found[0] == found[1]
    assert found[0][0] == [422] * LOGIN_PAIR.tries + [429, 429]


def test_an_attacker_waits_and_the_owner_elsewhere_does_not(
    visitor: Visitor, other: Visitor
) -> None:
    add_account()
    while visitor.log_in(password="fel lösenord här").status_code == 422:
        pass
    refused = visitor.log_in()
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0

    assert other.log_in().status_code == 303


def test_the_owner_gets_past_a_guesser_on_every_network_by_mail(visitor: Visitor) -> None:
    add_account()
    for number in range(12):
        visitor.address = f"203.0.{number}.1"
        for _ in range(LOGIN_PAIR.tries):
            visitor.log_in(password="fel lösenord här")
    visitor.address = "198.51.100.1"
    assert visitor.log_in().status_code == 429

    visitor.send("login/link", email=EMAIL)
    (mail,) = mails("login_link")
    path = f"login/link/{mail.data['token']}"
    page = visitor.get(path)
    assert page.status_code == 200
    token = mail.data["token"]
    assert visitor.send(path, email=EMAIL, password=PASSWORD, link=token).status_code == 303
    assert visitor.is_in
    assert visitor.get(path).status_code in (302, 303, 410)


def test_a_mailed_link_is_no_key_by_itself(visitor: Visitor) -> None:
    add_account()
    add_account("annan@exempel.se")
    visitor.send("login/link", email="annan@exempel.se")
    token = mails("login_link")[-1].data["token"]
    for _ in range(LOGIN_PAIR.tries):
        visitor.log_in(password="fel lösenord här")
    # The link of one account opens no way to another's.
    assert visitor.log_in(link=token).status_code == 429
    for _ in range(10):
        page = visitor.log_in("annan@exempel.se", "fel lösenord här", link=token)
        assert page.status_code == 422
    assert visitor.log_in("annan@exempel.se", link=token).status_code == 429
