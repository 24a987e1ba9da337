"""Reads the full-text index of open job ads, and follows it as it changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Order, Query

from webapp.adapters.job_counts import counts
from webapp.adapters.job_document import shown_of
from webapp.adapters.job_index import WORDS_FILE, open_index
from webapp.adapters.job_query import RequestQueries, SearchRequest
from webapp.adapters.job_schema import seconds
from webapp.adapters.similar_jobs import SimilarRequest, similar_query
from webapp.adapters.word_counts import WordCounts
from webapp.base import clock

ANSWERS_KEPT = 128


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``shown`` is what ``IndexedAd.shown`` was; ``counts`` has hits by value for each name asked.

    A criterion's own counts are those of the hits that there would be without it.
    """

    total: int
    shown: list[dict[str, Any]]
    counts: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True, eq=False)
class _Opened:
    """The index as of one commit; no ad in it closes before ``first_closing``, in seconds."""

    searcher: tantivy.Searcher
    first_closing: float

    def some_closed(self, now: datetime) -> bool:
        """Whether an ad in it may have closed at an aware moment."""
        return self.first_closing <= seconds(now)


def _opened(searcher: tantivy.Searcher) -> _Opened:
    closing = searcher.aggregate(Query.all_query(), {"first": {"min": {"field": "closes"}}})
    first = closing["first"]["value"]
    return _Opened(searcher, float("inf") if first is None else first)


class JobIndexReader:
    """Searches the current generation, and follows it when the writer commits or it is replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = folder / "current"
        self._lock = threading.Lock()
        self._seen: tuple[Any, ...] = ()
        self._index: tantivy.Index | None = None
        self._opened: _Opened | None = None
        self._answer = lru_cache(maxsize=ANSWERS_KEPT)(self._search)

    def generation(self) -> str:
        """Changes whenever an answer might: the key of everything cached from this index."""
        self._follow()
        return "-".join(map(str, self._seen))

    def search(self, request: SearchRequest) -> SearchResult:
        """What a request finds. The answer is shared, and not to be changed."""
        opened = self._follow()
        if opened is None:
            return SearchResult(0, [], {name: {} for name in request.counted})
        # Ads close as days end, so within a day and generation the answer stays the same.
        return self._answer(opened, clock.today(), request)

    def _search(self, opened: _Opened, _today: date, request: SearchRequest) -> SearchResult:
        searcher = opened.searcher
        queries = RequestQueries(request, some_closed=opened.some_closed(request.now))
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

    def similar(self, wanted: SimilarRequest) -> Iterator[tuple[float, dict[str, Any]]]:
        """How like one ad the most alike are, best first, and what is shown of each."""
        opened = self._follow()
        if opened is None:
            return
        query = similar_query(wanted, some_closed=opened.some_closed(wanted.now))
        # The ad itself is among them, most of the time.
        found = opened.searcher.search(query, wanted.limit + 1, count=False)
        for score, address in found.hits:
            shown = _shown(opened.searcher, address)
            if shown["id"] != wanted.ad_id:
                yield float(score), shown

    def words(self) -> WordCounts:
        """In how many ads each word stands; empty where there is no index."""
        self._follow()
        if not self._seen:
            return WordCounts()
        path = self._folder / self._seen[0] / WORDS_FILE
        return _words_of(path, path.stat().st_mtime_ns if path.exists() else 0)

    def _follow(self) -> _Opened | None:
        seen = _state(self._pointer)
        if seen == self._seen:
            return self._opened
        with self._lock:
            if seen != self._seen and seen:
                if self._index is None or seen[0] != (self._seen or ("",))[0]:
                    try:
                        index = open_index(self._folder / seen[0])
                    except ValueError:
                        # Of another release, or just replaced: what was open serves until the
                        # writer has built one of this layout.
                        return self._opened
                    self._index = index
                self._index.reload()
                self._opened = _opened(self._index.searcher())
                # The searcher of an answer keeps files of its time open.
                self._answer.cache_clear()
                self._seen = seen
        return self._opened


@lru_cache(maxsize=1)
def _words_of(path: Path, changed: int) -> WordCounts:
    return WordCounts.read(path)


def _shown(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> dict[str, Any]:
    return shown_of(bytes(searcher.doc(address).get_first("shown") or b""))


def _state(pointer: Path) -> tuple[Any, ...]:
    """What tells one commit of one generation from another; empty where there is no index."""
    try:
        seen = pointer.stat()
        name, meta = _named_in(pointer, seen.st_mtime_ns, seen.st_ino)
        committed = meta.stat()
    except FileNotFoundError:
        return ()
    return name, committed.st_mtime_ns, committed.st_ino


# Each request asks several times, and the file is replaced as a whole.
@lru_cache(maxsize=4)
def _named_in(pointer: Path, changed: int, inode: int) -> tuple[str, Path]:
    """The generation that the pointer names, and the file that each commit replaces."""
    name = pointer.read_text()
    return name, pointer.parent / name / "meta.json"
