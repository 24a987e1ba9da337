"""Keeps each page that the tests have seen, so that slow validators can read them all at once."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from tests.support.page_rules import TOKEN_FIELD

_TOKEN_INPUT = re.compile(rf'<input\b[^>]*\bname="{TOKEN_FIELD}"[^>]*>')
_VALUE = re.compile(r'\bvalue="[^"]*"')


class PageStore:
    """A directory of pages, each kept once under the hash of its content.

    Several processes may write to it at the same time. Beside each `<hash>.html` stands
    `<hash>.url` with the address it was first fetched from.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)

    def keep(self, url: str, html: str) -> Path:
        """Store a page unless it is there already, and return its file.

        Form tokens are new in each response; they are blanked so that one page is kept once.
        """
        html = _TOKEN_INPUT.sub(lambda tag: _VALUE.sub('value="x"', tag.group()), html)
        path = self.directory / f"{hashlib.sha256(html.encode()).hexdigest()[:24]}.html"
        if not path.exists():
            path.with_suffix(".url").write_text(url, encoding="utf-8")
            unfinished = path.with_suffix(f".{os.getpid()}")
            unfinished.write_text(html, encoding="utf-8")
            unfinished.replace(path)
        return path

    def pages(self) -> list[Path]:
        return sorted(self.directory.glob("*.html"))

    def url_of(self, page: Path) -> str:
        return page.with_suffix(".url").read_text(encoding="utf-8")
