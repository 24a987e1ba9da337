"""Names of occupations, for whoever is typing one: pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from webapp.base.text import fold

NOT_SOUGHT = "*"
LONGEST_TYPED = 100


class OccupationNames:
    """The names of each occupation in both languages, found by the start of any word in them.

    ``rows`` are those of ``occupation_names.csv``, ``further`` the Swedish names of a taxonomy.
    ``usual`` has the first name of each row, by language, in alphabetical order.
    """

    def __init__(self, rows: Sequence[Mapping[str, str]], further: Iterable[tuple[str, ...]]):
        listed = {lang: [row[lang].split("|") for row in rows] for lang in ("sv", "en")}
        self.usual = {
            lang: tuple(sorted({each[0].lstrip(NOT_SOUGHT) for each in found} - {""}))
            for lang, found in listed.items()
        }
        names = {
            lang: [name for each in found for name in each if not name.startswith(NOT_SOUGHT)]
            for lang, found in listed.items()
        }
        names["sv"] += [name for each in further for name in each]
        self._keys = {lang: _keyed(found) for lang, found in names.items()}

    def suggest(self, text: str, lang: str, limit: int) -> tuple[str, ...]:
        """Names with a word that begins as the text does; those that begin so themselves first."""
        typed = fold(" ".join(text.split()))
        if not typed or len(text) > LONGEST_TYPED:
            return ()
        keys = self._keys[lang]
        found: dict[str, int] = {}
        for key, place, name in keys[bisect_left(keys, (typed, 0, "")) :]:
            if not key.startswith(typed):
                break
            found[name] = min(place, found.get(name, place))
        return tuple(sorted(found, key=lambda name: (found[name], len(name), name))[:limit])


def _keyed(names: Iterable[str]) -> list[tuple[str, int, str]]:
    """Each name under what stands from each of its words on, with that word's place."""
    keyed = []
    for name in dict.fromkeys(each[:1].upper() + each[1:] for each in names):
        words = fold(name).split()
        keyed += [(" ".join(words[place:]), place, name) for place in range(len(words))]
    return sorted(keyed)
