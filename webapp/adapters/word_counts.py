"""In how many ads each word stands, kept beside the index to propose words that were meant."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from webapp.base.text import Analysis, Word

MOST_WORDS = 60_000
"""The commonest words of the ads; rarer ones are mostly slips themselves."""

FEWEST_ADS = 2
"""A word of a single ad may be misspelled there."""

# While counting, the rarer half is dropped when there are so many more than are kept.
MOST_COUNTED = 6 * MOST_WORDS
# The file is written again when so much has come since.
GROWTH = 1.05
FIRST_ADS = 20


class WordCounts:
    """Counts words as they are written, and by stem or other form, once for each ad."""

    def __init__(self) -> None:
        self.ads = 0
        self.surfaces: Counter[str] = Counter()
        self.forms: Counter[str] = Counter()
        self._ads_written = 0

    @classmethod
    def read(cls, path: Path) -> WordCounts:
        """The counts of a file, or none where there is no file."""
        counts = cls()
        if path.exists():
            data = json.loads(path.read_text(encoding="utf-8"))
            counts.ads = counts._ads_written = data["ads"]
            counts.surfaces = Counter(data["surfaces"])
            counts.forms = Counter(data["forms"])
        return counts

    def add(self, words: Iterable[Analysis]) -> None:
        """Counts the words of one ad."""
        found = {word.surface: word for word in words}
        self.ads += 1
        self.surfaces.update(surface for surface in found if surface.isalpha())
        self.forms.update({form for word in found.values() for form in forms_of(word)})
        self.surfaces, self.forms = _bounded(self.surfaces), _bounded(self.forms)

    @property
    def have_grown(self) -> bool:
        """Whether they say enough more than the file to be written again."""
        return self.ads >= max(self._ads_written * GROWTH, self._ads_written + FIRST_ADS)

    def written(self) -> str:
        """The text of the file."""
        self._ads_written = self.ads
        return json.dumps(
            {
                "ads": self.ads,
                "surfaces": dict(self.surfaces.most_common(MOST_WORDS)),
                "forms": {form: count for form, count in self.forms.items() if count >= FEWEST_ADS},
            },
            ensure_ascii=False,
        )


def forms_of(word: Word | Analysis) -> tuple[str, ...]:
    """The tokens under which a word is found."""
    return (word.stem, *word.alternates)


def _bounded(counted: Counter[str]) -> Counter[str]:
    if len(counted) <= MOST_COUNTED:
        return counted
    return Counter(dict(counted.most_common(MOST_COUNTED // 2)))
