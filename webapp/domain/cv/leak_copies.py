"""Finds what the same person's public CV says word for word."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.domain.cv.leak_text import LeakKind, Person, Span, Token, tokens

# Fewer words in the same order are chance, such as the name of a duty.
FEWEST_WORDS = 8


class CopyFinder:
    """All runs of eight words in the person's public CVs."""

    def __init__(self, person: Person) -> None:
        self._known = {run for text in person.public_texts for run in _runs(tokens(text))}

    def find(self, found: Sequence[Token]) -> list[Span]:
        if not self._known:
            return []
        spans: list[Span] = []
        for at, run in enumerate(_runs(found)):
            if run not in self._known:
                continue
            start, end = found[at].start, found[at + FEWEST_WORDS - 1].end
            if spans and start <= spans[-1].end:
                start = spans.pop().start
            spans.append(Span(start, end, LeakKind.COPY))
        return spans


def _runs(found: Sequence[Token]) -> list[str]:
    words = [token.form for token in found]
    return ["\0".join(words[at : at + FEWEST_WORDS]) for at in range(len(words) - FEWEST_WORDS + 1)]
