"""What owners decide about findings is carried out and remembered, and goes with the CV."""

from __future__ import annotations

import pytest

from tests.support.people import Person, seeker
from webapp.domain.cv.actions import (
    NoSuchCvError,
    UndecidedFindingsError,
    delete_cv,
    erase_cvs_of,
    save_cv,
    switch_state,
)
from webapp.domain.cv.leak_checks import findings_of, key_of, open_findings, open_findings_of
from webapp.domain.cv.leak_decisions import decide, keep_all
from webapp.domain.cv.leak_edits import Choice, Decision, EmptyTitleError, TooLongError
from webapp.domain.cv.leaks import LeakKind
from webapp.domain.cv.models import Cv, CvTrait, KeptFinding
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import Section, State

TITLE = "Svetsare Zwifteberg"
TEXT = "Jag heter Qanarya Zwifteberg, och det var på Plåtverket AB jag började."
JOB = {"title": "Svetsare", "employer": "Plåtverket AB", "highlights": ["Zwifteberg", "Lugn"]}
SECTIONS = (
    Section("summary", False, {"text": TEXT}),
    Section("experience", False, {"items": [JOB, {"url": "https://exempel.se"}]}),
    Section("references", False, {"text": "Qanarya Zwifteberg"}),
)
KEEP, REMOVE = Decision(Choice.KEEP), Decision(Choice.REMOVE)


def writer(title: str = TITLE, **values: object) -> Person:
    return seeker(title=title, sections=SECTIONS, **values)


def keys(person: Person) -> list[str]:
    return [key_of(each) for each in findings_of(person.cv_id, person.account_id)]


def stored(person: Person) -> Cv:
    cv = cv_of_owner(person.cv_id, person.account_id)
    assert cv is not None
    return cv


def write(person: Person, text: str) -> None:
    save_cv(
        person.cv_id,
        person.account_id,
        title="Svetsare",
        language="sv",
        sections=[Section("summary", False, {"text": text})],
    )


@pytest.mark.promise("cv.anonymous.leak-warning")
def test_findings_stand_in_their_places(database_url: str) -> None:
    person = writer()
    found = findings_of(person.cv_id, person.account_id)
    assert [(each.text.kind, each.text.field, each.text.line, each.found) for each in found] == [
        ("title", "title", None, "Zwifteberg"),
        ("summary", "text", None, "Qanarya Zwifteberg"),
        ("summary", "text", None, "Plåtverket AB"),
        ("experience", "employer", None, "Plåtverket AB"),
        ("experience", "highlights", 0, "Zwifteberg"),
        ("experience", "url", None, "https://exempel.se"),
    ]


@pytest.mark.promise("cv.anonymous.leak-warning")
def test_no_cv_goes_anonymous_with_something_undecided(database_url: str) -> None:
    person = writer()
    for left in range(6, 0, -1):
        with pytest.raises(UndecidedFindingsError) as refused:
            person.switch(State.ANONYMOUS)
        assert refused.value.number == left
        assert stored(person).state == State.INACTIVE
        decide(person.cv_id, person.account_id, {keys(person)[0]: KEEP})
    person.switch(State.ANONYMOUS)
    assert stored(person).state == State.ANONYMOUS


def test_other_states_ask_nothing(database_url: str) -> None:
    person = writer()
    person.switch(State.PUBLIC)
    with pytest.raises(UndecidedFindingsError):
        person.switch(State.ANONYMOUS)
    assert stored(person).state == State.PUBLIC
    person.switch(State.INACTIVE)


@pytest.mark.promise("cv.anonymous.leak-warning")
def test_decisions_change_exactly_what_they_are_about(database_url: str) -> None:
    person = writer()
    title, name, company, employer, line, link = keys(person)
    instead = Decision(Choice.REPLACE, "en verkstad i Skåne")
    decisions = {title: REMOVE, name: KEEP, company: instead, employer: instead}
    assert decide(person.cv_id, person.account_id, decisions | {line: REMOVE, link: REMOVE}) == 6
    cv = stored(person)
    summary, experience, references = cv.sections
    assert cv.title == "Svetsare"
    assert summary["text"] == TEXT.replace("Plåtverket AB", "en verkstad i Skåne")
    assert experience["items"] == [
        {"title": "Svetsare", "employer": "en verkstad i Skåne", "highlights": ["Lugn"]}
    ]
    assert references["text"] == "Qanarya Zwifteberg"
    assert findings_of(person.cv_id, person.account_id) == []


@pytest.mark.parametrize(("words", "left"), [("Större plåtslageri", 0), ("Zwiftebergs Plåt", 1)])
def test_own_words_in_place_of_a_name_are_asked_about_only_if_they_tell(
    database_url: str, words: str, left: int
) -> None:
    job = {"items": [{"employer": "Plåtverket AB"}]}
    person = seeker(sections=[Section("experience", False, job)])
    instead = dict.fromkeys(keys(person), Decision(Choice.REPLACE, words))
    decide(person.cv_id, person.account_id, instead)
    assert stored(person).sections[0]["items"] == [{"employer": words}]
    assert open_findings(person.cv_id, person.account_id) == left


@pytest.mark.promise("cv.anonymous.leak-warning")
def test_what_is_kept_is_not_asked_again_until_it_changes(database_url: str) -> None:
    person = seeker(sections=[Section("summary", False, {"text": "Fråga Qanarya."})])
    keep_all(person.cv_id, person.account_id, keys(person))
    person.switch(State.ANONYMOUS)
    write(person, "Ny mening först. Fråga Qanarya.")
    assert open_findings(person.cv_id, person.account_id) == 0
    write(person, "Fråga Qanarya Zwifteberg.")
    assert open_findings(person.cv_id, person.account_id) == 1
    assert open_findings_of(person.account_id) == {person.cv_id: 1}
    assert stored(person).state == State.ANONYMOUS


def test_what_was_kept_and_is_gone_is_forgotten(database_url: str) -> None:
    person = seeker(sections=[Section("summary", False, {"text": "Fråga Qanarya."})])
    keep_all(person.cv_id, person.account_id, keys(person))
    write(person, "Ring Zwifteberg.")
    keep_all(person.cv_id, person.account_id, keys(person))
    write(person, "Fråga Qanarya.")
    assert open_findings(person.cv_id, person.account_id) == 1


def test_a_decision_about_a_text_that_has_changed_is_left_out(database_url: str) -> None:
    person = seeker(sections=[Section("summary", False, {"text": "Fråga Qanarya."})])
    old = keys(person)
    write(person, "Fråga alltid Qanarya.")
    assert decide(person.cv_id, person.account_id, dict.fromkeys(old, REMOVE)) == 0
    assert stored(person).sections[0]["text"] == "Fråga alltid Qanarya."


def test_what_cant_be_done_changes_nothing(database_url: str) -> None:
    person = writer("Zwifteberg")
    title, name, *_ = keys(person)
    before = (stored(person).title, stored(person).sections)
    with pytest.raises(EmptyTitleError):
        decide(person.cv_id, person.account_id, {title: REMOVE, name: REMOVE})
    with pytest.raises(TooLongError):
        decide(person.cv_id, person.account_id, {title: Decision(Choice.REPLACE, "x" * 121)})
    assert (stored(person).title, stored(person).sections) == before
    assert KeptFinding.select().count() == 0


def test_somebody_elses_findings_are_none(database_url: str) -> None:
    person, other = writer(), writer()
    assert findings_of(person.cv_id, other.account_id) == []
    with pytest.raises(NoSuchCvError):
        decide(person.cv_id, other.account_id, dict.fromkeys(keys(person), KEEP))


def test_the_words_of_a_public_cv_are_found(database_url: str) -> None:
    said = "Jag svetsade hela skrovet till en färja utan ett enda fel."
    public = seeker(sections=[Section("summary", False, {"text": said})])
    switch_state(public.cv_id, public.account_id, State.PUBLIC)
    other = seeker(
        sections=[Section("summary", False, {"text": f"Sant: {said}"})],
        account_id=public.account_id,
    )
    [found] = findings_of(other.cv_id, other.account_id)
    assert (found.kind, found.found) == (LeakKind.COPY, said.rstrip("."))
    switch_state(public.cv_id, public.account_id, State.INACTIVE)
    assert findings_of(other.cv_id, other.account_id) == []


@pytest.mark.promise("cv.delete")
@pytest.mark.parametrize("whole_account", [True, False])
def test_what_was_kept_goes_with_the_cv(database_url: str, whole_account: bool) -> None:
    person, other = writer(), writer()
    for each in (person, other):
        keep_all(each.cv_id, each.account_id, keys(each))
        each.switch(State.ANONYMOUS)
    if whole_account:
        erase_cvs_of(person.account_id)
    else:
        delete_cv(person.cv_id, person.account_id)
    for table in (KeptFinding, CvTrait):
        assert {row.cv_id for row in table.select()} == {other.cv_id}


def test_kept_words_cant_be_read_in_the_database(database_url: str) -> None:
    person = writer()
    keep_all(person.cv_id, person.account_id, keys(person))
    kept = {row.fingerprint for row in KeptFinding.select()}
    assert len(kept) == 6
    assert all(len(each) == 16 and each.isalnum() for each in kept)
