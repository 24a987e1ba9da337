"""What one CV and its person say, word for word, and what each viewer should meet of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from xml.etree.ElementTree import Element, tostring

from werkzeug.test import TestResponse

from tests.support.html_tree import HtmlTree
from webapp.domain.cv.rules import BIRTH_YEAR, Detail, State

PHOTO, GENDER, NAME = Detail.PHOTO.value, Detail.GENDER.value, Detail.NAME.value
TYPED = tuple(detail.value for detail in Detail if detail is not Detail.PHOTO)
BODY = {"title", "work"}
REFERENCES, HIDDEN = "references", "hidden"
# The form offers genders in words of its own, which stand on no other part of these pages.
WOMAN = re.compile(r"\b(?:Kvinna|Woman)\b")
SHOWN_PHOTO = re.compile('alt="(?:Foto|Photo)"')
# PRODUCT.md, section 4: how a CV is seen, by who looks and by its state. None: it does not exist.
TABLE: dict[str, dict[State, str | None]] = {
    "stranger": dict.fromkeys(State),
    "verified": {State.INACTIVE: None, State.ANONYMOUS: "anonymous", State.PUBLIC: "public"},
    "known": {State.INACTIVE: None, State.ANONYMOUS: "granted", State.PUBLIC: "public"},
}


@dataclass
class Words:
    """Words that are found nowhere else, by what says them; what was written over is kept."""

    number: int
    version: int = 0
    written: dict[str, str] = field(default_factory=dict)
    outdated: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.write(TYPED)
        self.write(("title", "work", REFERENCES, HIDDEN))

    def write(self, names: Iterable[str]) -> None:
        """New words in place of the old ones."""
        self.version += 1
        for name in names:
            if name in self.written:
                self.outdated.add(self.written[name])
            self.written[name] = self._new(name)
        self.outdated -= {"woman"}

    def _new(self, name: str) -> str:
        mark = f"{self.number}v{self.version}q"
        fixed = {
            Detail.EMAIL.value: f"kanarie{mark}@exempel.se",
            Detail.BIRTH_DATE.value: f"{4000 + self.number}-07-{self.version % 28 + 1:02}",
            Detail.POSTCODE.value: f"Kanariepost{mark}",
            GENDER: "woman",
        }
        return fixed.get(name, f"Kanarie{name}{mark}")

    @property
    def details(self) -> dict[str, str]:
        return {name: self.written[name] for name in TYPED}

    @property
    def about(self) -> dict[str, str]:
        """The form with the CV's title and language."""
        return {"title": self.written["title"], "language": "sv"}

    @property
    def sections(self) -> dict[str, dict[str, str]]:
        """The forms of the sections by kind."""
        work, reference = self.written["work"], self.written[REFERENCES]
        return {
            "wanted": {"wanted-places": "Malmö"},
            "experience": {"experience-0-title": work, "experience-0-at": "1"},
            "references": {"references-0-name": reference, "references-0-at": "1"},
            "free": {"free-text": self.written[HIDDEN], "free-hidden": "yes"},
        }

    def said_in(self, said: str) -> set[str]:
        """What of all this stands in a text, for instance a page with its headers."""
        text = unescape(said)
        assert not [words for words in self.outdated if words in text]
        found = {name for name, words in self.written.items() if words in text}
        found -= {GENDER}
        if WOMAN.search(text):
            found.add(GENDER)
        if re.search(rf"(?<![\w-]){4000 + self.number}(?![\w-])", text):
            found.add(BIRTH_YEAR)
        if SHOWN_PHOTO.search(text):
            found.add(PHOTO)
        return found


@dataclass
class Decisions:
    """What the owner has decided, and what follows from it for everyone."""

    state: State = State.INACTIVE
    shown: set[str] = field(default_factory=set)
    choices: set[str] = field(default_factory=set)
    third_countries: bool = False
    granted: set[str] | None = None
    blocked: set[str] = field(default_factory=set)
    photo: bytes | None = None
    deleted: bool = False

    def how_seen_by(self, who: str) -> str | None:
        """The column of the table for one of the viewers, in the CV's present state."""
        kind = "stranger"
        if who in ("verified", "known", "blocked") or (who == "outside" and self.third_countries):
            kind = "known" if who == "known" and self.granted is not None else "verified"
        if self.deleted or who in self.blocked:
            kind = "stranger"
        return TABLE[kind][self.state]

    def says(self, how: str) -> set[str]:
        """The names of all that a view of one kind says."""
        if how == "anonymous":
            return BODY | self.choices
        details = self.shown if how == "public" else self.granted or set()
        names = BODY | {REFERENCES, NAME} | details
        return names if self.photo is not None else names - {PHOTO}


def told(names: Iterable[str]) -> set[str]:
    """What of it is identity, so that a page which says it stands in the ledger."""
    return set(names) & {*TYPED, BIRTH_YEAR}


def everything_of(response: TestResponse, address: str) -> str:
    """Headers and content, without the address, which is random and may spell anything."""
    content = response.get_data().decode("utf-8", "replace")
    return f"{response.headers}\n{content}".replace(address, "")


@dataclass(frozen=True)
class Preview:
    """A part of the owner's page that shows the CV as others see it."""

    markup: str
    text: str


def section_under(page: HtmlTree, heading_id: str) -> Preview:
    """The section that a heading names, without the heading itself."""
    section = next(e for e in page.named("section") if e.get("aria-labelledby") == heading_id)
    section.remove(section[0])
    return Preview(tostring(section, encoding="unicode"), words_of(section))


def words_of(element: Element) -> str:
    """The words of an element with one space between them."""
    return " ".join(" ".join(element.itertext()).split())
