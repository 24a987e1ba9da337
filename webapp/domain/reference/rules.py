"""Counties, municipalities, towns and postcodes, and how a name that a person typed is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar
from unicodedata import normalize

from rapidfuzz import fuzz, process

from webapp.base.text import fold
from webapp.domain.reference.geometry import Point

MAX_NAME_LENGTH = 100
MAX_SUGGESTIONS = 5
MIN_PREFIX_LENGTH = 3

# Tuned on misspelt place names: "sthlm" still leads to Stockholm, while everyday words
# and foreign towns such as "Oslo" or "Berlin" lead nowhere.
MIN_SIMILARITY = 70.0

Level = Literal["county", "municipality", "locality", "postcode"]

# Words that say which level is meant, in folded form, as in "Lunds kommun" or "Region Skåne".
LEVEL_OF_LAST_WORD: Mapping[str, Level] = {
    "kommun": "municipality",
    "stad": "municipality",
    "municipality": "municipality",
    "lan": "county",
    "county": "county",
}
LEVEL_OF_FIRST_WORDS: Mapping[tuple[str, ...], Level] = {
    ("city", "of"): "municipality",
    ("municipality", "of"): "municipality",
    ("county", "of"): "county",
    ("region",): "county",
}


@dataclass(frozen=True, slots=True)
class County:
    """One of Sweden's 21 counties; `code` is Statistics Sweden's two digits.

    `point` is the middle of where its people live.
    """

    code: str
    name_sv: str
    short_sv: str
    name_en: str
    exonym_en: str | None
    point: Point


@dataclass(frozen=True, slots=True)
class Municipality:
    """One of Sweden's 290 municipalities; `code` is Statistics Sweden's four digits.

    `name_en` is set only where English has a name of its own, such as Gothenburg. `point` is the
    town that it is run from, or its largest.
    """

    code: str
    name: str
    county_code: str
    name_en: str | None
    point: Point


@dataclass(frozen=True, slots=True)
class Locality:
    """A town, village or part of a town. `population` is 0 where it isn't known."""

    name: str
    municipality_code: str
    point: Point
    population: int = 0

    @property
    def county_code(self) -> str:
        return self.municipality_code[:2]


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode as five digits, with its town; `point` is about where its addresses lie."""

    code: str
    town: str
    municipality_code: str
    point: Point

    @property
    def county_code(self) -> str:
        return self.municipality_code[:2]


Place = County | Municipality
AnyPlace = County | Municipality | Locality | Postcode
P = TypeVar("P", bound=AnyPlace)


@dataclass(frozen=True, slots=True)
class PlaceMatch(Generic[P]):
    """What a typed name means.

    `place` is the likeliest reading and `also` holds the other places of that name, for
    "Stockholm" the county beside the municipality. With no reading, `suggestions` holds
    places with similar names, best first, if there are any.
    """

    place: P | None
    also: tuple[P, ...] = ()
    suggestions: tuple[P, ...] = ()

    @property
    def kind(self) -> Literal["one", "several", "unknown"]:
        """Tell apart a clear answer, one with alternatives, and none."""
        if self.place is None:
            return "unknown"
        return "several" if self.also else "one"


@dataclass(frozen=True)
class PlaceNames(Generic[P]):
    """The names of all places, prepared once for `match_place`."""

    by_spelling: Mapping[str, tuple[P, ...]]
    by_folded: Mapping[str, tuple[P, ...]]
    folded_phrases: Mapping[str, tuple[P, ...]]


def place_names(places: Iterable[P]) -> PlaceNames[P]:
    """Index every name of every place; of those that share a name, the first given comes first."""
    by_spelling: defaultdict[str, list[P]] = defaultdict(list)
    by_folded: defaultdict[str, list[P]] = defaultdict(list)
    folded_phrases: defaultdict[str, list[P]] = defaultdict(list)
    for place in places:
        for name in names_of(place):
            words = words_of(name)
            by_spelling["".join(words)].append(place)
            by_folded[fold("".join(words))].append(place)
            folded_phrases[fold(" ".join(words))].append(place)
    return PlaceNames(_frozen(by_spelling), _frozen(by_folded), _frozen(folded_phrases))


def match_place(text: str, names: PlaceNames[P]) -> PlaceMatch[P]:
    """Understand a place by its name in Swedish or English.

    Case, accents, hyphens and spacing don't matter, and the name may carry a genitive s
    and a word for its level ("Stockholms län"). Text over 100 characters is no place name.
    """
    if len(text) > MAX_NAME_LENGTH:
        return PlaceMatch(place=None)
    found = places_called(text, names)
    if found:
        return PlaceMatch(place=found[0], also=found[1:])
    words, _level = _split_level(words_of(text))
    return PlaceMatch(place=None, suggestions=_suggestions(fold(" ".join(words)), names))


def places_called(text: str, names: PlaceNames[P]) -> tuple[P, ...]:
    """All places of a name, the likeliest first; empty where there is none."""
    words, level = _split_level(words_of(text))
    spelling = "".join(words)
    for candidate in (spelling, spelling.removesuffix("s")):
        found = [p for p in _spelt(candidate, names) if level in (None, level_of(p))]
        if found:
            return tuple(found)
    return ()


def _spelt(spelling: str, names: PlaceNames[P]) -> list[P]:
    """Return places with exactly this spelling first, then those that differ in accents.

    Håbo and Habo are two municipalities: "håbo" can only be the first, while "habo" may
    come from a keyboard without å and stands for both.
    """
    exact = names.by_spelling.get(spelling, ())
    folded = fold(spelling)
    if exact and folded != spelling:
        return list(exact)
    return list(dict.fromkeys((*exact, *names.by_folded.get(folded, ()))))


def _suggestions(phrase: str, names: PlaceNames[P]) -> tuple[P, ...]:
    if not phrase:
        return ()
    begun = (
        [name for name in names.folded_phrases if name.startswith(phrase)]
        if len(phrase) >= MIN_PREFIX_LENGTH
        else []
    )
    similar = process.extract(
        phrase,
        names.folded_phrases.keys(),
        scorer=fuzz.token_set_ratio,
        score_cutoff=MIN_SIMILARITY,
        limit=MAX_SUGGESTIONS,
    )
    phrases = (*sorted(begun, key=len), *(name for name, _, _ in similar))
    places = (place for name in phrases for place in names.folded_phrases[name])
    return tuple(dict.fromkeys(places))[:MAX_SUGGESTIONS]


def names_of(place: AnyPlace) -> tuple[str, ...]:
    """The names that a place is found by; a postcode's are its digits."""
    if isinstance(place, Postcode):
        return (place.code,)
    if isinstance(place, Locality):
        return (place.name,)
    own, english = (
        (place.short_sv, place.exonym_en)
        if isinstance(place, County)
        else (place.name, place.name_en)
    )
    return (own, english) if english else (own,)


def level_of(place: AnyPlace) -> Level:
    """What kind of place it is, by name."""
    if isinstance(place, County):
        return "county"
    if isinstance(place, Municipality):
        return "municipality"
    return "locality" if isinstance(place, Locality) else "postcode"


def words_of(text: str) -> list[str]:
    """Split case-folded text into its runs of letters and digits."""
    composed = normalize("NFC", text).casefold()
    return "".join(char if char.isalnum() else " " for char in composed).split()


def _split_level(words: list[str]) -> tuple[list[str], Level | None]:
    """Take off the words that name a level, as long as a name remains."""
    folded = [fold(word) for word in words]
    if len(words) > 1 and folded[-1] in LEVEL_OF_LAST_WORD:
        return words[:-1], LEVEL_OF_LAST_WORD[folded[-1]]
    for first, level in LEVEL_OF_FIRST_WORDS.items():
        if len(words) > len(first) and tuple(folded[: len(first)]) == first:
            return words[len(first) :], level
    return words, None


def _frozen(index: Mapping[str, list[P]]) -> Mapping[str, tuple[P, ...]]:
    return {name: tuple(dict.fromkeys(places)) for name, places in index.items()}
