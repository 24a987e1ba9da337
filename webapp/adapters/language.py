"""Tells what language a text is written in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Languages in which ads for work in Sweden are written; fewer choices make fewer mistakes.
CANDIDATES = ["sv", "en", "no", "da", "fi", "de"]
LONGEST_SAMPLE = 2_000


def detect(text: str) -> str:
    """The ISO 639-1 code of the likeliest language; Swedish where the text says nothing."""
    sample = text.strip()[:LONGEST_SAMPLE]
    return str(_identifier().classify(sample)[0]) if sample else "sv"


@cache
def _identifier() -> LanguageIdentifier:
    # Loaded on first use: only imports need it, and web processes stay small without it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(CANDIDATES)
    return identifier
