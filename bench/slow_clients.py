"""Do slow clients slow down everybody else? Measured for any server of a WSGI application.

The command starts a server on a free loopback port and fetches one small page many times over
kept-alive connections: alone, and while other clients misbehave. It prints the latencies, their
ratio to the same page alone in the same run, and the private memory of the server's processes.

    python bench/slow_clients.py --server waitress --threads 8 --processes 2
    python bench/slow_clients.py --server granian --app wsgi:application --path /sv/ \
        --post-path /sv/contact --large-path /static/large.css
    python bench/slow_clients.py --command "stepstone run" --path /sv/     # reads PORT

Everything is bounded in number and time, stays on 127.0.0.1, and ends every process it started.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import shlex
import socket
import statistics
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from multiprocessing.sharedctypes import Synchronized
from typing import Any

from servers import (
    HOST,
    REQUEST_TIMEOUT,
    SERVERS,
    content_length,
    fetch,
    free_port,
    page_request,
    private_megabytes,
    running,
    server_command,
)

RUN_TIMEOUT = 30.0  # seconds for one measurement of all requests
DRIP_INTERVAL = 0.2  # seconds between two bytes of a slow client
DRIPPED_LENGTH = 100_000  # bytes announced by a dripping client; never reached
READERS = 4  # kept-alive connections that measure


# ---- Slow clients ----------------------------------------------------------------------------

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Behaviour = Callable[[Connection, str], Awaitable[None]]


async def drip(connection: Connection, head: str) -> None:
    """Send the start of a request at once and then one byte at a time."""
    reader, writer = connection
    writer.write(head.encode())
    for _ in range(DRIPPED_LENGTH):
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(DRIP_INTERVAL)
        if reader.at_eof():
            return


async def drip_body(connection: Connection, path: str) -> None:
    form = "Content-Type: application/x-www-form-urlencoded"
    head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\n{form}\r\n"
    await drip(connection, f"{head}Content-Length: {DRIPPED_LENGTH}\r\n\r\n")


async def drip_headers(connection: Connection, path: str) -> None:
    await drip(connection, f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ")


async def read_slowly(connection: Connection, path: str) -> None:
    reader, writer = connection
    writer.write(page_request(path, "Connection: close").encode())
    while await reader.read(1000):
        await asyncio.sleep(DRIP_INTERVAL)


async def repeat(connection: Connection, path: str) -> None:
    reader, writer = connection
    while True:
        writer.write(page_request(path).encode())
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(content_length(head))
        # A refused client waits as a person would, so that refusals are not the load.
        await asyncio.sleep(0.0 if b" 200 " in head[:20] else DRIP_INTERVAL)


def run_slow_clients(
    behave: Behaviour, port: int, path: str, clients: int, opened: Synchronized[int]
) -> None:
    """Process body: ``clients`` connections that misbehave; one that is cut off comes back."""

    async def one_client() -> None:
        while True:
            sock = socket.socket()
            # A small window, so that the answer waits in the server and not in the kernel.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.setblocking(False)
            with contextlib.suppress(OSError, EOFError), contextlib.closing(sock):
                await asyncio.get_running_loop().sock_connect(sock, (HOST, port))
                reader, writer = await asyncio.open_connection(sock=sock)
                opened.value += 1
                with contextlib.closing(writer):
                    await behave((reader, writer), path)
            await asyncio.sleep(DRIP_INTERVAL)

    async def all_clients() -> None:
        await asyncio.gather(*(one_client() for _ in range(clients)))

    asyncio.run(all_clients())


# ---- Measuring -------------------------------------------------------------------------------


@dataclass
class Figures:
    """Latencies in milliseconds; stalled counts requests that got no answer in time."""

    median: float
    p95: float
    p99: float
    per_second: float
    stalled: int


def measure(port: int, path: str, requests: int) -> Figures:
    """Fetch the page ``requests`` times over a few kept-alive connections."""
    latencies: list[float] = []
    stalled: list[float] = []
    request = page_request(path).encode()
    started = time.monotonic()

    def read_pages() -> None:
        sock: socket.socket | None = None
        for _ in range(requests // READERS):
            if time.monotonic() - started > RUN_TIMEOUT:
                break
            begun = time.perf_counter()
            try:
                sock = sock or socket.create_connection((HOST, port), timeout=REQUEST_TIMEOUT)
                if fetch(sock, request) >= 400:
                    raise ConnectionError("refused")
            except OSError:
                stalled.append(begun)
                if sock is not None:
                    sock.close()
                sock = None
            latencies.append((time.perf_counter() - begun) * 1000)
        if sock is not None:
            sock.close()

    threads = [threading.Thread(target=read_pages) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answered = len(latencies) - len(stalled)
    points = statistics.quantiles(latencies, n=100, method="inclusive")
    rate = answered / (time.monotonic() - started)
    return Figures(points[49], points[94], points[98], rate, len(stalled))


@dataclass
class Row:
    """One scenario: the page alone, the page among slow clients, and what the server held.

    ``opened`` counts the connections of the slow clients; more than there are clients means that
    the server cut some off.
    """

    scenario: str
    alone: Figures
    among: Figures
    opened: int
    private_mb: float

    @property
    def ratios(self) -> tuple[float, float, float]:
        among, alone = self.among, self.alone
        return (among.median / alone.median, among.p95 / alone.p95, among.p99 / alone.p99)


def run_scenarios(port: int, pid: int, args: argparse.Namespace) -> list[Row]:
    """Measure each scenario right after the page alone, so that both meet the same machine."""
    scenarios: list[tuple[str, Behaviour, str | None, int]] = [
        ("slow bodies", drip_body, args.post_path, args.clients),
        ("slow readers", read_slowly, args.large_path, args.clients),
        ("slow headers", drip_headers, args.path, args.clients),
        ("costly pages", repeat, args.costly_path, 8),
    ]
    rows = []
    measure(port, args.path, 400)
    for name, behave, path, clients in scenarios:
        if path is None:
            continue
        alone = measure(port, args.path, args.requests)
        opened: Synchronized[int] = multiprocessing.Value("i", 0)
        crowd_args = (behave, port, path, clients, opened)
        crowd = multiprocessing.Process(target=run_slow_clients, args=crowd_args, daemon=True)
        crowd.start()
        try:
            time.sleep(2)
            among = measure(port, args.path, args.requests)
            memory = private_megabytes(pid)
        finally:
            crowd.kill()
            crowd.join()
        rows.append(Row(name, alone, among, opened.value, memory))
        time.sleep(1)
    return rows


def print_table(title: str, rows: list[Row]) -> None:
    print(f"\n{title}")
    print(f"{'':14}{'alone, ms':>20}{'among, ms':>22}{'ratio':>21}{'pages/s':>14}")
    points = f"{'p50':>7}{'p95':>7}{'p99':>7}"
    print(f"{'scenario':13}{points}{points} {points}{'alone':>8}{'among':>7}  stalled  opened  MB")
    for row in rows:
        cells = "".join(
            f"{figures.median:7.1f}{figures.p95:7.1f}{figures.p99:7.1f}"
            for figures in (row.alone, row.among)
        )
        # A ratio made of timeouts says nothing but that the page stood still.
        still = row.among.stalled > 0
        ratios = "".join(f"{'stalls' if still else f'{ratio:.1f}':>7}" for ratio in row.ratios)
        rates = f"{row.alone.per_second:8.0f}{row.among.per_second:7.0f}"
        tail = f"{row.among.stalled:9}{row.opened:8}{row.private_mb:5.0f}"
        print(f"{row.scenario:13}{cells} {ratios}{rates}{tail}")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--server", choices=SERVERS, action="append", help="may be repeated")
    parser.add_argument("--command", help="serve with this command; {port} is filled in")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--threads", type=int, default=8, help="per process")
    parser.add_argument("--app", help="module:name of the application (default: a sample)")
    parser.add_argument("--path", default="/", help="page whose latency is measured")
    parser.add_argument("--post-path", help="form that the slow bodies are sent to")
    parser.add_argument("--large-path", help="page that the slow readers fetch, 1 MB or more")
    parser.add_argument("--costly-path", help="page that 8 clients fetch without a pause")
    parser.add_argument("--clients", type=int, default=64, help="slow clients at a time")
    parser.add_argument("--requests", type=int, default=2000, help="pages per measurement")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    args = parser.parse_args()
    args.clients = min(args.clients, 512)
    args.requests = max(100, min(args.requests, 20_000))
    if args.app is None and args.command is None:
        args.app = "servers:sample_app"
        args.post_path, args.large_path, args.costly_path = "/", "/large", "/costly"
    return args


def main() -> None:
    args = parse_arguments()
    report: dict[str, Any] = {}
    for name in [args.command] if args.command else args.server or ["waitress"]:
        port = free_port()
        if args.command:
            command, title = shlex.split(name.format(port=port)), name
        else:
            command = server_command(name, args.app, port, args.processes, args.threads)
            title = f"{name}, {args.processes} process(es) with {args.threads} threads"
        with running(command, port, args.path) as pid:
            rows = run_scenarios(port, pid, args)
        if not args.json:
            print_table(title, rows)
        report[title] = [asdict(row) | {"ratios": row.ratios} for row in rows]
    if args.json:
        print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
