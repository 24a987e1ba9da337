"""How far long work has come, told on standard error."""

from __future__ import annotations

import sys
from types import TracebackType

import click


class Progress:
    """One line that counts in a terminal; elsewhere, such as in a log, a line now and then.

    Used as ``with Progress("records read") as progress: … progress.show(count)``.
    """

    EVERY = 1_000

    def __init__(self, what: str) -> None:
        self._what = what
        self._in_terminal = sys.stderr.isatty()
        self._count = 0
        self._shown: int | None = None

    def __enter__(self) -> Progress:
        return self

    def show(self, count: int) -> None:
        """Tells the count, unless it is too early for another line."""
        self._count = count
        if self._in_terminal or count // self.EVERY > (self._shown or 0) // self.EVERY:
            self._write()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._count != self._shown:
            self._write()
        if self._in_terminal:
            click.echo(err=True)

    def _write(self) -> None:
        self._shown = self._count
        text = f"{self._count} {self._what}"
        click.echo(f"\r{text}" if self._in_terminal else text, nl=not self._in_terminal, err=True)
