"""A throw-away PostgreSQL cluster for one test run, shared by all its processes.

Whichever test process comes first starts it; a guard process (`postgres_guard`) owns it and takes
it down when the run's own process is gone, however that ended.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.support.tools import PROJECT_DIRECTORY, postgres_programs

PREFIX = "stepstone-test-postgres-"
START_SECONDS = 60.0


@dataclass(frozen=True)
class Cluster:
    """A running cluster: TCP on loopback, one superuser, no password, nothing kept on a crash."""

    host: str
    port: int
    user: str
    directory: str
    guard_pid: int

    def url(self, database: str) -> str:
        return f"postgresql://{self.user}@{self.host}:{self.port}/{database}"

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create a database, empty or as a copy of another, and return its URL.

        PostgreSQL copies a template only while nobody is connected to it.
        """
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template or "template0")
        )
        self._execute(statement)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database if it exists, and end whatever is still connected to it."""
        self._execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )

    def has_database(self, name: str) -> bool:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            return connection.execute(query, (name,)).fetchone() is not None

    def prepare_template(self, name: str, prepare: Callable[[str], None]) -> str:
        """Make a template database once per run and return its name.

        `prepare` gets the URL of an empty database, migrates it, and closes its connections. The
        database gets its name only then, so one that failed half-way is never copied.
        """
        with _locked(Path(self.directory) / f"{name}.lock"):
            if not self.has_database(name):
                unfinished = f"{name}_unfinished"
                self.drop_database(unfinished)
                prepare(self.create_database(unfinished))
                self._execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                        sql.Identifier(unfinished), sql.Identifier(name)
                    )
                )
        return name

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """Give the URL of a new database, a copy of the template, and drop it afterwards."""
        name = f"test_{uuid.uuid4().hex}"
        url = self.create_database(name, template)
        try:
            yield url
        finally:
            self.drop_database(name)

    def stop(self, seconds: float = 15.0) -> None:
        """Stop the cluster and wait until its files are gone; harmless when it has stopped."""
        with suppress(ProcessLookupError):
            os.kill(self.guard_pid, signal.SIGTERM)
        deadline = time.monotonic() + seconds
        while Path(self.directory).exists():
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL in {self.directory} did not stop")
            time.sleep(0.02)

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def shared_cluster(run_id: str, owner_pid: int) -> Cluster:
    """Return the cluster of this test run, started by the first caller.

    `run_id` is the same in all processes of the run, `owner_pid` the process whose end ends it:
    under pytest-xdist `PYTEST_XDIST_TESTRUNUID` and the controller. Raises MissingToolError
    without PostgreSQL, and RuntimeError with the server's own words when it does not start.
    """
    postgres_programs()
    state = Path(tempfile.gettempdir()) / f"{PREFIX}{run_id}"
    lock = state.with_suffix(".lock")
    try:
        with _locked(lock):
            ready = state / "cluster.json"
            if not ready.exists():
                sweep_orphans()
                # The server's user has to pass through to its data below.
                state.mkdir(mode=0o711)
                start_guard(state, owner_pid)
            return Cluster(**json.loads(ready.read_text()))
    finally:
        lock.unlink(missing_ok=True)


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """Give a cluster to one test alone, for instance to kill it, and stop it afterwards."""
    cluster = shared_cluster(uuid.uuid4().hex, os.getpid())
    try:
        yield cluster
    finally:
        cluster.stop()


def sweep_orphans() -> None:
    """Remove what runs left behind whose guard was killed: their servers and their files."""
    for state in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/"):
        guard = state / "guard.pid"
        if not guard.exists() or is_running(int(guard.read_text())):
            continue
        server = state / "data/postmaster.pid"
        if server.exists():
            end_process(int(server.read_text().split()[0]))
        shutil.rmtree(state, ignore_errors=True)


def is_running(pid: int) -> bool:
    """Tell whether a process is there and has not ended; one that waits to be reaped has."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    # The name in parentheses may hold anything; the state is the first letter after it.
    return status.rpartition(")")[2].split()[0] not in {"Z", "X"}


def end_process(pid: int) -> None:
    """Ask a PostgreSQL server to shut down at once (SIGQUIT) and wait up to 5 s for it."""
    try:
        os.kill(pid, signal.SIGQUIT)
    except ProcessLookupError:
        return
    deadline = time.monotonic() + 5
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)


def start_guard(state: Path, owner_pid: int) -> None:
    """Start the process that owns the cluster in `state`, and wait until the cluster answers."""
    log = state / "guard.log"
    with log.open("wb") as output:
        # It forks and detaches itself, so this returns at once.
        subprocess.run(
            [sys.executable, "-m", "tests.support.postgres_guard", str(state), str(owner_pid)],
            cwd=PROJECT_DIRECTORY,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=True,
        )
    guard_pid = int((state / "guard.pid").read_text())
    deadline = time.monotonic() + START_SECONDS
    while not (state / "cluster.json").exists():
        if time.monotonic() > deadline or not is_running(guard_pid):
            words = log.read_text(errors="replace")
            with suppress(ProcessLookupError):
                os.kill(guard_pid, signal.SIGTERM)
            shutil.rmtree(state, ignore_errors=True)
            raise RuntimeError(f"PostgreSQL did not start:\n{words}")
        time.sleep(0.02)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
