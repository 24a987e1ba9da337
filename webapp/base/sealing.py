"""Sealing: values that the site must read again, encrypted with a key of its own; and signing.

The keys are derived from the site's secret key (HKDF, RFC 5869), so a stolen database alone opens
and forges nothing. Whoever changes the secret key loses what is sealed, and what is signed.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadSignature, Signer

_sealer: Fernet | None = None
_signing_key: bytes | None = None


class UnsealError(Exception):
    """The value was sealed with another key, or damaged."""


def use_key(secret_key: str) -> None:
    """Derives this process's keys."""
    global _sealer, _signing_key
    _sealer = Fernet(urlsafe_b64encode(_derived(secret_key, b"sealed columns")))
    _signing_key = _derived(secret_key, b"signed addresses")


def _derived(secret_key: str, use: bytes) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=use)
    return derive.derive(secret_key.encode())


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


def sign(value: str, use: str) -> str:
    """The value with its signature (HMAC-SHA256) after a dot; good for one use only."""
    return _signer(use).sign(value.encode()).decode("ascii")


def signed_value(text: str, use: str) -> str | None:
    """What was signed for this use; None where the signature is not ours."""
    try:
        return _signer(use).unsign(text.encode("utf-8", "replace")).decode()
    except (BadSignature, UnicodeDecodeError):
        return None


def _signer(use: str) -> Signer:
    if _signing_key is None:
        raise RuntimeError("use_key() comes first.")
    return Signer(_signing_key, salt=use, key_derivation="hmac", digest_method=hashlib.sha256)


def _key() -> Fernet:
    if _sealer is None:
        raise RuntimeError("use_key() comes first.")
    return _sealer
