"""Reads a Content-Security-Policy by the grammar of W3C CSP Level 3 and judges its strictness."""

from __future__ import annotations

import re
from collections.abc import Iterator

# CSP Level 3 §6.1 to §6.4, Trusted Types and Upgrade Insecure Requests.
SOURCE_DIRECTIVES = frozenset(
    [
        "child-src",
        "connect-src",
        "default-src",
        "fenced-frame-src",
        "font-src",
        "frame-src",
        "img-src",
        "manifest-src",
        "media-src",
        "object-src",
        "script-src",
        "script-src-attr",
        "script-src-elem",
        "style-src",
        "style-src-attr",
        "style-src-elem",
        "worker-src",
        "base-uri",
        "form-action",
        "frame-ancestors",
    ]
)
OTHER_DIRECTIVES = frozenset(
    [
        "report-to",
        "report-uri",
        "require-trusted-types-for",
        "sandbox",
        "trusted-types",
        "upgrade-insecure-requests",
        "webrtc",
    ]
)
# These three do not fall back to default-src (§6.3, §6.4): left out, they allow everything.
WITHOUT_FALLBACK = ("base-uri", "form-action", "frame-ancestors")

UNSAFE_KEYWORDS = frozenset(
    {"'unsafe-eval'", "'unsafe-hashes'", "'unsafe-inline'", "'wasm-unsafe-eval'"}
)
KEYWORDS = UNSAFE_KEYWORDS | {"'none'", "'self'", "'strict-dynamic'", "'report-sample'"}

# §2.3.1, the ABNF of nonce-source, hash-source, scheme-source and host-source.
NONCE_OR_HASH = re.compile(r"'(nonce|sha256|sha384|sha512)-[A-Za-z0-9+/_-]+={0,2}'")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
HOST = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*://)?(\*|(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)(:(\d+|\*))?(/\S*)?"
)
# Whoever may name any address of these schemes may run or show anything.
OPEN_SOURCES = frozenset({"*", "http:", "https:", "data:", "blob:", "filesystem:", "ws:", "wss:"})


def parse_policy(value: str) -> tuple[dict[str, list[str]], list[str]]:
    """Return the directives of a serialised policy, and the names given more than once.

    The algorithm is §2.2.1 "parse a serialized CSP": of a repeated directive the first counts.
    """
    directives: dict[str, list[str]] = {}
    repeated: list[str] = []
    for part in value.split(";"):
        words = part.split()
        if not words:
            continue
        name = words[0].lower()
        if name in directives:
            repeated.append(name)
        else:
            directives[name] = words[1:]
    return directives, repeated


def policy_findings(value: str) -> Iterator[str]:
    """Yield what is wrong with a policy: broken grammar, or more allowed than `'self'` needs."""
    directives, repeated = parse_policy(value)
    yield from (f"{name} is given twice" for name in repeated)
    if "," in value or not value.isascii():
        yield "a comma or a character outside ASCII splits or breaks the policy"
    if directives.get("default-src") != ["'none'"]:
        yield "default-src is not 'none'"
    for name in WITHOUT_FALLBACK:
        if name not in directives:
            yield f"{name} is missing and has no fallback"
    for name, words in directives.items():
        if name in SOURCE_DIRECTIVES:
            yield from _source_findings(name, words)
        elif name not in OTHER_DIRECTIVES:
            yield f"no directive is called {name!r}"


def _source_findings(name: str, words: list[str]) -> Iterator[str]:
    lowered = [word.lower() for word in words]
    if "'none'" in lowered and len(words) > 1:
        yield f"{name}: 'none' stands beside other sources and is ignored"
    for word, low in zip(words, lowered, strict=True):
        if low in UNSAFE_KEYWORDS or low in OPEN_SOURCES:
            yield f"{name}: {word} gives the protection up"
        elif f"'{low}'" in KEYWORDS:
            yield f"{name}: {word} without quotes is the name of a host"
        elif low not in KEYWORDS and not (
            NONCE_OR_HASH.fullmatch(word) or SCHEME.fullmatch(word) or HOST.fullmatch(word)
        ):
            yield f"{name}: {word} is no source"
