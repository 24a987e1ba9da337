"""WSGI servers as processes of a benchmark: start one, weigh it, end all it started."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask, request

HOST = "127.0.0.1"
REQUEST_TIMEOUT = 5.0  # seconds; a request that takes longer counts as stalled
SERVERS = ("granian", "gunicorn", "waitress", "cheroot")


def create_sample_app() -> Flask:
    """Application with one constant answer per scenario."""
    app = Flask(__name__)
    page = "<!doctype html><title>Page</title>".ljust(200, ".")
    large = b"x" * 1_000_000
    slots = threading.BoundedSemaphore(int(os.environ.get("COSTLY_SLOTS", "1000")))

    @app.get("/")
    def small_page() -> str:
        return page

    @app.post("/")
    def read_form() -> str:
        return f"{len(request.form)} fields"

    @app.get("/large")
    def large_page() -> bytes:
        return large

    @app.get("/costly")
    def costly_page() -> tuple[str, int]:
        # Like a password hash: some 50 ms and 16 MB, with the interpreter lock released.
        if not slots.acquire(blocking=False):
            return "busy", 503
        try:
            hashlib.scrypt(b"password", salt=b"salt", n=2**14, r=8, p=1, maxmem=2**26)
        finally:
            slots.release()
        return "done", 200

    return app


sample_app = create_sample_app()


def free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def server_command(name: str, app: str, port: int, processes: int, threads: int) -> list[str]:
    """Command line that serves ``app`` ("module:name") on the loopback port."""
    python = sys.executable
    if name == "granian":
        options = f"--interface wsgi --http 1 --no-ws --port {port} --workers {processes}"
        pool = f"--blocking-threads {threads} --backpressure {max(threads, 256)} --no-log"
        return [python, "-m", "granian", *options.split(), *pool.split(), app]
    if name == "gunicorn":
        options = f"-k gthread -b {HOST}:{port} -w {processes} --threads {threads}"
        return [python, "-m", "gunicorn", *options.split(), "--log-level", "error", app]
    return [python, __file__, name, app, str(port), str(processes), str(threads)]


def serve(name: str, target: str, port: int, processes: int, threads: int) -> None:
    """Serve with a library that brings no process manager, in this process and its forks."""
    listener = socket.create_server((HOST, port), backlog=1024, reuse_port=name == "cheroot")
    for _ in range(processes - 1):
        if os.fork() == 0:
            break
    module, _, attribute = target.partition(":")
    app = getattr(importlib.import_module(module), attribute)
    if name == "waitress":
        waitress: Any = importlib.import_module("waitress")
        waitress.serve(
            app,
            sockets=[listener],
            threads=threads,
            connection_limit=1000,
            asyncore_use_poll=True,
            channel_timeout=60,
            outbuf_overflow=262_144,
            ident=None,
        )
    else:
        cheroot: Any = importlib.import_module("cheroot.wsgi")
        listener.close()
        cheroot.Server((HOST, port), app, numthreads=threads, reuse_port=True).safe_start()


def page_request(path: str, *headers: str) -> str:
    lines = (f"GET {path} HTTP/1.1", f"Host: {HOST}", *headers)
    return "".join(f"{line}\r\n" for line in lines) + "\r\n"


def content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    raise ValueError("the measured page must send a Content-Length")


def fetch(sock: socket.socket, request: bytes) -> int:
    """Send one request, read its answer to the end and return the status."""
    sock.sendall(request)
    data = b""
    while b"\r\n\r\n" not in data:
        received = sock.recv(65_536)
        if not received:
            raise ConnectionError("closed before the headers ended")
        data += received
    head, _, body = data.partition(b"\r\n\r\n")
    missing = content_length(head) - len(body)
    while missing > 0:
        received = sock.recv(65_536)
        if not received:
            raise ConnectionError("closed before the body ended")
        missing -= len(received)
    return int(head.split(b" ", 2)[1])


def page_answers(port: int, path: str) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=REQUEST_TIMEOUT) as sock:
            return fetch(sock, page_request(path).encode()) == 200
    except OSError:
        return False


@contextlib.contextmanager
def running(command: list[str], port: int, path: str) -> Iterator[int]:
    """Start the server, wait until it answers, yield its pid and end its whole process tree."""
    search_path = os.pathsep.join([str(Path.cwd()), str(Path(__file__).parent)])
    environment = os.environ | {"PYTHONPATH": search_path, "PORT": str(port)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while not page_answers(port, path):
            if time.monotonic() > deadline or process.poll() is not None:
                raise SystemExit(f"no answer from: {shlex.join(command)}")
            time.sleep(0.1)
        yield process.pid
    finally:
        tree = process_tree(process.pid)
        _signal_all(tree, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        _signal_all(tree, signal.SIGKILL)
        process.wait()


def _signal_all(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def process_tree(pid: int) -> list[int]:
    """The process and all its descendants, parents first (Linux /proc)."""
    tree = [pid]
    for parent in tree:
        for listing in Path(f"/proc/{parent}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                tree.extend(int(child) for child in listing.read_text().split())
    return tree


def private_megabytes(pid: int) -> float:
    """Memory that only this process tree uses: private pages, clean and dirty, in MB."""
    kilobytes = 0
    for member in process_tree(pid):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
                if line.startswith("Private_"):
                    kilobytes += int(line.split()[1])
    return kilobytes / 1000


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2], *(int(number) for number in sys.argv[3:6]))
