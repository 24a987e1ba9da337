"""Compares a catalogue with the messages of the code: says what is missing, fuzzy or unused."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def problems(wanted: Catalog, catalogue: Catalog) -> list[str]:
    """One line for each message that is not as it should be."""
    found = []
    for message in wanted:
        if message.id:
            known = catalogue.get(message.id, message.context)
            found += [f"{problem}: {message.id}" for problem in _problems_of(known)]
    for message in catalogue:
        if message.id and wanted.get(message.id, message.context) is None:
            found.append(f"unused: {message.id}")
    return found


def _problems_of(message: Message | None) -> list[str]:
    texts = _texts(message.string) if message else []
    if message is None or not texts or not all(texts):
        return ["missing"]
    found = ["fuzzy"] if message.fuzzy else []
    wanted = {name for text in _texts(message.id) for name in PLACEHOLDER.findall(text)}
    if any(not set(PLACEHOLDER.findall(text)) <= wanted for text in texts):
        found.append("unknown placeholder")
    if any(_edges(text) != _edges(_texts(message.id)[0]) for text in texts):
        found.append("white space at an end differs")
    return found


def _texts(value: str | list[str] | tuple[str, ...]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="sv", abort_invalid=True)


def main() -> int:
    found = problems(*(_read(Path(name)) for name in sys.argv[1:]))
    print("\n".join(found), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
