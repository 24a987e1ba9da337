"""The CV centre, the door and the ledger at size: ``python -m bench.cvs --cvs 300000``.

On SQLite in a folder of its own, or ``--database`` (an address), empty or filled by an earlier
run. The CV centre is fetched from the real server as a recruiter of a verified company, with its
facets and counts, in turn with an empty page. Figures go to results.json.
"""

from __future__ import annotations

import argparse
import base64
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from bench.__main__ import keep
from bench.corpus import queries
from bench.cv_corpus import COMMON, is_filled, store_corpus
from bench.pages import WARM_UP, Fetcher, percentile, running_server
from webapp.base import db
from webapp.base.db import database, is_postgresql, transaction
from webapp.base.keyring import KeyRing, use_keys
from webapp.domain.accounts.rules import Stage
from webapp.domain.accounts.sessions import open_session
from webapp.domain.cv.actions import create_cv, save_cv, switch_state
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import Detail, State
from webapp.domain.cv.search import search_cvs
from webapp.domain.cv.terms import rewrite_terms
from webapp.domain.privacy.actions import NewDisclosure, Recipient, record_disclosure
from webapp.domain.privacy.rules import Channel
from webapp.domain.privacy.verification import verify_ledger
from webapp.signing_in import LOOPBACK_COOKIE

LEDGER_BATCH = 1_000
ROUNDS = 140
OWNER = 900_000_002
KEY = b"b" * 32
ENTRIES = 10_000
FILTERS: Sequence[Mapping[str, str]] = (
    {"place": "Malmö"},
    {"licence": "b", "updated": "quarter"},
    {"place": "Skåne län", "extent": "full-time"},
    {"language": "en", "language_level": "b2", "education": "bachelor"},
    {"available": "3", "licence": "b"},
)
SEEN = NewDisclosure(
    account_id=0,
    cv_id=1,
    fields=("email", "name"),
    role=Recipient.RECRUITER,
    channel=Channel.PAGE,
    ground="consent",
    company_id=1,
    company_name="Sökande AB",
    country="SE",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cvs", type=int, default=300_000)
    parser.add_argument("--database")
    parser.add_argument("--note", help="what ran beside it, to be kept with the figures")
    options = parser.parse_args()
    use_keys(KeyRing([KEY]))
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/bench.sqlite3"
        db.connect(url)
        db.Migrations().up()
        started = time.perf_counter()
        was_filled = is_filled(options.cvs)
        recruiter = store_corpus(options.cvs)
        rewrite_terms()
        if is_postgresql():
            database.execute_sql("ANALYZE")
        figures: dict[str, Any] = {"note": options.note} if options.note else {}
        figures |= {"cvs": options.cvs, "database": url.partition(":")[0]}
        if not was_filled:
            figures["cvs: seconds to store"] = round(time.perf_counter() - started)
        figures |= measure_search(recruiter) | measure_door_and_ledger(recruiter)
        cookie = f"{LOOPBACK_COOKIE}={open_session(recruiter, Stage.WHOLE, 'computer')}"
        database.close()
        os.environ.update(
            STEPSTONE_INSTANCE=folder,
            STEPSTONE_DATABASE_URL=url,
            STEPSTONE_DATA_KEYS=base64.b64encode(KEY).decode(),
            STEPSTONE_LOG_LEVEL="error",
        )
        figures |= measure_pages(cookie)
    print("\n".join(f"{name:<50} {value}" for name, value in figures.items()))
    keep(figures)


def measure_pages(cookie: str) -> dict[str, str]:
    """The CV centre through the real server, as ratios to the empty page.

    Where other work takes the processor, requests longer than its turn wait for it in their midst,
    and the least time of all tells most.
    """
    times: dict[str, list[float]] = {}
    with running_server() as port:
        fetch = Fetcher(port)
        for number, what in enumerate(queries(ROUNDS)):
            common = {"text": COMMON[number % len(COMMON)]}
            narrowed = FILTERS[number % len(FILTERS)]
            for name, asked in (
                ("empty", None),
                ("as people ask", {"text": what}),
                ("as people ask, narrowed", {"text": what.split()[0], **narrowed}),
                ("a common word", common),
                ("a common word, narrowed", {**common, **narrowed}),
                ("a common word, page 50", {**common, "page": "50"}),
                ("two common words", {"text": f"{common['text']} {COMMON[number % 2]}"}),
                ("all CVs", {}),
            ):
                path = "/empty" if asked is None else f"/sv/cv-centre?{urlencode(asked)}"
                seconds, response = fetch(path, {"Cookie": cookie})
                if response.status != 200:
                    raise RuntimeError(f"{path} answered {response.status}")
                if number >= WARM_UP:
                    times.setdefault(name, []).append(seconds)
    empty = times.pop("empty")
    milliseconds = (statistics.median(empty) * 1000, min(empty) * 1000)
    figures = {"empty page: median / least ms": "{:.2f} / {:.2f}".format(*milliseconds)}
    for name, found in times.items():
        median = statistics.median(found) / statistics.median(empty)
        p95 = percentile(found, 95) / percentile(empty, 95)
        least = min(found) / min(empty)
        name = f"CV centre, {name}: x median / x p95 / x least"
        figures[name] = f"{median:.1f} / {p95:.1f} / {least:.1f}"
    return figures


def measure_search(recruiter: int) -> dict[str, str]:
    """The search without its page, with all counts: median and p95 in milliseconds."""
    asked = {
        "search, as people ask": queries(ROUNDS),
        "search, two words next to each other": [f'"{first} {COMMON[0]}"' for first in COMMON],
        "search, the beginning of a word": [f"{word[:4]}*" for word in COMMON],
        "search, all CVs": [""] * 10,
    }
    for word in COMMON:
        found = search_cvs(recruiter, word)
        asked[f"search: {word} ({found.total if found else 0} hits)"] = [word] * 10
    return {
        name: timed([lambda q=q: search_cvs(recruiter, q, counted=True) for q in texts])
        for name, texts in asked.items()
    }


def measure_door_and_ledger(recruiter: int) -> dict[str, str]:
    save_details(OWNER, {Detail.NAME: "Moa Ek", Detail.ADDRESS: "Ekvägen 1"})
    cv_id = create_cv(OWNER, "Svetsare", "sv")
    save_cv(cv_id, OWNER, title="Svetsare", language="sv", sections=[])
    states = [State.ANONYMOUS, State.PUBLIC] * 20
    switched = timed([lambda s=state: switch_state(cv_id, OWNER, s) for state in states])
    cv = cv_of_owner(cv_id, OWNER)
    assert cv is not None
    address = cv.address
    opened = timed([lambda: view_cv(address, recruiter, Occasion.PAGE)] * 1000)
    started = time.perf_counter()
    for first in range(0, ENTRIES, LEDGER_BATCH):
        with transaction():
            for account_id in range(first, first + LEDGER_BATCH):
                record_disclosure(replace(SEEN, account_id=account_id % 500))
    written = time.perf_counter() - started
    started = time.perf_counter()
    checked = verify_ledger()
    verified = time.perf_counter() - started
    return {
        "switch of state": switched,
        "a public CV through the door, with its entry": opened,
        f"{ENTRIES} ledger entries: seconds to write": f"{written:.1f}",
        f"{checked.entries} ledger entries: seconds to verify": f"{verified:.1f}",
        "ledger: broken": str(checked.broken),
    }


def timed(runs: Sequence[Callable[[], object]]) -> str:
    """Median, p95 and least of some calls, in milliseconds."""
    took = []
    for run in runs:
        started = time.perf_counter()
        run()
        took.append((time.perf_counter() - started) * 1000)
    p95 = sorted(took)[int(len(took) * 0.95) - 1]
    return f"{statistics.median(took):.2f} / {p95:.2f} / {min(took):.2f} ms"


if __name__ == "__main__":
    main()
