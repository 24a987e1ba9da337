"""Shows what a judge looks at before writing rules: what searches find, graded as things stand."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.relevance import Collection

FROM_INDEX = 10
FROM_SUBSTRINGS = 12


def show_pool(collection: Collection, name: str) -> None:
    """Prints, for the needs whose name holds ``name``, the pool of all their searches.

    The pool is what the index puts first and a sample of the ads whose raw text holds a search as
    it was typed, however they are graded; a ``?`` marks an ad that no rule gives a grade.
    """
    for need in collection.needs:
        if name not in need.name:
            continue
        graded = need.graded(collection.raw)
        print(f"\n== {need.name}: {dict(sorted(Counter(graded.values()).items()))}")
        pool: dict[int, str] = {}
        for search in need.searches:
            _, hits = collection.ask(search.meant or search.text)
            pool |= dict.fromkeys(hits[:FROM_INDEX], "index")
            pool |= dict.fromkeys(_holding(collection, search.meant or search.text), "text")
        lines = set()
        for ad_id in pool:
            ad = collection.raw[ad_id]
            grade = str(graded.get(ad_id, "?"))
            lines.add(f"  {grade} {ad.headline[:80]} | {ad.employer[:25]} | {ad.place[:25]}")
        print("\n".join(sorted(lines)))
        for lower in (2, 1):
            heads = {collection.raw[key].headline for key, had in graded.items() if had == lower}
            some = random.Random(0).sample(sorted(heads), min(8, len(heads)))
            print(f"  -- also {lower}: " + " ¦ ".join(each[:60] for each in some))


def _holding(collection: Collection, typed: str) -> list[int]:
    wanted = typed.casefold().strip('"')
    found = [
        ad_id
        for ad_id, ad in collection.raw.items()
        if wanted in f"{ad.headline}\n{ad.employer}\n{ad.place}\n{ad.text}".casefold()
    ]
    return random.Random(0).sample(found, min(FROM_SUBSTRINGS, len(found)))
