"""Runs the site as its users run it: `stepstone run` on a free loopback port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tests.support.tools import PROJECT_DIRECTORY

RUN_COMMAND = (sys.executable, "-m", "webapp.cli", "run")


@dataclass(frozen=True)
class Site:
    """A running site; `url` has no slash at its end, `pid` is the process started."""

    url: str
    pid: int
    captured: IO[bytes]

    def output(self) -> str:
        """Return what the site has printed so far."""
        return os.pread(self.captured.fileno(), 10_000_000, 0).decode("utf-8", "replace")


@contextmanager
def running_site(
    instance_dir: Path,
    extra_env: Mapping[str, str] | None = None,
    *,
    command: Sequence[str] = RUN_COMMAND,
    start_seconds: float = 90.0,
    stop_seconds: float = 15.0,
) -> Iterator[Site]:
    """Start the site on this instance folder, wait until /health answers 200, stop it at the end.

    `extra_env` is added to the environment. Raises AssertionError, with what the site printed,
    when it does not come up, does not end with status 0 after SIGTERM, or leaves a process behind.
    """
    port = free_port()
    environment = os.environ | {"STEPSTONE_INSTANCE": str(instance_dir), "PORT": str(port)}
    with TemporaryFile() as output:
        # A process group of its own tells afterwards whether any part of it is still there.
        process = subprocess.Popen(
            command,
            cwd=PROJECT_DIRECTORY,
            env=environment | dict(extra_env or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        site = Site(f"http://127.0.0.1:{port}", process.pid, output)
        try:
            _wait_until_healthy(site, process, start_seconds)
            yield site
        except BaseException:
            _kill_group(process)
            raise
        _stop(site, process, stop_seconds)


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(site: Site, process: subprocess.Popen[bytes], seconds: float) -> None:
    # Not through a proxy that the environment may name.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + seconds
    last = "nothing was tried"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(
                f"the site ended at its start with {process.returncode}:\n{site.output()}"
            )
        try:
            with opener.open(f"{site.url}/health", timeout=5) as response:
                if response.status == 200:
                    return
                last = f"status {response.status}"
        except (urllib.error.URLError, OSError) as error:
            last = str(error)
        time.sleep(0.1)
    raise AssertionError(
        f"{site.url}/health did not answer 200 in {seconds} s ({last}):\n{site.output()}"
    )


def _stop(site: Site, process: subprocess.Popen[bytes], seconds: float) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        status = process.wait(seconds)
    except subprocess.TimeoutExpired:
        _kill_group(process)
        raise AssertionError(
            f"the site did not stop in {seconds} s after SIGTERM:\n{site.output()}"
        ) from None
    left_behind = _kill_group(process)
    assert status == 0, f"the site ended with status {status} after SIGTERM:\n{site.output()}"
    assert not left_behind, f"the site left processes behind:\n{site.output()}"


def _kill_group(process: subprocess.Popen[bytes]) -> bool:
    """Kill what is left of the site's process group and tell whether there was anything."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.poll()
        return False
    process.wait()
    return True
