"""Writes of CVs by their owners. Each is one transaction, search included."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any

from webapp.base import clock, work
from webapp.base.db import transaction
from webapp.domain.cv.forwarding_ends import delete_requests, end_requests
from webapp.domain.cv.indexing import forget_cv, index_cv
from webapp.domain.cv.leak_checks import undecided
from webapp.domain.cv.models import BlockedCompany, Cv, CvLink, DisclosureGrant, KeptFinding
from webapp.domain.cv.personal.sealed import delete_details, given_details
from webapp.domain.cv.queries import cv_of_owner, cvs_to_change
from webapp.domain.cv.rules import (
    ANONYMOUS_CHOICES,
    REQUIRED,
    Detail,
    Section,
    State,
    new_address,
    new_sections,
    sections_from,
    stored_sections,
    whole_sections,
)
from webapp.domain.cv.section_values import version_of, with_unknown_kept
from webapp.domain.cv.shortlists import end_entries

REWRITE_JOB = "rewrite-cv-terms"
REWRITTEN_WITHIN = timedelta(minutes=1)


class NoSuchCvError(LookupError):
    """The account has no CV of that id."""


class ChangedMeanwhileError(Exception):
    """Somebody, likely the same person in another window, changed it since it was read."""


class DetailsMissingError(ValueError):
    """A CV needs details that the person has not given."""

    def __init__(self, missing: Iterable[Detail]) -> None:
        self.missing = tuple(missing)
        super().__init__(", ".join(self.missing))


class UndecidedFindingsError(Exception):
    """A CV would give away its owner anonymously, who hasn't decided about all of it yet."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"{number} undecided")


def create_cv(account_id: int, title: str, language: str) -> int:
    """Adds an inactive CV with empty sections; returns its id.

    Raises:
        DetailsMissingError: the person has not given name and address.
    """
    given = given_details(account_id)
    missing = [detail for detail in REQUIRED if detail not in given]
    if missing:
        raise DetailsMissingError(missing)
    now = clock.now()
    with transaction():
        cv = Cv.create(
            account_id=account_id,
            title=title,
            language=language,
            sections=stored_sections(new_sections()),
            state=State.INACTIVE.value,
            address=new_address(),
            shown_details=[],
            anonymous_choices=[],
            created_at=now,
            updated_at=now,
            state_changed_at=now,
        )
    return int(cv.id)


def save_cv(
    cv_id: int, account_id: int, *, title: str, language: str, sections: Sequence[Section]
) -> None:
    """Stores what a CV says.

    Raises:
        NoSuchCvError: it is not this person's.
    """
    with transaction():
        cv = _own(cv_id, account_id)
        cv.title, cv.language = title, language
        _store(cv, sections)


def save_about(
    cv_id: int,
    account_id: int,
    *,
    title: str,
    language: str,
    shown: Iterable[Detail],
    anonymous: Iterable[str],
    third_countries: bool,
) -> None:
    """Stores title and language, what a public CV shows, an anonymous one adds, and who may see it.

    Raises:
        NoSuchCvError: it is not this person's.
    """
    with transaction():
        cv = _own(cv_id, account_id)
        cv.title, cv.language = title, language
        cv.shown_details = sorted({detail.value for detail in shown})
        cv.anonymous_choices = sorted(set(anonymous) & set(ANONYMOUS_CHOICES))
        cv.third_countries = third_countries
        _store(cv, sections_from(cv.sections))


def save_section(cv_id: int, account_id: int, section: Section, *, version: str) -> None:
    """Stores what one section says, if it still is as ``version`` (``version_of``) found it.

    Raises:
        ChangedMeanwhileError: it is not, and not what is to be stored either.
        NoSuchCvError: it is not this person's.
    """
    with transaction():
        cv = _own(cv_id, account_id)
        sections = whole_sections(sections_from(cv.sections))
        before = next(each for each in sections if each.kind == section.kind)
        written = with_unknown_kept(section, before)
        if version_of(before) not in (version, version_of(written)):
            raise ChangedMeanwhileError(section.kind)
        _store(cv, [written if each is before else each for each in sections])


def arrange_sections(
    cv_id: int, account_id: int, order: Sequence[str], hidden: Collection[str]
) -> None:
    """Stores in which order a CV has its sections (``Kind``), and which only its owner sees.

    Raises:
        NoSuchCvError: it is not this person's.
    """
    with transaction():
        cv = _own(cv_id, account_id)
        places = {kind: place for place, kind in enumerate(order)}
        sections = sorted(
            whole_sections(sections_from(cv.sections)),
            key=lambda each: places.get(each.kind, len(places)),
        )
        _store(cv, [Section(each.kind, each.kind in hidden, each.content) for each in sections])


def switch_state(cv_id: int, account_id: int, state: State) -> None:
    """Changes a CV's state, and with it its address: what led to the old one ends.

    Raises:
        NoSuchCvError: it is not this person's.
        UndecidedFindingsError: it would be anonymous with findings that its owner hasn't seen.
    """
    with transaction():
        cv = _own(cv_id, account_id)
        if cv.state == state:
            return
        if state is State.ANONYMOUS and (found := undecided(cv)):
            raise UndecidedFindingsError(len(found))
        cv.state = state.value
        end_entries(cv.address)
        end_requests(cv.id)
        cv.address = new_address()
        cv.state_changed_at = clock.now()
        cv.save()
        index_cv(cv)


def delete_cv(cv_id: int, account_id: int) -> None:
    """Deletes a CV with its links and grants; its words leave the database's files shortly.

    Raises:
        NoSuchCvError: it is not this person's.
    """
    with transaction():
        _delete(_own(cv_id, account_id))


def erase_cvs_of(account_id: int) -> None:
    """Deletes all CVs of a person, their personal details and their blocks."""
    with transaction():
        for cv in cvs_to_change(account_id):
            _delete(cv)
        delete_details(account_id)
        BlockedCompany.delete().where(BlockedCompany.account_id == account_id).execute()


def grant_details(cv_id: int, account_id: int, company_id: int, details: Iterable[Detail]) -> None:
    """The owner's yes to one company: these details of one CV, until ended.

    Raises:
        NoSuchCvError: it is not this person's.
    """
    with transaction():
        cv = _own(cv_id, account_id)
        _end_grants(cv.id, company_id)
        DisclosureGrant.create(
            cv_id=cv.id,
            company_id=company_id,
            details=sorted({detail.value for detail in details}),
            granted_at=clock.now(),
        )


def end_grant(cv_id: int, account_id: int, company_id: int) -> None:
    """Takes the yes to a company back, for all that it has not seen yet.

    Raises:
        NoSuchCvError: it is not this person's.
    """
    with transaction():
        _end_grants(_own(cv_id, account_id).id, company_id)


def _end_grants(cv_id: int, company_id: int) -> None:
    DisclosureGrant.update(ended_at=clock.now()).where(
        DisclosureGrant.cv_id == cv_id,
        DisclosureGrant.company_id == company_id,
        DisclosureGrant.ended_at.is_null(),
    ).execute()


def _own(cv_id: int, account_id: int) -> Any:
    cv = cv_of_owner(cv_id, account_id, to_change=True)
    if cv is None:
        raise NoSuchCvError(cv_id)
    return cv


def _store(cv: Any, sections: Iterable[Section]) -> None:
    cv.sections = stored_sections(sections)
    cv.updated_at = clock.now()
    cv.save()
    index_cv(cv)


def _delete(cv: Cv) -> None:
    forget_cv(cv.id)
    end_entries(cv.address)
    delete_requests(cv.id)
    CvLink.delete().where(CvLink.cv_id == cv.id).execute()
    KeptFinding.delete().where(KeptFinding.cv_id == cv.id).execute()
    DisclosureGrant.delete().where(DisclosureGrant.cv_id == cv.id).execute()
    cv.delete_instance()
    # At the full minute, so that many deletions share one rewriting.
    due = (clock.now() + REWRITTEN_WITHIN).replace(second=0, microsecond=0)
    work.schedule(REWRITE_JOB, due)
