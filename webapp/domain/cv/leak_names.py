"""Finds a person's own name: inflected, misspelt, as initials, nickname or user name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from webapp.base.text import fold
from webapp.domain.cv.leak_text import (
    LeakKind,
    Person,
    Span,
    Token,
    begins_sentence,
    tokens,
    without_genitive,
)
from webapp.domain.cv.leak_words import (
    COMMON_LOCAL_PARTS,
    DEGREES,
    DOINGS,
    INTRODUCTIONS,
    MERE_WORDS,
    MONTHS,
    NICKNAMES,
    ORDINARY,
)
from webapp.domain.cv.rules import Detail

SHORTEST_MISSPELT = 7
SHORTEST_NICKNAME = 4
SHORTEST_SOUND = 4
MOST_INITIALS = 4
_DOUBLED = re.compile(r"(.)\1+")
_BETWEEN = re.compile(r"[ \t.\-_]{0,2}|['’]")
_SIGNED = re.compile(r"(?:^|[\n/~]|[-–—] ?)\s*$")
_FILE = re.compile(
    r"(?<![\w.-])[\w.-]{1,120}\.(?:pdf|docx?|odt|rtf|txt|jpe?g|png|webp)(?!\w)", re.I
)
_CAPITAL_WORD = re.compile(
    r"(?:kallas|kallad|kallar|called|nickname is|heter)(?: (?:för|me|mig))? +"
)
SIGNED_BY = INTRODUCTIONS | {"sign", "signatur", "initialer", "initials", "signature"}
_SPELT = str.maketrans("qwzx", "kvss")


def sound(form: str) -> str:
    """A folded name as its usual other spellings have it too: Lindqvist, Lindkvist, Lindquist."""
    same = form.replace("qu", "kv").translate(_SPELT)
    for written, heard in (("ph", "f"), ("th", "t"), ("ck", "k"), ("ch", "k"), ("sch", "sk")):
        same = same.replace(written, heard)
    same = same.replace("c", "k").replace("hn", "n").replace("hl", "l").replace("y", "i")
    return _DOUBLED.sub(r"\1", same)


class NameFinder:
    """A person's name and nicknames, prepared for any number of texts."""

    def __init__(self, person: Person) -> None:
        name = person.details.get(Detail.NAME, "")
        self._parts = [token.form for token in tokens(name) if len(token.form) > 1]
        self._given = set(self._parts[:-1] or self._parts)
        sounds = {sound(part) for part in self._given}
        nicknames = {
            nick
            for long, short in NICKNAMES.items()
            if sound(long) in sounds
            for nick in short.split()
        }
        self._given |= nicknames
        known = {*self._parts, *nicknames, *_of_addresses(person.emails, self._parts)}
        self._weak = {form for form in known if form in ORDINARY or len(form) < 3}
        self._strong = known - self._weak
        self._sounds = {sound(form) for form in self._strong if len(form) >= SHORTEST_SOUND}
        self._long = [form for form in self._strong if len(form) >= SHORTEST_MISSPELT]
        self._joined = set(_joined(self._parts)) | {
            fold(address.partition("@")[0]).replace(".", "").replace("_", "").replace("-", "")
            for address in person.emails
            if len(address.partition("@")[0]) > SHORTEST_NICKNAME
        }
        self._joined -= ORDINARY | COMMON_LOCAL_PARTS
        self._initials = {part[0] for part in self._parts}
        self._signatures = _signatures([part for part in tokens(name) if len(part.form) > 1])
        self._decided: dict[str, bool] = {}

    def find(self, text: str, found: Sequence[Token]) -> list[Span]:
        """Each place where the name stands, whole names as one piece."""
        if not (self._parts or self._strong or self._weak):
            return []
        marks = [self._is_strong(token) for token in found]
        marks = [mark or self._is_weak_name(text, found, at) for at, mark in enumerate(marks)]
        spans = [*self._merged(text, found, marks), *self._initials_in(text, found)]
        return [*_files(text, spans), *spans, *self._introduced(text)]

    def _is_strong(self, token: Token) -> bool:
        decided = self._decided.get(token.raw)
        if decided is None:
            decided = self._decided[token.raw] = self._decide(token)
        return decided

    def _decide(self, token: Token) -> bool:
        letters = token.form.rstrip("0123456789")
        if token.form in self._joined or letters in self._joined:
            return True
        for form in without_genitive(letters):
            if form in self._strong:
                return True
            capital = token.raw[:1].isupper()
            if capital and len(form) >= SHORTEST_SOUND and sound(form) in self._sounds:
                return True
            if capital and len(form) >= SHORTEST_MISSPELT:
                near = (OSA.distance(form, own, score_cutoff=1) <= 1 for own in self._long)
                if any(near):
                    return True
        return False

    def _is_weak(self, token: Token) -> bool:
        return any(form in self._weak for form in without_genitive(token.form))

    def _is_weak_name(self, text: str, found: Sequence[Token], at: int) -> bool:
        """Whether an ordinary word that is also the name is used as the name here."""
        token = found[at]
        if not self._is_weak(token):
            return False
        before = found[at - 1] if at else None
        after = found[at + 1] if at + 1 < len(found) else None
        if self._stands_beside(text, before, token) or self._stands_beside(text, token, after):
            return True
        if before is not None and before.form in INTRODUCTIONS:
            return True
        if not token.raw[0].isupper() or token.form in MONTHS:
            return False
        if len(token.raw) > 1 and token.raw.isupper():
            return False
        if (
            before is not None
            and self._is_initial(before)
            and _close(text, before.end, token.start)
        ):
            return True
        if not begins_sentence(text, token.start):
            return not (after is not None and after.raw[0].isdigit())
        doings = DOINGS if token.form in self._given else DOINGS - MERE_WORDS
        return after is not None and after.form in doings

    def _stands_beside(self, text: str, first: Token | None, second: Token | None) -> bool:
        """Whether two words are parts of the name with nothing but a space between them."""
        if first is None or second is None or first.form == second.form:
            return False
        if not all(self._is_weak(each) or self._is_strong(each) for each in (first, second)):
            return False
        reversed_name = text[first.end : second.start] == ", " and second.form in self._given
        both = first.raw[0].isupper() and second.raw[0].isupper()
        return _close(text, first.end, second.start) or (reversed_name and both)

    def _merged(self, text: str, found: Sequence[Token], marks: Sequence[bool]) -> Iterator[Span]:
        at = 0
        while at < len(found):
            if not marks[at]:
                at += 1
                continue
            last = at
            while last + 1 < len(found) and self._belongs(text, found, marks, last):
                last += 1
            start, end = found[at].start, found[last].end
            for before in reversed(found[max(0, at - MOST_INITIALS) : at]):
                if not (self._is_initial(before) and _close(text, before.end, start)):
                    break
                start = before.start
            yield Span(start, end, LeakKind.NAME)
            at = last + 1

    def _belongs(self, text: str, found: Sequence[Token], marks: Sequence[bool], last: int) -> bool:
        this, after = found[last], found[last + 1]
        if not _close(text, this.end, after.start):
            return False
        possessive = after.raw in ("s", "S") and text[this.end : after.start] in ("'", "’")
        return marks[last + 1] or possessive or self._is_initial(after)

    def _is_initial(self, token: Token) -> bool:
        """Whether a word is one initial of the person's, or several as in "LG Åkesson"."""
        if not token.raw.isupper() or len(token.raw) > MOST_INITIALS:
            return False
        return self._initials.issuperset(token.form)

    def _initials_in(self, text: str, found: Sequence[Token]) -> Iterator[Span]:
        for letters, dotted in self._signatures:
            for hit in dotted.finditer(text):
                written = hit[0].replace(" ", "")
                if written.rstrip(".") + "." not in DEGREES:
                    yield Span(hit.start(), hit.end(), LeakKind.NAME)
            for at, token in enumerate(found):
                signed = token.form == letters and token.raw.isupper()
                if signed and self._signs(text, found, at):
                    yield Span(token.start, token.end, LeakKind.NAME)

    @staticmethod
    def _signs(text: str, found: Sequence[Token], at: int) -> bool:
        """Whether bare capitals stand as somebody's mark: after a greeting or after a dash."""
        token = found[at]
        before = [each.form for each in found[max(0, at - 2) : at]]
        if before[-1:] in (["ar"], ["is"]):
            before.pop()
        if before and before[-1] in SIGNED_BY:
            return True
        rest = text[token.end : token.end + 3].strip(" .")
        lone = token.start == 0 or text[token.start - 1] == "\n"
        signed = _SIGNED.search(text[max(0, token.start - 4) : token.start]) is not None
        return signed and not lone and (not rest or rest.startswith("\n"))

    @staticmethod
    def _introduced(text: str) -> Iterator[Span]:
        """A nickname that nothing but its introduction tells: "kallas Totte"."""
        for hit in _CAPITAL_WORD.finditer(text):
            name = re.compile(r"[^\W\d_]{2,30}").match(text, hit.end())
            personal = text[max(0, hit.start() - 14) : hit.start()].casefold()
            me = any(word in personal.split() for word in ("jag", "i", "me", "mig", "am", "my"))
            if name and name[0][0].isupper() and (me or hit[0].rstrip().endswith(("me", "mig"))):
                yield Span(name.start(), name.end(), LeakKind.NAME)


def _close(text: str, end: int, start: int) -> bool:
    return _BETWEEN.fullmatch(text, end, start) is not None


def _files(text: str, spans: Sequence[Span]) -> list[Span]:
    """Names of files that hold the person's name."""
    starts = sorted(span.start for span in spans)
    if not starts:
        return []
    return [
        Span(hit.start(), hit.end(), LeakKind.FILE_NAME)
        for hit in _FILE.finditer(text)
        if any(hit.start() <= start < hit.end() for start in starts)
    ]


def _of_addresses(addresses: Iterable[str], parts: Sequence[str]) -> Iterator[str]:
    """What a mail address calls its owner beside the name."""
    for address in addresses:
        for piece in re.split(r"[._+\-0-9]+", fold(address.partition("@")[0])):
            known = piece in parts or piece in COMMON_LOCAL_PARTS
            if len(piece) >= SHORTEST_NICKNAME and not known:
                yield piece


def _joined(parts: Sequence[str]) -> Iterator[str]:
    """User names that are made of a name: annakarlsson, akarlsson, annak, annkar."""
    if len(parts) < 2:
        return
    last = parts[-1]
    for first in parts[:-1]:
        yield from (first + last, last + first, first[0] + last, last + first[0])
        if len(first) > 3:
            yield first + last[0]
        if min(len(first), len(last)) >= 3:
            yield from (first[:3] + last[:3], last[:3] + first[:3])
    yield "".join(parts)
    given = "".join(parts[:-1])
    if len(parts) > 2:
        yield from (given, given + last[0])


def _signatures(parts: Sequence[Token]) -> list[tuple[str, re.Pattern[str]]]:
    """Initials of the whole name, and of the first and last: their letters, and them dotted."""
    if len(parts) < 2:
        return []
    found = []
    for chosen in (parts, (parts[0], parts[-1])) if len(parts) > 2 else (parts,):
        # Å is also written A.
        dotted = r"\. ?".join(f"[{part.raw[0].upper()}{part.form[0].upper()}]" for part in chosen)
        letters = "".join(part.form[0] for part in chosen)
        found.append((letters, re.compile(rf"(?<![\w.]){dotted}(?:\.|(?!\w))(?!\w)")))
    return found
