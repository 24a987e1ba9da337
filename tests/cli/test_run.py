"""``stepstone run`` as people run it: start, stop, and processes that die."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.cli.processes import (
    PATIENCE_SECONDS,
    STEPSTONE,
    eventually,
    get,
    gone,
    kill,
    part,
    run_import,
    total,
    write_feed,
)
from tests.support.server import Site, free_port, running_site
from tests.support.sites import job_record
from tests.support.tools import PROJECT_DIRECTORY

# One does where the number does not matter: each start costs a second or two.
ONE_WEB = {"STEPSTONE_WEB_PROCESSES": "1"}


def all_started(site: Site, number: int = 1) -> list[psutil.Process]:
    """The worker and the web processes, when all of them run."""
    web = eventually(lambda: len(f := part(site, "web")) == number and f, "the web processes")
    return [eventually(lambda: part(site, "worker"), "the worker")[0], *web]


def feed(folder: Path, first: int, number: int, word: str) -> Path:
    """A feed of ads that all have one word in their headlines."""
    records = (job_record(i, headline=f"{word} {i}") for i in range(first, first + number))
    return write_feed(folder / f"{word}.jsonl", records)


def test_a_site_starts_stops_and_starts_again(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    with running_site(instance, ONE_WEB) as site:
        health = json.loads(get(site, "/health").body)
        assert health["status"] == "ok"
        assert health["database"]
        assert health["index"]
        assert site.url in site.output()
        demo_ads = eventually(lambda: total(site), "the demo's ads")
        assert demo_ads >= 50
        assert f"Added {demo_ads} demo ads" in site.output()
        processes = all_started(site)
    assert gone(processes), "processes were left behind"
    with running_site(instance, ONE_WEB) as site:
        assert "Added" not in site.output()
        assert total(site) == demo_ads
        processes = all_started(site)
    assert gone(processes), "processes were left behind"


def test_a_site_outlives_its_processes(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    with running_site(instance) as site:
        worker, first, second = all_started(site, 2)

        kill(first)
        assert [get(site, "/sv/").status for _ in range(20)] == [200] * 20
        eventually(lambda: gone([first]) and all_started(site, 2), "another web process")
        # At once or in a second, by how long it had lived on this machine.
        assert re.search(r"web ended with status -9; starting it (again|in 1 s)\.", site.output())
        kill(second)
        eventually(lambda: gone([second]) and all_started(site, 2), "another web process")
        assert [get(site, "/sv/").status for _ in range(20)] == [200] * 20

        kill(worker)
        assert run_import(instance, feed(tmp_path, 1, 30, "rymdingenjör"))["new"] == 30
        eventually(lambda: total(site, "rymdingenjör") == 30, "the ads of the import")
        assert re.search(
            r"worker ended with status -9; starting it (again|in 1 s)\.", site.output()
        )
        assert gone([worker])
        processes = all_started(site, 2)
    assert gone(processes), "processes were left behind"


def test_no_process_outlives_the_supervisor(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    with (
        pytest.raises(AssertionError, match="ended with status -9 after SIGTERM"),
        running_site(instance, ONE_WEB) as site,
    ):
        processes = all_started(site)
        demo_ads = eventually(lambda: total(site), "the demo's ads")
        kill(psutil.Process(site.pid))
        eventually(lambda: gone(processes), "the end of the children")
    with running_site(instance, ONE_WEB) as site:
        assert total(site) == demo_ads


@contextmanager
def starting(instance: Path) -> Iterator[tuple[psutil.Process, list[psutil.Process]]]:
    """A site whose processes have just been started and have not read their program yet."""
    environment = {"STEPSTONE_INSTANCE": str(instance), "PORT": str(free_port())}
    process = subprocess.Popen(
        [*STEPSTONE, "run"],
        cwd=PROJECT_DIRECTORY,
        env=os.environ | ONE_WEB | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    supervisor = psutil.Process(process.pid)
    children: list[psutil.Process] = []
    try:
        eventually(lambda: len(supervisor.children()) == 2, "web and worker")
        children = supervisor.children()
        yield supervisor, children
    finally:
        for each in (*children, supervisor):
            if each.is_running():
                kill(each)
        process.wait()


def test_children_of_a_supervisor_that_dies_at_once_end_too(tmp_path: Path) -> None:
    with starting(tmp_path / "instance") as (supervisor, children):
        kill(supervisor)
        eventually(lambda: gone(children), "the end of the children")


def test_a_site_that_is_still_starting_can_be_stopped(tmp_path: Path) -> None:
    with starting(tmp_path / "instance") as (supervisor, children):
        supervisor.send_signal(signal.SIGINT)
        assert supervisor.wait(PATIENCE_SECONDS) == 0
        assert gone(children)


def test_a_site_outlives_a_restart_of_its_database(postgresql_url: str, tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    environment = ONE_WEB | {"DATABASE_URL": postgresql_url}
    with running_site(instance, environment) as site:
        eventually(lambda: total(site), "the demo's ads")
        assert get(site, "/health").status == 200
        processes = all_started(site)
        break_links(postgresql_url)
        report = run_import(instance, feed(tmp_path, 1, 5, "rymdingenjör"), **environment)
        assert report["new"] == 5
        eventually(lambda: total(site, "rymdingenjör") == 5, "the ads of the import")
        eventually(lambda: get(site, "/health").status == 200, "health")
        assert all_started(site) == processes


def break_links(url: str) -> None:
    server, _, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        assert admin.execute(query, (name,)).fetchall()
