"""The throw-away cluster: copies templates, is shared, and goes away however a run ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.support.postgres import (
    Cluster,
    is_running,
    own_cluster,
    shared_cluster,
    start_guard,
    sweep_orphans,
)
from tests.support.tools import PROJECT_DIRECTORY

START_AND_WAIT = """
import os, sys, time
from tests.support.postgres import shared_cluster
cluster = shared_cluster(sys.argv[1], os.getpid())
print(cluster.directory, cluster.guard_pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with own_cluster() as cluster:
        yield cluster


def migrate(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE ad (title text)")
        connection.execute("INSERT INTO ad VALUES ('Sjuksköterska')")


def titles(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [title for (title,) in connection.execute("SELECT title FROM ad")]


def test_each_test_gets_a_copy_of_the_template(cluster: Cluster) -> None:
    template = cluster.prepare_template("migrated", migrate)
    with cluster.database(template) as one, cluster.database(template) as other:
        with psycopg.connect(one) as connection:
            connection.execute("DELETE FROM ad")
        assert titles(one) == []
        assert titles(other) == ["Sjuksköterska"]


def test_a_template_is_prepared_once(cluster: Cluster) -> None:
    calls: list[str] = []
    for _ in range(2):
        cluster.prepare_template("once", calls.append)
    assert len(calls) == 1


def test_a_template_that_failed_is_prepared_again(cluster: Cluster) -> None:
    def fail(url: str) -> None:
        raise ValueError(url)

    with pytest.raises(ValueError, match="postgresql://"):
        cluster.prepare_template("second-try", fail)
    cluster.prepare_template("second-try", migrate)
    with cluster.database("second-try") as url:
        assert titles(url) == ["Sjuksköterska"]


def test_a_database_is_gone_after_its_test_even_when_connected(cluster: Cluster) -> None:
    with cluster.database() as url:
        connection = psycopg.connect(url)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    connection.close()


def test_all_processes_of_a_run_share_one_cluster(cluster: Cluster) -> None:
    run_id = Path(cluster.directory).name.removeprefix("stepstone-test-postgres-")
    assert shared_cluster(run_id, os.getpid()) == cluster


@contextmanager
def started_in_another_process() -> Iterator[tuple[subprocess.Popen[str], Path, int]]:
    """Give a process that has started a cluster, the cluster's directory and its guard's pid."""
    with subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, uuid.uuid4().hex],
        cwd=PROJECT_DIRECTORY,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        directory, guard_pid = process.stdout.readline().split()
        try:
            yield process, Path(directory), int(guard_pid)
        finally:
            process.kill()


def server_pid(directory: Path) -> int:
    return int((directory / "data/postmaster.pid").read_text().split()[0])


def wait_until_ended(pid: int) -> None:
    deadline = time.monotonic() + 20
    while is_running(pid):
        assert time.monotonic() < deadline, f"process {pid} is still there"
        time.sleep(0.02)


def wait_until_gone(directory: Path, pid: int) -> None:
    wait_until_ended(pid)
    deadline = time.monotonic() + 20
    while directory.exists():
        assert time.monotonic() < deadline, f"{directory} is still there"
        time.sleep(0.02)


def test_a_killed_run_leaves_nothing_behind() -> None:
    with started_in_another_process() as (process, directory, _guard_pid):
        server = server_pid(directory)
        process.kill()
        wait_until_gone(directory, server)


def test_what_a_killed_guard_left_is_swept() -> None:
    with started_in_another_process() as (_process, directory, guard_pid):
        server = server_pid(directory)
        os.kill(guard_pid, signal.SIGKILL)
        wait_until_ended(guard_pid)
        assert is_running(server)
        sweep_orphans()
        wait_until_gone(directory, server)


def test_a_cluster_that_cannot_start_says_why(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    (state / "data").write_text("in the way")
    with pytest.raises(RuntimeError, match=r"did not start:[\s\S]*FileExistsError"):
        start_guard(state, os.getpid())
    assert not state.exists()
