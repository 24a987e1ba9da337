"""Decisions about job ads from plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from html import escape

import nh3
from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum.se import orgnr

from webapp.base import clock
from webapp.base.text import Term

# What stands in an ad's text where a person's address or number was, by the ad's language.
MASKS = {"sv": ("[e-post]", "[telefon]"), "en": ("[e-mail]", "[telephone]")}
ALLOWED_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "h3", "h4"}
# Feeds write headings and emphasis in many ways; these become the ones that the page styles.
SAME_AS = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "div": "p"}
# Words that name a function at an employer, not a person.
ROLE_WORDS = frozenset(
    "admin administration ansokan ansökan apply career careers contact cv hello hej hr hrm "
    "info jobb jobba job jobs karriar karriär kansli kontakt kontor kommun lediga mail "
    "office personal people post recruit recruiting recruitment reception registrator "
    "registry rekrytera rekrytering service support talent team work".split()
)
# Words that carry no meaning in a query; an ad need not hold them.
SMALL_WORDS = frozenset(
    "och i på som med för till av en ett den det de att vid inom eller om är and in on as "
    "with for to of a an the at or is".split()
)
_ADDRESS = re.compile(r"[A-Za-z0-9ÅÄÖåäöÉé._%+\-]+@[A-Za-z0-9ÅÄÖåäö\-]+(?:\.[A-Za-z0-9åäö\-]+)+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_BLANK = re.compile(r"(?:<p>\s*(?:<br>\s*)*</p>\s*)+")


class Status(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    REMOVED = "removed"


def status(now: datetime, closes_at: datetime | None, removed_at: datetime | None) -> Status:
    """Whether an ad can be applied for at a moment. All times are aware."""
    if removed_at is not None:
        return Status.REMOVED
    return Status.CLOSED if closes_at is not None and closes_at <= now else Status.OPEN


def public_organization_number(number: str | None) -> str | None:
    """The organisation number as ten digits if it may be stored and shown, else None.

    A sole trader's is a personal identity number: its third digit is 0 or 1, while a legal person's
    is at least 2 (Skatteverket, SKV 709).
    """
    if number is None:
        return None
    digits = re.sub(r"\D", "", number)
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if len(digits) != 10 or digits[2] in "01" or not orgnr.is_valid(digits):
        return None
    return digits


def is_role_address(address: str) -> bool:
    """Whether an e-mail address names a function (jobb@, rekrytering.malmo@) and not a person."""
    local = address.partition("@")[0].casefold()
    parts = re.split(r"[._+\-0-9]+", local)
    return any(part in ROLE_WORDS for part in parts)


@dataclass(frozen=True, slots=True)
class Application:
    """How one applies. At least one of the addresses is set unless the ad named no way at all."""

    url: str | None
    email: str | None
    kept_in_text: str | None


def way_to_apply(
    *, url: str | None, email: str | None, source_url: str | None, text: str
) -> Application:
    """Chooses what stays of an ad's ways to apply.

    A person's address goes when the ad has another way; the only way is never taken from it.
    """
    address = email if email and _ADDRESS.fullmatch(email) else None
    if address and is_role_address(address):
        return Application(url, address, None)
    if url or source_url:
        return Application(url, None, None)
    if address:
        return Application(None, address, None)
    in_text = [match.group() for match in _ADDRESS.finditer(text)]
    if any(is_role_address(found) for found in in_text):
        return Application(None, None, None)
    return Application(None, None, in_text[0] if in_text else None)


def without_personal_contacts(text: str, language: str | None, keep: str | None = None) -> str:
    """Text with people's e-mail addresses and all telephone numbers masked.

    Role addresses and ``keep`` stay.
    """

    address_mask, telephone_mask = MASKS.get(language or "sv", MASKS["sv"])

    def masked(match: re.Match[str]) -> str:
        address = match.group()
        return address if address == keep or is_role_address(address) else address_mask

    text = _ADDRESS.sub(masked, text)
    pieces, last = [], 0
    for found in PhoneNumberMatcher(text, "SE", leniency=Leniency.VALID):
        pieces += [text[last : found.start], telephone_mask]
        last = found.end
    return "".join([*pieces, text[last:]])


def clean_html(html: str) -> str:
    """Ad text as HTML of a few tags without attributes, headings below the page's own."""

    def renamed(match: re.Match[str]) -> str:
        slash, name, _ = match.groups()
        name = name.lower()
        return f"<{slash}{SAME_AS[name]}>" if name in SAME_AS else match.group()

    cleaned = nh3.clean(
        _TAG.sub(renamed, html),
        tags=ALLOWED_TAGS,
        attributes={},
        clean_content_tags={"script", "style", "title", "template"},
    )
    return _BLANK.sub("", cleaned).strip()


def html_from_text(text: str) -> str:
    """Plain ad text as HTML: paragraphs at blank lines, lists where lines begin with a bullet."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> str:
    html: list[str] = []
    paragraph: list[str] = []
    items: list[str] = []

    def close() -> None:
        if paragraph:
            html.append("<p>" + "<br>".join(paragraph) + "</p>")
        if items:
            html.append("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")
        paragraph.clear()
        items.clear()

    for line in (escape(line.strip(), quote=False) for line in block.split("\n")):
        bullet = re.match(r"(?:[•·*\u2013\u2014-]|&bull;)\s+(.+)", line)
        if bullet:
            if paragraph:
                close()
            items.append(bullet.group(1))
        elif line:
            if items:
                close()
            paragraph.append(line)
    close()
    return "".join(html)


def plain_text(html: str) -> str:
    """The words of sanitised HTML, with a space where a tag stood."""
    text = re.sub(r"<[^>]*>", " ", html)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(entity, character)
    return " ".join(text.split())


def shortened(text: str, length: int) -> str:
    """The start of a text, cut between words, with an ellipsis where something follows."""
    if len(text) <= length:
        return text
    return text[: text.rfind(" ", 0, length)].rstrip(" ,.;:–-") + "…"


def last_date(ends_at: datetime | None) -> date | None:
    """The last date in Stockholm on which something that ends at an aware moment still stands."""
    return clock.stockholm_day(ends_at - timedelta(seconds=1)) if ends_at else None


def terms_to_match(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """A query's terms without small words, unless there is nothing else in it."""
    telling = tuple(
        term
        for term in terms
        if term.phrase
        or term.negated
        or any(word.surface not in SMALL_WORDS for word in term.words)
    )
    return telling or terms
