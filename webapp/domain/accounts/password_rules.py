"""Which passwords and answers are good enough, decided from the text alone.

NIST SP 800-63B, section 3.1.1.2, and ASVS 5.0, V6.2: length counts, composition doesn't, and what
everybody tries first is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST, LONGEST = 12, 128
SHORTEST_ANSWER, LONGEST_ANSWER = 2, 200
LONGEST_QUESTION = 200
SHORTEST_CONTEXT_WORD = 4
# With more than this around a known word, the rest has to be guessed too.
LONGEST_DECORATION = 8
LONGEST_PATTERN = 4
# The library's list of what leaks hold is English; these are what Swedes lean on.
SWEDISH = frozenset(
    """
    lösenord lösenordet hemligt hemlighet sommar sommaren vinter vintern höst hösten vår våren
    stockholm göteborg malmö uppsala västerås örebro linköping helsingborg jönköping norrköping
    lund umeå gävle borås sverige svensk svenska välkommen älskling jagälskardig hejsan hejhej
    hammarby djurgården fotboll ishockey januari februari mars april maj juni juli augusti
    september oktober november december måndag tisdag onsdag torsdag fredag lördag söndag
    """.split()
)
_ROWS = (
    "1234567890",
    "abcdefghijklmnopqrstuvwxyzåäö",
    "qwertyuiopå",
    "asdfghjklöä",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
)
_LOOKALIKES = str.maketrans("@4301$5!7", "aaeoissit")
_DECORATION = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class PasswordProblem(StrEnum):
    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    COMMON = "common"
    CONTEXT = "context"


def password_problem(password: str, context: Iterable[str]) -> PasswordProblem | None:
    """What is wrong with a new password; None when it is good enough.

    ``context`` are words that anyone would try for this account: the site's name, the address.
    """
    if len(password) < SHORTEST:
        return PasswordProblem.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordProblem.TOO_LONG
    folded = _folded(password)
    if _is_pattern(folded) or _leans_on(folded, _is_common):
        return PasswordProblem.COMMON
    words = {word for text in context for word in context_words(text)}
    return PasswordProblem.CONTEXT if _leans_on(folded, words.__contains__) else None


def context_words(text: str) -> set[str]:
    """The words of a name or an address that a password must not lean on, folded."""
    folded = _folded(text)
    parts = {folded, *re.split(r"[\W\d_]+", folded), *folded.split("@")}
    return {part for part in parts if len(part) >= SHORTEST_CONTEXT_WORD}


def as_typed(password: str) -> str:
    """A password as it is hashed: keyboards differ in how they compose letters (NFC)."""
    return unicodedata.normalize("NFC", password)


def normal_answer(answer: str) -> str:
    """An answer as it is compared: without capitals, spaces, punctuation and composition."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", answer).casefold())
    return "".join(char for char in folded if char.isalnum())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _is_pattern(text: str) -> bool:
    """Whether the text is a few characters again and again, or a row of the keyboard."""
    period = _period(text)
    if period <= LONGEST_PATTERN:
        return True
    return any(text in (row * 13) or text in (row[::-1] * 13) for row in _ROWS)


def _period(text: str) -> int:
    """The length of the shortest beginning that the text repeats."""
    return (text + text).find(text, 1) if text else 0


def _leans_on(folded: str, is_known: object) -> bool:
    """Whether a known word is nearly all there is of the text."""
    assert callable(is_known)
    if is_known(folded):
        return True
    core = _DECORATION.sub("", folded)
    if len(folded) - len(core) > LONGEST_DECORATION:
        return False
    for reading in {core, folded.translate(_LOOKALIKES), core.translate(_LOOKALIKES)}:
        bare = _DECORATION.sub("", reading)
        once = bare[: _period(bare)] if bare else ""
        if any(len(word) > 1 and is_known(word) for word in {reading, bare, once}):
            return True
    return False


def _is_common(word: str) -> bool:
    return word in SWEDISH or word in _leaked()


@cache
def _leaked() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"])
