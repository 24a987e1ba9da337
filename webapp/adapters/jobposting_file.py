"""Finds the job postings in a file of schema.org JSON or JSON-LD.

It may be one object, an array or one object a line; an object may hold its postings in ``@graph``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from webapp.adapters import feed
from webapp.adapters.feed_reason import Fault, Reason

# One object over many lines has to be read whole; arrays and lines are not bounded by this.
LARGEST_DOCUMENT_BYTES = 16 << 20
TYPE = "JobPosting"
_VOCABULARIES = ("http://schema.org/", "https://schema.org/", "schema:")
_MAY_REFER = ("hiringOrganization", "jobLocation")


def read_postings(path: Path) -> Iterator[feed.Record]:
    """Yields every posting of a file, and what is none with its error.

    Raises:
        FeedError: the file is no feed, or, after its last whole record, it turned out cut short.
    """
    document = _document(path)
    records = iter([feed.Record(1, data=document)]) if document else feed.read_records(path)
    for record in records:
        yield from _postings(record)


def is_posting(data: dict[str, Any]) -> bool:
    """Whether an object says that it is a schema.org JobPosting."""
    declared = data.get("@type")
    types = declared if isinstance(declared, list) else [declared]
    return any(_short(kind) == TYPE for kind in types if isinstance(kind, str))


def _short(kind: str) -> str:
    for vocabulary in _VOCABULARIES:
        kind = kind.removeprefix(vocabulary)
    return kind


def _document(path: Path) -> dict[str, Any] | None:
    """The object that a file is as a whole, or None where it is anything else."""
    if path.stat().st_size > LARGEST_DOCUMENT_BYTES:
        return None
    raw = path.read_bytes().removeprefix(feed.BYTE_ORDER_MARK)
    if not raw.lstrip().startswith(b"{"):
        return None
    try:
        data = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        # Lines, or damaged: the reader of records says which.
        return None
    return data if isinstance(data, dict) else None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _postings(record: feed.Record) -> Iterator[feed.Record]:
    graph = record.data.get("@graph") if record.data else None
    if not isinstance(graph, list):
        yield record
        return
    nodes = [node for node in graph if isinstance(node, dict)]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    postings = [node for node in nodes if is_posting(node)]
    for posting in postings:
        yield feed.Record(record.line, data=_resolved(posting, by_id))
    if not postings:
        yield feed.Record(record.line, error=Reason(Fault.NO_POSTINGS, "@graph"))


def _resolved(posting: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The posting with the nodes that it refers to by their id in place."""

    def whole(value: Any) -> Any:
        if isinstance(value, list):
            return [whole(each) for each in value]
        if isinstance(value, dict) and isinstance(value.get("@id"), str):
            return by_id.get(value["@id"], {}) | value
        return value

    return posting | {name: whole(posting[name]) for name in _MAY_REFER if name in posting}
