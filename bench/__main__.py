"""``make bench``: costs of pages as ratios to an empty page, taken in turn in one run."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.corpus import NEWEST, queries, synthetic_ads
from bench.leaks import leak_figures
from bench.places import place_figures
from webapp.adapters.job_index import new_generation
from webapp.base import clock, db

RESULTS = Path(__file__).parent / "results.json"
ROUNDS = 400
WARM_UP = 40
TEXT_ZONES = ("headline", "employer", "place", "body")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--ads", type=int, default=100_000, help="synthetic ads in the index")
    ads = parser.parse_args().ads
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(STEPSTONE_INSTANCE=folder, STEPSTONE_LOG_LEVEL="error")
        figures: dict[str, Any] = {"ads": ads, **build(Path(folder), ads)}
        with running_server() as port:
            figures |= measure(port)
    figures |= dict(place_figures()) | dict(leak_figures())
    print("\n".join(f"{name:<45} {value}" for name, value in figures.items()))
    keep(figures)


def build(folder: Path, count: int) -> dict[str, Any]:
    """Makes database and index; returns their cost."""
    db.connect(f"sqlite:///{folder}/stepstone.sqlite3")
    db.Migrations().up()
    # The corpus is dated; moved by whole days, it is as old as ads usually are.
    shift = timedelta(days=(clock.now() - NEWEST).days)
    text_bytes, started = 0, time.perf_counter()
    with new_generation(folder / "index") as writer:
        for ad in synthetic_ads(count):
            text_bytes += sum(len(ad.zones[zone].encode()) for zone in TEXT_ZONES)
            ad = replaced(ad, shift)
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


def replaced(ad: Any, shift: timedelta) -> Any:
    from dataclasses import replace

    return replace(
        ad, published=ad.published + shift, deadline=ad.deadline + shift, closes=ad.closes + shift
    )


@contextmanager
def running_server() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        handle, port = listener.fileno(), listener.getsockname()[1]
        listener.setblocking(False)
        os.environ["PORT"] = str(port)
        command = [sys.executable, "-m", "bench.site", str(handle)]
        process = subprocess.Popen(command, pass_fds=[handle])
        try:
            yield port
        finally:
            process.terminate()
            process.wait(20)


def measure(port: int) -> dict[str, Any]:
    """Fetches the pages in turn over one connection each; returns ratios of medians and p95."""
    asked = queries(ROUNDS)
    searches = [f"/sv/jobs?{urlencode({'what': what})}" for what in asked]
    unchanged = "/sv/jobs?what=l%C3%A4rare"
    fetch = Fetcher(port)
    etag = fetch(unchanged)[1].getheader("ETag") or ""
    times: dict[str, list[float]] = {"empty": [], "search": [], "home": [], "304": []}
    for number, search in enumerate(searches):
        for name, path, headers in (
            ("empty", "/empty", {}),
            ("search", search, {}),
            ("home", "/sv/", {}),
            ("304", unchanged, {"If-None-Match": etag}),
        ):
            seconds, response = fetch(path, headers)
            if response.status != (304 if name == "304" else 200):
                raise RuntimeError(f"{path} answered {response.status}")
            if number >= WARM_UP:
                times[name].append(seconds)
    empty = times.pop("empty")
    figures = {"empty page: median ms": round(statistics.median(empty) * 1000, 2)}
    for name, found in times.items():
        median = statistics.median(found) / statistics.median(empty)
        p95 = percentile(found, 95) / percentile(empty, 95)
        figures[f"{name} page: x median / x p95"] = f"{median:.1f} / {p95:.1f}"
    return figures


def percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


class Fetcher:
    """GETs over one kept-alive connection, as a browser would, compression included."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def __call__(
        self, path: str, headers: dict[str, str] | None = None
    ) -> tuple[float, http.client.HTTPResponse]:
        started = time.perf_counter()
        self._connection.request("GET", path, headers={"Accept-Encoding": "br", **(headers or {})})
        response = self._connection.getresponse()
        response.read()
        return time.perf_counter() - started, response

    def text(self, path: str) -> str:
        self._connection.request("GET", path)
        return self._connection.getresponse().read().decode()

    def post(self, path: str, body: str) -> http.client.HTTPResponse:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request("POST", path, body, form)
        response = self._connection.getresponse()
        response.read()
        return response


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
