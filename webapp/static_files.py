"""Static files under names that change with their content, compressed once, cached for ever."""

from __future__ import annotations

import hashlib
import tempfile
import time
from importlib.resources import files
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from webapp.headers import add_security_headers

PREFIX = "/static/"
# What pages with htmx load: our own script in the same file, so that it costs no further request.
LIVE_SCRIPT = "live.js"
KEPT_SECONDS = 30 * 24 * 3600


def publish(folder: Path) -> dict[str, str]:
    """Writes the static files into ``folder`` under hashed names; returns name → published name.

    Others that were published within 30 days stay, for pages loaded before an update.
    """
    folder.mkdir(parents=True, exist_ok=True)
    published = {}
    for source, content in _contents().items():
        stem, _, suffix = source.rpartition(".")
        name = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"
        published[source] = name
        if not (folder / name).exists():
            _publish_one(content, folder, name)
    for path in folder.iterdir():
        current = any(path.name.startswith(name) for name in published.values())
        if not current and path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)
    return published


def _publish_one(content: bytes, folder: Path, name: str) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        copy = Path(scratch) / name
        copy.write_bytes(content)
        list(Compressor(quiet=True).compress(str(copy)))
        # The plain file comes last, so whoever sees it finds its compressed forms beside it.
        for made in sorted(Path(scratch).iterdir(), key=lambda path: path.name == name):
            made.replace(folder / made.name)


def _contents() -> dict[str, bytes]:
    own = [entry for entry in (files("webapp") / "static").iterdir() if entry.is_file()]
    contents = {entry.name: entry.read_bytes() for entry in own}
    htmx = files("js_lib_htmx") / "static" / "htmx" / "htmx.min.js"
    return contents | {LIVE_SCRIPT: htmx.read_bytes() + b"\n" + contents["site.js"]}


def init_app(app: Flask) -> dict[str, str]:
    """Serves the static files; returns name → address."""
    settings = app.config["SETTINGS"]
    folder = settings.instance / "static"
    published = publish(folder)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(folder),
        prefix=PREFIX,
        immutable_file_test=lambda path, url: True,
        allow_all_origins=False,
        add_headers_function=lambda headers, path, url: add_security_headers(
            headers, https=settings.https
        ),
    )
    return {name: PREFIX + hashed for name, hashed in published.items()}
