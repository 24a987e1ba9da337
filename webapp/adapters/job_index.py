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
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Order, Query

from webapp.adapters import job_document, job_schema
from webapp.adapters.job_counts import counts
from webapp.adapters.job_document import IndexedAd, document_of
from webapp.adapters.job_query import RequestQueries, SearchRequest
from webapp.adapters.job_schema import SCHEMA, seconds
from webapp.adapters.similar_jobs import SimilarRequest, similar_query
from webapp.adapters.word_counts import WordCounts
from webapp.base import clock
from webapp.base import text as analyser

WRITER_MEMORY_BYTES = 64 << 20
WORDS_FILE = "words.json"
ANSWERS_KEPT = 128


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``shown`` is what ``IndexedAd.shown`` was; ``counts`` has hits by value for each name asked.

    A criterion's own counts are those of the hits that there would be without it.
    """

    total: int
    shown: list[dict[str, Any]]
    counts: dict[str, dict[str, int]]


def _open(folder: Path) -> tantivy.Index:
    """Opens the index in a folder that exists.

    Raises:
        ValueError: the index there has another schema, or its files are gone.
    """
    index = tantivy.Index(SCHEMA, path=str(folder))
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("whitespace", spaces)
    index.config_reader(reload_policy="manual")
    return index


def layout_version() -> str:
    """Changes with the analyser and the index code, after which an index is built anew."""
    own = (Path(module.__file__ or "") for module in (job_schema, job_document))
    sources = [Path(__file__), *own, *analyser.SOURCES]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


class JobIndexWriter:
    """The one writer of a generation. ``note`` is kept with each commit and read back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._index = _open(folder)
        self._writer = self._index.writer(WRITER_MEMORY_BYTES, num_threads=1)
        self._words = WordCounts.read(folder / WORDS_FILE)

    @property
    def note(self) -> dict[str, Any]:
        return read_note(self.folder)

    def put(self, ad: IndexedAd) -> None:
        """Adds an ad, or replaces it."""
        self.remove(ad.id)
        words = {zone: analyser.words(content) for zone, content in ad.zones.items()}
        self._words.add(word for found in words.values() for word in found)
        self._writer.add_document(document_of(ad, words))

    def remove(self, ad_id: int) -> None:
        self._writer.delete_documents_by_term("id", ad_id)

    def remove_closed(self, now: datetime) -> None:
        """Removes the ads that closed before a moment."""
        self._writer.delete_documents_by_query(
            Query.range_query(SCHEMA, "closes", FieldType.Integer, upper_bound=seconds(now))
        )

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


class JobIndexReader:
    """Searches the current generation, and follows it when the writer commits or it is replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: tuple[Any, ...] = ()
        self._index: tantivy.Index | None = None
        self._searcher: tantivy.Searcher | None = None
        self._answer = lru_cache(maxsize=ANSWERS_KEPT)(self._search)

    def generation(self) -> str:
        """Changes whenever an answer might: the key of everything cached from this index."""
        self._follow()
        return "-".join(map(str, self._seen))

    def search(self, request: SearchRequest) -> SearchResult:
        """What a request finds. The answer is shared, and not to be changed."""
        searcher = self._follow()
        if searcher is None:
            return SearchResult(0, [], {name: {} for name in request.counted})
        # Ads close as days end, so within a day and generation the answer stays the same.
        return self._answer(searcher, clock.today(), request)

    def _search(
        self, searcher: tantivy.Searcher, _today: date, request: SearchRequest
    ) -> SearchResult:
        queries = RequestQueries(request)
        if request.sort == "relevance":
            # The publication day only breaks ties: its logarithm hardly moves within a year.
            order: dict[str, Any] = {"weight_by_field": "published_day"}
        elif request.sort == "deadline":
            order = {"order_by_field": "deadline_key", "order": Order.Asc}
        else:
            order = {"order_by_field": "newest_key", "order": Order.Desc}
        # The library asks for at least one hit even where only the counts are wanted.
        limit = max(1, request.limit)
        found = searcher.search(queries.without(), limit, offset=request.offset, **order)
        shown = [_shown(searcher, address) for _, address in found.hits[: request.limit]]
        total = int(found.count or 0)  # type: ignore[attr-defined]
        return SearchResult(total, shown, counts(searcher, queries, request, total))

    def similar(self, wanted: SimilarRequest) -> list[tuple[float, dict[str, Any]]]:
        """How like one ad the most alike are, best first, and what is shown of each."""
        searcher = self._follow()
        if searcher is None:
            return []
        hits = searcher.search(similar_query(wanted), wanted.limit, count=False).hits
        return [(float(score), _shown(searcher, address)) for score, address in hits]

    def words(self) -> WordCounts:
        """In how many ads each word stands; empty where there is no index."""
        self._follow()
        if not self._seen:
            return WordCounts()
        path = self._folder / self._seen[0] / WORDS_FILE
        return _words_of(path, path.stat().st_mtime_ns if path.exists() else 0)

    def _follow(self) -> tantivy.Searcher | None:
        seen = _state(self._folder)
        if seen == self._seen:
            return self._searcher
        with self._lock:
            if seen != self._seen and seen:
                if self._index is None or seen[0] != (self._seen or ("",))[0]:
                    try:
                        index = _open(self._folder / seen[0])
                    except ValueError:
                        # Of another release, or just replaced: what was open serves until the
                        # writer has built one of this layout.
                        return self._searcher
                    self._index = index
                self._index.reload()
                self._searcher = self._index.searcher()
                # The searcher of an answer keeps files of its time open.
                self._answer.cache_clear()
                self._seen = seen
        return self._searcher


@lru_cache(maxsize=1)
def _words_of(path: Path, changed: int) -> WordCounts:
    return WordCounts.read(path)


def _shown(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(bytes(searcher.doc(address).get_first("shown") or b"{}"))
    return shown


def _state(folder: Path) -> tuple[Any, ...]:
    try:
        name = (folder / "current").read_text()
        meta = (folder / name / "meta.json").stat()
    except FileNotFoundError:
        return ()
    return name, meta.st_mtime_ns, meta.st_ino


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
        writer = JobIndexWriter(path)
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
