"""lynx and w3m as a person uses them: reads the screen, fills forms and follows links by words."""

from __future__ import annotations

import os
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from tests.support.terminal import Terminal, TerminalError

NAMES = ("lynx", "w3m")

# The file appears in one step, so it is never read half written.
NOTE_ADDRESS = """\
#!/bin/sh
printf "%s" "$1" >"{file}.unfinished"
mv "{file}.unfinished" "{file}"
"""


class TextBrowser(ABC):
    """A text browser with no configuration but the one given here, and cookies off unless asked.

    Words are those on the screen; white space and line breaks between them count as one space.
    Where the same words stand twice, the first is meant; of labels, the first whole one. Each
    method returns when the browser is at rest, or raises TerminalError with the screen.
    """

    def __init__(self, url: str, home: Path, *, cookies: bool = False) -> None:
        self._home = home
        self._cookies = cookies
        self._prepare()
        environment = {
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "TERM": "vt102",
            "TMPDIR": str(home),
        }
        self.terminal = Terminal(self._command(url), environment, rows=self.rows)
        self.terminal.wait(self._at_rest)

    def screen(self) -> str:
        """Return the page as it is laid out on the screen, the browser's status line last."""
        return self.terminal.screen()

    @abstractmethod
    def all_text(self) -> str:
        """Return the words of the whole page, with one space between them."""

    @abstractmethod
    def fill(self, label_text: str, value: str) -> None:
        """Type into the field after the label, in place of what it holds; lines for a textarea."""

    @abstractmethod
    def choose(self, label_text: str, option: str, *, last: bool = False) -> None:
        """Choose an option of the select after the label, or after the last of these labels."""

    @abstractmethod
    def tick(self, label_text: str) -> None:
        """Switch the checkbox or choose the radio button that stands right before the label."""

    @abstractmethod
    def press(self, button_text: str) -> None:
        """Press the button with these words."""

    @abstractmethod
    def follow(self, link_text: str) -> None:
        """Follow the link with these words, or else the first that begins with them."""

    @abstractmethod
    def back(self) -> None:
        """Go back to the page before."""

    @abstractmethod
    def go_to(self, url: str) -> None:
        """Open an address that one has heard of, keeping what cookies there are."""

    def current_url(self) -> str:
        """Return the address of the current page, as the browser hands it to other programs."""
        self._address_file.unlink(missing_ok=True)
        self.terminal.act(self._hand_over_key, self._at_rest)
        deadline = time.monotonic() + self.terminal.patience
        while not self._address_file.exists():
            if time.monotonic() > deadline:
                raise TerminalError("no address was handed over:\n" + self.screen())
            time.sleep(0.01)
        self.terminal.wait(self._at_rest)
        return self._address_file.read_text()

    def quit(self) -> None:
        self.terminal.close()

    # Far taller than a window, so that most pages are seen without scrolling.
    rows: ClassVar[int]
    _hand_over_key: ClassVar[str]

    @property
    def _address_file(self) -> Path:
        return self._home / "address"

    def _address_program(self) -> Path:
        """Write the program that notes the address it is given, and return its path."""
        program = self._home / "note-address"
        program.write_text(NOTE_ADDRESS.format(file=self._address_file))
        program.chmod(0o700)
        return program

    @abstractmethod
    def _prepare(self) -> None:
        """Write the configuration into the home directory."""

    @abstractmethod
    def _command(self, url: str) -> list[str]: ...

    @abstractmethod
    def _at_rest(self) -> bool:
        """Tell from the screen whether the browser waits for a key."""


@contextmanager
def text_browser(name: str, url: str, *, cookies: bool = False) -> Iterator[TextBrowser]:
    """Give the browser `lynx` or `w3m` on this address and quit it at the end.

    Raises MissingToolError when it is not installed.
    """
    # They need this module's base class, so they cannot be imported before it exists.
    from tests.support.lynx import Lynx
    from tests.support.w3m import W3m

    browsers: dict[str, type[TextBrowser]] = {"lynx": Lynx, "w3m": W3m}
    with TemporaryDirectory(prefix="stepstone-test-browser-") as home:
        browser = browsers[name](url, Path(home), cookies=cookies)
        try:
            yield browser
        finally:
            browser.quit()


def words_pattern(text: str) -> re.Pattern[str]:
    """Return a pattern of these words with any white space between them."""
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()))


def place_after_label(text: str, label: str, *, last: bool = False) -> int | None:
    """Where a field's label ends: a whole line or up to the field, or else words of a longer one.

    None where the words do not stand in the text.
    """
    words = words_pattern(label)
    whole = re.finditer(rf"(?m)^\s*{words.pattern}(?=\s*$|\s*\[)", text)
    found = [*whole] or [*words.finditer(text)]
    return found[-1 if last else 0].end() if found else None
