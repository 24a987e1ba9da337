"""What the postings of CVs hold, and what they should."""

from __future__ import annotations

from collections import defaultdict

from pyroaring import BitMap

from webapp.domain.cv.indexing import found_by, terms_of
from webapp.domain.cv.models import Cv, CvPosting, FindableCv
from webapp.domain.cv.rules import State


def posted() -> dict[str, set[int]]:
    """The ids of CVs by token, as stored."""
    held: defaultdict[str, set[int]] = defaultdict(set)
    for row in CvPosting.select():
        members = BitMap.deserialize(bytes(row.members))
        assert members, row.token
        held[row.token] |= set(members)
    return dict(held)


def due() -> dict[str, set[int]]:
    """The ids of CVs by token, made anew from all that people wrote and chose."""
    made: defaultdict[str, set[int]] = defaultdict(set)
    for cv in Cv.select().where(Cv.state != State.INACTIVE.value):
        rank = FindableCv.get_by_id(cv.id).rank
        for token in found_by(terms_of(cv), rank, third_countries=cv.third_countries):
            made[token].add(cv.id)
    return dict(made)
