"""Which release is running: part of every page's ETag, and of what health reports."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable


def _contents(folder: Traversable) -> bytes:
    digest = hashlib.sha256()
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir() and entry.name != "__pycache__":
            digest.update(_contents(entry))
        elif entry.name.endswith((".py", ".html", ".css", ".js", ".svg", ".mo", ".toml", ".csv")):
            digest.update(entry.name.encode() + entry.read_bytes())
    return digest.digest()


VERSION = version("stepstone")
# Two builds of one version differ in their pages when they differ in their files.
RELEASE = f"{VERSION}-{_contents(files('webapp')).hex()[:12]}"
