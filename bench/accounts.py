"""``python -m bench.accounts``: what a login costs; account pages as ratios to an empty page."""

from __future__ import annotations

import os
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

from bench.__main__ import keep
from bench.pages import Fetcher, percentile, running_server
from webapp.adapters.job_index import new_generation
from webapp.base import db
from webapp.base.db import transaction
from webapp.base.sealing import use_key
from webapp.domain.accounts.passwords import HASHER
from webapp.domain.accounts.rules import Role
from webapp.domain.accounts.staffing import add_account
from webapp.domain.mail.actions import Recipient, send_mail
from webapp.domain.mail.rules import Service

EMAIL, PASSWORD = "bench@example.com", "kantarell i mossan"
KEY = "0123456789abcdef" * 4
NOTICES = 500
ROUNDS, WARM_UP = 60, 8
# Fewer than an account may do in a row.
LOGINS = 20
PAGES = {
    "login": "/sv/login",
    "register": "/sv/register",
    "contact": "/sv/contact",
    "my": "/sv/my/",
    "mailbox": "/sv/my/mailbox",
    "mailbox, page 20": "/sv/my/mailbox?page=20",
    "mailbox, searched": "/sv/my/mailbox?words=svar",
    "notice": "/sv/my/mailbox/1",
    "settings": "/sv/my/settings",
    "delivery": "/sv/my/settings/delivery",
    "sessions": "/sv/my/settings/sessions",
    "second factor": "/sv/my/settings/second-factor",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            STEPSTONE_INSTANCE=folder, STEPSTONE_LOG_LEVEL="error", STEPSTONE_SECRET_KEY=KEY
        )
        build(Path(folder))
        with running_server() as port:
            figures = dict(account_figures(port))
    print("\n".join(f"{name:<45} {value}" for name, value in figures.items()))
    keep(figures)


def build(folder: Path) -> None:
    """A site with one account, whose mailbox is full."""
    use_key(KEY)
    db.connect(f"sqlite:///{folder}/stepstone.sqlite3")
    db.Migrations().up()
    with new_generation(folder / "index") as writer:
        writer.commit({"position": [0, 0]})
    add_account(EMAIL, PASSWORD, [Role.JOB_SEEKER], "sv", totp_secret=None, question=None)
    recipient = Recipient(EMAIL, "sv", 1)
    with transaction():
        for number in range(NOTICES):
            data = {"reference": f"{number:04}-AAAA", "answer": "Tack för ditt brev. " * 20}
            send_mail(Service.CONTACT, recipient, "contact_answered", data, notice=True)
    db.database.close()


def account_figures(port: int) -> Iterator[tuple[str, Any]]:
    fetch = Fetcher(port)
    server = psutil.Process().children()[0]
    yield "argon2id", f"{HASHER.memory_cost // 1024} MiB, t={HASHER.time_cost}, p=1"
    cookie = log_in(fetch)
    before = server.cpu_times()
    walls = []
    for _ in range(LOGINS):
        started = time.perf_counter()
        log_in(fetch)
        walls.append(time.perf_counter() - started)
    after = server.cpu_times()
    cpu = (after.user + after.system - before.user - before.system) / LOGINS
    yield "a login: ms of one core", round(cpu * 1000)
    yield "a login: median ms until the answer", round(statistics.median(walls) * 1000)
    times = timed(fetch, {"empty": "/empty"} | PAGES, cookie)
    empty = times.pop("empty")
    yield "empty page: median ms", round(statistics.median(empty) * 1000, 2)
    empty_cost = cost(fetch, server.pid, "/empty", cookie)
    for name, found in times.items():
        median = statistics.median(found) / statistics.median(empty)
        of_a_core = cost(fetch, server.pid, PAGES[name], cookie) / empty_cost
        yield f"{name}: x median / x of a core's time", f"{median:.1f} / {of_a_core:.1f}"
    beside = while_others_log_in(fetch, port, cookie)
    for name, found in beside.items():
        ratio = [statistics.median(found) / statistics.median(times.get(name, empty))]
        ratio.append(percentile(found, 95) / percentile(times.get(name, empty), 95))
        yield f"{name} while two log in: x median / x p95", "{:.1f} / {:.1f}".format(*ratio)


def cost(fetch: Fetcher, server: int, path: str, cookie: str) -> float:
    """Seconds of one core that the server takes for a page, whatever else the machine does."""
    before = seconds_of_a_core(server)
    for _ in range(ROUNDS):
        fetch(path, {"Cookie": cookie} if "/my/" in path else {})
    return (seconds_of_a_core(server) - before) / ROUNDS


def seconds_of_a_core(process: int) -> float:
    """What all threads of a process have run until now (proc(5), schedstat)."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in threads) / 1e9


def timed(fetch: Fetcher, pages: dict[str, str], cookie: str) -> dict[str, list[float]]:
    """Seconds of each page, fetched in turn with a session where the page needs one."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(ROUNDS):
        for name, path in pages.items():
            seconds, response = fetch(path, {"Cookie": cookie} if "/my/" in path else {})
            if response.status != 200:
                raise RuntimeError(f"{path} answered {response.status}")
            if number >= WARM_UP:
                times[name].append(seconds)
    return times


def while_others_log_in(fetch: Fetcher, port: int, cookie: str) -> dict[str, list[float]]:
    """The empty page and one of an account while two browsers do nothing but fail to log in."""
    over = threading.Event()

    def keep_failing() -> None:
        own = Fetcher(port)
        while not over.is_set():
            # An unknown address costs what a known one does; each try has its own.
            send_login(own, f"{time.time_ns()}@example.com", "no such password")

    others = [threading.Thread(target=keep_failing) for _ in range(2)]
    for each in others:
        each.start()
    try:
        return timed(fetch, {"empty": "/empty", "settings": PAGES["settings"]}, cookie)
    finally:
        over.set()
        for each in others:
            each.join()


def log_in(fetch: Fetcher) -> str:
    """The cookie of a new session."""
    status, cookie = send_login(fetch, EMAIL, PASSWORD)
    if status != 303 or cookie is None:
        raise RuntimeError(f"the login answered {status}")
    return cookie.partition(";")[0]


def send_login(fetch: Fetcher, email: str, password: str) -> tuple[int, str | None]:
    page = fetch.text("/sv/login")
    found = re.search(r'id="account-form".*?name="token" value="([^"]+)"', page, re.S)
    fields = {"token": found[1] if found else "", "email": email, "password": password}
    response = fetch.post("/sv/login", urlencode(fields))
    return response.status, response.getheader("Set-Cookie")


if __name__ == "__main__":
    main()
