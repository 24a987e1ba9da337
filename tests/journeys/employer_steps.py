"""What companies do: register, write, publish and close an ad; and the operator who checks them."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.account_steps import go_to_my_page
from tests.journeys.people import Person
from tests.journeys.words import Words
from webapp.base import clock
from webapp.domain.reference.queries import occupation_fields

NUMBER = "559999-9991"
REASON = "Numret och adressen stämmer med registret."
TEXT = (
    "Hos oss i hamnen vakar du över båtar och bryggor. Du arbetar utomhus i alla väder, mest på "
    "natten, och har en kollega vid din sida. Vi lär dig det du inte kan."
)


def register_company(person: Person, name: str) -> None:
    """On the page for it; the other fields hold what most companies would choose."""
    say = person.words
    person.fill(say("The company’s full name"), name)
    person.fill(say("Organisation number"), NUMBER)
    person.fill(say("Address"), "Kajen 1")
    person.fill(say("Postcode"), "271 39")
    person.fill(say("Town"), "Ystad")
    person.fill(say("Whom we can ask for"), "Moa")
    person.fill(say("Telephone"), "08-465 004 00")
    person.press(say("Register the company"))


def approve(person: Person, company: str) -> None:
    """From the administrator's own page."""
    say = person.words
    person.follow(say("Companies"))
    person.follow(company)
    person.reads(say("Waiting to be checked"), checked_number(say))
    person.tick(say("Approve: the company is who it says"))
    person.fill(say("Reason"), REASON)
    person.press(say("Decide and tell the owners"))
    person.reads(say("The decision is made, and the company’s owners are told."), REASON)


def checked_number(say: Words) -> str:
    """What the operator is told of the company's number."""
    return say("%(number)s, with the right check digit", number=NUMBER)


def write_ad(person: Person, headline: str) -> None:
    """From the company's page to the preview."""
    say = person.words
    person.follow(say("Write an ad"))
    person.fill(say("Headline"), headline)
    person.choose(say("Field of work"), a_field(say), last=True)
    person.fill(say("Municipality or county"), "Ystad")
    person.choose(say("Employment"), say("Permanent"), last=True)
    person.choose(say("Hours"), say("Full time"), last=True)
    person.fill(say("About the job"), TEXT)
    person.fill(say("Last day to apply"), str(clock.today() + timedelta(days=30)))
    person.tick(say("By e-mail"))
    optional = say("(optional)")
    person.fill(f"{say('E-mail address for applications')} {optional}", "hamnen@exempel.se")
    person.press(say("Save and preview"))
    person.reads(say("This is how the ad will look."), headline, TEXT)


def a_field(say: Words) -> str:
    """The first of the fields of work."""
    first = occupation_fields()[0]
    return first.name_en if say.lang == "en" else first.name_sv


def publish(person: Person) -> None:
    """On the page of the ad's preview."""
    say = person.words
    person.press(say("Publish"))
    person.reads(say("The ad is published. It can be found within a second."))


def close(person: Person) -> None:
    """On the list of the company's ads, while it has one."""
    say = person.words
    person.press(say("Close"))
    person.reads(say("The ad is closed."))


def go_to_company(person: Person) -> None:
    go_to_my_page(person)
    person.follow(person.words("Your company"))


def search(person: Person, words: str) -> None:
    """For ads, from any page."""
    say = person.words
    person.fill(say("Job title, keyword or company"), words)
    person.press(say("Find jobs"))
