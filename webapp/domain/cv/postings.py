"""Which active CVs each token stands for, as compressed bitmaps of their ids.

A search joins whole sets of CVs instead of rows, so a word that most CVs have costs as little as a
rare one, and every count is exact. A row holds the CVs of one token within one span of ids, so that
a change of one CV rewrites little. Rows change in the transaction that changes the CV; they hold
ids of active CVs and nothing else of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pyroaring import BitMap

from webapp.base.db import database, is_postgresql
from webapp.domain.cv.models import CvPosting

# As many ids as one container of a bitmap holds.
SPAN = 1 << 16
ROWS_AT_A_TIME = 200
LOCK_KEY = 0x4376_506F  # Any constant will do; it names the lock in PostgreSQL.
LAST = "\U0010ffff"
WRITE = (
    "INSERT INTO cv_posting (token, span, members) VALUES (?, ?, ?) "
    "ON CONFLICT (token, span) DO UPDATE SET members = excluded.members"
)
READ = "SELECT token, members FROM cv_posting WHERE "
BETWEEN = "token >= ? AND token < ?"
# No code within another one: it would count those that are marked more finely, too.
OF_KIND = f"{BETWEEN} AND token NOT LIKE ?"


class Change(NamedTuple):
    """The tokens by which a CV was found, and those by which it is found from now on."""

    cv_id: int
    before: frozenset[str]
    after: frozenset[str]


def hold_postings() -> None:
    """Makes this transaction the only one that changes postings, until its end."""
    if is_postgresql():
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (LOCK_KEY,))


def change_postings(changes: Iterable[Change]) -> None:
    """Writes changes of CVs; call ``hold_postings`` before reading what was there."""
    spans: dict[int, _Span] = {}
    for change in changes:
        span = spans.setdefault(change.cv_id // SPAN, _Span())
        for token in change.after - change.before:
            span.coming[token].append(change.cv_id)
        for token in change.before - change.after:
            span.going[token].append(change.cv_id)
    for number, span in sorted(spans.items()):
        for tokens in _portions(sorted({*span.coming, *span.going})):
            _rewrite(number, tokens, span)


class _Span:
    """What changes among the CVs of one span: ids by token."""

    def __init__(self) -> None:
        self.coming: defaultdict[str, list[int]] = defaultdict(list)
        self.going: defaultdict[str, list[int]] = defaultdict(list)


def _rewrite(number: int, tokens: Sequence[str], span: _Span) -> None:
    here = CvPosting.span == number
    stored = CvPosting.select(CvPosting.token, CvPosting.members).where(
        here, CvPosting.token.in_(tokens)
    )
    members = {token: BitMap.deserialize(bytes(each)) for token, each in stored.tuples()}
    for token in tokens:
        left = members.get(token, BitMap()) - BitMap(span.going[token])
        members[token] = left | BitMap(span.coming[token])
    empty = [token for token, bitmap in members.items() if not bitmap]
    if empty:
        CvPosting.delete().where(here, CvPosting.token.in_(empty)).execute()
    rows = [(token, number, left.serialize()) for token, left in members.items() if left]
    write(WRITE, rows)


def write(statement: str, rows: Sequence[Sequence[object]]) -> None:
    """Runs a statement, which marks each value with ``?`` on either database, for each row."""
    if rows:
        database.cursor().executemany(_in_dialect(statement), rows)


def members_of(tokens: Collection[str]) -> Mapping[str, BitMap]:
    """The active CVs that have each of these tokens; one that nobody has is absent."""
    if not tokens:
        return {}
    places = ", ".join("?" * len(tokens))
    return _united_by_token(read(f"{READ} token IN ({places})", list(tokens)))


def members_between(first: str, end: str) -> Mapping[str, BitMap]:
    """The active CVs that have each token from ``first`` up to ``end``, by code points."""
    return _united_by_token(read(READ + BETWEEN, [first, end]))


def counts_within(found: BitMap, kind: str) -> dict[str, int]:
    """How many of some CVs have each token that is a kind and a single code, by the codes."""
    counts: defaultdict[str, int] = defaultdict(int)
    for token, members in read(READ + OF_KIND, [kind, kind + LAST, f"{kind}%:%"]):
        part = BitMap.deserialize(bytes(members))
        counts[token.removeprefix(kind)] += found.intersection_cardinality(part)
    return {code: count for code, count in counts.items() if count}


def read(statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    """Rows of a statement, which marks each value with ``?`` on either database."""
    rows: list[tuple[Any, ...]] = database.execute_sql(_in_dialect(statement), values).fetchall()
    return rows


def _in_dialect(statement: str) -> str:
    return statement.replace("?", "%s") if is_postgresql() else statement


def united(sets: Iterable[BitMap]) -> BitMap:
    """The CVs that are in one of these sets."""
    return BitMap.union(BitMap(), *sets)


def _united_by_token(rows: Iterable[tuple[str, bytes]]) -> Mapping[str, BitMap]:
    parts: defaultdict[str, list[BitMap]] = defaultdict(list)
    for token, members in rows:
        parts[token].append(BitMap.deserialize(bytes(members)))
    return {token: united(each) for token, each in parts.items()}


def _portions(tokens: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(tokens), ROWS_AT_A_TIME):
        yield tokens[start : start + ROWS_AT_A_TIME]
