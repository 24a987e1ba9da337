"""A person's own personal details: giving, changing and taking them away."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.base.db import transaction
from webapp.domain.cv.actions import DetailsMissingError
from webapp.domain.cv.indexing import index_cv
from webapp.domain.cv.personal.models import OWN_USE
from webapp.domain.cv.personal.sealed import given_details, open_details, seal_details
from webapp.domain.cv.queries import cvs_to_change
from webapp.domain.cv.rules import REQUIRED, Detail, State
from webapp.domain.cv.traits import store_traits


def own_details(account_id: int) -> dict[Detail, str]:
    """The details that a person has given, for them alone; the photo apart."""
    wanted = [detail for detail in Detail if detail is not Detail.PHOTO]
    opened = open_details(account_id, wanted, OWN_USE)
    return {detail: value.decode() for detail, value in opened.items()}


def own_photo(account_id: int) -> bytes | None:
    """The person's own photo (JPEG)."""
    return open_details(account_id, [Detail.PHOTO], OWN_USE).get(Detail.PHOTO)


def save_details(account_id: int, changes: Mapping[Detail, str | bytes | None]) -> None:
    """Stores changed details; an empty one is taken away. What search knows of them follows.

    Raises:
        DetailsMissingError: name or address would be taken away from under a CV.
    """
    sealed = {
        detail: value.encode() if isinstance(value, str) else value
        for detail, value in changes.items()
    }
    with transaction():
        mine = cvs_to_change(account_id)
        missing = [detail for detail in REQUIRED if detail in sealed and not sealed[detail]]
        if missing and mine:
            raise DetailsMissingError(missing)
        seal_details(account_id, sealed)
        for cv in mine:
            if cv.state == State.PUBLIC:
                index_cv(cv)
            elif cv.state == State.ANONYMOUS:
                # Its words and its place among others stay: a change of details shows nowhere.
                store_traits(cv)


def has_required_details(account_id: int) -> bool:
    """Whether a person has given what every CV needs."""
    return given_details(account_id) >= frozenset(REQUIRED)
