"""The full-text index of open job ads: one writer per machine, any number of readers.

``<folder>/current`` names the generation in use, a folder beside it; ``rebuild`` makes a new one
and renames the pointer. Ad text enters as the terms that ``webapp.base.text`` makes of it, so the
index itself only splits at spaces. Everything that a list of hits shows is stored in it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import tantivy

from webapp.adapters import job_document, job_schema
from webapp.adapters.job_document import IndexedAd, document_of
from webapp.adapters.job_schema import SCHEMA, closed_by
from webapp.adapters.word_counts import WordCounts
from webapp.base import text as analyser

FOLLOWING_MEMORY_BYTES = 64 << 20
# Every search looks into each segment, and a builder with room makes few and large ones.
BUILDING_MEMORY_BYTES = 384 << 20
WORDS_FILE = "words.json"


def open_index(folder: Path) -> tantivy.Index:
    """Opens the index in a folder that exists.

    Raises:
        ValueError: the index there has another schema, or its files are gone.
    """
    index = tantivy.Index(SCHEMA, path=str(folder))
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("whitespace", spaces)
    index.config_reader(reload_policy="manual")
    return index


def _layout() -> str:
    own = (Path(module.__file__ or "") for module in (job_schema, job_document))
    sources = [Path(__file__), *own, *analyser.SOURCES]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


# Of the code that this process runs: a release may be put in its place while it does.
_LAYOUT = _layout()


def layout_version() -> str:
    """Changes with the analyser and the index code, after which an index is built anew."""
    return _LAYOUT


class JobIndexWriter:
    """The one writer of a generation. ``note`` is kept with each commit and read back."""

    def __init__(self, folder: Path, memory_bytes: int = FOLLOWING_MEMORY_BYTES) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._index = open_index(folder)
        self._writer = self._index.writer(memory_bytes, num_threads=1)
        self._words = WordCounts.read(folder / WORDS_FILE)

    @property
    def note(self) -> dict[str, Any]:
        return read_note(self.folder)

    def put(self, ad: IndexedAd) -> None:
        """Adds an ad, or replaces it."""
        self.remove(ad.id)
        words = {zone: analyser.analysed_words(content) for zone, content in ad.zones.items()}
        self._words.add(word for found in words.values() for word in found)
        self._writer.add_document(document_of(ad, words))

    def remove(self, ad_id: int) -> None:
        self._writer.delete_documents_by_term("id", ad_id)

    def remove_closed(self, now: datetime) -> None:
        """Removes the ads that closed before a moment."""
        self._writer.delete_documents_by_query(closed_by(now))

    def commit(self, note: dict[str, Any]) -> None:
        """Makes the changes visible to readers, then keeps the note.

        A crash in between leaves the older note, so what led here is done once more.
        """
        self._writer.commit()
        write_durably(self.folder / "note.json", json.dumps(note))
        if self._words.have_grown:
            write_durably(self.folder / WORDS_FILE, self._words.written())

    def close(self) -> None:
        self._writer.wait_merging_threads()


def current_generation(folder: Path) -> Path | None:
    """The folder of the generation in use, or None where there is none of this layout."""
    try:
        name = (folder / "current").read_text()
    except FileNotFoundError:
        return None
    path = folder / name
    return path if name.startswith(layout_version()) and path.is_dir() else None


def read_note(folder: Path) -> dict[str, Any]:
    """What was noted with a generation's last commit; empty before the first."""
    path = folder / "note.json"
    note: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return note


@contextmanager
def new_generation(folder: Path) -> Iterator[JobIndexWriter]:
    """Builds a generation beside the one in use; at the end it takes its place.

    Interrupted, it leaves the one in use as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _one_builder(folder):
        path = folder / f"{layout_version()}-{os.urandom(4).hex()}"
        writer = JobIndexWriter(path, BUILDING_MEMORY_BYTES)
        try:
            try:
                yield writer
            finally:
                # Its threads must not write into a folder that is being removed.
                writer.close()
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise
        write_durably(folder / "current", path.name)
        for other in folder.iterdir():
            if other.is_dir() and other.name != path.name:
                shutil.rmtree(other, ignore_errors=True)


@contextmanager
def _one_builder(folder: Path) -> Iterator[None]:
    # Whoever finishes removes the other generations, also one that is just being built.
    with (folder / "rebuild.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_durably(path: Path, content: str) -> None:
    """Replaces a small file as a whole, and has it on disk before returning."""
    new = path.with_suffix(".new")
    with new.open("w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
