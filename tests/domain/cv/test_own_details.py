"""A person's own details: what a CV needs of them, and that all else is a choice."""

from __future__ import annotations

import pytest

from tests.support.people import CANARY, seeker
from webapp.domain.cv.actions import DetailsMissingError, NoSuchCvError, create_cv, delete_cv
from webapp.domain.cv.own_details import has_required_details, own_details, save_details
from webapp.domain.cv.queries import cvs_of
from webapp.domain.cv.rules import REQUIRED, Detail, State
from webapp.domain.cv.terms import rewrite_terms

pytestmark = pytest.mark.usefixtures("database_url")


@pytest.mark.promise("cv.personal-data-choice")
@pytest.mark.parametrize("missing", REQUIRED)
def test_a_cv_needs_name_and_address(missing: Detail) -> None:
    save_details(1, {**CANARY, missing: None})
    assert not has_required_details(1)
    with pytest.raises(DetailsMissingError) as refused:
        create_cv(1, "Svetsare", "sv")
    assert refused.value.missing == (missing,)
    assert cvs_of(1) == []


@pytest.mark.promise("cv.personal-data-choice")
def test_a_cv_needs_nothing_else() -> None:
    save_details(1, {Detail.NAME: "Moa Ek", Detail.ADDRESS: "Ekvägen 1"})
    create_cv(1, "Svetsare", "sv")
    assert [cv.state for cv in cvs_of(1)] == [State.INACTIVE]


def test_name_and_address_stay_while_there_is_a_cv() -> None:
    person = seeker()
    for detail in REQUIRED:
        with pytest.raises(DetailsMissingError):
            save_details(person.account_id, {detail: ""})
    assert own_details(person.account_id) == person.details
    save_details(person.account_id, {Detail.PHONE: None})
    assert Detail.PHONE not in own_details(person.account_id)
    delete_cv(person.cv_id, person.account_id)
    save_details(person.account_id, {Detail.NAME: None})
    assert Detail.NAME not in own_details(person.account_id)


def test_nobody_deletes_anothers_cv() -> None:
    person = seeker(State.PUBLIC)
    with pytest.raises(NoSuchCvError):
        delete_cv(person.cv_id, person.account_id + 1)
    assert len(cvs_of(person.account_id)) == 1


def test_the_full_text_table_can_be_rewritten() -> None:
    seeker(State.PUBLIC)
    rewrite_terms()
