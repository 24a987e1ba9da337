"""Finds telephone numbers, personal identity numbers and birth dates, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import phonenumbers
from stdnum import luhn

from webapp.base.text import fold
from webapp.domain.cv.leak_text import LeakKind, Person, Span
from webapp.domain.cv.leak_words import MONTH_NAMES, NUMBER_WORDS
from webapp.domain.cv.rules import Detail

REGION = "SE"
SHORTEST_PHONE = 7
IDENTITY_LENGTHS = (10, 12)
# Between the digits of one number: never a line's end, and little else.
_GAP = re.compile(r"[^\w\n]{0,5}")
_ATOM = re.compile(r"\d|[^\W\d_]+")
_PHONE = re.compile(r"(?<![\w+/.,-])(?:\(?\+|\(?0)[0-9 \-./()]{6,26}(?<=[0-9])(?![\w])")
_DATE_LIKE = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:19|20)\d\d-\d\d|\d{2}[./-](?:19|20)\d\d"
)
_IDENTITY = re.compile(r"(?<![\d.,])(?:\d{2})?\d{6} ?[-+/]? ?\d{4}(?![\d])")
_BORN = re.compile(
    r"(?<!\w)(?:född|föddes|född:|f\.|född den|födelse(?:datum|dag|år)|fyller år|born|birthday"
    r"|date of birth|birth ?date|year of birth|dob)(?!\w)[: ]{0,3}"
    r"(?:(?:den|on|in|år|the|i|är|is) ){0,2}",
    re.IGNORECASE,
)
_YEAR = r"(?:19[3-9]\d|20[01]\d)"
_MONTH = "|".join(name for names in MONTH_NAMES for name in names)
_ANY_DATE = re.compile(
    rf"{_YEAR}[-./ ]?\d\d[-./ ]?\d\d|\d{{6}}(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th|:e)? (?:of )?(?:{_MONTH})[a-z]{{0,2}}\.?(?:,? {_YEAR})?"
    rf"|(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?(?:,? {_YEAR})?"
    rf"|\d{{1,2}}[./-]\d{{1,2}}(?:[-./ ]{{1,2}}(?:{_YEAR}|\d\d))?(?!\d)",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(rf"(?:{_YEAR}|-\d\d|’\d\d|'\d\d|[5-9]\d)(?!\w)")


class Run:
    """Digits that follow upon each other in a text, however they are written."""

    def __init__(self) -> None:
        self.digits: list[str] = []
        self.places: list[tuple[int, int]] = []
        self.has_words = False

    def add(self, digits: str, place: tuple[int, int], *, word: bool) -> None:
        self.digits += digits
        self.places += [place] * len(digits)
        self.has_words |= word

    def span(self, first: int, last: int, kind: LeakKind) -> Span:
        return Span(self.places[first][0], self.places[last][1], kind)


def runs_of(text: str, *, added: bool = False) -> Iterator[Run]:
    """The runs of digits in a text; ``added``: "forty six" is 46 and not 40, 6."""
    run, end, tens = Run(), 0, False
    for atom in _ATOM.finditer(text):
        word = not atom[0].isdecimal()
        digits = NUMBER_WORDS.get(fold(atom[0])) if word else str(int(atom[0]))
        if digits is None or not _GAP.fullmatch(text, end, atom.start()):
            if run.digits:
                yield run
            run, tens = Run(), False
        if digits is None:
            # Digits after this stand in another word, such as B2B.
            end = atom.end()
            continue
        if added and tens and len(digits) == 1 and text[end : atom.start()].strip() == "":
            run.digits[-1] = digits
            run.places[-2] = run.places[-1] = (run.places[-1][0], atom.end())
            tens = False
        else:
            run.add(digits, atom.span(), word=word)
            tens = word and len(digits) == 2 and digits.endswith("0") and digits != "10"
        end = atom.end()
    if run.digits:
        yield run


class NumberFinder:
    """A person's numbers, prepared for any number of texts."""

    def __init__(self, person: Person) -> None:
        given = (person.details.get(each, "") for each in (Detail.PHONE, Detail.MOBILE))
        self._phones = sorted({number for each in given if (number := _significant(each))})
        self._births = _birth_patterns(person.details.get(Detail.BIRTH_DATE, ""))
        self._bare_year_is_fine = person.birth_year_shown

    def find(self, text: str) -> list[Span]:
        found = list(_identity_numbers(text))
        for run in runs_of(text):
            found += self._in_run(run)
        for run in runs_of(text, added=True):
            found += self._in_run(run) if run.has_words else ()
        found += _other_phones(text)
        for pattern in self._births:
            found += [Span(*hit.span(), LeakKind.BIRTH_DATE) for hit in pattern.finditer(text)]
        return [*found, *self._after_born(text)]

    def _in_run(self, run: Run) -> Iterator[Span]:
        digits = "".join(run.digits)
        for number in self._phones:
            at = digits.find(number)
            while at >= 0:
                yield run.span(_with_prefix(digits, at), at + len(number) - 1, LeakKind.PHONE)
                at = digits.find(number, at + len(number))
        if len(digits) in IDENTITY_LENGTHS and is_identity_number(digits):
            yield run.span(0, len(digits) - 1, LeakKind.IDENTITY_NUMBER)
        if run.has_words and digits.startswith("0") and _is_phone(digits):
            yield run.span(0, len(digits) - 1, LeakKind.PHONE)

    def _after_born(self, text: str) -> Iterator[Span]:
        for born in _BORN.finditer(text):
            when = _ANY_DATE.match(text, born.end())
            if when is None and not self._bare_year_is_fine:
                when = _BARE_YEAR.match(text, born.end())
            if when is not None:
                yield Span(*when.span(), LeakKind.BIRTH_DATE)


def is_identity_number(digits: str) -> bool:
    """Whether 10 or 12 digits are a Swedish personal identity or coordination number.

    By date and check digit, as the Swedish Tax Agency's SKV 704 and SKV 707 say: a coordination
    number has 60 added to its day. An organisation number has a month of 20 or more, so is none.
    """
    if len(digits) == max(IDENTITY_LENGTHS) and digits[:2] not in ("18", "19", "20"):
        return False
    short = digits[-10:]
    day = int(short[4:6])
    day -= 60 if day > 60 else 0
    try:
        date(2000 if len(digits) == 10 else int(digits[:4]), int(short[2:4]), day)
    except ValueError:
        return False
    return bool(luhn.is_valid(short))


def _identity_numbers(text: str) -> Iterator[Span]:
    for hit in _IDENTITY.finditer(text):
        if is_identity_number("".join(str(int(each)) for each in hit[0] if each.isdecimal())):
            yield Span(*hit.span(), LeakKind.IDENTITY_NUMBER)


def _significant(number: str) -> str | None:
    """The digits of a telephone number that every writing of it has."""
    try:
        parsed = phonenumbers.parse(number, REGION)
    except phonenumbers.NumberParseException:
        digits = re.sub(r"\D", "", number).lstrip("0")
        return digits if len(digits) >= SHORTEST_PHONE else None
    digits = str(parsed.national_number)
    return digits if len(digits) >= SHORTEST_PHONE - 1 else None


def _with_prefix(digits: str, at: int) -> int:
    """Where a number begins with its trunk or country code, +46 (0), 0046 or 0."""
    for prefix in ("00460", "0046", "460", "46", "0"):
        if digits[:at].endswith(prefix):
            return at - len(prefix)
    return at


def _other_phones(text: str) -> Iterator[Span]:
    """Valid numbers that aren't known to be the person's."""
    for hit in _PHONE.finditer(text):
        start, end = hit.span()
        while end - start >= SHORTEST_PHONE:
            written = text[start:end]
            if not _DATE_LIKE.match(written) and _is_phone(written):
                yield Span(start, end, LeakKind.PHONE)
                break
            shorter = re.search(r"[ \-./()]+[0-9]*$", written)
            end = start + shorter.start() if shorter else start


def _is_phone(written: str) -> bool:
    try:
        number = phonenumbers.parse(written.replace("(0)", ""), REGION)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_valid_number(number))


def _birth_patterns(born: str) -> Sequence[re.Pattern[str]]:
    """The writings of a birth date; none where it isn't a date."""
    try:
        day = date.fromisoformat(born.strip())
    except ValueError:
        return ()
    full, short = f"{day.year}", f"{day.year % 100:02}"
    year = f"(?:{full}|[’']?{short})"
    months = "|".join(MONTH_NAMES[day.month - 1])
    d, m = f"0?{day.day}", f"0?{day.month}"
    forms: Iterable[str] = (
        rf"(?:{full}|{short})[-./ ]?{day.month:02}[-./ ]?{day.day:02}",
        rf"{full}[-./ ]{m}[-./ ]{d}",
        rf"{d}[./-] ?{m}[./ -]{{1,3}}{year}",
        rf"{m}/{d}/{year}",
        rf"{d}(?:st|nd|rd|th|:e|:a)? (?:of )?(?:{months})\.?,? {year}",
        rf"(?:{months})\.? {d}(?:st|nd|rd|th)?,? {year}",
    )
    return [re.compile(rf"(?<![\d.,]){form}(?!\d)", re.IGNORECASE) for form in forms]
