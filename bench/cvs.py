"""CV search, the door and the ledger at size: ``python -m bench.cvs --cvs 300000``.

On SQLite in a folder of its own, or ``--database postgresql://…`` of an empty database. The search
is also fetched through the real server, in turn with an empty page. Figures go to results.json.
"""

from __future__ import annotations

import argparse
import base64
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from bench.__main__ import keep
from bench.corpus import queries
from bench.pages import WARM_UP, Fetcher, percentile, running_server
from bench.site import SEARCHER
from webapp.base import clock, db
from webapp.base.db import database, is_postgresql, transaction
from webapp.base.keyring import KeyRing, use_keys
from webapp.domain.cv.actions import create_cv, save_cv, switch_state
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.indexing import terms_of
from webapp.domain.cv.models import BlockedCompany, Cv, FindableCv
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import (
    Detail,
    Section,
    State,
    new_address,
    new_rank,
    stored_sections,
)
from webapp.domain.cv.search import search_cvs
from webapp.domain.cv.terms import rewrite_terms, store_terms
from webapp.domain.employers.actions import add_employer_user, register_company, verify_company
from webapp.domain.employers.rules import Role, name_key
from webapp.domain.privacy.actions import NewDisclosure, Recipient, record_disclosure
from webapp.domain.privacy.rules import Channel
from webapp.domain.privacy.verification import verify_ledger

BATCH = 1_000
ROUNDS = 200
OWNER = 900_000_002
KEY = b"b" * 32
PLACES = ("0180", "1480", "1280", "0380", "12", "14", "se")
COMMON = ("lärare", "sjuksköterska", "säljare", "erfarenhet", "utveckling")


ENTRIES = 100_000
# Beyond what the database's own counter gives.
FIRST_ID = 10_000_000
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
        fill(options.cvs)
        rewrite_terms()
        if is_postgresql():
            database.execute_sql("ANALYZE")
        figures: dict[str, Any] = {"note": options.note} if options.note else {}
        figures |= {"cvs": options.cvs, "database": url.partition(":")[0]}
        figures["cvs: seconds to store"] = round(time.perf_counter() - started)
        figures |= measure_search() | measure_door_and_ledger()
        database.close()
        os.environ.update(
            STEPSTONE_INSTANCE=folder,
            STEPSTONE_DATABASE_URL=url,
            STEPSTONE_DATA_KEYS=base64.b64encode(KEY).decode(),
            STEPSTONE_LOG_LEVEL="error",
        )
        figures |= measure_pages()
    print("\n".join(f"{name:<50} {value}" for name, value in figures.items()))
    keep(figures)


def measure_pages() -> dict[str, str]:
    """The search through the real server; medians and p95 as ratios to the empty page's."""
    times: dict[str, list[float]] = {"empty": [], "as people ask": [], "a common word": []}
    with running_server() as port:
        fetch = Fetcher(port)
        for number, what in enumerate(queries(ROUNDS)):
            for name, path in (
                ("empty", "/empty"),
                ("as people ask", f"/cv-search?{urlencode({'what': what})}"),
                ("a common word", f"/cv-search?{urlencode({'what': COMMON[number % 5]})}"),
            ):
                seconds, response = fetch(path)
                if response.status != 200:
                    raise RuntimeError(f"{path} answered {response.status}")
                if number >= WARM_UP:
                    times[name].append(seconds)
    empty = times.pop("empty")
    figures = {"empty page: median ms": f"{statistics.median(empty) * 1000:.2f}"}
    for name, found in times.items():
        median = statistics.median(found) / statistics.median(empty)
        p95 = percentile(found, 95) / percentile(empty, 95)
        figures[f"CV search, {name}: x median / x p95"] = f"{median:.1f} / {p95:.1f}"
    return figures


def vocabulary() -> list[str]:
    """Words by falling frequency, as people write: a few very common, many rare."""
    asked = {word for query in queries(4000) for word in query.split()}
    made = [f"ord{number}" for number in range(20_000)]
    return [*COMMON, *sorted(asked), *made]


def fill(count: int) -> None:
    """Stores CVs as the domain does, many to a transaction."""
    chance = random.Random(1)
    words = vocabulary()
    weights = [1 / (rank + 10) for rank in range(len(words))]
    now = clock.now()
    for first in range(0, count, BATCH):
        with transaction():
            for number in range(first + 1, min(first + BATCH, count) + 1):
                body = chance.choices(words, weights, k=120)
                sections = [
                    Section(
                        "wanted",
                        False,
                        {"text": " ".join(body[:3]), "places": [chance.choice(PLACES)]},
                    ),
                    Section("skills", False, {"text": " ".join(body[3:13])}),
                    Section("experience", False, {"text": " ".join(body[13:])}),
                ]
                _store(FIRST_ID + number, body[0], stored_sections(sections), now)
    company = register_company("Sökande AB", legal_form="AB", number="556036-0793")
    verify_company(company)
    add_employer_user(SEARCHER, company, Role.RECRUITER)
    with transaction():
        for number in chance.sample(range(1, count + 1), min(200, count)):
            BlockedCompany.create(
                account_id=FIRST_ID + number,
                label="x",
                name_key=name_key("Sökande AB"),
                created_at=now,
            )


def _store(number: int, title: str, sections: list[dict[str, Any]], now: Any) -> None:
    cv = Cv(
        id=number,
        account_id=number,
        title=title,
        language="sv",
        sections=sections,
        state=State.ANONYMOUS.value,
        address=new_address(),
        shown_details=[],
        anonymous_choices=[],
        third_countries=False,
        created_at=now,
        updated_at=now,
        state_changed_at=now,
    )
    cv.save(force_insert=True)
    FindableCv.insert(
        id=number,
        account_id=number,
        rank=new_rank(date.fromordinal(730_000 + number % 1000)),
        third_countries=False,
    ).execute()
    store_terms(number, terms_of(cv))


def measure_search() -> dict[str, str]:
    asked = queries(ROUNDS)
    chance = random.Random(2)
    figures = {
        "search, as people ask": timed([lambda q=q: search_cvs(SEARCHER, q) for q in asked]),
        "search with a place": timed(
            [lambda q=q: search_cvs(SEARCHER, q, [chance.choice(PLACES[:4])]) for q in asked]
        ),
    }
    for word in COMMON:
        found = search_cvs(SEARCHER, word)
        name = f"search: {word} ({found.total if found else 0} hits)"
        figures[name] = timed([lambda w=word: search_cvs(SEARCHER, w)] * 10)
    return figures | {"all active CVs": timed([lambda: search_cvs(SEARCHER)] * 10)}


def measure_door_and_ledger() -> dict[str, str]:
    save_details(OWNER, {Detail.NAME: "Moa Ek", Detail.ADDRESS: "Ekvägen 1"})
    cv_id = create_cv(OWNER, "Svetsare", "sv")
    save_cv(cv_id, OWNER, title="Svetsare", language="sv", sections=[])
    states = [State.ANONYMOUS, State.PUBLIC] * 20
    switched = timed([lambda s=state: switch_state(cv_id, OWNER, s) for state in states])
    cv = cv_of_owner(cv_id, OWNER)
    assert cv is not None
    address = cv.address
    opened = timed([lambda: view_cv(address, SEARCHER, Occasion.PAGE)] * 1000)
    started = time.perf_counter()
    for first in range(0, ENTRIES, BATCH):
        with transaction():
            for account_id in range(first, first + BATCH):
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
    """Median and p95 of some calls, in milliseconds."""
    took = []
    for run in runs:
        started = time.perf_counter()
        run()
        took.append((time.perf_counter() - started) * 1000)
    p95 = sorted(took)[int(len(took) * 0.95) - 1]
    return f"{statistics.median(took):.2f} / {p95:.2f} ms"


if __name__ == "__main__":
    main()
