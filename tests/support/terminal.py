"""A program in a pseudo terminal, with the screen that a person would see."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

import pexpect
import pyte

COLUMNS = 80

# A program is done when its screen says so and nothing more has come for this long.
QUIET_SECONDS = 0.06


class TerminalError(AssertionError):
    """The program did not do what was waited for; the message shows its screen."""


class Terminal:
    """Runs a program in a terminal of 80 columns and reads its screen."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        rows: int,
        patience: float = 20.0,
    ) -> None:
        """Start the program; `patience` is how many seconds any wait may take."""
        self.rows = rows
        self.patience = patience
        self._screen = pyte.Screen(COLUMNS, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._process = pexpect.spawn(
            command[0],
            list(command[1:]),
            env=dict(environment),
            dimensions=(rows, COLUMNS),
            timeout=patience,
        )
        # pexpect waits 50 ms before each key by default, for programs that switch off echo.
        self._process.delaybeforesend = None

    def lines(self) -> list[str]:
        """Return the screen from the top without blank ends of lines."""
        return [line.rstrip() for line in self._screen.display]

    def status_line(self) -> str:
        return self._row_text(self.rows - 1)

    def cursor_row(self) -> int:
        return int(self._screen.cursor.y)

    def cells(self, row: int) -> list[tuple[str, str]]:
        """Return each character of a row with its colour, `default` where it has none.

        A line break ends the row.
        """
        cells = self._screen.buffer[row]
        return [
            *((cells[column].data, str(cells[column].fg)) for column in range(COLUMNS)),
            ("\n", "default"),
        ]

    def send(self, keys: str) -> None:
        self._process.send(keys)

    def act(self, keys: str, done: Callable[[], bool]) -> None:
        """Send keys, then wait until the program has answered and `done` holds on a still screen.

        The program must write something in answer, if only a moved cursor.
        """
        self.send(keys)
        self.wait(done, answer=True)

    def wait(self, done: Callable[[], bool], *, answer: bool = False) -> None:
        """Wait until `done` holds and the screen stands still; raise TerminalError if never.

        With `answer`, something must come from the program first.
        """
        deadline = time.monotonic() + self.patience
        answered = not answer
        while time.monotonic() < deadline:
            if self._read():
                answered = True
            elif answered and done():
                return
        raise TerminalError("the program was not done in time:\n" + self.screen())

    def screen(self) -> str:
        """Return the visible text without the blank rows at the end, the status line last."""
        *body, status = self.lines()
        while body and not body[-1]:
            body.pop()
        return "\n".join([*body, status])

    def close(self) -> None:
        self._process.close(force=True)

    def _read(self) -> bool:
        try:
            data = self._process.read_nonblocking(65536, timeout=QUIET_SECONDS)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            raise TerminalError("the program has ended:\n" + self.screen()) from None
        self._stream.feed(data)
        return True

    def _row_text(self, row: int) -> str:
        cells = self._screen.buffer[row]
        return "".join(cells[column].data for column in range(COLUMNS)).rstrip()
