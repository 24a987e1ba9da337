"""Finds where a person lives: street, postcode and town."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from webapp.domain.cv.leak_text import LeakKind, Person, Span, Token, tokens, without_genitive
from webapp.domain.cv.leak_words import ORDINARY
from webapp.domain.cv.rules import Detail

_STREET = (
    "gatan|gata|vägen|väg|gränd|gränden|torget|torg|allén|allé|stigen|stig|backen|backe|plan|platsen"
    "|leden|kajen|esplanaden|gången|slingan|gärdet|terrassen|ringen|liden|svängen|bron|parken"
)
_SHORTENED = ("gatan", "vagen", "grand", "torget", "allen", "stigen", "backen", "platsen")
# A street with a number is an address, whoever lives there.
_ANY_STREET = re.compile(
    rf"(?<!\w)(?:[A-ZÅÄÖ][\w.]{{0,30}} ){{0,3}}[A-ZÅÄÖ][\w:é]{{0,40}}(?:{_STREET})s? [1-9]\d{{0,3}}"
    r"(?: ?[A-Za-z](?!\w))?(?![\w:/-])"
)
_ENGLISH_STREET = re.compile(
    r"(?<![\w.,])[1-9]\d{0,3}[A-Za-z]? (?:[A-Z][a-z']{1,30} ){1,3}"
    r"(?:Street|Road|Avenue|Lane|Drive|Crescent|Terrace|Close|Way|Square|Boulevard)(?!\w)"
)
_STREET_END = re.compile(rf"(?:{_STREET})$")
_HOUSE = re.compile(r",? (?:nr\.? )?\d{1,4}(?: ?[A-Za-z](?!\w))?(?!\d)(?:,? (?:lgh\.? ?)\d{1,4})?")
_LONE_LETTER = re.compile(r",? ?\d")
_LIVES = re.compile(
    r"(?<!\w)(?:bor(?: nu| idag| kvar| numera| centralt| strax utanför| utanför)?|boende|bosatt"
    r"|bostadsort|hemort|ort|hemmahörande|hemstad|hemmaboende|kommer från|uppvuxen|utgår från"
    r"|live|living|lives|reside|residing|residence|resident|based|home ?town|home|settled"
    r"|located|located in|location|grew up)(?!\w)"
    # Some words may stand between, such as "bor sedan 2009 i", but no new clause.
    r"[: ]{1,3}(?:(?!(?:och|men|and|but|kan|can) )(?-i:[a-zåäö0-9]{1,20}) ){0,4}",
    re.IGNORECASE,
)
_PLACE_WORD = re.compile(r"[A-ZÅÄÖ][^\W\d_]{1,30}")
# Amounts are followed by what they count; of a postcode's five digits in one that would be odd.
_COUNTED = re.compile(r" ?(?:[%:]|[a-zåäöµ]|SEK|EUR|USD|GBP)")
_CODE_WORD = re.compile(
    r"(?:postnummer|postnr|postadress|postcode|post code|zip|adress|address)\W*$", re.I
)
_AFTER_POSTCODE = re.compile(r"(?<!\d)\d{3}[ -]?\d{2}[ ,]{1,2}(?=[^\W\d_])")
ROOM_OF_A_TOWN = 60
_ANY_POSTCODE = re.compile(r"(?<![\d.,-])(?:SE?-)?[1-9]\d\d \d\d {1,2}(?=[A-ZÅÄÖ][a-zåäö])")


class AddressFinder:
    """A person's address, prepared for any number of texts."""

    def __init__(self, person: Person) -> None:
        details = person.details
        self._streets = _streets(details.get(Detail.ADDRESS, ""))
        self._town = [token.form for token in tokens(details.get(Detail.TOWN, ""))]
        code = re.sub(r"\D", "", details.get(Detail.POSTCODE, ""))
        self._postcode = None
        if len(code) >= 4:
            written = f"{code[:3]}[ -]?{code[3:]}"
            self._postcode = re.compile(rf"(?<![\d.,+])(?:SE?[- ]?)?{written}(?![\d]|[.,]\d)")

    def find(self, text: str, found: Sequence[Token]) -> list[Span]:
        spans = [Span(*hit.span(), LeakKind.ADDRESS) for hit in _ANY_STREET.finditer(text)]
        spans += [Span(*hit.span(), LeakKind.ADDRESS) for hit in _ENGLISH_STREET.finditer(text)]
        for street in self._streets:
            spans += _street_in(text, found, street)
        spans += self._postcodes(text)
        return [*spans, *self._towns(text)]

    def _postcodes(self, text: str) -> Iterator[Span]:
        for hit in _ANY_POSTCODE.finditer(text):
            yield Span(hit.start(), hit.start() + len(hit[0].rstrip()), LeakKind.POSTCODE)
        for hit in self._postcode.finditer(text) if self._postcode else ():
            named = _CODE_WORD.search(text[max(0, hit.start() - 20) : hit.start()])
            amount = " " not in hit[0] and _COUNTED.match(text, hit.end())
            if named or not amount:
                yield Span(*hit.span(), LeakKind.POSTCODE)

    def _towns(self, text: str) -> Iterator[Span]:
        """The town where the text says that one lives there; as a place of work it is none."""
        for hit in _LIVES.finditer(text):
            end = self._own_town_at(text, hit.end())
            if end is not None:
                yield Span(hit.end(), end, LeakKind.TOWN)
            elif not self._town and _is_of_living(hit[0]):
                place = _PLACE_WORD.match(text, hit.end())
                if place is not None:
                    yield Span(*place.span(), LeakKind.TOWN)
        for hit in _AFTER_POSTCODE.finditer(text):
            end = self._own_town_at(text, hit.end())
            if end is not None:
                yield Span(hit.end(), end, LeakKind.TOWN)

    def _own_town_at(self, text: str, start: int) -> int | None:
        """Where the own town ends if it stands here."""
        here = tokens(text[start : start + ROOM_OF_A_TOWN])[: len(self._town)]
        if not self._town or len(here) < len(self._town) or here[0].start > 0:
            return None
        forms = [token.form for token in here]
        if forms[:-1] != self._town[:-1] or self._town[-1] not in without_genitive(forms[-1]):
            return None
        return start + here[-1].end


def _is_of_living(words: str) -> bool:
    """Whether the words can only mean a home, where the town itself isn't known."""
    first, last = words.split()[0].rstrip(":"), words.rstrip().rsplit(" ", 1)[-1]
    says_where = last in ("i", "in", "på") or words.rstrip().endswith(":")
    return first.casefold() in ("bor", "bosatt", "boende", "bostadsort", "hemort") and says_where


def _streets(address: str) -> list[list[set[str]]]:
    """The street's words, each in its forms, and its last word alone where it is telling."""
    named = tokens(address.partition("\n")[0].partition(",")[0])
    words: list[Token] = []
    for token in named:
        if token.form[0].isdigit():
            # In English the number comes first.
            if not words:
                continue
            break
        if token.form not in ("c", "o"):
            words.append(token)
    if not words:
        return []
    whole = [_forms(token.form) for token in words]
    last = words[-1].form
    telling = len(words) > 1 and len(last) > 6 and _STREET_END.search(words[-1].raw.casefold())
    found = [whole]
    if telling:
        found.append([_forms(last)])
    if len(words) == 1 and (last in ORDINARY or len(last) < 5):
        # A farm or village by a common word needs its number to be an address.
        found = [[{last}, {named[len(words)].form}]] if len(named) > len(words) else []
    return found


def _forms(form: str) -> set[str]:
    """A street's name as it is also written: Storgatan, Storg, Storgata."""
    found = {form, form + "s"}
    for ending in _SHORTENED:
        if form.endswith(ending) and len(form) > len(ending) + 2:
            found.add(form[: -len(ending)] + ending[0])
            found.add(form[:-1] if not ending.endswith(("grand",)) else form + "en")
            if ending == "vagen":
                found.add(form[:-2])
    return found


def _street_in(text: str, found: Sequence[Token], street: Sequence[set[str]]) -> Iterator[Span]:
    size = len(street)
    for at in range(len(found) - size + 1):
        if found[at].form not in street[0]:
            continue
        here = found[at : at + size]
        if all(token.form in forms for token, forms in zip(here, street, strict=True)):
            end = here[-1].end
            end += len(text[end : end + 1]) if text[end : end + 2] in (". ", ".,") and size else 0
            house = _HOUSE.match(text, end)
            end = house.end() if house else here[-1].end
            yield Span(here[0].start, end, LeakKind.ADDRESS)
