"""Other names of the occupations that a search names, in Swedish and English: pure.

What isn't sure is left alone. A name of several occupations, such as "chef" (a manager in Swedish,
a cook in English), stands only for what all of them are also called, mostly nothing; if that is
nothing, it is given for none of them either. A name with a star before it is understood but not
looked for, since an index knows it as another word ("joiner" as "join"). And a word is an inflected
form of a name only if it keeps all but its last letter: "market" is no "marketer".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from webapp.base.text import Word, fold, words

Stems = tuple[str, ...]
Names = tuple[str, ...]
_Key = tuple[str, ...]

# In a taxonomy, shorter names are abbreviations, which mean too much.
SHORTEST_TAXONOMY_NAME = 4
NOT_SOUGHT = "*"
_NAME = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Synonym:
    """The words from `start` up to `end` of a query name an occupation.

    `labels` are its other names, each as the stems that an index has of it. A name that holds the
    query's own words or another name is left out, as those find it anyway.
    """

    start: int
    end: int
    labels: tuple[Stems, ...]


def shipped_occupations(rows: Iterable[Mapping[str, str]]) -> list[Names]:
    """Each occupation's names, from rows of ``occupation_names.csv``."""
    return [(*row["sv"].split("|"), *row["en"].split("|")) for row in rows]


def taxonomy_occupations(rows: Iterable[Mapping[str, str]]) -> list[Names]:
    """Each occupation's names, from rows of a loaded ``taxonomy.csv``.

    A label with slashes holds several. What stands before the comma in "Föreståndare, äldreboende"
    is the name of a wider occupation, which has no other name.
    """
    found: list[Names] = []
    for row in rows:
        if row["type"] != "occupation-name":
            continue
        head, comma, _kind = row["label"].partition(",")
        others = [name for name in _listed(row) if _is_name(name)]
        names = [part.strip() for part in head.split("/")]
        if comma:
            found += [(head,)] if len(names) == 1 else []
            names = []
        elif not all(map(_NAME.fullmatch, names)):
            names = []
        found.append(tuple(filter(_is_name, (*names, *others))))
    return [names for names in found if names]


def _listed(row: Mapping[str, str]) -> list[str]:
    # A file that was loaded by an earlier release lacks these columns.
    return "|".join(row.get(column) or "" for column in ("other_names", "names_en")).split("|")


def _is_name(text: str) -> bool:
    return len(text) >= SHORTEST_TAXONOMY_NAME and bool(_NAME.fullmatch(text))


@dataclass(slots=True)
class _Node:
    """Names that begin alike. `labels` is set where a name ends, empty for one that is unsure."""

    labels: tuple[Stems, ...] | None = None
    children: dict[str, _Node] = field(default_factory=dict)
    by_form: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, word: Word) -> _Node:
        surface = fold(word.surface)
        if surface not in self.children:
            self.children[surface] = _Node()
            for form in {word.stem, *word.alternates}:
                self.by_form[form].append(surface)
        return self.children[surface]

    def after(self, word: Word) -> Iterator[_Node]:
        """The nodes that a query's word leads to: the one spelt so, else those it inflects."""
        typed = fold(word.surface)
        exact = self.children.get(typed)
        if exact:
            yield exact
            return
        forms = {word.stem, *word.alternates}
        near = dict.fromkeys(chain.from_iterable(self.by_form.get(form, ()) for form in forms))
        for surface in near:
            if typed.startswith(surface[:-1]):
                yield self.children[surface]


class Synonyms:
    """Names of occupations, prepared for look-up.

    Each source lists occupations as their names. A later source adds to an earlier one, except for
    names that are unsure there.
    """

    def __init__(self, *sources: Iterable[Names]) -> None:
        self._root = _Node()
        unsure: set[_Key] = set()
        known: dict[_Key, dict[_Key, Stems]] = {}
        hidden: set[_Key] = set()
        for number, source in enumerate(map(list, sources)):
            meanings = _meanings(source)
            vague = {key for key, others in meanings.items() if not others}
            starred = (name for names in source for name in names if name.startswith(NOT_SOUGHT))
            hidden |= {_key(words(name)) for name in starred}
            for key, others in meanings.items():
                if key not in unsure:
                    labels = {other: stems for other, stems in others.items() if other not in vague}
                    known[key] = known.get(key, {}) | labels
            if number == 0:
                unsure = vague
        for key, others in known.items():
            sought = [stems for other, stems in others.items() if other not in unsure | hidden]
            self._add(key, sought)

    def _add(self, key: _Key, labels: Sequence[Stems]) -> None:
        node = self._root
        name = words(" ".join(key))
        for word in name:
            node = node.add(word)
        # Whatever holds a shorter name is found by that.
        parts = [tuple(word.stem for word in name), *labels]
        node.labels = tuple(
            dict.fromkeys(
                stems
                for stems in labels
                if not any(_holds(stems, part) for part in parts if len(part) < len(stems))
                and stems != parts[0]
            )
        )

    def within(self, query: Sequence[Word]) -> tuple[Synonym, ...]:
        """The occupations that words name: from the left, the longest name at each place."""
        found = []
        start = 0
        while start < len(query):
            end, labels = self._longest(query, start)
            if labels:
                found.append(Synonym(start, end, labels))
            start = end
        return tuple(found)

    def _longest(self, query: Sequence[Word], start: int) -> tuple[int, tuple[Stems, ...]]:
        """Where the longest name from a place ends, and its labels; one word on without any."""
        end = start + 1
        labels: tuple[Stems, ...] = ()
        nodes: list[_Node] = [self._root]
        for place in range(start, len(query)):
            nodes = [child for node in nodes for child in node.after(query[place])]
            if not nodes:
                break
            ending = [node.labels for node in nodes if node.labels is not None]
            if ending:
                # Of two names that this may be a form of, neither is sure.
                end, labels = place + 1, ending[0] if len(ending) == 1 else ()
        return end, labels


def _meanings(occupations: Iterable[Names]) -> dict[_Key, dict[_Key, Stems]]:
    """Each name with what all occupations of that name are also called, by key and stems."""
    meanings: dict[_Key, dict[_Key, Stems]] = {}
    for names in occupations:
        found = [spoken for name in names if (spoken := words(name))]
        stems = {_key(name): tuple(word.stem for word in name) for name in found}
        for key in stems:
            others = {other: each for other, each in stems.items() if other != key}
            if key in meanings:
                others = {o: each for o, each in meanings[key].items() if o in others}
            meanings[key] = others
    return meanings


def _key(name: Iterable[Word]) -> _Key:
    return tuple(word.surface for word in name)


def _holds(stems: Stems, part: Stems) -> bool:
    size = len(part)
    return any(stems[place : place + size] == part for place in range(len(stems) - size + 1))
