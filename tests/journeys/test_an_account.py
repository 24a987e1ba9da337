"""Somebody registers, confirms, logs in and out, and gets back in without the password."""

from __future__ import annotations

import pytest

from tests.journeys.account_steps import ANSWER, QUESTION, confirm, log_in, log_out, register
from tests.journeys.stage import Stage

NEW_PASSWORD = "blabar under granen"


@pytest.mark.promise("account.minimal")
@pytest.mark.promise("account.confirmed")
@pytest.mark.promise("account.recovery")
def test_an_account_is_made_used_and_recovered(stage: Stage) -> None:
    email = stage.email("asa")
    with stage.meet(f"/{stage.lang}/") as person:
        register(person, email)

    with stage.meet(stage.mailed_link(email, "confirm")) as person:
        say = person.words
        confirm(person)
        log_in(person, email)
        person.reads(say("What you can do here"), email)
        log_out(person)

    with stage.meet(f"/{stage.lang}/login") as person:
        person.follow(say("I have forgotten my password"))
        person.fill(say("Your e-mail address"), email)
        person.press(say("Send the link"))
        person.reads(say("Look in your mail"))

    with stage.meet(stage.mailed_link(email, "recover")) as person:
        person.fill(QUESTION, ANSWER)
        person.fill(say("New password"), NEW_PASSWORD)
        person.press(say("Change the password"))
        person.reads(say("Your password is changed"))
        person.follow(say("Log in"))
        log_in(person, email, NEW_PASSWORD)
        person.reads(say("What you can do here"), email)
