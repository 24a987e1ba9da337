"""Live links: one for each named recipient, to the CV as it is when it is opened."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.cv.actions import NoSuchCvError
from webapp.domain.cv.models import CvLink
from webapp.domain.cv.queries import cv_of_owner, hash_of_token
from webapp.domain.cv.rules import Detail

TOKEN_BYTES = 24
LONGEST_RECIPIENT = 120
LONGEST_LIFE = timedelta(days=365)


def create_link(
    cv_id: int, account_id: int, *, recipient: str, details: Iterable[Detail], lasts: timedelta
) -> str:
    """Makes a link to a CV for one recipient; returns its token (192 bits), which is told once.

    Raises:
        NoSuchCvError: the CV is not this person's.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    with transaction():
        if cv_of_owner(cv_id, account_id) is None:
            raise NoSuchCvError(cv_id)
        CvLink.create(
            cv_id=cv_id,
            token_hash=hash_of_token(token),
            recipient=recipient,
            details=sorted({detail.value for detail in details}),
            created_at=now,
            expires_at=now + min(lasts, LONGEST_LIFE),
        )
    return token


def withdraw_link(link_id: int, cv_id: int, account_id: int) -> None:
    """Closes one of the person's own links at once.

    Raises:
        NoSuchCvError: the CV is not this person's.
    """
    with transaction():
        if cv_of_owner(cv_id, account_id, to_change=True) is None:
            raise NoSuchCvError(cv_id)
        CvLink.update(withdrawn_at=clock.now()).where(
            CvLink.id == link_id, CvLink.cv_id == cv_id, CvLink.withdrawn_at.is_null()
        ).execute()
