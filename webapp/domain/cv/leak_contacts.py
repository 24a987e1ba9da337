"""Finds mail addresses in any disguise, links and user names of other services."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from webapp.base.text import fold
from webapp.domain.cv.leak_text import LeakKind, Person, Span
from webapp.domain.cv.leak_words import COMMON_LOCAL_PARTS, LOOKS_LIKE_A_SITE

_TLD = (
    "se|com|nu|org|net|eu|no|dk|fi|de|io|me|co|uk|info|name|dev|email|fr|nl|pl|ch|at|es|it|app|cv|pro"
    "|tech|xyz|blog|example|test"
)
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_PLAIN = re.compile(rf"(?<![\w.+-])[\w.+-]{{1,64}}@{_LABEL}(?:\.{_LABEL}){{1,5}}")
_AT = (
    r"(?: ?[(\[{<] ?(?:@|at|a|snabel-?a|snabel|kanelbulle|alfakrull) ?[)\]}>] ?"
    r"|[ _](?:at|snabel-?a|snabel a|kanelbulle|alfakrull)[ _]| ?@ ?)"
)
_DOT = r"(?: ?[(\[{<] ?(?:\.|dot|punkt|prick) ?[)\]}>] ?|[ _](?:dot|punkt|prick)[ _]| ?\. ?)"
_DISGUISED = re.compile(
    rf"(?<![\w.+-])[\w+-]{{1,40}}(?:{_DOT}[\w+-]{{1,40}}){{0,3}}{_AT}"
    rf"[\w-]{{1,40}}(?:{_DOT}[\w-]{{1,40}}){{0,2}}{_DOT}(?:{_TLD})(?!\w)",
    re.IGNORECASE,
)
_BARE_AT = re.compile(r" at ", re.IGNORECASE)
_SPELT_DOT = re.compile(r"\bdot\b|\bpunkt\b|\bprick\b", re.IGNORECASE)
_MAIL_WORD = re.compile(
    r"(?:mail|mejl|e-?mail|e-?post|kontakt|contact|nås|nå mig|skriv|reach|write)[^\n]{0,25}$", re.I
)
_URL = re.compile(r"(?<!\w)(?:(?:https?|ftp)://|www\.)[^\s<>\"“”]{1,2000}", re.IGNORECASE)
_SITE = re.compile(
    rf"(?<![\w.@/-]){_LABEL}(?:\.{_LABEL}){{0,4}}\.(?:{_TLD})(?![\w-]|\.\w)(?:/[^\s<>\"]{{0,2000}})?",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}'\"’”»"
_MENTION = re.compile(r"(?<![\w@.+/])@[^\W\d][\w.-]{1,38}\w")
# What stands after an at sign in code.
_CODE = frozenset(
    """override autowired media property entity service controller component import bean inject
    deprecated suppresswarnings functionalinterface staticmethod classmethod dataclass app pytest
    keyframes font-face supports include extend mixin param return returns throws author see todo
    nullable notnull test before after beforeeach aftereach mock spy input output injectable
    directive ngmodule pipe getmapping postmapping requestmapping restcontroller repository
    transactional configuration observable published state binding environment main available
    objc angular types babel vue nestjs reduxjs testing-library mui tailwind apply layer charset
    namespace page route get post put delete patch decorator cached cache lru_cache
    kotlin data jvmstatic query id column table onetomany manytoone web""".split()
)
_SERVICE = (
    "linkedin|github|gitlab|bitbucket|instagram|insta|facebook|fb|messenger|twitter|tiktok|snapchat"
    "|snap|youtube|telegram|skype|discord|mastodon|bluesky|threads|medium|stack ?overflow|kaggle"
    "|behance|dribbble|codepen|pinterest|whatsapp|twitch|steam|flickr|soundcloud|orcid|teams|signal|x"
)
_ACCOUNT = re.compile(
    rf"(?<![\w-])(?:{_SERVICE})"
    r"(?:[- ]?(?:konto|kontot|profil|profile|handle|id|account|user(?:name)?))?"
    r"(?P<sign> ?[:=/] ?/?| (?:är|heter|som|as|is|under|användare|user|handle|namn|name)[: ] ?| )"
    r"(?P<name>@?[^\W\d_][\w.-]{1,38}\w)",
    re.IGNORECASE,
)
_HANDLE_LIKE = re.compile(r"[-_\d]|[^\W\d_]\.[^\W\d_]")
_LETTER = re.compile(r"[^\W_]")
_ATS = ("", "at", "a", "snabela", "snabel", "pa", "hos", "kanelbulle", "alfakrull", "vid")
_DOTS = ("", "dot", "punkt", "prick")


class ContactFinder:
    """A person's mail addresses, prepared for any number of texts."""

    def __init__(self, person: Person) -> None:
        self._needles = sorted({needle for mail in person.emails for needle in _squeezed(mail)})
        locals_ = {fold(mail.partition("@")[0]) for mail in person.emails}
        self._locals = {
            each for each in locals_ if len(each) > 3 and each not in COMMON_LOCAL_PARTS
        }

    def find(self, text: str) -> list[Span]:
        found = [Span(*hit.span(), LeakKind.EMAIL) for hit in _PLAIN.finditer(text)]
        found += _disguised(text)
        found += self._own(text)
        links = [*_links(text)]
        return [*found, *links, *_mentions(text), *self._accounts(text)]

    def _own(self, text: str) -> Iterator[Span]:
        """The own addresses letter by letter, whatever stands between the letters."""
        if not self._needles:
            return
        places = [hit.start() for hit in _LETTER.finditer(text)]
        letters = [fold(text[at])[:1] or text[at] for at in places]
        squeezed = "".join(letters)
        for needle in self._needles:
            at = squeezed.find(needle)
            while at >= 0:
                start, end = places[at], places[at + len(needle) - 1] + 1
                if _whole(text, start, end) and end - start < 4 * len(needle):
                    yield Span(start, end, LeakKind.EMAIL)
                at = squeezed.find(needle, at + 1)

    def _accounts(self, text: str) -> Iterator[Span]:
        for hit in _ACCOUNT.finditer(text):
            name, sign = hit["name"], hit["sign"].strip()
            own = fold(name.lstrip("@")) in self._locals
            telling = bool(_HANDLE_LIKE.search(name)) or name.startswith("@")
            lower = name.lstrip("@").islower() and sign in (
                ":",
                "=",
                "är",
                "heter",
                "/",
                ":/",
                "is",
            )
            short = hit[0][0] in "xX" and hit[0][1:2] in " :/="
            if own or (telling and (sign or not short)) or (lower and not short):
                yield Span(*hit.span("name"), LeakKind.HANDLE)


def _disguised(text: str) -> Iterator[Span]:
    for hit in _DISGUISED.finditer(text):
        bare = _BARE_AT.search(hit[0]) and not _SPELT_DOT.search(hit[0])
        # "worked at example.com" is no address of a person unless mail is spoken of.
        if bare and not _MAIL_WORD.search(text[max(0, hit.start() - 40) : hit.start()]):
            continue
        yield Span(*hit.span(), LeakKind.EMAIL)


def _squeezed(address: str) -> Iterator[str]:
    local, _, domain = fold(address).partition("@")
    name, _, ending = domain.rpartition(".")
    for at in _ATS:
        for dot in _DOTS:
            joined = dot.join(re.split(r"[.]", local)) + at + dot.join(re.split(r"[.]", name))
            yield re.sub(r"[\W_]", "", joined + dot + ending)
            yield re.sub(r"[\W_]", "", local + at + name + dot + ending)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a piece stands apart, so that it is no chance within longer words."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not before.isalnum() and not after.isalnum()


def _links(text: str) -> Iterator[Span]:
    for hit in _URL.finditer(text):
        yield Span(hit.start(), hit.start() + len(hit[0].rstrip(_TRAILING)) or 1, LeakKind.LINK)
    for hit in _SITE.finditer(text):
        site = hit[0].casefold().rstrip(_TRAILING)
        if site not in LOOKS_LIKE_A_SITE and not site.startswith(("asp.net", "t.ex", "bl.a")):
            yield Span(hit.start(), hit.start() + len(site), LeakKind.LINK)


def _mentions(text: str) -> Iterator[Span]:
    for hit in _MENTION.finditer(text):
        name = hit[0][1:].casefold()
        first: Sequence[str] = re.split(r"[.-]", name)
        code = name in _CODE or first[0] in _CODE or text[hit.end() : hit.end() + 1] in ("(", "/")
        if not code:
            yield Span(*hit.span(), LeakKind.HANDLE)
