"""Slips of the fingers made by chance, which nobody chose with a spelling corrector in mind."""

from __future__ import annotations

import random
import zlib

SHORTEST = 6


def slipped(text: str) -> str | None:
    """The text with one letter of its longest word missing, doubled, swapped or another.

    The same for the same text; None where no word is long enough for it.
    """
    word = max(text.split(), key=len, default="")
    if len(word) < SHORTEST or not word.isalpha() or len(set(word[1:])) == 1:
        return None
    chance = random.Random(zlib.crc32(text.encode()))
    at = chance.randrange(1, len(word) - 1)
    while word[at] == word[at + 1]:
        at = at % (len(word) - 2) + 1
    letter = chance.choice([each for each in "abdefghiklmnoprstuvyåäö" if each != word[at]])
    wrong = chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + letter + word[at + 1 :],
        ]
    )
    return text.replace(word, wrong, 1)
