"""Checks response headers against the grammar and meaning their specifications give them.

Each function takes the headers of one response and yields findings. None of them knows what this
site sends: they read what arrived as a browser would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.cookies import CookieError, SimpleCookie
from typing import Any, cast

import http_sf
from werkzeug.datastructures import Headers

from tests.support.content_security_policy import policy_findings

# W3C Referrer Policy §3, and of these the ones that send more than the origin to other sites.
REFERRER_POLICIES = frozenset(
    [
        "no-referrer",
        "no-referrer-when-downgrade",
        "same-origin",
        "origin",
        "strict-origin",
        "origin-when-cross-origin",
        "strict-origin-when-cross-origin",
        "unsafe-url",
    ]
)
TELLING_REFERRER_POLICIES = frozenset({"no-referrer-when-downgrade", "unsafe-url"})

# HTML Standard §7.1.3 and §7.1.4; Fetch Standard §3.6.
OPENER_POLICIES = frozenset(
    {"same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"}
)
EMBEDDER_POLICIES = frozenset({"require-corp", "credentialless", "unsafe-none"})
RESOURCE_POLICIES = frozenset({"same-origin", "same-site", "cross-origin"})

LEAKING_HEADERS = (
    "Server",
    "X-Powered-By",
    "X-AspNet-Version",
    "X-Generator",
    "X-Runtime",
    "X-Version",
)


def header_findings(headers: Headers, *, secure: bool) -> Iterator[str]:
    """Yield what is wrong with the security headers; `secure` tells a response over https."""
    yield from content_security_policy(headers)
    yield from content_type_options(headers)
    yield from referrer_policy(headers)
    yield from permissions_policy(headers)
    yield from cross_origin_policies(headers)
    yield from strict_transport_security(headers, secure=secure)
    for name in LEAKING_HEADERS:
        if name in headers:
            yield f"{name} tells what the site runs on: {headers[name]!r}"


def content_security_policy(headers: Headers) -> Iterator[str]:
    policies = headers.getlist("Content-Security-Policy")
    if len(policies) != 1:
        yield f"{len(policies)} Content-Security-Policy headers, not one"
    for policy in policies:
        yield from (f"Content-Security-Policy: {finding}" for finding in policy_findings(policy))


def content_type_options(headers: Headers) -> Iterator[str]:
    """Fetch Standard §3.5: the first of the comma-separated values decides."""
    values = ",".join(headers.getlist("X-Content-Type-Options")).split(",")
    if values[0].strip().lower() != "nosniff":
        yield f"X-Content-Type-Options is {values[0]!r}, not nosniff"


def referrer_policy(headers: Headers) -> Iterator[str]:
    """W3C Referrer Policy §8.1: the last value that the browser knows decides."""
    values = [v.strip() for v in ",".join(headers.getlist("Referrer-Policy")).split(",")]
    if unknown := [value for value in values if value.lower() not in REFERRER_POLICIES]:
        yield f"Referrer-Policy is missing or has unknown values: {unknown}"
        return
    if values[-1].lower() in TELLING_REFERRER_POLICIES:
        yield f"Referrer-Policy {values[-1]} tells other sites the whole address"


def permissions_policy(headers: Headers) -> Iterator[str]:
    """W3C Permissions Policy §5.1: a structured dictionary of allowlists (RFC 9651)."""
    value = ",".join(headers.getlist("Permissions-Policy"))
    try:
        # The parser's result type is a union over every kind of field; this is a dictionary.
        directives = cast("dict[str, Any]", http_sf.parse(value.encode(), tltype="dictionary"))
    except http_sf.StructuredFieldError as error:
        yield f"Permissions-Policy is no structured dictionary: {error}"
        return
    if not directives:
        yield "Permissions-Policy is missing or empty"
    for feature, (allowlist, _parameters) in directives.items():
        members = [m for m, _ in allowlist] if isinstance(allowlist, list) else [allowlist]
        for member in members:
            if not _is_allowlist_member(member):
                yield f"Permissions-Policy: {feature} allows {str(member)!r}, which means nothing"


def cross_origin_policies(headers: Headers) -> Iterator[str]:
    opener = headers.getlist("Cross-Origin-Opener-Policy")
    if len(opener) != 1 or _token(opener[0]) not in OPENER_POLICIES:
        yield f"Cross-Origin-Opener-Policy {opener} is not one value of the specification"
    resource = headers.getlist("Cross-Origin-Resource-Policy")
    if len(resource) != 1 or resource[0] not in RESOURCE_POLICIES:
        yield f"Cross-Origin-Resource-Policy {resource} is not one value of the specification"
    embedder = headers.getlist("Cross-Origin-Embedder-Policy")
    if embedder and (len(embedder) != 1 or _token(embedder[0]) not in EMBEDDER_POLICIES):
        yield f"Cross-Origin-Embedder-Policy {embedder} is not one value of the specification"


def strict_transport_security(headers: Headers, *, secure: bool) -> Iterator[str]:
    """RFC 6797 §6.1 (grammar) and §7.2 (never over plain http)."""
    values = headers.getlist("Strict-Transport-Security")
    if not secure:
        if values:
            yield "Strict-Transport-Security over plain http"
        return
    if len(values) != 1:
        yield f"{len(values)} Strict-Transport-Security headers over https, not one"
        return
    names: list[str] = []
    for directive in values[0].split(";"):
        name, _, value = (part.strip() for part in directive.partition("="))
        names.append(name.lower())
        if name.lower() == "max-age" and not re.fullmatch(r'[1-9]\d*|"[1-9]\d*"', value):
            yield f"Strict-Transport-Security: max-age {value!r} is no number above 0"
    if names.count("max-age") != 1 or len(names) != len(set(names)):
        yield f"Strict-Transport-Security: missing or repeated directives in {values[0]!r}"


def cookie_findings(headers: Headers, *, allowed: frozenset[str], secure: bool) -> Iterator[str]:
    """Yield what is wrong with the cookies set: any that is not allowed, and careless ones.

    Prefixes as RFC 6265bis §4.1.3 has them.
    """
    for value in headers.getlist("Set-Cookie"):
        try:
            cookies = SimpleCookie(value)
        except CookieError as error:
            yield f"Set-Cookie {value!r}: {error}"
            continue
        if not cookies:
            yield f"Set-Cookie {value!r} names no cookie"
        for name, cookie in cookies.items():
            if name not in allowed:
                yield f"cookie {name!r} is not allowed here"
            if not cookie["httponly"]:
                yield f"cookie {name!r} can be read by scripts (no HttpOnly)"
            if str(cookie["samesite"]).lower() not in {"lax", "strict"}:
                yield f"cookie {name!r} has SameSite={cookie['samesite']!r}"
            if secure and not cookie["secure"]:
                yield f"cookie {name!r} is not Secure"
            if name.startswith("__Host-") and (
                not cookie["secure"] or cookie["path"] != "/" or cookie["domain"]
            ):
                yield f"cookie {name!r} breaks the rules of its __Host- prefix"


def _is_allowlist_member(member: object) -> bool:
    if isinstance(member, http_sf.Token):
        return str(member) in {"*", "self", "src"}
    return isinstance(member, str) and bool(re.fullmatch(r"https?://[^/\s]+", member))


def _token(value: str) -> str:
    """Return the token of a structured item (RFC 9651), or an empty string."""
    try:
        item, _parameters = cast(
            "tuple[object, object]", http_sf.parse(value.encode(), tltype="item")
        )
    except http_sf.StructuredFieldError:
        return ""
    return str(item) if isinstance(item, http_sf.Token) else ""
