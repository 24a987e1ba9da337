"""Sessions: one row for each browser that has logged in, found by the hash of its cookie."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from webapp.base import clock
from webapp.base.db import moment, transaction, written_out
from webapp.domain.accounts.models import Account, Session
from webapp.domain.accounts.rules import (
    HOLDER_LIMITS,
    Role,
    Stage,
    Viewer,
    session_limits,
    session_lives,
)

# A visit is noted at most once a minute, so that reading pages writes little.
NOTED_EVERY = timedelta(minutes=1)
# Of one account: more browsers than anybody has, fewer than would fill the table.
MOST = 50


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that lives: who, how far they have come, and what the next page has to say."""

    id: int
    key: str
    stage: Stage
    viewer: Viewer
    notice: str | None
    partner_link_id: int | None = None


@dataclass(frozen=True, slots=True)
class ListedSession:
    """One line of the list of sessions. ``device`` is a value of ``Device``."""

    id: int
    device: str
    created_at: datetime
    seen_at: datetime


def key_hash(key: str) -> str:
    """What is stored of a secret that was drawn at random: its SHA-256, in hexadecimal."""
    return hashlib.sha256(key.encode()).hexdigest()


class PasswordChangedError(Exception):
    """The account got another password, or was closed, since its password was checked."""


def open_session(
    account_id: int,
    stage: Stage,
    device: str,
    password_hash: str | None = None,
    partner_link_id: int | None = None,
) -> str:
    """Begins a session; returns what its cookie holds. Too old ones of the account end.

    ``password_hash`` is that of the password which was just checked, ``partner_link_id`` names the
    partner link by which somebody came.

    Raises:
        PasswordChangedError: it is the account's no longer.
    """
    key = secrets.token_urlsafe(32)
    now = clock.now()
    with transaction():
        if password_hash is not None:
            _still_opened_by(account_id, password_hash)
        Session.create(
            key_hash=key_hash(key),
            account=account_id,
            stage=stage.value,
            device=device,
            created_at=now,
            seen_at=now,
            proved_at=now if stage is Stage.WHOLE else None,
            partner_link_id=partner_link_id,
        )
        _end_oldest(account_id, stage)
    return key


def _end_oldest(account_id: int, stage: Stage) -> None:
    """Keeps the newest of a stage: whoever has but the password ends nobody's whole session."""
    alike = (Session.account == account_id) & (Session.stage == stage.value)
    newest = Session.select(Session.id).where(alike).order_by(Session.id.desc()).limit(MOST)
    Session.delete().where(alike, Session.id.not_in(newest)).execute()


def _still_opened_by(account_id: int, password_hash: str) -> None:
    # An update that changes nothing keeps the row as it is until the session stands.
    unchanged = (
        Account.update(password_hash=password_hash)
        .where(
            Account.id == account_id,
            Account.password_hash == password_hash,
            Account.closed_at.is_null(),
        )
        .execute()
    )
    if not unchanged:
        raise PasswordChangedError


# Told as ``_Found``.
_FIND = """
SELECT session.id, stage, session.created_at, seen_at, proved_at, notice, partner_link_id,
    account.id, roles, language,
    totp_secret IS NOT NULL OR EXISTS (SELECT 1 FROM passkey WHERE passkey.account_id = account.id)
FROM session JOIN account ON account.id = session.account_id
WHERE session.key_hash = ? AND account.closed_at IS NULL
"""


class _Found(NamedTuple):
    """A row of that, as stored."""

    id: int
    stage: str
    created_at: str | datetime
    seen_at: str | datetime
    proved_at: str | datetime | None
    notice: str | None
    partner_link_id: int | None
    account_id: int
    roles: str
    language: str
    has_second_factor: int | bool


def find_session(key: str) -> OpenSession | None:
    """The session of a cookie, or None where there is none that lives."""
    found = written_out(_FIND, key_hash(key))
    if not found:
        return None
    row = _Found(*found[0])
    roles = frozenset(Role(name) for name in json.loads(row.roles))
    stage = Stage(row.stage)
    created_at, seen_at, proved_at = map(moment, (row.created_at, row.seen_at, row.proved_at))
    assert created_at is not None
    assert seen_at is not None
    now = clock.now()
    if not session_lives(session_limits(roles, stage), created_at, seen_at, now):
        return None
    if now - seen_at >= NOTED_EVERY:
        Session.update(seen_at=now).where(Session.id == row.id).execute()
    viewer = Viewer(
        account_id=row.account_id,
        roles=roles,
        language=row.language,
        has_second_factor=bool(row.has_second_factor),
        proved_at=proved_at,
    )
    return OpenSession(row.id, key, stage, viewer, row.notice, row.partner_link_id)


def end_session(session_id: int) -> None:
    Session.delete().where(Session.id == session_id).execute()


def end_session_of(viewer: Viewer, session_id: int) -> bool:
    """Ends one of the person's own sessions; returns whether there was one."""
    own = (Session.id == session_id) & (Session.account == viewer.account_id)
    return bool(Session.delete().where(own).execute())


def end_sessions(account_id: int, *, but: int | None = None) -> None:
    """Ends every session of an account, or every other one."""
    doomed = Session.account == account_id
    if but is not None:
        doomed &= Session.id != but
    Session.delete().where(doomed).execute()


def sessions_of(viewer: Viewer) -> list[ListedSession]:
    """The person's own sessions, the one used last first."""
    oldest = clock.now() - HOLDER_LIMITS.longest
    rows = (
        Session.select()
        .where(
            Session.account == viewer.account_id,
            Session.stage == Stage.WHOLE.value,
            Session.created_at > oldest,
        )
        .order_by(Session.seen_at.desc(), Session.id.desc())
    )
    limits = session_limits(viewer.roles, Stage.WHOLE)
    now = clock.now()
    return [
        ListedSession(row.id, row.device, row.created_at, row.seen_at)
        for row in rows
        if session_lives(limits, row.created_at, row.seen_at, now)
    ]


def leave_notice(session_id: int, name: str | None) -> None:
    """Has the next page of a session say something once."""
    Session.update(notice=name).where(Session.id == session_id).execute()


def note_partner_link(session_id: int, partner_link_id: int) -> None:
    """Whoever has this session has come by a partner link."""
    Session.update(partner_link_id=partner_link_id).where(Session.id == session_id).execute()


def note_proof(session_id: int) -> None:
    """The person has just proved who they are."""
    Session.update(proved_at=clock.now()).where(Session.id == session_id).execute()


def forget_ended_sessions(due: datetime) -> int:
    """Deletes sessions that nobody can use any more; returns how many."""
    with transaction():
        dead = (Session.seen_at < due - HOLDER_LIMITS.idle) | (
            Session.created_at < due - HOLDER_LIMITS.longest
        )
        return int(Session.delete().where(dead).execute())
