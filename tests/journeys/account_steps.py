"""What people do about their accounts: register, confirm, log in, add a second factor."""

from __future__ import annotations

import re

import pyotp

from tests.journeys.people import Person
from tests.support.accounts import PASSWORD

QUESTION, ANSWER = "Vad hette katten?", "Misse Mansson"


def register(person: Person, email: str) -> None:
    """From any page on which one is not logged in."""
    say = person.words
    person.follow(say("Log in"))
    person.follow(say("Create an account"))
    person.fill(say("Your e-mail address"), email)
    person.fill(say("Password"), PASSWORD)
    person.choose(say("Your security question"), say("A question of my own"))
    person.fill(f"{say('Your own question')} {say('(optional)')}", QUESTION)
    person.fill(say("The answer"), ANSWER)
    person.press(say("Create the account"))
    person.reads(say("Look in your mail"), email)


def confirm(person: Person) -> None:
    """On the page of the link that was mailed; then logs in."""
    say = person.words
    person.fill(say("Password"), PASSWORD)
    person.press(say("Confirm"))
    person.reads(say("Welcome!"))
    person.follow(say("Log in"))


def log_in(person: Person, email: str, password: str = PASSWORD) -> None:
    """On the page for it, which leads on to where the person was going."""
    say = person.words
    person.fill(say("Your e-mail address"), email)
    person.fill(say("Password"), password)
    person.press(say("Log in"))


def log_out(person: Person) -> None:
    say = person.words
    person.follow(say("Log out"))
    person.press(say("Log out"))
    person.reads(say("You are logged out"))


def add_second_factor(person: Person) -> None:
    """Reads the key off the page into an app of codes, and writes its code."""
    say = person.words
    person.follow(say("Add an app"))
    key = re.search(r"(?:\b[A-Z2-7]{4}\b ?){8}", person.text())
    assert key is not None
    person.fill(say("Code"), pyotp.TOTP(key[0].replace(" ", "")).now())
    person.press(say("Add the app"))
    person.reads(say("It is done"))


def go_to_my_page(person: Person) -> None:
    person.follow(person.words("My %(site)s", site="StepStone"))
