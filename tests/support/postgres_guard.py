"""Owns the test cluster: `python -m tests.support.postgres_guard STATE_DIRECTORY OWNER_PID`.

It makes the cluster, starts it, says so in `cluster.json`, and removes everything when the owner
is gone or SIGTERM comes. As a process of its own it does that even after `kill -9` of the tests.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg

from tests.support.postgres import Cluster, end_process, is_running
from tests.support.tools import postgres_programs

HOST = "127.0.0.1"
SUPERUSER = "stepstone"
START_SECONDS = 30.0
POLL_SECONDS = 0.2

# Safety against a crash costs time and keeps data that nobody wants afterwards.
SETTINGS = {
    "autovacuum": "off",
    "full_page_writes": "off",
    "fsync": "off",
    "listen_addresses": HOST,
    "max_connections": "200",
    "shared_buffers": "64MB",
    "synchronous_commit": "off",
    "timezone": "UTC",
    "unix_socket_directories": "",
}


class StopRequestedError(Exception):
    """SIGTERM came."""


def main() -> None:
    state, owner_pid = Path(sys.argv[1]), int(sys.argv[2])
    _detach(state / "guard.pid")
    signal.signal(signal.SIGTERM, _request_stop)
    server: subprocess.Popen[bytes] | None = None
    try:
        data = state / "data"
        account = _server_account(data)
        _initialise(data, account)
        server, port = _start(data, account)
        cluster = Cluster(HOST, port, SUPERUSER, str(state), os.getpid())
        unfinished = state / "cluster.json.unfinished"
        unfinished.write_text(json.dumps(asdict(cluster)))
        unfinished.rename(state / "cluster.json")
        while is_running(owner_pid) and server.poll() is None:
            time.sleep(POLL_SECONDS)
    except StopRequestedError:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if server is not None and server.poll() is None:
            end_process(server.pid)
            server.kill()
            server.wait()
        # After a failed start the tests still read the log, and then remove it.
        if (state / "cluster.json").exists():
            shutil.rmtree(state, ignore_errors=True)
        else:
            shutil.rmtree(state / "data", ignore_errors=True)


def _detach(pid_file: Path) -> None:
    """Go on as a process of nobody's, in a session of its own.

    The tests then have no child to wait for, and Ctrl-C in their terminal does not come here
    before it has come to them.
    """
    if pid := os.fork():
        pid_file.write_text(str(pid))
        os._exit(0)
    os.setsid()


def _server_account(data: Path) -> dict[str, Any]:
    """Make the data directory and return as whom to run: PostgreSQL refuses to run as root."""
    data.mkdir(mode=0o700)
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(data, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _initialise(data: Path, account: dict[str, Any]) -> None:
    options = ["--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8"]
    # The same order of strings on every machine; languages are the application's business.
    options += ["--locale", "C.UTF-8", "--no-sync"]
    subprocess.run(
        [str(postgres_programs() / "initdb"), *options, str(data)], cwd=data, check=True, **account
    )


def _start(data: Path, account: dict[str, Any]) -> tuple[subprocess.Popen[bytes], int]:
    # Somebody else may take the free port before the server does; then another one is tried.
    for _attempt in range(5):
        port = _free_port()
        command = [str(postgres_programs() / "postgres"), "-D", str(data), "-p", str(port)]
        for name, value in SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        server = subprocess.Popen(command, cwd=data, **account)
        try:
            if _answers(server, port):
                return server, port
        except BaseException:
            server.kill()
            raise
        server.kill()
        server.wait()
    raise RuntimeError("PostgreSQL ended at each start")


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server takes connections; False when it ends instead."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(host=HOST, port=port, user=SUPERUSER, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _request_stop(_signal: int, _frame: FrameType | None) -> None:
    raise StopRequestedError


if __name__ == "__main__":
    main()
