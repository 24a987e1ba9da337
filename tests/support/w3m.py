"""w3m, driven by moving its cursor to the place on the screen where the words are."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial

from tests.support.terminal import TerminalError
from tests.support.text_browser import TextBrowser, place_after_label, words_pattern
from tests.support.tools import program

# With display_lineinfo the last line begins like this while w3m waits for a key.
AT_REST = re.compile(r"(\d+)/(\d+) \(\d+%\)")
PROMPT = re.compile(r"^(TEXT|PASSWORD|FILENAME):", re.IGNORECASE)
LINK_COLOUR, FORM_COLOUR = "blue", "red"
ERASE_LINE = "\x15"
BOX = re.compile(r"[\[(][ *][\])]\s*$")

# w3m gives the file to edit as the last argument.
EDITOR = """\
#!/bin/sh
for last; do :; done
cp "{home}/value" "$last"
touch "{home}/edited"
"""

OPTIONS = {
    "active_color": "0",
    "anchor_color": LINK_COLOUR,
    "color": "1",
    "confirm_qq": "0",
    "display_charset": "UTF-8",
    "display_lineinfo": "1",
    "form_color": FORM_COLOUR,
    "use_history": "0",
    "use_mouse": "0",
    "visited_anchor": "0",
}


@dataclass(frozen=True)
class PageText:
    """The text of a whole page, and the line, column (both from 0) and colour of each character."""

    text: str
    places: list[tuple[int, int]]
    colours: list[str]


class W3m(TextBrowser):
    # No more are used by w3m, whatever the terminal has.
    rows = 200
    _hand_over_key = "M"

    def all_text(self) -> str:
        return " ".join(self._page().text.split())

    def fill(self, label_text: str, value: str) -> None:
        self._move_to(self._field_after(label_text))
        # A textarea opens the editor, which puts the value there by itself.
        (self._home / "value").write_text(value, encoding="utf-8")
        edited = self._home / "edited"
        edited.unlink(missing_ok=True)
        self.terminal.act("\r", lambda: self._at_prompt() or (edited.exists() and self._at_rest()))
        if self._at_prompt():
            self.terminal.act(ERASE_LINE + value + "\r", self._at_rest)

    def choose(self, label_text: str, option: str, *, last: bool = False) -> None:
        self._move_to(self._field_after(label_text, last=last))
        self.terminal.act("\r", lambda: any("┌" in line for line in self.terminal.lines()))
        rows = [
            row
            for row, line in enumerate(self.terminal.lines())
            if re.search(rf"│{words_pattern(option).pattern}\s*│", line)
        ]
        if not rows:
            raise TerminalError(f"no option {option!r}:\n{self.screen()}")
        while (row := self.terminal.cursor_row()) != rows[0]:
            self.terminal.act("j" if row < rows[0] else "k", self._at_rest)
        self.terminal.act("\r", self._at_rest)

    def tick(self, label_text: str) -> None:
        page = self._page()
        for label in words_pattern(label_text).finditer(page.text):
            if box := BOX.search(page.text, 0, label.start()):
                self._move_to(page.places[box.start() + 1])
                self.terminal.act("\r", self._at_rest)
                return
        raise TerminalError(f"no box before {label_text!r}:\n{self.screen()}")

    def press(self, button_text: str) -> None:
        self._activate(button_text, FORM_COLOUR)

    def follow(self, link_text: str) -> None:
        self._activate(link_text, LINK_COLOUR)

    def back(self) -> None:
        self.terminal.act("B", self._at_rest)

    def go_to(self, url: str) -> None:
        self.terminal.act("U", lambda: self.terminal.status_line().startswith("Goto URL:"))
        self.terminal.act(f"{ERASE_LINE}{url}\r", self._at_rest)

    def _prepare(self) -> None:
        (self._home / "config").write_text("")
        editor = self._home / "editor"
        editor.write_text(EDITOR.format(home=self._home))
        editor.chmod(0o700)

    def _command(self, url: str) -> list[str]:
        options = OPTIONS | {
            "editor": str(self._home / "editor"),
            "extbrowser": str(self._address_program()),
            "use_cookie": str(int(self._cookies)),
            "accept_cookie": str(int(self._cookies)),
        }
        cookies = "-cookie" if self._cookies else "-no-cookie"
        command = [program("w3m"), "-config", str(self._home / "config"), cookies]
        for name, value in options.items():
            command += ["-o", f"{name}={value}"]
        return [*command, url]

    def _at_rest(self) -> bool:
        return bool(AT_REST.search(self.terminal.status_line()))

    def _at_prompt(self) -> bool:
        return bool(PROMPT.search(self.terminal.status_line()))

    def _activate(self, words: str, colour: str) -> None:
        """Go to what has this colour and these words, or else the first that begins with them."""
        page = self._page()
        beginnings = [
            found
            for found in words_pattern(words).finditer(page.text)
            if page.colours[found.start()] == colour and page.colours[found.start() - 1] != colour
        ]
        whole = [found for found in beginnings if page.colours[found.end()] != colour]
        if not beginnings:
            raise TerminalError(f"no link or button {words!r}:\n{self.screen()}")
        self._move_to(page.places[(whole or beginnings)[0].start()])
        self.terminal.act("\r", self._at_rest)

    def _page(self) -> PageText:
        """Read the page from its top to its end, scrolling where it is longer than the screen."""
        page = PageText("", [], [])
        text: list[str] = []
        if self._top() > 0:
            self._move_to((0, 0))
        total = self._line_info()[1]
        line = 0
        while True:
            top = self._top()
            for row in range(line - top, min(self.rows - 1, total - top)):
                for column, (character, colour) in enumerate(self.terminal.cells(row)):
                    text.append(character)
                    page.places.append((top + row, column))
                    page.colours.append(colour)
            line = top + self.rows - 1
            if line >= total:
                return replace(page, text="".join(text))
            self.terminal.act(" ", partial(self._is_below, top))

    def _is_below(self, top: int) -> bool:
        return self._at_rest() and self._top() > top

    def _field_after(self, label_text: str, *, last: bool = False) -> tuple[int, int]:
        page = self._page()
        end = place_after_label(page.text, label_text, last=last)
        if end is not None:
            for index in range(end, len(page.text)):
                if page.colours[index] == FORM_COLOUR:
                    return page.places[index]
        raise TerminalError(f"no field after {label_text!r}:\n{self.screen()}")

    def _move_to(self, place: tuple[int, int]) -> None:
        line, column = place
        # Line number and G, start of line, then so many steps to the right.
        keys = f"{line + 1}G^" + (f"{column}l" if column else "")
        self.terminal.act(keys, lambda: self._at_rest() and self._line_info()[0] == line)

    def _line_info(self) -> tuple[int, int]:
        """Return the line of the page that the cursor is on, from 0, and how many there are."""
        info = AT_REST.search(self.terminal.status_line())
        if not info:
            raise TerminalError(f"w3m does not wait for a key:\n{self.screen()}")
        return int(info.group(1)) - 1, int(info.group(2))

    def _top(self) -> int:
        """Return the line of the page that is at the top of the screen."""
        return self._line_info()[0] - self.terminal.cursor_row()
