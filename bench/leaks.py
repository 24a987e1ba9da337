"""Precision and recall of the leak finder on labelled sentences, half of which tuned nothing."""

from __future__ import annotations

import argparse
import hashlib
import re
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.domain.cv.leaks import LeakKind, Person, leaks_in
from webapp.domain.cv.rules import Detail
from webapp.domain.reference.queries import names_of_places

SENTENCES = Path(__file__).with_name("leak_sentences.toml")
_LABEL = re.compile(r"\{([a-z-]+):([^{}]*)\}")
LONG_TEXT = 50_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text, whose it is, and the places (start, end, kind) that it gives away."""

    person: str
    text: str
    leaks: tuple[tuple[int, int, LeakKind], ...]

    @property
    def held_back(self) -> bool:
        """Whether it belongs to the half that nothing was tuned on: by a hash, so by no choice."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


@dataclass(slots=True)
class Score:
    """Counts over some sentences, in all and by kind of leak."""

    leaks: Counter[str]
    found: Counter[str]
    findings: Counter[str]
    right: Counter[str]

    @property
    def recall(self) -> float:
        return ratio(self.found.total(), self.leaks.total())

    @property
    def precision(self) -> float:
        return ratio(self.right.total(), self.findings.total())


def ratio(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 1.0


def load(path: Path = SENTENCES) -> tuple[dict[str, Person], list[Sentence]]:
    """The invented people and their sentences."""
    stored = tomllib.loads(path.read_text(encoding="utf-8"))
    people = {name: person_from(values) for name, values in stored["people"].items()}
    sentences = [
        sentence_from(name, marked)
        for name, all_marked in stored["sentences"].items()
        for marked in all_marked
    ]
    return people, sentences


def person_from(values: dict[str, Any]) -> Person:
    return Person(
        details={detail: values[detail.value] for detail in Detail if detail.value in values},
        account_email=values["account_email"],
        employers=tuple(values["employers"]),
        schools=tuple(values["schools"]),
        public_texts=tuple(values.get("public_texts", ())),
        places=names_of_places(),
    )


def sentence_from(person: str, marked: str) -> Sentence:
    text, leaks, done = "", [], 0
    for label in _LABEL.finditer(marked):
        text += marked[done : label.start()]
        leaks.append((len(text), len(text) + len(label[2]), LeakKind(label[1])))
        text += label[2]
        done = label.end()
    return Sentence(person, text + marked[done:], tuple(leaks))


def score(people: dict[str, Person], sentences: Sequence[Sentence]) -> Score:
    """A leak counts as found when no letter or digit of it stays outside the findings."""
    total = Score(Counter(), Counter(), Counter(), Counter())
    for sentence in sentences:
        spans = leaks_in(people[sentence.person], sentence.text)
        covered = {at for span in spans for at in range(span.start, span.end)}
        for start, end, kind in sentence.leaks:
            letters = [at for at in range(start, end) if sentence.text[at].isalnum()]
            total.leaks[kind] += 1
            total.found[kind] += covered.issuperset(letters)
        for span in spans:
            total.findings[span.kind] += 1
            total.right[span.kind] += any(
                span.start < end and start < span.end for start, end, _ in sentence.leaks
            )
    return total


def leak_figures() -> Iterator[tuple[str, Any]]:
    """The figures for ``make bench``."""
    people, sentences = load()
    yield "leak finder: sentences", len(sentences)
    for name, half in halves(sentences):
        found = score(people, half)
        value = f"{found.recall} / {found.precision}"
        yield f"leak finder, {name}: recall / precision", value
    yield "leak finder: s for 50,000 / 10,000 characters", long_text_seconds(people, sentences)


def halves(sentences: Sequence[Sentence]) -> list[tuple[str, list[Sentence]]]:
    return [
        ("tuning half", [each for each in sentences if not each.held_back]),
        ("held-back half", [each for each in sentences if each.held_back]),
    ]


def long_text_seconds(people: dict[str, Person], sentences: Sequence[Sentence]) -> str:
    """Seconds for a text of the greatest length, and for a fifth of it: the ratio shows growth."""
    person = people["anna"]
    text = " ".join(each.text for each in sentences)
    text = (text * (LONG_TEXT // len(text) + 1))[:LONG_TEXT]
    seconds = []
    for length in (LONG_TEXT, LONG_TEXT // 5):
        started = time.perf_counter()
        leaks_in(person, text[:length])
        seconds.append(time.perf_counter() - started)
    return f"{seconds[0]:.2f} / {seconds[1]:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.leaks", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="what goes wrong in the tuning half")
    if parser.parse_args().misses:
        print_misses()
        return
    people, sentences = load()
    for name, value in leak_figures():
        print(f"{name:<50} {value}")
    for name, half in halves(sentences):
        print(f"\n{name}: {len(half)} sentences")
        print(f"{'kind':<18}{'leaks':>6}{'recall':>8}{'findings':>10}{'precision':>11}")
        found = score(people, half)
        for kind in LeakKind:
            recall = ratio(found.found[kind], found.leaks[kind])
            precision = ratio(found.right[kind], found.findings[kind])
            leaks, findings = found.leaks[kind], found.findings[kind]
            print(f"{kind:<18}{leaks:>6}{recall:>8}{findings:>10}{precision:>11}")


def print_misses() -> None:
    """Sentences of the tuning half alone: to look at the others would tune on them."""
    people, sentences = load()
    for sentence in sentences:
        if sentence.held_back:
            continue
        only = score(people, [sentence])
        if only.recall < 1 or only.precision < 1:
            spans = leaks_in(people[sentence.person], sentence.text)
            shown = [(span.kind.value, sentence.text[span.start : span.end]) for span in spans]
            print(f"{sentence.person}: {sentence.text}\n    {shown}")


if __name__ == "__main__":
    main()
