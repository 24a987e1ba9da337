"""Static files under names that change with their content, compressed once, cached for ever."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from importlib.resources import files
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from webapp.headers import add_security_headers

PREFIX = "/static/"
KEPT_SECONDS = 30 * 24 * 3600


def publish(folder: Path) -> dict[str, str]:
    """Copies the static files into ``folder`` under hashed names; returns name → published name.

    Those of earlier releases stay for 30 days, for pages that were loaded before an update.
    """
    folder.mkdir(parents=True, exist_ok=True)
    published = {}
    for source in _sources():
        digest = hashlib.sha256(source.read_bytes()).hexdigest()[:10]
        name = f"{source.stem}.{digest}{source.suffix}"
        published[source.name] = name
        if not (folder / name).exists():
            _publish_one(source, folder, name)
    for path in folder.iterdir():
        current = any(path.name.startswith(name) for name in published.values())
        if not current and path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)
    return published


def _publish_one(source: Path, folder: Path, name: str) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        copy = Path(scratch) / name
        shutil.copyfile(source, copy)
        list(Compressor(quiet=True).compress(str(copy)))
        # The plain file comes last, so whoever sees it finds its compressed forms beside it.
        for made in sorted(Path(scratch).iterdir(), key=lambda path: path.name == name):
            made.replace(folder / made.name)


def _sources() -> list[Path]:
    own = [Path(str(entry)) for entry in (files("webapp") / "static").iterdir() if entry.is_file()]
    return [*own, Path(str(files("js_lib_htmx"))) / "static" / "htmx" / "htmx.min.js"]


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
