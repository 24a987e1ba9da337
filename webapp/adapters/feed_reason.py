"""Why a record of a feed can't become an ad: in parts, for pages, and in English, for commands."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong, as an English sentence's end in which values are filled in by name."""

    MISSING = "is missing"
    MISSING_WITH_URL = "is missing, and so is url"
    TOO_LONG = "is longer than %(most)s characters"
    NO_OBJECT = "is not an object"
    NO_TEXT = "is not a text"
    NO_TIME = '"%(text)s" is not a time'
    OUT_OF_RANGE = '"%(text)s" is out of range'
    NO_FLAG = "is neither true nor false"
    NO_WHOLE_NUMBER = "is not a whole number"
    NO_CONCEPT = "is not a concept"
    NO_CONCEPTS = "is not a list of concepts"
    NO_POSTING = "is not JobPosting"
    NO_POSTINGS = "holds no JobPosting"
    NOT_UTF8 = "not UTF-8"
    NESTED = "nested too deeply"
    MALFORMED = "malformed JSON: %(detail)s"
    MALFORMED_AT = "malformed JSON at character %(position)s: %(detail)s"
    NOT_AN_OBJECT = "not a JSON object"
    TOO_LARGE = "larger than %(most)s MB"
    AFTER_THE_END = "text after the end of the array"


class Reason(str):
    """The English sentence, and what it is made of."""

    fault: Fault
    field: str | None
    values: dict[str, str | int]

    __slots__ = ("fault", "field", "values")

    def __new__(cls, fault: Fault, field: str | None = None, **values: str | int) -> Reason:
        sentence = fault.value % values
        made = super().__new__(cls, f"{field}: {sentence}" if field else sentence)
        made.fault, made.field, made.values = fault, field, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[Fault, str | None], dict[str, str | int]]:
        """What a copy is made of, for reports are copied to be told as JSON."""
        return (self.fault, self.field), self.values


class RecordError(Exception):
    """A record can't become an ad. ``reason`` names the field and says why."""

    def __init__(self, field: str, fault: Fault, **values: str | int) -> None:
        self.reason = Reason(fault, field, **values)
        super().__init__(self.reason)
