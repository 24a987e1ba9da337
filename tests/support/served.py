"""A site that runs as its users run it, with the real ads brought in by the real command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.html_tree import HtmlTree
from tests.support.server import running_site
from tests.support.tools import PROJECT_DIRECTORY

TOTAL = re.compile(r'data-total="(\d+)"')
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Fetched:
    """An answer, read as text."""

    url: str
    status: int
    text: str

    @property
    def total(self) -> int:
        """How many hits a search page says there are."""
        found = TOTAL.search(self.text)
        assert found, f"{self.url} says no total"
        return int(found.group(1))

    def hits(self) -> list[tuple[str, str]]:
        """The headline and the address of each hit, in their order."""
        tree = HtmlTree.of_page(self.text, self.url)
        links = [article.find(".//a") for article in tree.named("article")]
        return [
            (" ".join("".join(link.itertext()).split()), link.attrib["href"])
            for link in links
            if link is not None
        ]


@dataclass(frozen=True)
class ServedSite:
    """A site that `stepstone run` serves from its own instance folder."""

    url: str
    instance: Path
    environment: dict[str, str]

    def fetch(self, path: str) -> Fetched:
        """Fetch a path of the site; an error status is an answer like any other."""
        try:
            with OPENER.open(self.url + path, timeout=PATIENCE_SECONDS) as response:
                return Fetched(self.url + path, response.status, response.read().decode("utf-8"))
        except urllib.error.HTTPError as error:
            with error:
                return Fetched(self.url + path, error.code, error.read().decode("utf-8"))

    def stepstone(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line on this instance while the site runs."""
        return subprocess.run(
            [sys.executable, "-m", "webapp.cli", *arguments],
            cwd=PROJECT_DIRECTORY,
            env=os.environ | {"STEPSTONE_INSTANCE": str(self.instance)} | self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def import_records(self, *records: dict[str, Any]) -> None:
        """Import these ads and wait until the site has taken note of them."""
        feed = self.instance / "feed.jsonl"
        feed.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
        done = self.stepstone("import", "jobtech", str(feed))
        assert done.returncode == 0, done.stderr

    def seconds_until_total(self, path: str, total: int) -> float:
        """Wait until a search has this many hits and return how long it took."""
        started = time.monotonic()
        while (seen := self.fetch(path).total) != total:
            waited = time.monotonic() - started
            assert waited < PATIENCE_SECONDS, f"{path} has {seen} hits, not {total}"
            time.sleep(0.02)
        return time.monotonic() - started


@contextmanager
def served_site(instance: Path, **environment: str) -> Iterator[ServedSite]:
    """Start a site on this folder with its demo ads; `environment` is added to its own."""
    with running_site(instance, environment) as site:
        yield ServedSite(site.url, instance, environment)
