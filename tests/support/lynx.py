"""lynx, driven by the numbers that it can write before links and fields."""

from __future__ import annotations

import re

from tests.support.terminal import TerminalError
from tests.support.text_browser import TextBrowser, place_after_label, words_pattern
from tests.support.tools import program

# What lynx says in its last line while it waits for a key.
AT_REST = re.compile(
    r"^\(|^Commands: |^-- press space|Enter text\.|Use right-arrow|^Choice list|^Option list"
)
NUMBER = re.compile(r"\[(\d+)\]")
# lynx writes a button element as "([7]BUTTON) words", or with its value in place of BUTTON,
# and an input as "[7]words".
BUTTON_MARK = re.compile(r"\((\[\d+\])[^()\[\]]+\)\s*")
# Stands before the number of each button element once its mark is taken out.
BUTTON = "\ue000"
DOWN, UP, LEFT = "\x1b[B", "\x1b[A", "\x1b[D"
ERASE_LINE = "\x15"
RELOAD = "\x12"

CONFIGURATION = """\
ALERTSECS:0
ASSUME_CHARSET:utf-8
CHARACTER_SET:utf-8
DEFAULT_KEYPAD_MODE:LINKS_AND_FIELDS_ARE_NUMBERED
DEFAULT_USER_MODE:INTERMEDIATE
ENABLE_LYNXRC:FALSE
EXTERNAL:http:{address_program} %s:TRUE
EXTERNAL:https:{address_program} %s:TRUE
INFOSECS:0
MESSAGESECS:0
NO_PAUSE:TRUE
SET_COOKIES:{cookies}
ACCEPT_ALL_COOKIES:TRUE
SHOW_CURSOR:TRUE
"""


class Lynx(TextBrowser):
    rows = 1000
    _hand_over_key = ","

    def screen(self) -> str:
        return NUMBER.sub("", super().screen())

    def all_text(self) -> str:
        return " ".join(NUMBER.sub("", self._numbered_text()).split())

    def fill(self, label_text: str, value: str) -> None:
        self._go_to(self._number_after(label_text))
        self.terminal.act("\r", self._in_text_field)
        self.terminal.send(ERASE_LINE)
        for index, line in enumerate(value.splitlines()):
            if index:
                self.terminal.act("\r", self._in_text_field)
                self.terminal.send(ERASE_LINE)
            self.terminal.act(line, self._in_text_field)
        self.terminal.act("\t", self._at_rest)

    def choose(self, label_text: str, option: str, *, last: bool = False) -> None:
        self._go_to(self._number_after(label_text, last=last))
        self.terminal.act("\r", lambda: "(Choice list)" in self.terminal.status_line())
        rows = [
            row
            for row, line in enumerate(self.terminal.lines())
            if re.search(rf"\d+: (\(\d+\)_*)?{words_pattern(option).pattern}\s+x", line)
        ]
        if not rows:
            raise TerminalError(f"no option {option!r}:\n{self.screen()}")
        while (row := self.terminal.cursor_row()) != rows[0]:
            self.terminal.act(DOWN if row < rows[0] else UP, self._at_rest)
        self.terminal.act("\r", lambda: "(Option list)" in self.terminal.status_line())

    def tick(self, label_text: str) -> None:
        text = self._numbered_text()
        pattern = rf"\[(\d+)\][\[(][ X*][\])]\s*{words_pattern(label_text).pattern}"
        found = re.search(pattern, text)
        if not found:
            raise TerminalError(f"no box before {label_text!r}:\n{self.screen()}")
        self._go_to(int(found.group(1)))
        self.terminal.act("\r", self._at_rest)

    def press(self, button_text: str) -> None:
        text = BUTTON_MARK.sub(rf"{BUTTON}\1", self._numbered_text())
        # A link may have the same words and stand before it.
        is_marked = re.search(rf"{BUTTON}\[\d+\]{words_pattern(button_text).pattern}", text)
        self._activate(text, button_text, BUTTON if is_marked else "")

    def follow(self, link_text: str) -> None:
        self._activate(self._numbered_text(), link_text)

    def back(self) -> None:
        self.terminal.act(LEFT, self._at_rest)

    def go_to(self, url: str) -> None:
        self.terminal.act("g", lambda: "URL to open:" in self.terminal.status_line())
        self.terminal.act(f"{ERASE_LINE}{url}\r", self._at_rest)
        # It may show what it remembers of the address.
        self.terminal.act(RELOAD, self._at_rest)

    def _prepare(self) -> None:
        configuration = CONFIGURATION.format(
            address_program=self._address_program(), cookies=str(self._cookies).upper()
        )
        (self._home / "lynx.cfg").write_text(configuration)

    def _command(self, url: str) -> list[str]:
        # -tna: keys are commands until Return opens a text field, so that numbers never end up
        # in one.
        return [
            program("lynx"),
            f"-cfg={self._home / 'lynx.cfg'}",
            "-nocolor",
            "-tna",
            "-number_links",
            "-number_fields",
            url,
        ]

    def _activate(self, text: str, words: str, mark: str = "") -> None:
        """Go to the link or button with these words, or else the first that begins with them."""
        beginning = rf"{mark}\[(\d+)\]{words_pattern(words).pattern}"
        found = re.search(rf"{beginning}\s*(?:\n|\[|{BUTTON}|$)", text) or re.search(
            beginning, text
        )
        if not found:
            raise TerminalError(f"no link or button {words!r}:\n{self.screen()}")
        self._go_to(int(found.group(1)))
        self.terminal.act("\r", self._at_rest)

    def _at_rest(self) -> bool:
        return bool(AT_REST.search(self.terminal.status_line()))

    def _in_text_field(self) -> bool:
        return "Enter text" in self.terminal.status_line()

    def _numbered_text(self) -> str:
        lines = self.terminal.lines()
        if re.search(r"\(p\d+ of \d+\)$", lines[0]):
            raise TerminalError(f"the page is longer than {self.rows} rows")
        return "\n".join(lines[:-1])

    def _number_after(self, label_text: str, *, last: bool = False) -> int:
        text = self._numbered_text()
        end = place_after_label(text, label_text, last=last)
        number = NUMBER.search(text, end) if end is not None else None
        if not number:
            raise TerminalError(f"no field after {label_text!r}:\n{self.screen()}")
        return int(number.group(1))

    def _go_to(self, number: int) -> None:
        # The first digit opens a prompt, which throws away what was typed before it stood.
        digits = str(number)
        self.terminal.act(digits[0], lambda: "number:" in self.terminal.status_line())
        self.terminal.act(digits[1:] + "g\r", self._at_rest)
