"""``make bench``: what an index costs, and pages as ratios to an empty page, in one run."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bench.ad_rows import MOST_ROWS, store_rows
from bench.corpus import NEWEST, synthetic_ads
from bench.leaks import leak_figures
from bench.pages import page_figures, running_server
from bench.places import place_figures
from webapp.adapters.job_document import IndexedAd
from webapp.adapters.job_index import new_generation
from webapp.base import clock, db

RESULTS = Path(__file__).parent / "results.json"
TEXT_ZONES = ("headline", "employer", "place", "body")
SEARCH = "search page: x median / x p95"
# Of an index that is kept, what it cost to build.
COST_FILE = "cost.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--ads", type=int, default=100_000, help="synthetic ads in the index")
    parser.add_argument("--instance", type=Path, help="a folder to build in, or already built in")
    parser.add_argument("--note", help="what ran beside it, to be kept with the figures")
    options = parser.parse_args()
    figures: dict[str, Any] = {"note": options.note} if options.note else {}
    with instance(options.instance) as folder:
        os.environ.update(STEPSTONE_INSTANCE=str(folder), STEPSTONE_LOG_LEVEL="error")
        figures |= {"ads": options.ads, **built(folder, options.ads)}
        with running_server() as port:
            figures |= page_figures(port)
    figures |= growth(figures, json.loads(RESULTS.read_text()) if RESULTS.exists() else [])
    figures |= dict(place_figures()) | dict(leak_figures())
    print("\n".join(f"{name:<45} {value}" for name, value in figures.items()))
    keep(figures)


@contextmanager
def instance(folder: Path | None) -> Iterator[Path]:
    """The folder given, which stays, or one that is gone afterwards."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory() as passing:
        yield Path(passing)


def built(folder: Path, count: int) -> dict[str, Any]:
    """Makes database and index, unless they are there; returns their cost."""
    db.connect(f"sqlite:///{folder}/stepstone.sqlite3")
    cost = folder / COST_FILE
    if not cost.exists():
        db.Migrations().up()
        cost.write_text(json.dumps(build(folder, count)))
    figures: dict[str, Any] = json.loads(cost.read_text())
    return figures


def build(folder: Path, count: int) -> dict[str, Any]:
    """Stores the ads that have pages, and makes an index of all."""
    store_rows(islice(dated_ads(count), MOST_ROWS))
    text_bytes, started = 0, time.perf_counter()
    with new_generation(folder / "index") as writer:
        for ad in dated_ads(count):
            text_bytes += sum(len(ad.zones[zone].encode()) for zone in TEXT_ZONES)
            writer.put(ad)
            if sys.stderr.isatty() and ad.id % 1000 == 0:
                print(f"\r{ad.id} ads indexed", end="", file=sys.stderr)
        writer.commit({"position": [0, 0]})
    seconds = time.perf_counter() - started
    size = sum(path.stat().st_size for path in (folder / "index").rglob("*") if path.is_file())
    return {
        "index: seconds to build": round(seconds, 1),
        "index: bytes / bytes of ad text": round(size / text_bytes, 2),
    }


def dated_ads(count: int) -> Iterator[IndexedAd]:
    """The corpus is dated; moved by whole days, it is as old as ads usually are."""
    shift = timedelta(days=(clock.now() - NEWEST).days)
    for ad in synthetic_ads(count):
        published, last = ad.published + shift, (ad.deadline or NEWEST) + shift
        yield replace(ad, published=published, deadline=last, closes=last)


def growth(figures: dict[str, Any], kept: list[dict[str, Any]]) -> dict[str, float]:
    """How much more a search costs than it last did among a tenth of the ads."""
    fewer = [each for each in kept if each.get("ads") == figures["ads"] / 10 and SEARCH in each]
    if not fewer:
        return {}
    now, then = (float(each[SEARCH].split(" / ")[0]) for each in (figures, fewer[-1]))
    return {"search page: growth from a tenth of the ads": round(now / then, 1)}


def keep(figures: dict[str, Any], path: Path = RESULTS) -> None:
    """Adds figures, with the commit they were taken at, to a file of results."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    kept = json.loads(path.read_text()) if path.exists() else []
    kept.append({"commit": commit, **figures})
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
