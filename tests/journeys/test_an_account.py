"""Somebody registers, confirms, logs in and out, and gets back in without the password."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import partial
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Meet
from tests.journeys.people import Person, person_at
from tests.support.served import PATIENCE_SECONDS, ServedSite, served_site
from webapp.adapters.mail_folder import list_mails

PASSWORD, NEW_PASSWORD = "kantarell i mossan", "blabar under granen"
QUESTION, ANSWER = "Vad hette katten?", "Misse Mansson"
MANY = 1000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """A demo of its own, whose mails lie in its folder."""
    with served_site(tmp_path_factory.mktemp("accounts")) as served:
        yield served


@pytest.fixture
def meet(browser_name: str, lang: str, site: ServedSite, browser: Browser) -> Meet:
    """Somebody with each of the browsers in each of the languages, who takes cookies."""
    return partial(person_at, browser_name, lang, site.url, browser, cookies=True)


def mailed_link(site: ServedSite, address: str, path: str) -> str:
    """The path of the newest link of a kind in the mails to an address; waits for the worker."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for mail in list_mails(site.instance / "mail", MANY):
            link = re.search(rf"/(?:sv|en)/{path}/[\w-]+", mail.text)
            if mail.recipient == address and link:
                return link[0]
        time.sleep(0.05)
    raise AssertionError(f"no mail to {address} leads to {path}")


def log_in(person: Person, address: str, password: str) -> None:
    say = person.words
    person.fill(say("Your e-mail address"), address)
    person.fill(say("Password"), password)
    person.press(say("Log in"))


@pytest.mark.promise("account.minimal")
@pytest.mark.promise("account.confirmed")
@pytest.mark.promise("account.recovery")
def test_an_account_is_made_used_and_recovered(meet: Meet, site: ServedSite, lang: str) -> None:
    address = f"asa.{uuid4().hex[:8]}@exempel.se"
    with meet(f"/{lang}/") as person:
        say = person.words
        person.follow(say("Log in"))
        person.follow(say("Create an account"))
        person.fill(say("Your e-mail address"), address)
        person.fill(say("Password"), PASSWORD)
        person.choose(say("Your security question"), say("A question of my own"))
        person.fill(f"{say('Your own question')} {say('(optional)')}", QUESTION)
        person.fill(say("The answer"), ANSWER)
        person.press(say("Create the account"))
        person.reads(say("Look in your mail"), address)

    with meet(mailed_link(site, address, "confirm")) as person:
        person.fill(say("Password"), PASSWORD)
        person.press(say("Confirm"))
        person.reads(say("Welcome!"))
        person.follow(say("Log in"))
        log_in(person, address, PASSWORD)
        person.reads(say("What you can do here"), address)
        person.follow(say("Log out"))
        person.press(say("Log out"))
        person.reads(say("You are logged out"))

    with meet(f"/{lang}/login") as person:
        person.follow(say("I have forgotten my password"))
        person.fill(say("Your e-mail address"), address)
        person.press(say("Send the link"))
        person.reads(say("Look in your mail"))

    with meet(mailed_link(site, address, "recover")) as person:
        person.fill(QUESTION, ANSWER)
        person.fill(say("New password"), NEW_PASSWORD)
        person.press(say("Change the password"))
        person.reads(say("Your password is changed"))
        person.follow(say("Log in"))
        log_in(person, address, NEW_PASSWORD)
        person.reads(say("What you can do here"), address)
