"""What the tests of running sites share: asking them, their processes, imports beside them."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
from werkzeug.datastructures import Headers

from tests.support.checking import check_page
from tests.support.header_rules import header_findings
from tests.support.server import Site
from tests.support.tools import PROJECT_DIRECTORY

PATIENCE_SECONDS = 30.0
STEPSTONE = (sys.executable, "-m", "webapp.cli")
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    body: bytes

    def check(self, lang: str) -> None:
        """Raises AssertionError unless this is a sound page with sound headers."""
        findings = list(header_findings(self.headers, secure=False))
        assert not findings, findings
        check_page(self.body.decode(), url="/", lang=lang)


def get(site: Site, path: str) -> Answer:
    """The answer to a GET, whatever its status."""
    try:
        with DIRECT.open(site.url + path, timeout=PATIENCE_SECONDS) as response:
            return Answer(response.status, headers_of(response.headers), response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, headers_of(error.headers), error.read())


def headers_of(message: Message) -> Headers:
    return Headers(message.items())


def ask_raw(site: Site, pieces: Iterable[bytes]) -> Answer:
    """Sends bytes as they are, and reads what comes until the site closes the connection."""
    host, _, port = site.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            # The site has said no already, and need not take the rest.
            pass
        received = b""
        while block := connection.recv(65536):
            received += block
    head, _, body = received.partition(b"\r\n\r\n")
    status_line, *lines = head.decode("latin-1").split("\r\n")
    fields = [line.split(": ", 1) for line in lines]
    return Answer(int(status_line.split()[1]), Headers([(k, v) for k, v in fields]), body)


def eventually(true: Callable[[], Any], what: str) -> Any:
    """Waits until something is so, and returns it; fails after some seconds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := true()):
        assert time.monotonic() < deadline, f"{what}: not within {PATIENCE_SECONDS} s"
        time.sleep(0.05)
    return found


def total(site: Site, what: str = "") -> int | None:
    """The number of ads found, or None where the site gives no page just now."""
    try:
        page = get(site, f"/sv/jobs?what={quote(what)}").body.decode()
    except OSError:
        return None
    found = re.search(r'data-total="(\d+)"', page)
    return int(found[1]) if found else None


def part(site: Site, name: str) -> list[psutil.Process]:
    """The site's processes of one kind, `web` or `worker`, oldest first."""
    children = [child for child in psutil.Process(site.pid).children() if runs(child, name)]
    return sorted(children, key=lambda child: child.create_time())


def runs(process: psutil.Process, name: str) -> bool:
    try:
        alive = process.status() != psutil.STATUS_ZOMBIE
        return alive and f" -m webapp.cli {name} " in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def kill(process: psutil.Process) -> None:
    process.send_signal(signal.SIGKILL)


def gone(processes: Iterable[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


def write_feed(path: Path, records: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


def start_import(instance: Path, feed: Path, **environment: str) -> subprocess.Popen[bytes]:
    """Starts an import on a site's instance; its report comes on standard output."""
    return subprocess.Popen(
        [*STEPSTONE, "import", "jobtech", str(feed), "--json"],
        cwd=PROJECT_DIRECTORY,
        env=os.environ | {"STEPSTONE_INSTANCE": str(instance)} | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def run_import(instance: Path, feed: Path, **environment: str) -> dict[str, Any]:
    """Imports a feed to its end and returns its report."""
    with start_import(instance, feed, **environment) as importing:
        said, _ = importing.communicate(timeout=120)
    assert importing.returncode == 0
    report: dict[str, Any] = json.loads(said)
    return report
