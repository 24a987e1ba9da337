"""What employers and job seekers do about each other: find, ask, answer, and end."""

from __future__ import annotations

from tests.journeys.account_steps import go_to_my_page
from tests.journeys.people import Person

POSITION, QUESTION = "Hamnvakt i Ystad", "Vill du komma till oss?"


def find_cv(person: Person, title: str) -> None:
    """From one's own page to a CV of the centre."""
    say = person.words
    person.follow(say("The CV centre"))
    person.fill(say("Words anywhere in the CV"), title)
    person.press(say("Search CVs"))
    person.follow(title)


def ask_about_it(person: Person) -> None:
    """From the page of the CV."""
    say = person.words
    person.follow(say("Ask about this CV"))
    person.fill(say("Which position is it about?"), POSITION)
    person.fill(say("Message"), QUESTION)
    person.tick(say("who the person is"))
    person.press(say("Send the request"))
    person.reads(say("Waits for an answer"), POSITION)


def read_request(person: Person, company: str) -> None:
    say = person.words
    go_to_my_page(person)
    person.follow(say("Dialogues with employers"))
    person.follow(f"{company}: {POSITION}")
    person.reads(company, say("Verified by us since"), QUESTION)


def say_yes(person: Person, *details: str) -> None:
    """On the page of a request: shows the company the name and these details."""
    say = person.words
    person.tick(say("Say yes: show this company who I am"))
    for label in details:
        person.tick(say(label))
    person.press(say("Send"))
    person.reads(say("This company now sees who you are. You can end it whenever you like."))


def end_yes(person: Person) -> None:
    """On the page of a dialogue with a company that sees who one is."""
    say = person.words
    person.press(say("End my yes"))
    person.reads(say("Your yes is ended. The company sees no more of your details."))


def end_dialogue(person: Person) -> None:
    """On the page of a dialogue that goes on."""
    say = person.words
    person.tick(say("End the dialogue"))
    person.press(say("Send"))
    person.reads(say("Ended"))


def open_dialogue(person: Person) -> None:
    """From the employer's own page to what they asked."""
    go_to_my_page(person)
    person.follow(person.words("Dialogues about CVs"))
    person.follow(POSITION)
