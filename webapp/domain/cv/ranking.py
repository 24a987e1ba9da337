"""The order of CVs found: fixed weights, then the day of the last change, then its lot.

It uses no statistics of the collection, which would move when a CV that one may not see comes or
goes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyroaring import BitMap

from webapp.base.db import is_postgresql
from webapp.domain.cv.facets import PERIOD, days_of_periods, ranks_of_days
from webapp.domain.cv.postings import LAST, members_between, read

# So few that their places are looked up one by one; of more, days are counted first.
FEW = 400
AT_A_TIME = 500
IN_ORDER = (
    "SELECT id, rank FROM findable_cv WHERE rank >= ? AND (rank, id) < (?, ?) "
    "ORDER BY rank DESC, id DESC LIMIT ?"
)
NEWEST = {
    False: "SELECT id FROM findable_cv WHERE id IN (SELECT value FROM json_each(?)) ",
    True: "SELECT id FROM findable_cv WHERE id = ANY(CAST(? AS bigint[])) ",
}


def by_score(found: BitMap, weighed: Iterable[tuple[int, BitMap]]) -> list[BitMap]:
    """What is found in groups of equal score, best first.

    The score of a CV is the sum of the weights of the sets that it is in.
    """
    groups: Mapping[int, BitMap] = {0: found}
    for weight, members in weighed:
        parted: defaultdict[int, BitMap] = defaultdict(BitMap)
        for score, group in groups.items():
            inside = group & members
            parted[score + weight] |= inside
            parted[score] |= group - inside
        groups = {score: group for score, group in parted.items() if group}
    return [groups[score] for score in sorted(groups, reverse=True)]


def page_of(groups: Iterable[BitMap], start: int, size: int) -> list[int]:
    """The ids at places ``start`` to ``start + size``, newest first within each group."""
    ids: list[int] = []
    for group in groups:
        if start < len(group):
            ids += _newest(group, start, size - len(ids))
        start = max(0, start - len(group))
        if len(ids) == size:
            break
    return ids


def _newest(group: BitMap, start: int, size: int) -> list[int]:
    """Some ids of a group by their places, without sorting more of it than needed."""
    if len(group) > FEW:
        periods = members_between(f":{PERIOD}:", f":{PERIOD}:{LAST}")
        group, start, chosen = _around(group, start, size, periods)
        if len(group) > FEW:
            days = members_between(*days_of_periods(chosen[-1], chosen[0]))
            group, start, chosen = _around(group, start, size, days)
        if len(group) > FEW:
            return _newest_of_days(group, start, size, chosen)
    ids = list(group)
    statement = NEWEST[is_postgresql()] + "ORDER BY rank DESC, id DESC LIMIT ? OFFSET ?"
    rows = read(statement, [ids if is_postgresql() else json.dumps(ids), size, start])
    return [row[0] for row in rows]


def _newest_of_days(group: BitMap, start: int, size: int, days: list[str]) -> list[int]:
    """The same where very many were changed on one day: reads in order until the page is full.

    By lot within a day, those of the group are spread evenly among all of that day.
    """
    least, end = ranks_of_days(days[-1], days[0])
    ids: list[int] = []
    last = (end, 0)
    while len(ids) < start + size:
        rows = read(IN_ORDER, [least, *last, AT_A_TIME])
        ids += [cv_id for cv_id, _ in rows if cv_id in group]
        if len(rows) < AT_A_TIME:
            break
        last = (rows[-1][1], rows[-1][0])
    return ids[start : start + size]


def _around(
    group: BitMap, start: int, size: int, spells: Mapping[str, BitMap]
) -> tuple[BitMap, int, list[str]]:
    """Those of a group in the spells of time that hold the places sought, with where they start.

    Beside them, the tokens of these spells, newest first.
    """
    kept = BitMap()
    chosen: list[str] = []
    for token in sorted(spells, reverse=True):
        part = group & spells[token]
        if not chosen and start >= len(part):
            start -= len(part)
            continue
        kept |= part
        chosen.append(token)
        if len(kept) >= start + size:
            break
    return kept, start, chosen
