"""Levels in words, in the languages of CVs: as they are written in files, and read from them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from webapp.domain.cv.rules import Kind

# What is written for a level; the same words are read back without a doubt.
_WRITTEN: Mapping[Kind, Mapping[str, Mapping[str, str]]] = {
    Kind.SKILLS: {
        "basic": {"sv": "Grundläggande", "en": "Basic"},
        "good": {"sv": "God", "en": "Good"},
        "very-good": {"sv": "Mycket god", "en": "Very good"},
        "expert": {"sv": "Expert", "en": "Expert"},
    },
    Kind.LANGUAGES: {
        **{
            level: dict.fromkeys(("sv", "en"), level.upper())
            for level in "a1 a2 b1 b2 c1 c2".split()
        },
        "native": {"sv": "Modersmål", "en": "Native speaker"},
    },
    Kind.EDUCATION: {
        "primary": {"sv": "Grundskola", "en": "Primary school"},
        "secondary": {"sv": "Gymnasium", "en": "Upper secondary school"},
        "vocational": {"sv": "Yrkeshögskola", "en": "Higher vocational education"},
        "bachelor": {"sv": "Kandidatexamen", "en": "Bachelor’s degree"},
        "master": {"sv": "Masterexamen", "en": "Master’s degree"},
        "doctorate": {"sv": "Doktorsexamen", "en": "Doctorate"},
    },
}
# Other words that mean a level beyond doubt. Who says "fluent" may mean B2 or C2: it is none.
_READ: Mapping[Kind, Mapping[str, str]] = {
    Kind.SKILLS: {
        "basic": "beginner|novice|nybörjare|grundnivå",
        "good": "intermediate|bra|medel",
        "very-good": "advanced|avancerad|mycket bra",
        "expert": "master",
    },
    Kind.LANGUAGES: {
        "native": "native|mother tongue|first language|modersmålsnivå|native language"
    },
    Kind.EDUCATION: {
        "primary": "grundskoleutbildning|compulsory school",
        "secondary": "gymnasieexamen|gymnasieutbildning|high school|secondary school|studentexamen",
        "vocational": "yh|yh-utbildning|yrkeshögskoleexamen|vocational education",
        "bachelor": (
            r"bachelor\b.*|b\.?\s?sc\.?|b\.?\s?a\.?|kandidat|filosofie kandidat.*|fil\. kand\.?"
        ),
        "master": r"master\b.*|m\.?\s?sc\.?|m\.?\s?a\.?|magisterexamen.*|civilingenjör.*",
        "doctorate": r"ph\.?\s?d\.?|doctor\b.*|doktor|filosofie doktor.*|teknologie doktor.*",
    },
}
_CEFR = re.compile(r"(?<![a-z0-9])([abc][12])(?![a-z0-9])", re.IGNORECASE)


def level_in_words(kind: Kind, level: str, language: str) -> str:
    """A level as it is written in a CV of a language, such as "Mycket god"."""
    words = _WRITTEN[kind][level]
    return words.get(language, words["en"])


def is_written(kind: Kind, level: str, words: str) -> bool:
    """Whether words say a level as we write it ourselves, so that nothing of them is lost."""
    return words.strip().casefold() in _own_words(kind, level)


def read_level(kind: Kind, words: str) -> str | None:
    """The level that somebody's words mean beyond doubt, else None."""
    plain = " ".join(words.replace("'", "’").casefold().split())
    for level in _WRITTEN[kind]:
        if plain in _own_words(kind, level):
            return level
    if kind is Kind.LANGUAGES:
        named = {found.casefold() for found in _CEFR.findall(plain)}
        if len(named) == 1:
            return named.pop()
    for level, pattern in _READ[kind].items():
        if re.fullmatch(pattern, plain):
            return level
    return None


def _own_words(kind: Kind, level: str) -> set[str]:
    return {words.casefold() for words in _WRITTEN[kind][level].values()}
