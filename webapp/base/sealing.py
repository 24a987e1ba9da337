"""Sealing: values that the site must read again, encrypted with a key of its own.

The key is derived from the site's secret key (HKDF, RFC 5869), so a stolen database alone opens
nothing. Whoever changes the secret key loses what is sealed.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_sealer: Fernet | None = None


class UnsealError(Exception):
    """The value was sealed with another key, or damaged."""


def use_key(secret_key: str) -> None:
    """Derives this process's sealing key."""
    global _sealer
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sealed columns")
    _sealer = Fernet(urlsafe_b64encode(derive.derive(secret_key.encode())))


def seal(value: str) -> str:
    return _key().encrypt(value.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The value that was sealed.

    Raises:
        UnsealError: this key does not open it.
    """
    try:
        return _key().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnsealError("A sealed value can't be opened with this secret key.") from error


def _key() -> Fernet:
    if _sealer is None:
        raise RuntimeError("use_key() comes first.")
    return _sealer
