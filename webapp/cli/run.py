"""``stepstone run``: web and worker together, for as long as it is not told to stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from types import FrameType

import click

from webapp import create_app, logs, static_files
from webapp.base.config import Settings
from webapp.base.sealing import use_key
from webapp.cli.base import Refused, open_database, settings_or_refusal
from webapp.cli.demo import fill_demo
from webapp.domain.accounts.demo import (
    DEMO_ACCOUNTS,
    DEMO_ANSWER,
    DEMO_PASSWORD,
    demo_accounts_there,
)
from webapp.web_server import DRAIN_SECONDS, serve
from webapp.worker import Worker

STOP_SECONDS = DRAIN_SECONDS + 5
# A process that lived shorter than this did not get to work, and is not started again at once.
SHORT_LIFE_SECONDS = 3.0
LONGEST_PAUSE_SECONDS = 60.0
LOOK_SECONDS = 0.1
WAITING_CONNECTIONS = 1024


@click.command()
def run() -> None:
    """Starts web and worker; restarts either if it dies; stops both on SIGTERM or Ctrl-C."""
    settings = open_database()
    if settings.production and demo_accounts_there():
        raise Refused("Accounts of a demo are in this database; production starts without them.")
    logs.configure(settings)
    logs.take_over_libraries()
    listener = _listen(settings)
    static_files.publish(settings.instance / "static")
    if not settings.production:
        use_key(settings.secret_key)
        if added := fill_demo():
            click.echo(f"Added {added} demo ads.")
        _say_where(settings)
    # A child is told its supervisor's id: asking for it later would miss one that died meanwhile.
    # -P: what lies in the folder where the command is run is none of its modules.
    stepstone = [sys.executable, "-P", "-m", "webapp.cli"]
    bound = ["--supervisor", str(os.getpid())]
    handle = listener.fileno()
    web = [
        Child("web", [*stepstone, "web", str(handle), *bound], (handle,))
        for _ in range(settings.web_processes)
    ]
    supervise([Child("worker", [*stepstone, "worker", *bound]), *web])


@click.command()
@click.option("--supervisor", type=int, hidden=True)
def worker(supervisor: int | None) -> None:
    """Runs one worker: keeps the index in step and does what is due."""
    settings = open_database()
    logs.configure(settings)
    logs.take_over_libraries()
    Worker(settings).run(supervisor)


@click.command(hidden=True)
@click.argument("handle", type=int)
@click.option("--supervisor", type=int)
def web(handle: int, supervisor: int | None) -> None:
    """One web process, on a socket that `run` opened."""
    settings = settings_or_refusal()
    logs.take_over_libraries()
    serve(create_app(settings), settings, socket.socket(fileno=handle), supervisor)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.bind else socket.AF_INET
    try:
        listener = socket.create_server(
            (settings.bind, settings.port), family=family, backlog=WAITING_CONNECTIONS
        )
    except OSError as error:
        raise Refused(
            f"Port {settings.port} can't be used ({error.strerror}); PORT= names another."
        ) from error
    listener.setblocking(False)
    return listener


def _say_where(settings: Settings) -> None:
    click.echo(f"StepStone, a demo: {settings.base_url}/ (Ctrl-C stops it)")
    click.echo(f'Logins, all with the password "{DEMO_PASSWORD}":')
    for account in DEMO_ACCOUNTS:
        also = "  and a code: stepstone demo code" if account.needs_code else ""
        click.echo(f"  {account.email}{also}")
    click.echo(f'The security question of all but staff has the answer "{DEMO_ANSWER}".')
    if not settings.mail_server:
        click.echo(f"Its mails can be read at {settings.base_url}/sv/demo/mail")


def pause_before(short_lives: int) -> float:
    """Seconds until a process is started again that has lived shortly so many times in a row."""
    return min(2.0 ** min(short_lives - 1, 10), LONGEST_PAUSE_SECONDS) if short_lives else 0.0


@dataclass(slots=True)
class Child:
    """A process that is started again when it ends, later each time that it ends at once."""

    name: str
    command: list[str]
    handles: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    short_lives: int = 0
    not_before: float = 0.0

    def keep_running(self) -> None:
        """Starts it where it isn't running and has paused."""
        if self.process is not None:
            if self.process.poll() is None:
                return
            self._note_end(self.process.returncode)
            self.process = None
        if time.monotonic() < self.not_before:
            return
        self.started = time.monotonic()
        # In a session of its own, so that Ctrl-C reaches it through the supervisor only.
        self.process = subprocess.Popen(self.command, pass_fds=self.handles, start_new_session=True)

    def _note_end(self, status: int) -> None:
        now = time.monotonic()
        lived_shortly = now - self.started < SHORT_LIFE_SECONDS
        self.short_lives = self.short_lives + 1 if lived_shortly else 0
        pause = pause_before(self.short_lives)
        self.not_before = now + pause
        when = f"in {pause:.0f} s" if pause else "again"
        click.echo(f"{self.name} ended with status {status}; starting it {when}.", err=True)


def supervise(children: list[Child]) -> None:
    """Keeps processes running until SIGTERM or SIGINT, then has them finish and stop."""
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while not stopping:
        for child in children:
            child.keep_running()
        time.sleep(LOOK_SECONDS)
    running = [child.process for child in children if child.process is not None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
