"""Hashing of passwords and answers: argon2id (RFC 9106), beside the pages, not before them.

Hashes are computed on a thread of lower priority. When several wait for it, the next is turned away
at once, so that people who log in never hold all the threads of the server.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.domain.accounts.password_rules import as_typed, normal_answer

Result = TypeVar("Result")

# OWASP asks for 19 MiB and two passes at least; this is 45 MiB, some 75 ms of one core measured.
HASHER = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
AT_ONCE = 1
WAITING = 4
LOWER_PRIORITY = 10

_hasher = HASHER
# What is compared in vain where there is no hash.
_nobodys = ""
_room = threading.BoundedSemaphore(AT_ONCE + WAITING)
_pool: ThreadPoolExecutor | None = None
_pool_lock = threading.Lock()


class TooBusyError(Exception):
    """So many are logging in right now that one more would have to wait long."""


def use_hasher(hasher: PasswordHasher) -> None:
    """Takes another hasher for this process."""
    global _hasher, _nobodys
    _hasher = hasher
    _nobodys = hasher.hash("nobody")


def hash_password(password: str) -> str:
    """The argon2id hash of a password.

    Raises:
        TooBusyError: too many others wait.
    """
    return _beside(_hasher.hash, as_typed(password))


def hash_answer(answer: str) -> str:
    """The argon2id hash of a normalised answer.

    Raises:
        TooBusyError: too many others wait.
    """
    return _beside(_hasher.hash, normal_answer(answer))


def is_password(password: str, known: str | None) -> bool:
    """Whether a password is the one of a hash; without a hash, no, after the same work.

    Raises:
        TooBusyError: too many others wait.
    """
    return _matches(as_typed(password), known)


def is_answer(answer: str, known: str | None) -> bool:
    """Whether an answer is the one of a hash; without a hash, no, after the same work.

    Raises:
        TooBusyError: too many others wait.
    """
    return _matches(normal_answer(answer), known)


def is_outdated(known: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(known)


def _matches(text: str, known: str | None) -> bool:
    return _beside(_verified, text, known) and known is not None


def _verified(text: str, known: str | None) -> bool:
    try:
        return _hasher.verify(known or _nobodys, text)
    except (VerificationError, InvalidHashError):
        return False


def _beside(work: Callable[..., Result], *values: Any) -> Result:
    if not _room.acquire(blocking=False):
        raise TooBusyError("Too many wait for a hash already.")
    try:
        return _threads().submit(work, *values).result()
    finally:
        _room.release()


def _threads() -> ThreadPoolExecutor:
    global _pool
    with _pool_lock:
        if _pool is None:
            _pool = ThreadPoolExecutor(AT_ONCE, "hashing", initializer=_prepare)
    return _pool


def _prepare() -> None:
    """Lets every other thread go first; on Linux a priority is a thread's own."""
    global _nobodys
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWER_PRIORITY)
    _nobodys = _nobodys or _hasher.hash("nobody")
