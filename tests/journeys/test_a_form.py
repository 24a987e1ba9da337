"""Somebody fills the example form: wrongly, rightly, and half before changing the language."""

from __future__ import annotations

import pytest

from tests.journeys.people import (
    NO_SCRIPTS,
    ONE_LANGUAGE_EACH,
    SCRIPTS,
    Person,
    PersonInChromium,
)
from tests.journeys.stage import Meet
from webapp.i18n import LANGUAGES

NAME, ADDRESS, MESSAGE = "Åsa Öberg", "asa@exempel.se", "Hej! Är tjänsten ledig?"


def fill_all(person: Person) -> None:
    say = person.words
    person.fill(say("Your name"), NAME)
    person.fill(say("Your e-mail address"), ADDRESS)
    person.choose(say("What it is about"), say("An ad"))
    person.fill(say("Your message"), MESSAGE)
    person.tick(say("By letter"))
    person.tick(say("I have understood that this is an example"))


@pytest.mark.parametrize(("browser_name", "lang"), ONE_LANGUAGE_EACH)
def test_what_was_typed_stays_until_all_is_right(meet: Meet, lang: str) -> None:
    with meet(f"/{lang}/design") as person:
        say = person.words
        person.fill(say("Your name"), NAME)
        person.press(say("Send"))
        person.takes("422")
        person.reads(say("Write your e-mail address."), say("Choose what it is about."))
        assert person.holds(say("Your name"), NAME)

        fill_all(person)
        person.press(say("Send"))
        person.reads(say("Everything was in order. Nothing was sent or kept: this is an example."))
        assert not person.holds(say("Your name"), NAME)


@pytest.mark.parametrize(("browser_name", "lang"), [(SCRIPTS, "en"), (NO_SCRIPTS, "sv")])
def test_the_error_summary_takes_the_focus_and_leads_to_each_field(meet: Meet, lang: str) -> None:
    with meet(f"/{lang}/design") as person:
        assert isinstance(person, PersonInChromium)
        person.press(person.words("Send"))
        person.takes("422")
        page = person.page
        assert page.evaluate("document.activeElement.id") == "errors"
        assert page.title().startswith(person.words("Error:"))

        links = page.locator("#errors a")
        targets = links.evaluate_all("links => links.map(link => link.hash.slice(1))")
        assert targets == ["name", "email", "topic", "message", "answer", "agree"]
        for index, target in enumerate(targets):
            links.nth(index).click()
            assert page.evaluate("document.activeElement.id") == target
            field = page.locator(f"#{target}")
            described_by = field.get_attribute("aria-describedby") or field.locator(
                "xpath=ancestor::fieldset"
            ).get_attribute("aria-describedby")
            assert f"{target}-error" in (described_by or "").split()


@pytest.mark.promise("account.language")
def test_changing_the_language_keeps_what_was_typed(meet: Meet, lang: str) -> None:
    with meet(f"/{lang}/design") as person:
        say, other = person.words, person.words.in_other_language
        person.fill(say("Your name"), NAME)
        person.fill(say("Your message"), MESSAGE)
        person.choose(say("What it is about"), say("The site"))

        person.press(LANGUAGES[other.lang].name)

        person.reads(other("The design of the site"), other("Your message"), other("The site"))
        assert person.holds(other("Your name"), NAME)
        assert person.holds(other("Your message"), MESSAGE)


@pytest.mark.parametrize("browser_name", [SCRIPTS, NO_SCRIPTS])
def test_the_switch_at_the_top_keeps_it_too(meet: Meet, lang: str) -> None:
    with meet(f"/{lang}/design") as person:
        say, other = person.words, person.words.in_other_language
        person.fill(say("Your name"), NAME)

        person.press(say.switch)

        assert person.address() == f"/{other.lang}/design"
        assert person.holds(other("Your name"), NAME)
