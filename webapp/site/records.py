"""Read TOML tables into frozen dataclasses, with errors that name the key.

The dataclass is the schema. A field without a default must be present, an unknown key is refused,
and each value must have exactly the annotated type: a boolean is no integer, a date-time no date.
`Annotated[T, check]` adds a check: a function from the value to a problem in words, or None.
"""

import dataclasses
import tomllib
from datetime import date
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar, get_args, get_origin, get_type_hints

Record = TypeVar("Record")

_KINDS = {str: "text", bool: "true or false", int: "a whole number", date: "a date"}


class RecordError(ValueError):
    """A data file is wrong at one key.

    `key` is a dotted path in which list entries count from one (`processors#2.country`), or the
    file's name when the file as a whole is unreadable; `problem` says what is wrong there.
    """

    subject: ClassVar[str]

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{self.subject}: {key}: {problem}")
        self.key = key
        self.problem = problem


@dataclasses.dataclass(frozen=True, slots=True)
class LocalizedText:
    """One text in both languages of the site, read as `text["sv"]`; KeyError for a third."""

    sv: str
    en: str

    def __getitem__(self, language: str) -> str:
        return {"sv": self.sv, "en": self.en}[language]


def not_empty(values: tuple[Any, ...]) -> str | None:
    """Check for a list that needs at least one entry."""
    return None if values else "needs at least one entry"


def parse_toml(source: Path | None, packaged: str, error: type[RecordError]) -> dict[str, Any]:
    """Parse the TOML file `source`, or the file named `packaged` that comes with the site.

    Raises `error` with the file's name as key when the file cannot be read or is not TOML.
    """
    file = resources.files("webapp.site").joinpath(packaged) if source is None else source
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as cause:
        raise error(file.name, f"cannot be read ({cause.strerror})") from cause
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise error(file.name, f"is not valid TOML ({cause})") from cause


def read_record(
    record: type[Record], table: object, error: type[RecordError], key: str = ""
) -> Record:
    """Build the dataclass `record` from a parsed TOML table that stands at `key`.

    Raises `error` for the first key that is unknown, missing, mistyped or refused by a check.
    """
    if not isinstance(table, dict):
        raise error(key, "must be a table")
    prefix = f"{key}." if key else ""
    fields = {field.name: field for field in dataclasses.fields(record)}  # type: ignore[arg-type]
    for name in table:
        if name not in fields:
            raise error(prefix + name, "is not a known key")
    kinds = get_type_hints(record, include_extras=True)
    values = {}
    for name, field in fields.items():
        if name in table:
            values[name] = _read_value(kinds[name], table[name], error, prefix + name)
        elif field.default is dataclasses.MISSING:
            raise error(prefix + name, "is missing")
    return record(**values)


def _read_value(kind: Any, value: object, error: type[RecordError], key: str) -> Any:
    if type(None) in get_args(kind):
        # TOML has no null: an optional key that is present holds a value of its proper type.
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is Annotated:
        kind, *checks = get_args(kind)
        checked = _read_value(kind, value, error, key)
        for check in checks:
            if problem := check(checked):
                raise error(key, problem)
        return checked
    if get_origin(kind) is tuple:
        return _read_list(get_args(kind)[0], value, error, key)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return read_record(kind, value, error, key)
    if issubclass(kind, StrEnum):
        return _read_choice(kind, value, error, key)
    if type(value) is not kind:
        raise error(key, f"must be {_KINDS[kind]}")
    if isinstance(value, str) and (not value or value != value.strip()):
        raise error(key, "must be text without blanks around it")
    return value


def _read_list(kind: Any, value: object, error: type[RecordError], key: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise error(key, "must be a list")
    return tuple(
        _read_value(kind, entry, error, f"{key}#{position}")
        for position, entry in enumerate(value, start=1)
    )


def _read_choice(kind: type[StrEnum], value: object, error: type[RecordError], key: str) -> StrEnum:
    choices = tuple(choice.value for choice in kind)
    if value not in choices:
        raise error(key, f"must be one of {', '.join(choices)}")
    return kind(value)
