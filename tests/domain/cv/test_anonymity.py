"""The anonymity set: exact, of people and not of CVs, and never smaller after a coarser choice."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.people import Person, seeker
from webapp.domain.cv.actions import delete_cv
from webapp.domain.cv.anonymity import (
    Coarser,
    Shown,
    coarser_choices,
    shared_traits,
    traits_of,
)
from webapp.domain.cv.indexing import index_cv
from webapp.domain.cv.leak_decisions import coarsen
from webapp.domain.cv.models import Cv, CvTrait
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import BIRTH_YEAR, Detail, Section, State
from webapp.domain.cv.traits import anonymity_set, renew_traits
from webapp.domain.reference.queries import occupation_group

SHOWN = st.builds(
    Shown,
    birth_year=st.sampled_from([None, "1985", "1990"]),
    gender=st.sampled_from([None, "woman", "man"]),
    places=st.lists(st.sampled_from(["1280", "1281", "12", "14", "1480", "se"]), unique=True).map(
        tuple
    ),
    occupations=st.lists(st.sampled_from(["svets", "kock"]), unique=True).map(tuple),
)


def wanting(
    places: Iterable[str] = ("1280",),
    occupations: Iterable[str] = ("Svetsare",),
    state: State = State.ANONYMOUS,
    choices: Iterable[str] = (),
    **values: object,
) -> Person:
    content = {"places": list(places), "occupations": list(occupations)}
    person = seeker(state, sections=[Section("wanted", False, content)], **values)
    person.choose(anonymous=choices)
    return person


def size(person: Person) -> int:
    return anonymity_set(person.cv_id, person.account_id)[0]


@given(one=SHOWN, other=SHOWN)
def test_coarser_choices_never_make_the_set_smaller(one: Shown, other: Shown) -> None:
    assert shared_traits(one) <= traits_of(one)
    for coarser in coarser_choices(one).values():
        assert shared_traits(coarser) <= traits_of(one)
        if shared_traits(one) <= traits_of(other):
            assert shared_traits(coarser) <= traits_of(other)


@pytest.mark.promise("cv.anonymous.leak-warning")
def test_the_set_is_counted_as_the_definition_says(database_url: str) -> None:
    kinds = [
        {"places": places, "occupations": occupations, "choices": choices, "birth_date": born}
        for places, occupations, choices, born in itertools.product(
            (["1280"], ["1280", "14"], ["12"], ["se"], []),
            (["Svetsare"], ["Kock"], []),
            ([], [BIRTH_YEAR]),
            ("1985-02-03", "1990-02-03"),
        )
    ]
    people = [wanting(**kind) for kind in kinds]
    shown = [
        Shown(
            birth_year=kind["birth_date"][:4] if kind["choices"] else None,
            places=tuple(kind["places"]),
            occupations=tuple(map(occupation_group, kind["occupations"])),
        )
        for kind in kinds
    ]
    for person, own in list(zip(people, shown, strict=True))[::7]:
        number, after = anonymity_set(person.cv_id, person.account_id)
        assert number == sum(shared_traits(own) <= traits_of(each) for each in shown)
        for choice, coarser in coarser_choices(own).items():
            alike = [shared_traits(coarser) <= traits_of(each) for each in shown]
            alike[people.index(person)] = True
            assert after[choice] == sum(alike)


def test_one_person_counts_once_and_only_active_cvs_do(database_url: str) -> None:
    mine = wanting()
    assert size(mine) == 1
    other = wanting(state=State.PUBLIC)
    wanting(account_id=other.account_id)
    wanting(account_id=mine.account_id)
    assert size(mine) == 2
    inactive = wanting(state=State.INACTIVE)
    assert size(mine) == 2
    assert size(inactive) == 3
    inactive.switch(State.ANONYMOUS)
    assert size(mine) == 3
    inactive.switch(State.INACTIVE)
    delete_cv(other.cv_id, other.account_id)
    assert size(mine) == 2


def test_traits_follow_choices_and_details(database_url: str) -> None:
    mine = wanting(choices=[BIRTH_YEAR], birth_date="1985-04-12")
    other = wanting(choices=[BIRTH_YEAR], birth_date="1990-01-01")
    assert size(mine) == 1
    before = Cv.get_by_id(other.cv_id).updated_at
    save_details(other.account_id, {Detail.BIRTH_DATE: "1985-09-09"})
    assert size(mine) == 2
    assert Cv.get_by_id(other.cv_id).updated_at == before
    other.choose()
    # The other's year is not shown any more, so by what is shown they are not alike.
    assert size(mine) == 1


@pytest.mark.promise("cv.anonymous.leak-warning")
@pytest.mark.parametrize("choice", Coarser)
def test_a_coarser_choice_does_what_was_said(database_url: str, choice: Coarser) -> None:
    for place, occupation in (("12", "Svetsare"), ("1281", "Svetsare"), ("14", "Svetsare")):
        wanting([place], [occupation])
    mine = wanting(
        ["1280"], choices=[BIRTH_YEAR, "gender"], birth_date="1985-04-12", gender="woman"
    )
    for person in range(2):
        wanting(["1280"], choices=[BIRTH_YEAR, "gender"][person:], birth_date="1985-04-12",
                gender="woman")  # fmt: skip
    promised = anonymity_set(mine.cv_id, mine.account_id)[1][choice]
    coarsen(mine.cv_id, mine.account_id, choice)
    number, after = anonymity_set(mine.cv_id, mine.account_id)
    assert number == promised
    assert choice not in after


def test_other_names_of_an_occupation_are_the_same_group(database_url: str) -> None:
    mine = wanting(occupations=["Sjuksköterska"])
    wanting(occupations=["legitimerad sjuksköterska"])
    wanting(occupations=["nurse"])
    wanting(occupations=["Kock"])
    assert size(mine) == 3
    assert occupation_group("Tomtenisse") == occupation_group("tomtenissen")


def test_somebody_elses_set_is_none(database_url: str) -> None:
    mine, other = wanting(), wanting()
    assert anonymity_set(mine.cv_id, other.account_id) == (0, {})


def test_traits_are_no_words_and_are_renewed_where_they_are_missing(database_url: str) -> None:
    mine, _ = wanting(), wanting()
    kept = {(row.cv_id, row.trait) for row in CvTrait.select()}
    assert all(len(trait) == 16 and trait.isalnum() for _, trait in kept)
    CvTrait.delete().where(CvTrait.cv_id == mine.cv_id).execute()
    assert renew_traits() == 1
    assert {(row.cv_id, row.trait) for row in CvTrait.select()} == kept
    assert renew_traits() == 0
    cv = cv_of_owner(mine.cv_id, mine.account_id)
    assert cv is not None
    index_cv(cv)
    assert {(row.cv_id, row.trait) for row in CvTrait.select()} == kept
