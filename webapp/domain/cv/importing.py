"""CVs that begin with something: a file's draft, or another CV of the same person."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.base.db import transaction
from webapp.domain.cv.actions import NoSuchCvError, create_cv, save_cv
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import LONGEST_TITLE, Section, sections_from


def create_filled_cv(
    account_id: int, *, title: str, language: str, sections: Sequence[Section]
) -> int:
    """Adds an inactive CV with these sections; returns its id.

    Raises:
        DetailsMissingError: the person has not given name and address.
    """
    with transaction():
        cv_id = create_cv(account_id, title, language)
        save_cv(cv_id, account_id, title=title, language=language, sections=sections)
    return cv_id


def copy_cv(cv_id: int, account_id: int, *, mark: str) -> int:
    """Adds an inactive copy of what a CV says; who may see the first one is not copied.

    ``mark`` stands behind the copy's title.

    Raises:
        NoSuchCvError: it is not this person's.
        DetailsMissingError: the person has not given name and address.
    """
    with transaction():
        cv = cv_of_owner(cv_id, account_id)
        if cv is None:
            raise NoSuchCvError(cv_id)
        title = f"{cv.title[: LONGEST_TITLE - len(mark) - 1].rstrip()} {mark}"
        sections = sections_from(cv.sections)
        return create_filled_cv(account_id, title=title, language=cv.language, sections=sections)
