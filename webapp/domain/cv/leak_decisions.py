"""Writes of what owners decide about findings, and of coarser choices. Each is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.cv.actions import NoSuchCvError
from webapp.domain.cv.anonymity import Coarser, coarser_places
from webapp.domain.cv.indexing import index_cv
from webapp.domain.cv.leak_checks import (
    all_findings,
    fingerprint_of,
    gives_nothing_away,
    key_of,
    undecided,
)
from webapp.domain.cv.leak_edits import Choice, Decision, Written, edited
from webapp.domain.cv.leaks import Finding
from webapp.domain.cv.models import Cv, KeptFinding
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import BIRTH_YEAR, Detail, Kind, Section, sections_from, stored_sections


def decide(cv_id: int, account_id: int, decisions: Mapping[str, Decision]) -> int:
    """Carries out decisions by the keys of findings; returns how many were still about the text.

    A key whose text has changed meanwhile names nothing any more, so its decision is left out.

    Raises:
        NoSuchCvError: it is not this person's.
        EmptyTitleError, TooLongError: a decision can't be carried out; then none is.
    """
    with transaction():
        cv = _own(cv_id, account_id)
        found = {key_of(each): each for each in undecided(cv)}
        chosen = {found[key]: decision for key, decision in decisions.items() if key in found}
        _keep(cv, [each for each, what in chosen.items() if what.choice is Choice.KEEP])
        written = Written(cv.title, sections_from(cv.sections))
        after = edited(written, chosen)
        if after != written:
            cv.title, cv.sections = after.title, stored_sections(after.sections)
            cv.updated_at = clock.now()
            cv.save()
            index_cv(cv)
            _keep(cv, _own_words(cv, chosen))
        _forget_what_is_gone(cv)
        return len(chosen)


def keep_all(cv_id: int, account_id: int, keys: Iterable[str]) -> None:
    """Keeps every finding that the owner was shown; what has been written since is not among them.

    Raises:
        NoSuchCvError: it is not this person's.
    """
    decide(cv_id, account_id, dict.fromkeys(keys, Decision(Choice.KEEP)))


def coarsen(cv_id: int, account_id: int, choice: Coarser) -> None:
    """Makes what an anonymous CV shows less particular.

    Raises:
        NoSuchCvError: it is not this person's.
    """
    with transaction():
        cv = _own(cv_id, account_id)
        hidden = {Coarser.BIRTH_YEAR: BIRTH_YEAR, Coarser.GENDER: Detail.GENDER.value}.get(choice)
        if hidden is not None:
            cv.anonymous_choices = [each for each in cv.anonymous_choices if each != hidden]
        else:
            sections = [_with_coarser_places(each, choice) for each in sections_from(cv.sections)]
            cv.sections = stored_sections(sections)
            cv.updated_at = clock.now()
        cv.save()
        index_cv(cv)


def _with_coarser_places(section: Section, choice: Coarser) -> Section:
    if section.kind != Kind.WANTED or not section.content.get("places"):
        return section
    places = list(coarser_places(section.content["places"], choice))
    return Section(section.kind, section.hidden, {**section.content, "places": places})


def _own(cv_id: int, account_id: int) -> Any:
    cv = cv_of_owner(cv_id, account_id)
    if cv is None:
        raise NoSuchCvError(cv_id)
    return cv


def _own_words(cv: Cv, chosen: Mapping[Finding, Decision]) -> list[Finding]:
    """What is found only since the owner wrote it into a field for a name, where that is harmless.

    Whatever stands in the field of an employer is taken for its name, so it would be asked about.
    """
    written = {what.words.strip() for what in chosen.values() if what.choice is Choice.REPLACE}
    harmless = {words for words in written if gives_nothing_away(cv, words)}
    return [each for each in all_findings(cv) if each.found in harmless]


def _keep(cv: Cv, findings: Iterable[Finding]) -> None:
    for fingerprint in {fingerprint_of(cv.id, each) for each in findings}:
        KeptFinding.insert(
            cv_id=cv.id, fingerprint=fingerprint, kept_at=clock.now()
        ).on_conflict_ignore().execute()


def _forget_what_is_gone(cv: Cv) -> None:
    """A finding that isn't in the text any more is asked about again if it ever comes back."""
    there = {fingerprint_of(cv.id, each) for each in all_findings(cv)}
    for row in KeptFinding.select().where(KeptFinding.cv_id == cv.id):
        if row.fingerprint not in there:
            row.delete_instance()
