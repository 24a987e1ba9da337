"""What a search asks for, as tokens, and which active CVs have it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyroaring import BitMap

from webapp.base.text import Term
from webapp.domain.cv.postings import LAST, members_between, members_of, united
from webapp.domain.cv.terms import field_token, name_token, phrase_matches


@dataclass(frozen=True, slots=True)
class Sought:
    """One condition: a CV has any of ``tokens``, or one in a range, or all ``names``, or a phrase.

    A range is its first token and the one at which it ends, by code points. ``phrase`` is stems
    that stand next to each other, in ``field`` if that is given.
    """

    tokens: frozenset[str] = frozenset()
    ranges: tuple[tuple[str, str], ...] = ()
    names: frozenset[str] = frozenset()
    phrase: tuple[str, ...] = ()
    field: str | None = None


def sought(term: Term, field: str | None = None) -> Sought:
    """What a term of a query asks for. Where a field counts, the word itself has to stand there:

    no tail of a compound, no name.
    """
    names = frozenset() if field else frozenset(name_token(word.surface) for word in term.words)
    if len(term.words) > 1:
        stems = tuple(word.stem for word in term.words if word.stem)
        return Sought(names=names, phrase=stems, field=field)
    word = term.words[0]
    tokens = {field_token(each, field) for each in (word.stem, *word.alternates) if each}
    first = field_token(word.surface, field)
    return Sought(
        tokens=names | tokens | (set() if field else {f":tail:{word.stem}"}),
        ranges=((first, first + LAST),) if term.prefix else (),
    )


class Reader:
    """Reads what several conditions need at once, then tells which CVs meet each."""

    def __init__(self, conditions: Iterable[Sought], marks: Collection[str]) -> None:
        tokens = set(marks)
        for each in conditions:
            tokens |= each.tokens | each.names
        self._members = members_of(tokens)

    def having(self, token: str) -> BitMap:
        return self._members.get(token) or BitMap()

    def meeting(self, condition: Sought) -> BitMap:
        """The active CVs that meet a condition, whoever may see them."""
        found = [self.having(token) for token in condition.tokens]
        for first, end in condition.ranges:
            found += members_between(first, end).values()
        if condition.names:
            found.append(BitMap.intersection(*map(self.having, condition.names)))
        if condition.phrase:
            found.append(BitMap(phrase_matches(condition.phrase, condition.field)))
        return united(found)
