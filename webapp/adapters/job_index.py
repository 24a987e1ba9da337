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
from datetime import datetime
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Document, FieldType, Order, Query, SchemaBuilder

from webapp.adapters import job_query
from webapp.adapters.job_query import WEIGHTS, SearchRequest, request_query, seconds
from webapp.adapters.similar_jobs import SimilarRequest, similar_query
from webapp.base import text as analyser

WRITER_MEMORY_BYTES = 64 << 20
LAST_ID_BITS = 36
NO_DEADLINE_MINUTES = (1 << 26) - 1
COUNTY_LIMIT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedAd:
    """An ad as the index takes it. ``zones`` maps names of ``WEIGHTS`` to text; times are aware."""

    id: int
    zones: dict[str, str]
    county_code: str | None
    municipality_code: str | None
    remote: bool
    published: datetime
    deadline: datetime | None
    closes: datetime | None
    shown: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``shown`` is what ``IndexedAd.shown`` was; ``counties`` counts hits anywhere by county."""

    total: int
    shown: list[dict[str, Any]]
    counties: dict[str, int]


def _schema() -> tantivy.Schema:
    builder = SchemaBuilder()
    for field in WEIGHTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    for field in ("alternates", "tails"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("county", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("municipality", tokenizer_name="raw", index_option="basic")
    # Signed, because deleting by an unsigned field deletes nothing.
    builder.add_integer_field("id", indexed=True)
    builder.add_integer_field("newest_key", fast=True)
    builder.add_integer_field("deadline_key", fast=True)
    builder.add_integer_field("published_day", fast=True)
    builder.add_integer_field("closes", indexed=True, fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def _open(folder: Path) -> tantivy.Index:
    """Opens the index in a folder that exists.

    Raises:
        ValueError: the index there has another schema, or its files are gone.
    """
    index = tantivy.Index(_schema(), path=str(folder))
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("whitespace", spaces)
    index.config_reader(reload_policy="manual")
    return index


def layout_version() -> str:
    """Changes with the analyser and the index code, after which an index is built anew."""
    sources = [Path(__file__), Path(job_query.__file__), *analyser.SOURCES]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


class JobIndexWriter:
    """The one writer of a generation. ``note`` is kept with each commit and read back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._index = _open(folder)
        self._writer = self._index.writer(WRITER_MEMORY_BYTES, num_threads=1)

    @property
    def note(self) -> dict[str, Any]:
        path = self.folder / "note.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def put(self, ad: IndexedAd) -> None:
        """Adds an ad, or replaces it."""
        self.remove(ad.id)
        self._writer.add_document(_document(ad))

    def remove(self, ad_id: int) -> None:
        self._writer.delete_documents_by_term("id", ad_id)

    def remove_closed(self, now: datetime) -> None:
        """Removes the ads that closed before a moment."""
        self._writer.delete_documents_by_query(
            Query.range_query(
                self._index.schema, "closes", FieldType.Integer, upper_bound=seconds(now)
            )
        )

    def commit(self, note: dict[str, Any]) -> None:
        """Makes the changes visible to readers, then keeps the note.

        A crash in between leaves the older note, so what led here is done once more.
        """
        self._writer.commit()
        write_durably(self.folder / "note.json", json.dumps(note))

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

    def generation(self) -> str:
        """Changes whenever an answer might: the key of everything cached from this index."""
        self._follow()
        return "-".join(map(str, self._seen))

    def search(self, request: SearchRequest) -> SearchResult:
        searcher = self._follow()
        if searcher is None or self._index is None:
            return SearchResult(0, [], {})
        schema = self._index.schema
        everywhere = request_query(schema, request, with_place=False)
        here = request_query(schema, request, with_place=True)
        if request.sort == "relevance":
            # The publication day only breaks ties: its logarithm hardly moves within a year.
            order: dict[str, Any] = {"weight_by_field": "published_day"}
        elif request.sort == "deadline":
            order = {"order_by_field": "deadline_key", "order": Order.Asc}
        else:
            order = {"order_by_field": "newest_key", "order": Order.Desc}
        # The library asks for at least one hit even where only the counts are wanted.
        found = searcher.search(here, max(1, request.limit), offset=request.offset, **order)
        shown = [_shown(searcher, address) for _, address in found.hits[: request.limit]]
        total = int(found.count or 0)  # type: ignore[attr-defined]
        return SearchResult(total, shown, _county_counts(searcher, everywhere))

    def similar(self, wanted: SimilarRequest) -> list[tuple[float, dict[str, Any]]]:
        """How like one ad the most alike are, best first, and what is shown of each."""
        searcher = self._follow()
        if searcher is None or self._index is None:
            return []
        query = similar_query(self._index.schema, wanted)
        hits = searcher.search(query, wanted.limit, count=False).hits
        return [(float(score), _shown(searcher, address)) for score, address in hits]

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
                self._seen = seen
        return self._searcher


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


def _document(ad: IndexedAd) -> Document:
    document = Document()
    alternates: dict[str, None] = {}
    tails: dict[str, None] = {}
    for field, content in ad.zones.items():
        words = analyser.words(content)
        document.add_text(field, " ".join(word.stem for word in words))
        for word in words:
            alternates.update(dict.fromkeys(word.alternates))
            tails.update(dict.fromkeys(word.tails))
    document.add_text("alternates", " ".join(alternates))
    document.add_text("tails", " ".join(tails))
    document.add_text("county", ad.county_code or "")
    document.add_text("municipality", ad.municipality_code or "")
    document.add_integer("id", ad.id)
    minutes = seconds(ad.published) // 60
    document.add_integer("newest_key", minutes << LAST_ID_BITS | ad.id)
    last = seconds(ad.deadline) // 60 if ad.deadline else NO_DEADLINE_MINUTES
    document.add_integer("deadline_key", last << LAST_ID_BITS | ad.id)
    document.add_integer("published_day", minutes // (24 * 60))
    if ad.closes:
        document.add_integer("closes", seconds(ad.closes))
    document.add_bytes("shown", json.dumps(ad.shown, ensure_ascii=False).encode())
    return document


def _county_counts(searcher: tantivy.Searcher, query: Query) -> dict[str, int]:
    wanted = {"counties": {"terms": {"field": "county", "size": COUNTY_LIMIT}}}
    buckets = searcher.aggregate(query, wanted)["counties"]["buckets"]
    return {bucket["key"]: int(bucket["doc_count"]) for bucket in buckets if bucket["key"]}
