"""How well the search finds what people mean, on real ads.

``make bench`` runs it last, ``python -m bench.relevance`` alone. Prints nDCG@10,
MRR, zero hits and recovered typos for the half used for tuning and the half held back for the
figure, and what each part of the search brings. Method: docs/search-quality.md.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.__main__ import keep
from bench.relevance_corpus import RawAd, available, coverage_queries, load_ads
from bench.relevance_judgements import KINDS, Need, Search, load
from bench.relevance_metrics import DEPTH, mean, ndcg, reciprocal_rank
from bench.relevance_parts import PARTS
from bench.relevance_slips import slipped
from webapp.adapters.job_index import IndexedAd, new_generation
from webapp.base import db
from webapp.base.text import parse_query
from webapp.domain.jobs.search import Criteria, JobSearch

RESULTS = Path(__file__).parent / "results-relevance.json"
BEST_GRADE = 3
HALVES = {"tuning": False, "held back": True}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search gave. ``grades`` are those of the hits, ``judged`` those of all ads."""

    search: Search
    total: int
    hits: list[int]
    grades: list[int]
    judged: dict[int, int]


class Collection:
    """The ads, their judgements, and an index of them made and asked by the product's code."""

    def __init__(self, scratch: Path) -> None:
        db.connect(f"sqlite:///{scratch}/stepstone.sqlite3")
        db.Migrations().up()
        self.ads: list[IndexedAd]
        self.raw: dict[int, RawAd]
        self.ads, self.raw = load_ads(scratch)
        self.needs: list[Need] = load()
        self._graded = {need.name: need.graded(self.raw) for need in self.needs}
        self._folder = scratch / "index"
        self.build()

    def build(self) -> None:
        """Indexes all ads as the analyser reads them now."""
        with new_generation(self._folder) as writer:
            for ad in self.ads:
                writer.put(ad)
            writer.commit({"position": [0, 0]})
        self._search = JobSearch(self._folder)

    def ask(self, text: str) -> tuple[int, list[int]]:
        """How many ads a search finds, and the first of them."""
        found = self._search.find(Criteria(query=parse_query(text)), DEPTH, ())
        return found.total, [hit.id for hit in found.hits]

    def recovers(self, outcome: Outcome) -> bool:
        """Whether an ad that is exactly what was meant is listed, as typed or as proposed.

        What "did you mean" proposes counts, because it is one press away.
        """
        return self._leads(outcome.search.text, outcome.judged)

    def recovers_slip(self, outcome: Outcome) -> bool:
        """The same for the search with a slip made by chance."""
        return self._leads(slipped(outcome.search.text) or "", outcome.judged)

    def _leads(self, text: str, judged: dict[int, int]) -> bool:
        better = self._search.meant(text)
        hits = self.ask(text)[1] + (self.ask(better)[1] if better else [])
        return any(judged.get(hit) == BEST_GRADE for hit in hits)

    def proposes(self, outcome: Outcome) -> bool:
        """Whether "did you mean" would change the search."""
        return self._search.meant(outcome.search.text) is not None

    def outcomes(self) -> list[Outcome]:
        """Of all searches that at least one ad answers."""
        return [
            self._outcome(search, self._graded[need.name])
            for need in self.needs
            for search in need.searches
            if self._graded[need.name]
        ]

    def _outcome(self, search: Search, judged: dict[int, int]) -> Outcome:
        total, hits = self.ask(search.text)
        return Outcome(search, total, hits, [judged.get(hit, 0) for hit in hits], judged)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.relevance", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave every part switched on")
    parser.add_argument("--worst", type=int, default=0, help="show this many of the tuning half")
    parser.add_argument("--judge", metavar="NEED", help="show the pool of the needs named so")
    parser.add_argument("--no-keep", action="store_true", help="do not add to the results")
    options = parser.parse_args()
    if not available():
        print("Relevance isn't measured without the real ads: see docs/search-quality.md.")
        return
    with tempfile.TemporaryDirectory() as scratch:
        collection = Collection(Path(scratch))
        if options.judge is not None:
            from bench.relevance_pool import show_pool

            show_pool(collection, options.judge)
            return
        outcomes = collection.outcomes()
        figures = measure(collection, outcomes)
        if not options.quick:
            figures |= parts(collection, outcomes)
        figures["coverage of others' searches"] = coverage(collection)
    print("\n".join(f"{name:<44} {value}" for name, value in figures.items()))
    show_worst(collection, outcomes, options.worst)
    if not options.no_keep:
        keep(figures, RESULTS)


def measure(collection: Collection, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures of both halves; by kind of search for the tuning half alone."""
    figures: dict[str, Any] = {"ads": len(collection.ads), "needs": len(collection.needs)}
    for half, held_back in HALVES.items():
        here = [outcome for outcome in outcomes if outcome.search.held_back is held_back]
        written, typos = spelled(here), misspelled(here)
        found = [outcome for outcome in written if outcome.total]
        slips = [each for each in found if BEST_GRADE in each.grades and slipped(each.search.text)]
        figures |= {
            f"{half}: searches / typos": f"{len(written)} / {len(typos)}",
            f"{half}: nDCG@10": gain(written),
            f"{half}: MRR": ranks(written),
            f"{half}: zero hits": share(outcome.total == 0 for outcome in written),
            f"{half}: typos found as typed": share(BEST_GRADE in typo.grades for typo in typos),
            f"{half}: typos recovered": share(map(collection.recovers, typos)),
            f"{half}: slips by chance ({len(slips)}) recovered": share(
                map(collection.recovers_slip, slips)
            ),
            f"{half}: other searches changed": share(map(collection.proposes, found)),
        }
    tuning = [outcome for outcome in outcomes if not outcome.search.held_back]
    for kind in KINDS:
        of_kind = [outcome for outcome in tuning if outcome.search.kind == kind]
        if of_kind:
            figures[f"tuning: nDCG@10 of {kind} ({len(of_kind)})"] = gain(of_kind)
    return figures


def parts(collection: Collection, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """What nDCG@10 each part of the search brings: with it, less without it."""
    figures: dict[str, Any] = {}
    for name, switched_off in PARTS.items():
        with switched_off():
            collection.build()
            without = collection.outcomes()
        for half, held_back in HALVES.items():
            difference = gain(in_half(outcomes, held_back)) - gain(in_half(without, held_back))
            figures[f"{half}: {name} bring"] = f"{difference:+.3f}"
    collection.build()
    return figures


def in_half(outcomes: Iterable[Outcome], held_back: bool) -> list[Outcome]:
    return spelled(outcome for outcome in outcomes if outcome.search.held_back is held_back)


def spelled(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.search.kind != "typo"]


def misspelled(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.search.kind == "typo"]


def gain(outcomes: Sequence[Outcome]) -> float:
    return round(mean([value(outcome) for outcome in outcomes]), 3)


def value(outcome: Outcome) -> float:
    return ndcg(outcome.grades, list(outcome.judged.values()))


def ranks(outcomes: Sequence[Outcome]) -> float:
    return round(mean([reciprocal_rank(outcome.grades) for outcome in outcomes]), 3)


def share(yes: Iterable[bool]) -> float:
    return round(mean([float(each) for each in yes]), 3)


def coverage(collection: Collection) -> float:
    return share(collection.ask(text)[0] > 0 for text in coverage_queries())


def show_worst(collection: Collection, outcomes: Sequence[Outcome], count: int) -> None:
    """Prints the searches of the tuning half that came out worst, with what they found."""
    tuning = [outcome for outcome in outcomes if not outcome.search.held_back]
    for outcome in sorted(spelled(tuning), key=value)[:count]:
        print(f"\n{outcome.search.text}  [{outcome.search.kind}]  nDCG {value(outcome):.2f}")
        print(f"  {outcome.total} hits; best grades {sorted(outcome.judged.values())[-DEPTH:]}")
        for hit, grade in zip(outcome.hits, outcome.grades, strict=True):
            ad = collection.raw[hit]
            print(f"  {grade} {ad.headline[:70]} | {ad.employer[:30]} | {ad.place[:30]}")


if __name__ == "__main__":
    main()
