"""Typesets a CV as PDF/UA-1 (ISO 14289-1): tagged, in a language, and without a time of making.

The layouts stand in ``webapp/typst``. What a person wrote goes in as data, never as markup. The
fonts are those that typst brings, so that a PDF looks the same wherever it is made.
"""

from __future__ import annotations

import json
import re
import threading
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

# Two at a time leave a core to the pages of others; the one who waits longer is told to come back.
AT_ONCE = 2
LONGEST_WAIT_SECONDS = 5
LARGEST_SHEET = 2_000_000
MISSING = "□"
# Rounds in which one sign after another is found to be in no font; then all rare ones go at once.
ROUNDS = 24
_UNSHOWN = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))", re.DOTALL)
_RARE = re.compile("[^\n -~\u00a0-\u024f\u2010-\u2026\u20ac\u25a1]")
# Format characters, which typst's fonts have not got and nobody sees.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")

_free = threading.BoundedSemaphore(AT_ONCE)


class Layout(StrEnum):
    PLAIN = "plain"
    TWO_COLUMN = "two-column"


class BusyError(RuntimeError):
    """Too many PDFs are being made at the moment."""


class TooLongError(ValueError):
    """A sheet that would take minutes to typeset."""


def pdf(sheet: dict[str, Any], layout: Layout) -> bytes:
    """A PDF of a sheet, whose shape ``blueprints/cv/sheet.py`` gives.

    A sign that no font has, such as an emoji, becomes ``MISSING``.

    Raises:
        BusyError: too many are being made.
        TooLongError: the sheet is larger than ``LARGEST_SHEET`` characters.
    """
    written = _INVISIBLE.sub("", json.dumps(sheet, ensure_ascii=False))
    if len(written) > LARGEST_SHEET:
        raise TooLongError
    if not _free.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise BusyError
    try:
        return _typeset(written, layout)
    finally:
        _free.release()


def _typeset(written: str, layout: Layout) -> bytes:
    for _round in range(ROUNDS):
        try:
            return _compiled(written, layout)
        except typst.TypstError as error:
            unshown = _unshown(str(error)) & set(written)
            if not unshown:
                raise
            written = re.sub(f"[{re.escape(''.join(unshown))}]", MISSING, written)
    return _compiled(_RARE.sub(MISSING, written), layout)


def _unshown(message: str) -> set[str]:
    """The characters that an error of typst names, which it escapes as Rust's debug output does."""
    found = _UNSHOWN.search(message)
    if found is None:
        return set()
    text = _ESCAPE.sub(lambda each: chr(int(each[1], 16)) if each[1] else each[2], found[1])
    return set(text) - {MISSING}


def _compiled(written: str, layout: Layout) -> bytes:
    folder = _folder()
    return typst.compile(
        str(folder / f"{layout.value}.typ"),
        root=str(folder),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": written},
        pdf_standards="ua-1",
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


@cache
def _folder() -> Path:
    return Path(str(files("webapp") / "typst"))
