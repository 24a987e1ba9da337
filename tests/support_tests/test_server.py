"""Starting and stopping a site: the ends that must not pass unnoticed."""

from __future__ import annotations

import sys
import urllib.request
from pathlib import Path

import pytest

from tests.support.postgres import is_running
from tests.support.server import running_site

# A program that keeps the contract of `stepstone run`, and can be told to break it.
PROGRAM = """
import http.server, os, signal, subprocess, sys
how = os.environ.get("HOW", "")
print("starting", how, flush=True)
if how == "ends": sys.exit(3)
if how == "deaf": signal.signal(signal.SIGTERM, signal.SIG_IGN)
else: signal.signal(signal.SIGTERM, lambda *_: os._exit(1 if how == "fails" else 0))
if how == "litters": subprocess.Popen(["sleep", "60"])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503 if how == "sick" else 200)
        self.end_headers()
        self.wfile.write(os.environ["STEPSTONE_INSTANCE"].encode())
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
"""
COMMAND = (sys.executable, "-c", PROGRAM)


def test_a_site_is_started_and_stopped(tmp_path: Path) -> None:
    with running_site(tmp_path, command=COMMAND) as site:
        with urllib.request.urlopen(f"{site.url}/health") as response:
            assert response.read().decode() == str(tmp_path)
        assert "starting" in site.output()
        assert is_running(site.pid)
    assert not is_running(site.pid)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("ends", "ended at its start with 3:\nstarting ends"),
        ("sick", "did not answer 200"),
        ("fails", "ended with status 1 after SIGTERM"),
        ("deaf", "did not stop"),
        ("litters", "left processes behind"),
    ],
)
def test_a_broken_contract_is_reported(tmp_path: Path, how: str, message: str) -> None:
    site_with = running_site(
        tmp_path, {"HOW": how}, command=COMMAND, start_seconds=2, stop_seconds=1
    )
    with pytest.raises(AssertionError, match=message), site_with:
        pass


def test_a_failing_test_stops_the_site_too(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), running_site(tmp_path, command=COMMAND) as site:
        raise ZeroDivisionError
    assert not is_running(site.pid)
