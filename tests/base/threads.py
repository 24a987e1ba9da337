"""Work beside the test's own thread, on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from webapp.base import db


def in_a_thread(work_to_do: Callable[[], None]) -> None:
    def work_and_close() -> None:
        work_to_do()
        db.database.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work_and_close).result(10)
