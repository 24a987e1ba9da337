"""What an account may do and for how long, decided from plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

PROOF_LASTS = timedelta(minutes=10)


class Role(StrEnum):
    JOB_SEEKER = "job_seeker"
    EMPLOYER_USER = "employer_user"
    EMPLOYER_OWNER = "employer_owner"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


STAFF = frozenset({Role.MODERATOR, Role.ADMINISTRATOR})
EMPLOYERS = frozenset({Role.EMPLOYER_USER, Role.EMPLOYER_OWNER})
NEEDING_SECOND_FACTOR = STAFF | {Role.EMPLOYER_OWNER}


class Stage(StrEnum):
    """How far somebody has come in logging in: the second factor is owed, or all is given."""

    HALF_WAY = "half way"
    WHOLE = "whole"


class Purpose(StrEnum):
    """What a single-use link is for."""

    CONFIRM = "confirm"
    RECOVER = "recover"
    STOP_WAIT = "stop_wait"
    AFTER_WAIT = "after_wait"
    NEW_EMAIL = "new_email"
    LOG_IN = "log_in"
    SET_UP = "set_up"


LINK_LASTS = {
    Purpose.CONFIRM: timedelta(hours=48),
    Purpose.RECOVER: timedelta(hours=1),
    Purpose.STOP_WAIT: timedelta(hours=96),
    Purpose.AFTER_WAIT: timedelta(hours=24),
    Purpose.NEW_EMAIL: timedelta(hours=48),
    Purpose.LOG_IN: timedelta(hours=1),
    Purpose.SET_UP: timedelta(hours=24),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who is looking: an account that has logged in, as plain values.

    ``proved_at`` is when the person last gave the password, a passkey or a code.
    """

    account_id: int
    roles: frozenset[Role]
    language: str
    has_second_factor: bool
    proved_at: datetime | None = None

    @property
    def lacks_second_factor(self) -> bool:
        """Whether a role demands a second factor that the account hasn't got."""
        return not self.has_second_factor and bool(self.roles & NEEDING_SECOND_FACTOR)

    def proved_recently(self, now: datetime) -> bool:
        return self.proved_at is not None and now - self.proved_at < PROOF_LASTS


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """After how long without a request, and after how long at most, a session ends."""

    idle: timedelta
    longest: timedelta


HOLDER_LIMITS = SessionLimits(idle=timedelta(hours=2), longest=timedelta(hours=12))
STAFF_LIMITS = SessionLimits(idle=timedelta(minutes=30), longest=timedelta(hours=8))
HALF_WAY_LIMITS = SessionLimits(idle=timedelta(minutes=10), longest=timedelta(minutes=10))


def session_limits(roles: frozenset[Role], stage: Stage) -> SessionLimits:
    if stage is Stage.HALF_WAY:
        return HALF_WAY_LIMITS
    return STAFF_LIMITS if roles & STAFF else HOLDER_LIMITS


def session_lives(
    limits: SessionLimits, created_at: datetime, seen_at: datetime, now: datetime
) -> bool:
    return now - seen_at < limits.idle and now - created_at < limits.longest
