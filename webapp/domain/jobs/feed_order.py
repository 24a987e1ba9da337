"""Which of two things that a feed says of an ad is newer: pure. All times are aware.

Records come late, twice and out of order: a stream overlaps the one before, and a snapshot may be
read after it. What is newer where they come from counts, whenever it arrives; a record that names
no time counts as newest.
"""

from __future__ import annotations

from datetime import datetime

# Fewer than these may well be gone between two snapshots, however few there are.
FEW_GONE = 20


def is_outdated(told: datetime | None, kept: datetime | None) -> bool:
    """Whether an ad as of one moment is older than the one that is kept."""
    return told is not None and kept is not None and told < kept


def outlasts(removed: datetime | None, told: datetime | None) -> bool:
    """Whether an ad as of a moment stays removed.

    Feeds cut the time of a removal to its second, so it counts to the end of that.
    """
    return removed is not None and told is not None and told <= end_of_second(removed)


def end_of_second(moment: datetime) -> datetime:
    """The last microsecond of a moment's second."""
    return moment.replace(microsecond=999_999)


def too_many_gone(open_before: int, gone: int, *, is_empty: bool) -> bool:
    """Whether a snapshot lacks so many open ads that it is rather a fault than the truth."""
    return gone > 0 and (is_empty or (gone > FEW_GONE and gone * 2 > open_before))
