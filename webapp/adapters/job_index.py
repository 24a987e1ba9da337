"""The full-text index of open job ads: one writer per machine, any number of readers.

``<folder>/current`` names the generation in use, a folder beside it; ``rebuild`` makes a new one
and renames the pointer. Ad text enters as the terms that ``webapp.base.text`` makes of it, so the
index itself only splits at spaces. Everything that a list of hits shows is stored in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Document, FieldType, Occur, Order, Query, SchemaBuilder

from webapp.base import text as analyser
from webapp.base.text import Term, Word

WRITER_MEMORY_BYTES = 64 << 20
LAST_ID_BITS = 36
NO_DEADLINE_MINUTES = (1 << 26) - 1
COUNTY_LIMIT = 30
# Fields that a word is looked for in, by how much a match there says that the ad is about it.
WEIGHTS = {
    "headline": 6.0,
    "occupation": 4.0,
    "employer": 3.0,
    "skills": 2.0,
    "place": 2.0,
    "body": 1.0,
}
PHRASE_FIELDS = ("headline", "employer", "body")
ALTERNATE_WEIGHT = 0.8
TAIL_WEIGHT = 0.5
# A word found in several fields counts once, and a little more.
SEVERAL_FIELDS_BONUS = 0.1


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What to look for. ``sort`` is relevance, newest or deadline; ``offset`` counts hits."""

    terms: tuple[Term, ...] = ()
    county_code: str | None = None
    municipality_code: str | None = None
    sort: str = "newest"
    offset: int = 0
    limit: int = 20
    now: datetime


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``shown`` is what ``IndexedAd.shown`` was; ``counties`` counts hits anywhere by county."""

    total: int
    shown: list[dict[str, Any]]
    counties: dict[str, int]


def _schema() -> tantivy.Schema:
    builder = SchemaBuilder()
    for field in WEIGHTS:
        option = "position" if field in PHRASE_FIELDS else "freq"
        builder.add_text_field(field, tokenizer_name="whitespace", index_option=option)
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
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(), path=str(folder))
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("whitespace", spaces)
    index.config_reader(reload_policy="manual")
    return index


def layout_version() -> str:
    """Changes with the analyser and with this file, after which an index is built anew."""
    sources = [Path(__file__), *map(Path, analyser.SOURCES)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


class JobIndexWriter:
    """The one writer of a generation. ``note`` is kept with each commit and read back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
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
                self._index.schema, "closes", FieldType.Integer, upper_bound=_seconds(now)
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
        everywhere = _query(schema, request, with_place=False)
        here = _query(schema, request, with_place=True)
        if request.sort == "relevance":
            # The publication day only breaks ties: its logarithm hardly moves within a year.
            order: dict[str, Any] = {"weight_by_field": "published_day"}
        elif request.sort == "deadline":
            order = {"order_by_field": "deadline_key", "order": Order.Asc}
        else:
            order = {"order_by_field": "newest_key", "order": Order.Desc}
        found = searcher.search(here, request.limit, offset=request.offset, **order)
        shown = [
            json.loads(bytes(searcher.doc(address).get_first("shown") or b"{}"))
            for _, address in found.hits
        ]
        total = int(found.count or 0)  # type: ignore[attr-defined]
        return SearchResult(total, shown, _county_counts(searcher, everywhere))

    def _follow(self) -> tantivy.Searcher | None:
        seen = _state(self._folder)
        if seen == self._seen:
            return self._searcher
        with self._lock:
            if seen != self._seen and seen:
                if self._index is None or seen[0] != (self._seen or ("",))[0]:
                    self._index = _open(self._folder / seen[0])
                self._index.reload()
                self._searcher = self._index.searcher()
                self._seen = seen
        return self._searcher


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
    path = folder / f"{layout_version()}-{os.urandom(4).hex()}"
    writer = JobIndexWriter(path)
    try:
        yield writer
        writer.close()
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    write_durably(folder / "current", path.name)
    for other in folder.iterdir():
        if other.is_dir() and other.name != path.name:
            shutil.rmtree(other, ignore_errors=True)


def write_durably(path: Path, content: str) -> None:
    """Replaces a small file as a whole, and has it on disk before returning."""
    new = path.with_suffix(".new")
    with new.open("w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


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
    minutes = _seconds(ad.published) // 60
    document.add_integer("newest_key", minutes << LAST_ID_BITS | ad.id)
    last = _seconds(ad.deadline) // 60 if ad.deadline else NO_DEADLINE_MINUTES
    document.add_integer("deadline_key", last << LAST_ID_BITS | ad.id)
    document.add_integer("published_day", minutes // (24 * 60))
    if ad.closes:
        document.add_integer("closes", _seconds(ad.closes))
    document.add_bytes("shown", json.dumps(ad.shown, ensure_ascii=False).encode())
    return document


def _query(schema: tantivy.Schema, request: SearchRequest, *, with_place: bool) -> Query:
    clauses = [
        (Occur.MustNot if term.negated else Occur.Must, _term_query(schema, term))
        for term in request.terms
    ]
    if not any(occur == Occur.Must for occur, _ in clauses):
        clauses.append((Occur.Must, Query.all_query()))
    if with_place and request.municipality_code:
        clauses.append((Occur.Must, _exactly(schema, "municipality", request.municipality_code)))
    if with_place and request.county_code:
        clauses.append((Occur.Must, _exactly(schema, "county", request.county_code)))
    # An ad that closed since the writer last removed closed ones is already out of sight.
    closed = Query.range_query(
        schema, "closes", FieldType.Integer, upper_bound=_seconds(request.now),
        use_inverted_index=True,
    )  # fmt: skip
    return Query.boolean_query([*clauses, (Occur.MustNot, closed)])


def _exactly(schema: tantivy.Schema, field: str, value: str) -> Query:
    return Query.const_score_query(Query.term_query(schema, field, value, "basic"), 0.0)


def _term_query(schema: tantivy.Schema, term: Term) -> Query:
    if term.phrase and len(term.words) > 1:
        stems = [word.stem for word in term.words]
        return _best(
            Query.boost_query(Query.phrase_query(schema, field, list(stems)), WEIGHTS[field])
            for field in PHRASE_FIELDS
        )
    alternatives = [_word_query(schema, word, prefix=term.prefix) for word in term.words]
    return Query.boolean_query([(Occur.Must, each) for each in alternatives])


def _word_query(schema: tantivy.Schema, word: Word, *, prefix: bool) -> Query:
    def found(field: str, value: str) -> Query:
        return Query.term_query(schema, field, value, "freq" if field in WEIGHTS else "basic")

    queries = [
        Query.boost_query(found(field, word.stem), weight) for field, weight in WEIGHTS.items()
    ]
    for form in (word.stem, *word.alternates):
        queries.append(Query.boost_query(found("alternates", form), ALTERNATE_WEIGHT))
    for form in word.alternates:
        queries.append(Query.boost_query(found("headline", form), ALTERNATE_WEIGHT))
    queries.append(Query.boost_query(found("tails", word.stem), TAIL_WEIGHT))
    if prefix:
        pattern = "".join(_escaped(character) for character in word.surface) + ".*"
        queries += [
            Query.boost_query(Query.regex_query(schema, field, pattern), weight)
            for field, weight in WEIGHTS.items()
        ]
    return _best(queries)


def _best(queries: Iterable[Query]) -> Query:
    return Query.disjunction_max_query(list(queries), tie_breaker=SEVERAL_FIELDS_BONUS)


def _escaped(character: str) -> str:
    return character if character.isalnum() else f"\\{character}"


def _county_counts(searcher: tantivy.Searcher, query: Query) -> dict[str, int]:
    wanted = {"counties": {"terms": {"field": "county", "size": COUNTY_LIMIT}}}
    buckets = searcher.aggregate(query, wanted)["counties"]["buckets"]
    return {bucket["key"]: int(bucket["doc_count"]) for bucket in buckets if bucket["key"]}
