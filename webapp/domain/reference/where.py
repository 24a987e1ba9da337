"""What somebody means by the text in the place box: pure, from the text and a gazetteer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from webapp.base.text import fold
from webapp.domain.reference.gazetteer import Gazetteer
from webapp.domain.reference.phrases import (
    ALONE_SURROUNDINGS,
    AROUND,
    BETWEEN,
    COUNTRY,
    EVERYWHERE,
    HYPHENS,
    KM_PER_UNIT,
    OR,
    POSTCODE,
    REMOTE,
    SAME_PLACE,
    WITH_SURROUNDINGS,
    WITHIN,
)
from webapp.domain.reference.rules import (
    MAX_NAME_LENGTH,
    MAX_SUGGESTIONS,
    AnyPlace,
    County,
    Locality,
    Municipality,
    Postcode,
    places_called,
    words_of,
)
from webapp.domain.reference.suggesting import places_like

MAX_RADIUS_KM = 100
SURROUNDINGS_KM = 30
# Readings that are offered beside the likeliest; of some village names there are dozens.
MAX_READINGS = 8
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Where:
    """What a text in the place box means.

    An ad fits that lies in any of ``places`` or, with ``remote``, is done from anywhere; with
    neither, or with ``everywhere``, any ad does. ``radius_km`` (0 to 100) is set where the text
    says how far around, as in "Lund med omnejd". ``also`` holds other places of the same names, to
    ask back about; ``unknown`` the pieces that were not understood, with ``suggestions`` for them.
    """

    places: tuple[AnyPlace, ...] = ()
    remote: bool = False
    everywhere: bool = False
    radius_km: int | None = None
    also: tuple[AnyPlace, ...] = ()
    unknown: tuple[str, ...] = ()
    suggestions: tuple[AnyPlace, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether all of the text means something; an empty one does."""
        return not self.unknown


@dataclass(frozen=True, slots=True)
class _Reading:
    """One piece of a text.

    ``places`` are all readings of one name, the likeliest first, or with ``together`` the parts of
    what it names.
    """

    places: tuple[AnyPlace, ...] = ()
    together: bool = False
    remote: bool = False
    everywhere: bool = False
    country: bool = False
    surroundings: bool = False
    radius_km: int | None = None

    @property
    def meant(self) -> tuple[AnyPlace, ...]:
        """What the piece most likely stands for."""
        return self.places if self.together else self.places[:1]


def read_where(text: str, gazetteer: Gazetteer) -> Where:
    """Understands municipalities, counties, provinces, towns and postcodes, one or several.

    Beside them "hela Sverige", "distans", "Lund med omnejd" and "2 mil från Lund", in Swedish or
    English. Text of more than 100 characters is not understood. Never raises.
    """
    if len(text) > MAX_NAME_LENGTH:
        return Where(unknown=(text,))
    pieces = [piece for raw in BETWEEN.split(text) if (piece := " ".join(raw.split()))]
    readings: list[_Reading] = []
    unknown: list[str] = []
    for piece in pieces:
        found = _several(piece, gazetteer) if words_of(piece) else None
        if found:
            readings += found
        else:
            unknown.append(piece)
    suggestions = (place for piece in unknown for place in places_like(piece, gazetteer))
    return _combined(
        readings, tuple(unknown), tuple(dict.fromkeys(suggestions))[:MAX_SUGGESTIONS], gazetteer
    )


def _combined(
    readings: Sequence[_Reading],
    unknown: tuple[str, ...],
    suggestions: tuple[AnyPlace, ...],
    gazetteer: Gazetteer,
) -> Where:
    narrowed = _narrowed(readings)
    chosen = [place for reading in narrowed for place in reading.meant]
    also = [place for reading in narrowed for place in reading.places if not reading.together]
    remote = any(reading.remote for reading in narrowed)
    everywhere = any(reading.everywhere for reading in narrowed) or (
        not chosen and not unknown and any(reading.country for reading in narrowed)
    )
    radii = [reading.radius_km for reading in narrowed if reading.radius_km is not None]
    if any(reading.surroundings for reading in narrowed) and chosen:
        radii.append(SURROUNDINGS_KM)
    if everywhere:
        # "Remote, Sweden" asks for remote work, and beside all of Sweden no place adds anything.
        chosen, also, radii = [], [], []
    return Where(
        places=tuple(dict.fromkeys(chosen)),
        remote=remote,
        everywhere=everywhere and not remote,
        radius_km=max(radii, default=None),
        also=tuple(_others(also, chosen, gazetteer))[:MAX_READINGS],
        unknown=unknown,
        suggestions=suggestions,
    )


def _others(
    places: Sequence[AnyPlace], chosen: Sequence[AnyPlace], gazetteer: Gazetteer
) -> Iterator[AnyPlace]:
    """Places worth asking back about: not what was chosen, nor a county of just that (Gotland)."""
    for place in dict.fromkeys(places):
        homes: set[AnyPlace] = set()
        if isinstance(place, County):
            homes = {home for home in gazetteer.municipalities if home.county_code == place.code}
        is_all_chosen = bool(homes) and homes <= set(chosen)
        if place not in chosen and not is_all_chosen:
            yield place


def _narrowed(readings: Sequence[_Reading]) -> list[_Reading]:
    """Takes a place that only says where the one beside it lies, as in "Malmö, Skåne"."""
    kept: list[_Reading] = []
    for reading in readings:
        before = kept[-1] if kept else None
        one = _narrower(before, reading) if before and before.places and reading.places else None
        if before and one:
            radius = _larger(before.radius_km, reading.radius_km)
            kept[-1] = _Reading(places=one, radius_km=radius)
            continue
        kept.append(reading)
    return kept


def _narrower(one: _Reading, other: _Reading) -> tuple[AnyPlace, ...]:
    """Of two neighbours the readings of the one that lies in the other, or nothing."""
    if one.together:
        return ()
    for code, rest in ((one, other), (other, one)):
        postcode = code.places[0]
        # "448 30 Floda" is of one Floda, whichever the name alone would mean.
        if isinstance(postcode, Postcode) and any(_holds(p, postcode) for p in rest.places):
            return (postcode,)
    return tuple(
        place
        for place in one.places
        if any(outer == place or _holds(outer, place) for outer in other.meant)
    )


def _larger(one: int | None, other: int | None) -> int | None:
    return max((radius for radius in (one, other) if radius is not None), default=None)


def _holds(outer: AnyPlace, inner: AnyPlace) -> bool:
    if isinstance(outer, County):
        return not isinstance(inner, County) and inner.county_code == outer.code
    if isinstance(outer, Municipality):
        return isinstance(inner, Locality | Postcode) and inner.municipality_code == outer.code
    if isinstance(outer, Locality):
        return isinstance(inner, Postcode) and fold(inner.town) == fold(outer.name)
    return False


def _several(piece: str, gazetteer: Gazetteer) -> list[_Reading] | None:
    """Reads a piece as one thing, as several joined by a word, or as several side by side."""
    whole = _one(piece, gazetteer)
    if whole:
        return [whole]
    parts = OR.split(piece)
    if len(parts) > 1:
        found = [_side_by_side(part, gazetteer) for part in parts]
        if all(found):
            return [reading for each in found if each for reading in each]
    return _side_by_side(piece, gazetteer) or _side_by_side(HYPHENS.sub(" ", piece), gazetteer)


def _side_by_side(piece: str, gazetteer: Gazetteer) -> list[_Reading] | None:
    """Splits "211 20 Malmö" or "Lund Malmö" into the longest parts that each mean something."""
    words = piece.split()
    if len(words) > MOST_WORDS:
        return None
    readings, start = [], 0
    while start < len(words):
        for end in range(len(words), start, -1):
            found = _one(" ".join(words[start:end]), gazetteer)
            if found:
                readings.append(found)
                start = end
                break
        else:
            return None
    return readings


def _one(piece: str, gazetteer: Gazetteer, depth: int = 2) -> _Reading | None:
    """Reads a piece that means one thing, or None."""
    folded = " ".join(fold(word) for word in words_of(piece))
    if folded in REMOTE:
        return _Reading(remote=True)
    if folded in EVERYWHERE:
        return _Reading(everywhere=True)
    if folded in COUNTRY:
        return _Reading(country=True)
    plain = " ".join(normalize("NFKC", piece).casefold().split())
    if ALONE_SURROUNDINGS.fullmatch(plain):
        return _Reading(surroundings=True)
    code = POSTCODE.fullmatch(plain)
    if code:
        found = gazetteer.postcodes.get("".join(code.groups()))
        return _Reading(places=(found,)) if found else None
    called = places_called(piece, gazetteer.all_names)
    if called:
        return _Reading(places=called)
    known_as = gazetteer.other_names.get(folded)
    if known_as:
        return _Reading(places=known_as, together=True)
    return _around(plain, gazetteer, depth) if depth else None


def _around(plain: str, gazetteer: Gazetteer, depth: int) -> _Reading | None:
    for pattern in WITHIN:
        match = pattern.fullmatch(plain)
        if match:
            inner = _one(match["place"], gazetteer, depth - 1)
            if inner and inner.places:
                kilometres = int(match["number"]) * KM_PER_UNIT.get(match["unit"], 1)
                return replace(inner, radius_km=min(MAX_RADIUS_KM, kilometres))
    for pattern in (AROUND, WITH_SURROUNDINGS):
        match = pattern.fullmatch(plain)
        if match:
            name = next(filter(None, match.groups()))
            inner = _one(name, gazetteer, depth - 1)
            if inner and inner.places:
                return replace(inner, radius_km=SURROUNDINGS_KM)
    for pattern in SAME_PLACE:
        match = pattern.fullmatch(plain)
        if match:
            return _one(match["place"], gazetteer, depth - 1)
    return None
