"""Passkeys (W3C Web Authentication), by py_webauthn; plain values in and out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


class PasskeyError(Exception):
    """What the browser sent is no answer to the challenge that it was given."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are good: the host that they are bound to, the origin, and the site's name."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey as it is kept; ``credential`` and ``public_key`` are base64url."""

    credential: str
    public_key: str
    sign_count: int


def offer(site: Site, account_id: int, address: str, known: list[str]) -> tuple[str, str]:
    """What the browser needs to make a passkey, as JSON, and the challenge (base64url) in it."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        # What authenticators keep for the account: a number, and what people recognise it by.
        user_id=str(account_id).encode(),
        user_name=address,
        exclude_credentials=_descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def accept(site: Site, challenge: str, answer: str) -> NewPasskey:
    """The passkey that the browser has made.

    Raises:
        PasskeyError: the answer is not to this challenge, or not from this site.
    """
    try:
        made = verify_registration_response(
            credential=_object(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=False,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyError("no passkey") from error
    return NewPasskey(
        bytes_to_base64url(made.credential_id),
        bytes_to_base64url(made.credential_public_key),
        made.sign_count,
    )


def ask(site: Site, known: list[str]) -> tuple[str, str]:
    """What the browser needs to use one of the known passkeys, as JSON, and the challenge."""
    options = generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def credential_in(answer: str) -> str:
    """The id of the passkey that an answer says it is from.

    Raises:
        PasskeyError: it is no answer of a browser.
    """
    return str(_object(answer).get("id"))


def check(site: Site, challenge: str, answer: str, passkey: NewPasskey) -> int:
    """Checks that a passkey signed the challenge; returns its new count of signatures.

    Raises:
        PasskeyError: it didn't, or its count went back, which a copy of it would do.
    """
    try:
        checked = verify_authentication_response(
            credential=_object(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=False,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyError("not signed") from error
    return int(checked.new_sign_count)


def _descriptors(credentials: list[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in credentials]


def _object(answer: str) -> dict[str, Any]:
    try:
        found = json.loads(answer)
    except ValueError as error:
        raise PasskeyError("no JSON") from error
    if not isinstance(found, dict):
        raise PasskeyError("no JSON object")
    return found
