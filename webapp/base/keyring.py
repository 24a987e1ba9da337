"""Encryption of personal data at rest, with keys that are kept outside the database.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. What a value belongs to is authenticated
with it, so that a sealed value copied to another row or column does not open there.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
KEY_FILE = Path("keys") / "data.keys"
_VERSION = b"\x01"
_ID_BYTES = 4
_NONCE_BYTES = 12


class SealError(Exception):
    """A sealed value does not open: another place, another key, or damage. Never says the value."""


class KeyRing:
    """Keys in the order in which they came into use: the last one seals, all of them open."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise SealError(f"A key ring needs at least one key, each of {KEY_BYTES} bytes.")
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}
        self._newest = _key_id(keys[-1])
        # Of the oldest key, so that new keys leave what was indexed findable.
        self._index_key = HKDF(SHA256(), KEY_BYTES, None, b"blind index").derive(keys[0])
        self.fingerprints = tuple(_fingerprint(key) for key in keys)

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypts a value for one place, such as ``personal_details.name/17``."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._ciphers[self._newest].encrypt(nonce, plain, place.encode())
        return _VERSION + self._newest + nonce + sealed

    def open(self, sealed: bytes, place: str) -> bytes:
        """Decrypts what ``seal`` made for the same place.

        Raises:
            SealError: it was made for another place or with a key that is not on the ring.
        """
        version, key_id = sealed[:1], sealed[1 : 1 + _ID_BYTES]
        if version != _VERSION or key_id not in self._ciphers:
            raise SealError(f"{place}: sealed with the key {key_id.hex()}, which is not here.")
        start = 1 + _ID_BYTES + _NONCE_BYTES
        try:
            nonce = sealed[1 + _ID_BYTES : start]
            return self._ciphers[key_id].decrypt(nonce, sealed[start:], place.encode())
        except InvalidTag as error:
            raise SealError(
                f"{place}: the sealed value is damaged or belongs elsewhere."
            ) from error

    def blind(self, word: str, use: str) -> str:
        """A keyed fingerprint of 80 bits (base32): equal words match, and none can be read back.

        ``use`` keeps the fingerprints of different uses apart.
        """
        digest = hmac.digest(self._index_key, f"{use}\0{word}".encode(), "sha256")
        return base64.b32encode(digest[:10]).decode().lower()


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"key id" + key).digest()[:_ID_BYTES]


def _fingerprint(key: bytes) -> str:
    """Of 80 bits (base32), derived apart from what the key seals and indexes with."""
    digest = HKDF(SHA256(), 10, None, b"fingerprint").derive(key)
    return base64.b32encode(digest).decode().lower()


_ring: KeyRing | Callable[[], KeyRing] | None = None


def use_keys(ring: KeyRing | Callable[[], KeyRing] | None) -> None:
    """Seals and opens with these keys from now on; a callable finds them when first needed."""
    global _ring
    _ring = ring


def ring() -> KeyRing:
    """The keys in use.

    Raises:
        SealError: none have been given, or what was to find them refuses.
    """
    if callable(_ring):
        use_keys(_ring())
    if not isinstance(_ring, KeyRing):
        raise SealError("No keys for personal data are in use.")
    return _ring


def load_keys(instance: Path, given: Sequence[str] = (), *, may_make: bool = True) -> KeyRing:
    """The keys of an instance: those given as settings, else those of its own file.

    Keys are base64 of 32 bytes. The file has one a line; without it, one is made and kept where
    ``may_make`` says so.

    Raises:
        SealError: a key is not base64 of 32 bytes, or there is none.
    """
    path = instance / KEY_FILE
    if not (given or may_make or path.exists()):
        raise SealError(
            f"{path} is missing, and personal data is encrypted with what it held. Put it back "
            "from your backup, or set data_keys; no new key is made."
        )
    lines = list(given) or _kept_keys(path)
    try:
        return KeyRing([base64.b64decode(line, validate=True) for line in lines])
    except binascii.Error as error:
        raise SealError("data_keys: a key is not base64.") from error


def _kept_keys(path: Path) -> list[str]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Made readable for its owner alone, and linked under its name only when complete: of two
        # first starts, one key wins for both.
        handle, scratch = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(scratch, path)
        Path(scratch).unlink()
    return path.read_text(encoding="ascii").split()
