"""What job seekers do about their CVs: write, preview, switch, mend, link, block and delete."""

from __future__ import annotations

import re

from tests.journeys.people import Person

TEXT, RECIPIENT = "Lugn och vaken.", "Moa"
PUBLIC = "Active, public: verified employers see it with your name"
ANONYMOUS = "Active, anonymous: verified employers see it without knowing who you are"
SWITCHED = "The CV is switched. It is so everywhere from this moment."


def write_details(person: Person, name: str, **more: str) -> None:
    """On the page of one's details; ``more`` are others than name and address, by their label."""
    say = person.words
    person.fill(say("Name"), name)
    person.fill(say("Address"), "Kajen 1")
    for label, value in more.items():
        person.fill(f"{say(label)} {say('(optional)')}", value)
    person.press(say("Save"))
    person.reads(say("Your details are saved."))


def write_cv(person: Person, title: str, text: str = TEXT) -> None:
    """From the page of one's details: a CV with something in its first section."""
    say = person.words
    person.follow(say("Your CVs"))
    person.follow(say("Write a new CV"))
    person.fill(say("Title"), title)
    person.press(say("Go on"))
    person.follow_to_part(say("Write here"))
    person.fill(say("In your own words"), text)
    person.press_for_part(say("Save"))
    person.reads(text)


def switch(person: Person, state: str) -> None:
    """On the page of who sees the CV."""
    person.tick(person.words(state))
    person.press(person.words("Switch"))
    person.reads(person.words(SWITCHED))


def sees_what_others_see(person: Person, title: str, name: str) -> None:
    """From the CV's page through its previews and back, while the CV is inactive."""
    say = person.words
    person.follow(say("See it as others do"))
    person.reads(say("For them the CV does not exist: its address answers as one that never was."))
    person.follow(say("A verified employer, if it were public"))
    person.reads(title, name)
    person.follow(say("A verified employer, if it were anonymous"))
    person.reads(title)
    assert name not in person.text()
    person.follow(say("Back to the CV"))


def mend_before_going_anonymous(person: Person, leak: str, left: str) -> None:
    """From the page of who sees the CV: takes a leak out of the text, of which this is left."""
    say = person.words
    person.tick(say(ANONYMOUS))
    person.press(say("Switch"))
    person.reads(say("What may give you away"), say("A telephone number"), leak)
    person.tick(say("Remove it"))
    person.press(say("Carry out my choices"))
    assert leak not in person.text()
    person.press(say("Go anonymous"))
    person.reads(say(SWITCHED), left)
    assert leak not in person.text()


def give_link(person: Person) -> str:
    """From the CV's page and back: makes a link that shows the name; returns its path."""
    say = person.words
    person.follow(say("Links"))
    person.fill(say("Whom the link is for"), RECIPIENT)
    person.tick(say("Name"))
    person.press(say("Make the link"))
    made = re.search(r"/(?:sv|en)/cv-link/[\w-]+", person.text())
    assert made is not None
    person.follow(say("Back to the links of this CV"))
    return made[0]


def close_link(person: Person) -> None:
    person.press(person.words("Close the link"))
    person.reads(person.words("The link is closed."))


def block(person: Person, company: str) -> None:
    """From the list of one's CVs."""
    say = person.words
    person.follow(say("Companies that never see your CVs"))
    person.fill(f"{say('The company’s full name')} {say('(optional)')}", company)
    person.press(say("Block the company"))
    person.reads(say("Blocked"), company)


def delete_cv(person: Person, title: str) -> None:
    """From the list of one's CVs."""
    say = person.words
    person.follow(title)
    person.follow(say("Delete this CV"))
    person.tick(say("Yes, delete this CV for good"))
    person.press(say("Delete the CV"))
    person.reads(say("The CV is deleted."))
