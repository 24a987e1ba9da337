"""Postings are what active CVs say at every moment, and pages of them are in the one order."""

from __future__ import annotations

import random
from datetime import date
from itertools import chain

import pytest
from pyroaring import BitMap

from tests.domain.cv.test_at_once import database, in_turn
from tests.support.people import SECTIONS, Person, seeker
from tests.support.postings import due, posted
from webapp.base.db import transaction
from webapp.domain.cv.actions import delete_cv, erase_cvs_of, save_cv
from webapp.domain.cv.facets import standing_marks
from webapp.domain.cv.models import FindableCv
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.postings import SPAN, Change, change_postings, members_of
from webapp.domain.cv.ranking import by_score, page_of
from webapp.domain.cv.rules import Detail, Section, State, new_rank

__all__ = ["database"]
WORDS = "svetsare snickare c++ göteborg node.js varvsarbete tio år".split()


def change_at_random(person: Person, chance: random.Random) -> None:
    text = " ".join(chance.choices(WORDS, k=4))
    sections = [Section("skills", chance.random() < 0.3, {"text": text}), *SECTIONS[:2]]
    changes = (
        lambda: save_cv(
            person.cv_id, person.account_id, title=text, language="sv", sections=sections
        ),
        lambda: person.switch(chance.choice(list(State))),
        lambda: person.choose([Detail.TOWN], third_countries=chance.random() < 0.5),
        lambda: save_details(person.account_id, {Detail.NAME: chance.choice(WORDS)}),
    )
    chance.choice(changes)()


@pytest.mark.promise("cv.switch-any-time")
@pytest.mark.promise("cv.delete")
@pytest.mark.parametrize("seed", range(3))
def test_postings_are_what_active_cvs_say_after_any_changes(database_url: str, seed: int) -> None:
    chance = random.Random(seed)
    people = [seeker(state) for state in State]
    for _ in range(25):
        change_at_random(chance.choice(people), chance)
        assert posted() == due()
    delete_cv(people[0].cv_id, people[0].account_id)
    assert posted() == due()
    for person in people[1:]:
        erase_cvs_of(person.account_id)
    assert posted() == {}


def test_a_token_is_found_on_both_sides_of_where_spans_meet(database_url: str) -> None:
    ids = [SPAN - 1, SPAN, 5 * SPAN]
    with transaction():
        change_postings([Change(each, frozenset(), frozenset({"ord"})) for each in ids])
    assert list(members_of(["ord", "inget"])["ord"]) == ids
    with transaction():
        change_postings([Change(SPAN, frozenset({"ord"}), frozenset())])
    assert posted() == {"ord": {SPAN - 1, 5 * SPAN}}


@pytest.mark.promise("cv.switch-any-time")
def test_two_changes_at_once_are_both_in_the_postings(database: None) -> None:
    first, second = seeker(State.PUBLIC), seeker(State.PUBLIC)
    in_turn(lambda: first.switch(State.INACTIVE), lambda: second.switch(State.INACTIVE))
    assert posted() == {}


def store_dated(count: int, chance: random.Random, crowding: int) -> dict[int, int]:
    """Active CVs without words, changed on few or many days; their places by their ids."""
    days = [
        date(2026, 11, 1).toordinal() - int(90 * chance.random() ** crowding) for _ in range(count)
    ]
    ranks = {number: new_rank(date.fromordinal(day)) for number, day in enumerate(days, start=1)}
    with transaction():
        for number, rank in ranks.items():
            FindableCv.insert(id=number, account_id=1, rank=rank, third_countries=False).execute()
        change_postings(
            Change(number, frozenset(), frozenset(standing_marks(rank, third_countries=False)))
            for number, rank in ranks.items()
        )
    return ranks


@pytest.mark.parametrize("crowding", [1, 3, 12])
def test_pages_are_in_the_order_of_score_and_day_however_many_match(
    database_url: str, crowding: int
) -> None:
    chance = random.Random(5)
    ranks = store_dated(1500, chance, crowding)
    sets = [BitMap(chance.sample(list(ranks), size)) for size in (1200, 300, 7)]
    found, weighed = BitMap(ranks), list(zip((4, 2, 1), sets, strict=True))

    def place(number: int) -> tuple[int, int]:
        return -sum(weight for weight, each in weighed if number in each), -ranks[number]

    order = sorted(ranks, key=place)
    groups = by_score(found, weighed)
    starts = [0, 20, 640, 1000, 1480, *(chance.randrange(1500) for _ in range(10))]
    for start in starts:
        assert page_of(groups, start, 20) == order[start : start + 20]
    pages = [page_of(groups, start, 100) for start in range(0, 1600, 100)]
    assert list(chain.from_iterable(pages)) == order
