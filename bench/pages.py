"""What pages cost: each as a ratio to an empty page, fetched in turn in one run."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.ad_rows import pages_of_ads
from bench.corpus import queries
from bench.servers import process_tree

ROUNDS = 400
WARM_UP = 40
# A worker serves for weeks, and has met most words of the ads after some hundred pages.
SEARCHES_BEFORE = 200
PAGES = ("empty", "search", "ad", "home", "304")
MEGABYTE = 1 << 20


@contextmanager
def running_server() -> Iterator[int]:
    """The site of ``STEPSTONE_INSTANCE`` in a process of its own; gives its port."""
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


def page_figures(port: int) -> dict[str, Any]:
    """Fetches the pages in turn over one connection; returns ratios of medians and p95.

    What the server's processors worked is given too: it is the same on a machine that is busy.
    """
    searches = [
        f"/sv/jobs?{urlencode({'what': what})}" for what in queries(SEARCHES_BEFORE + ROUNDS)
    ]
    ads = pages_of_ads(SEARCHES_BEFORE + ROUNDS)
    unchanged = "/sv/jobs?what=l%C3%A4rare"
    fetch = Fetcher(port)
    etag = fetch(unchanged)[1].getheader("ETag") or ""
    waited: dict[str, list[float]] = {name: [] for name in PAGES}
    worked: dict[str, list[float]] = {name: [] for name in PAGES}
    for number, (search, ad) in enumerate(zip(searches, ads, strict=True)):
        paths = dict(zip(PAGES, ("/empty", search, ad, "/sv/", unchanged), strict=True))
        for name, path in paths.items():
            before = _processor_seconds()
            seconds, response = fetch(path, {"If-None-Match": etag} if name == "304" else {})
            if response.status != (304 if name == "304" else 200):
                raise RuntimeError(f"{path} answered {response.status}")
            if number >= SEARCHES_BEFORE:
                waited[name].append(seconds)
                worked[name].append(_processor_seconds() - before)
    figures: dict[str, Any] = {
        "empty page: median ms": round(statistics.median(waited["empty"]) * 1000, 2),
        "empty page: median ms of processor": round(statistics.median(worked["empty"]) * 1000, 2),
    }
    for name in PAGES[1:]:
        figures[f"{name} page: x median / x p95"] = _ratios(waited, name)
        figures[f"{name} page: processor, x median / x p95"] = _ratios(worked, name)
    return figures | memory_figures()


def _ratios(times: dict[str, list[float]], name: str) -> str:
    found, empty = times[name], times["empty"]
    median = statistics.median(found) / statistics.median(empty)
    return f"{median:.1f} / {percentile(found, 95) / percentile(empty, 95):.1f}"


def _processor_seconds() -> float:
    """What the server has worked so far, in all its threads (Linux /proc)."""
    nanoseconds = 0
    for pid in process_tree(os.getpid())[1:]:
        for task in Path(f"/proc/{pid}/task").iterdir():
            nanoseconds += int((task / "schedstat").read_text().split()[0])
    return nanoseconds / 1e9


def memory_figures() -> dict[str, int]:
    """The memory of the server that runs: what is its alone, and the index that it reads.

    The pages of index files are the kernel's, which shares them among processes and takes them
    back when it needs them; with a single process it counts them as that one's own.
    """
    private = {True: 0, False: 0}
    for pid in process_tree(os.getpid())[1:]:
        of_index = False
        for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
            name, _, rest = line.partition(" ")
            if not name.endswith(":"):
                of_index = "/index/" in rest
            elif name.startswith("Private_"):
                private[of_index] += int(rest.split()[0]) * 1024
    return {
        "web worker: private MB": round(private[False] / MEGABYTE),
        "web worker: MB of index files in memory": round(private[True] / MEGABYTE),
    }


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
