"""Counties and municipalities, and how a name that a person typed is understood."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from unicodedata import normalize

from rapidfuzz import fuzz, process

from webapp.base.text import fold

MAX_NAME_LENGTH = 100
MAX_SUGGESTIONS = 5
MIN_PREFIX_LENGTH = 3

# Tuned on misspelt place names: "sthlm" still leads to Stockholm, while everyday words
# and foreign towns such as "Oslo" or "Berlin" lead nowhere.
MIN_SIMILARITY = 70.0

Level = Literal["county", "municipality"]

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
    """One of Sweden's 21 counties; `code` is Statistics Sweden's two digits."""

    code: str
    name_sv: str
    short_sv: str
    name_en: str
    exonym_en: str | None = None


@dataclass(frozen=True, slots=True)
class Municipality:
    """One of Sweden's 290 municipalities; `code` is Statistics Sweden's four digits.

    `name_en` is set only where English has a name of its own, such as Gothenburg.
    """

    code: str
    name: str
    county_code: str
    name_en: str | None = None


Place = County | Municipality


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """What a typed name means.

    `place` is the likeliest reading and `also` holds the other places of that name, for
    "Stockholm" the county beside the municipality. With no reading, `suggestions` holds
    places with similar names, best first, if there are any.
    """

    place: Place | None
    also: tuple[Place, ...] = ()
    suggestions: tuple[Place, ...] = ()

    @property
    def kind(self) -> Literal["one", "several", "unknown"]:
        """Tell apart a clear answer, one with alternatives, and none."""
        if self.place is None:
            return "unknown"
        return "several" if self.also else "one"


UNKNOWN = PlaceMatch(place=None)


@dataclass(frozen=True)
class PlaceNames:
    """The names of all places, prepared once for `match_place`."""

    by_spelling: Mapping[str, tuple[Place, ...]]
    by_folded: Mapping[str, tuple[Place, ...]]
    folded_phrases: Mapping[str, tuple[Place, ...]]


def place_names(counties: Iterable[County], municipalities: Iterable[Municipality]) -> PlaceNames:
    """Index every name of every place; municipalities come first where two share a name."""
    by_spelling: defaultdict[str, list[Place]] = defaultdict(list)
    by_folded: defaultdict[str, list[Place]] = defaultdict(list)
    folded_phrases: defaultdict[str, list[Place]] = defaultdict(list)
    places: tuple[Place, ...] = (*municipalities, *counties)
    for place in places:
        for name in _names_of(place):
            words = _words(name)
            by_spelling["".join(words)].append(place)
            by_folded[fold("".join(words))].append(place)
            folded_phrases[fold(" ".join(words))].append(place)
    return PlaceNames(_frozen(by_spelling), _frozen(by_folded), _frozen(folded_phrases))


def match_place(text: str, names: PlaceNames) -> PlaceMatch:
    """Understand a municipality or county by its name in Swedish or English.

    Case, accents, hyphens and spacing don't matter, and the name may carry a genitive s
    and a word for its level ("Stockholms län"). Text over 100 characters is no place name.
    """
    if len(text) > MAX_NAME_LENGTH:
        return UNKNOWN
    words, level = _split_level(_words(text))
    if not words:
        return UNKNOWN
    spelling = "".join(words)
    for candidate in (spelling, spelling.removesuffix("s")):
        found = [p for p in _places_called(candidate, names) if level in (None, _level_of(p))]
        if found:
            return PlaceMatch(place=found[0], also=tuple(found[1:]))
    return PlaceMatch(place=None, suggestions=_suggestions(fold(" ".join(words)), names))


def _places_called(spelling: str, names: PlaceNames) -> list[Place]:
    """Return places with exactly this spelling first, then those that differ in accents.

    Håbo and Habo are two municipalities: "håbo" can only be the first, while "habo" may
    come from a keyboard without å and stands for both.
    """
    exact = names.by_spelling.get(spelling, ())
    folded = fold(spelling)
    if exact and folded != spelling:
        return list(exact)
    return list(dict.fromkeys((*exact, *names.by_folded.get(folded, ()))))


def _suggestions(phrase: str, names: PlaceNames) -> tuple[Place, ...]:
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


def _names_of(place: Place) -> tuple[str, ...]:
    own, english = (
        (place.short_sv, place.exonym_en)
        if isinstance(place, County)
        else (place.name, place.name_en)
    )
    return (own, english) if english else (own,)


def _level_of(place: Place) -> Level:
    return "county" if isinstance(place, County) else "municipality"


def _words(text: str) -> list[str]:
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


def _frozen(index: Mapping[str, list[Place]]) -> Mapping[str, tuple[Place, ...]]:
    return {name: tuple(dict.fromkeys(places)) for name, places in index.items()}
