"""Documents that somebody sent, read in a process of its own within bounds of time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

LARGEST_BYTES = 5 * 1024**2
LONGEST_SECONDS = 20
# More at a time would leave the pages of others too little.
AT_ONCE = 2
LONGEST_WAIT_SECONDS = 5
READER = Path(__file__).with_name("document_reader.py")

_free = threading.BoundedSemaphore(AT_ONCE)


class Problem(StrEnum):
    """Why a file can't be read."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    UNKNOWN_KIND = "unknown-kind"
    LOCKED_OR_OLD = "locked-or-old"
    MACROS = "macros"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MUCH_TEXT = "too-much-text"
    NO_TEXT = "no-text"
    BOMB = "bomb"
    TOO_HEAVY = "too-heavy"
    DAMAGED = "damaged"
    BUSY = "busy"


class UnreadableError(ValueError):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.value)


class Style(StrEnum):
    PLAIN = ""
    HEADING = "heading"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or of a PDF a line, with what the document itself says that it is."""

    style: Style
    text: str


def json_text(sent: bytes) -> str | None:
    """The text of a file that looks like JSON (RFC 8259, UTF-8), else None."""
    try:
        text = sent.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text if text.lstrip()[:1] in ("{", "[") else None


def paragraphs_of(sent: bytes) -> list[Paragraph]:
    """The paragraphs of a PDF, a DOCX or an ODT, which its content tells, never its name.

    Raises:
        UnreadableError: it can't be read, or too many are being read at the moment.
    """
    if not sent:
        raise UnreadableError(Problem.EMPTY)
    if len(sent) > LARGEST_BYTES:
        raise UnreadableError(Problem.TOO_LARGE)
    if not _free.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise UnreadableError(Problem.BUSY)
    try:
        answer = _read(sent)
    finally:
        _free.release()
    if "problem" in answer:
        raise UnreadableError(Problem(answer["problem"]))
    return [Paragraph(Style(style), text) for style, text in answer["paragraphs"]]


def _read(sent: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER)],
            input=sent,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_SECONDS,
            env={},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        # Its limits ended it.
        raise UnreadableError(Problem.TOO_HEAVY) from error
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
