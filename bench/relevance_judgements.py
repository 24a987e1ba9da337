"""Judgements of relevance: needs, the searches people make for them, and rules that grade ads.

A rule is a regular expression, matched without regard to case against an ad's raw headline, or a
table of such expressions for headline, occupation, employer, place and text, which must all match;
``not`` is one that the headline must not match. How they were written: docs/search-quality.md.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.relevance_corpus import RawAd

FILE = Path(__file__).with_name("relevance_queries.toml")
GRADES = {"exactly": 3, "close": 2, "related": 1}
FIELDS = ("headline", "occupation", "employer", "place", "text")
KINDS = (
    "occupation", "inflection", "compound", "unaccented", "employer", "place", "english",
    "signs", "several", "phrase", "minus", "text", "typo",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """All expressions of ``wanted`` match their field, ``unwanted`` does not match the headline."""

    wanted: tuple[tuple[str, re.Pattern[str]], ...]
    unwanted: re.Pattern[str] | None

    def fits(self, ad: RawAd) -> bool:
        return all(pattern.search(getattr(ad, field)) for field, pattern in self.wanted) and not (
            self.unwanted and self.unwanted.search(ad.headline)
        )


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody types. ``meant`` is what it would be without its slip, for kind ``typo``."""

    text: str
    kind: str
    need: str
    meant: str | None

    @property
    def held_back(self) -> bool:
        """Whether it belongs to the half for the figure; all searches of a need are in one half."""
        return hashlib.sha256(self.need.encode()).digest()[0] % 2 == 1


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody looks for, with rules by grade; where several fit, the highest grade holds."""

    name: str
    rules: tuple[tuple[int, Rule], ...]
    within: Rule | None
    searches: tuple[Search, ...]

    def grade(self, ad: RawAd) -> int:
        """3 exactly this, 2 close: worth applying for, 1 related: worth a look, 0 nothing."""
        if self.within and not self.within.fits(ad):
            return 0
        return next((grade for grade, rule in self.rules if rule.fits(ad)), 0)

    def graded(self, ads: dict[int, RawAd]) -> dict[int, int]:
        """The grades above 0 of all ads, by id."""
        grades = {ad_id: self.grade(ad) for ad_id, ad in ads.items()}
        return {ad_id: grade for ad_id, grade in grades.items() if grade}


def load(path: Path = FILE) -> list[Need]:
    """Reads the needs.

    Raises:
        ValueError: a need has a field that is not known, or a search is there twice.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["need"]
    by_name = {entry["name"]: entry for entry in entries}
    needs = [_need(entry, by_name) for entry in entries]
    texts = [search.text for need in needs for search in need.searches]
    if twice := {text for text in texts if texts.count(text) > 1}:
        raise ValueError(f"more than once: {sorted(twice)}")
    return needs


def _need(entry: dict[str, Any], by_name: dict[str, dict[str, Any]]) -> Need:
    name = entry["name"]
    if unknown := set(entry) - {"name", "like", "within", "typos", *GRADES, *KINDS}:
        raise ValueError(f"{name}: unknown {sorted(unknown)}")
    graded = by_name[entry["like"]] if "like" in entry else entry
    rules = tuple(
        (grade, rule) for key, grade in GRADES.items() for rule in _rules(graded.get(key, []))
    )
    searches = [Search(text, kind, name, None) for kind in KINDS for text in entry.get(kind, ())]
    searches += [
        Search(text, "typo", name, meant) for text, meant in entry.get("typos", {}).items()
    ]
    within = _rule(entry["within"]) if "within" in entry else None
    return Need(name, rules, within, tuple(searches))


def _rules(written: Any) -> Iterable[Rule]:
    return map(_rule, written if isinstance(written, list) else [written])


def _rule(written: str | dict[str, str]) -> Rule:
    table = {"headline": written} if isinstance(written, str) else dict(written)
    unwanted = table.pop("not", None)
    if unknown := set(table) - set(FIELDS):
        raise ValueError(f"unknown {sorted(unknown)} in {written}")
    return Rule(
        tuple((field, _pattern(text)) for field, text in table.items()),
        _pattern(unwanted) if unwanted else None,
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)
