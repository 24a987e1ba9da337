"""Headers as the specifications read them: sound ones pass, each broken one is reported."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import Headers

from tests.support.header_rules import cookie_findings, header_findings

SOUND = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
OTHERS = "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


def findings_with(name: str, value: str | None, *, secure: bool = False) -> list[str]:
    headers = Headers(SOUND)
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if value is None:
        del headers[name]
    else:
        headers[name] = value
    return list(header_findings(headers, secure=secure))


def test_sound_headers_have_no_findings() -> None:
    assert findings_with("Referrer-Policy", "same-origin") == []
    assert findings_with("Referrer-Policy", "same-origin", secure=True) == []


@pytest.mark.parametrize("name", SOUND)
def test_a_missing_header_is_reported(name: str) -> None:
    assert any(name in finding for finding in findings_with(name, None))


@pytest.mark.parametrize(
    ("name", "value", "finding"),
    [
        ("Content-Security-Policy", "default-src 'self'" + OTHERS, "default-src is not 'none'"),
        ("Content-Security-Policy", "default-src 'none'", "base-uri is missing"),
        ("Content-Security-Policy", "default-src 'none'; script-scr 'self'" + OTHERS, "script-scr"),
        ("Content-Security-Policy", "default-src 'none'; img-src self;" + OTHERS, "name of a host"),
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self' 'unsafe-inline'" + OTHERS,
            "gives the protection up",
        ),
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'UNSAFE-EVAL'" + OTHERS,
            "gives the protection up",
        ),
        ("Content-Security-Policy", "default-src 'none'; img-src *" + OTHERS, "img-src: *"),
        ("Content-Security-Policy", "default-src 'none'; img-src data:" + OTHERS, "img-src: data:"),
        ("Content-Security-Policy", "default-src 'none'; img-src 'slef'" + OTHERS, "no source"),
        (
            "Content-Security-Policy",
            "default-src 'none'; img-src 'none' 'self'" + OTHERS,
            "is ignored",
        ),
        (
            "Content-Security-Policy",
            "default-src 'none'; img-src 'self'; img-src 'none'" + OTHERS,
            "given twice",
        ),
        ("X-Content-Type-Options", "no-sniff", "not nosniff"),
        ("Referrer-Policy", "never-ever", "unknown values"),
        ("Referrer-Policy", "no-referrer, unsafe-url", "whole address"),
        ("Permissions-Policy", "camera 'none'", "no structured dictionary"),
        ("Permissions-Policy", "camera=none", "means nothing"),
        ("Permissions-Policy", "camera=(self https)", "means nothing"),
        ("Cross-Origin-Opener-Policy", "same-site", "Cross-Origin-Opener-Policy"),
        ("Cross-Origin-Resource-Policy", "Same-Origin", "Cross-Origin-Resource-Policy"),
        ("Cross-Origin-Embedder-Policy", "require", "Cross-Origin-Embedder-Policy"),
        ("Strict-Transport-Security", "max-age=1", "over plain http"),
        ("Server", "nginx/1.2", "what the site runs on"),
        ("X-Powered-By", "Flask", "what the site runs on"),
    ],
)
def test_a_broken_header_is_reported(name: str, value: str, finding: str) -> None:
    findings = findings_with(name, value)
    assert any(finding in each for each in findings), findings


@pytest.mark.parametrize("value", [None, "max-age=0", "includeSubDomains", "max-age=1; max-age=2"])
def test_broken_transport_security_is_reported_over_https(value: str | None) -> None:
    findings = findings_with("Strict-Transport-Security", value, secure=True)
    assert any("Strict-Transport-Security" in finding for finding in findings)


@pytest.mark.parametrize(
    ("cookie", "finding"),
    [
        ("spår=1; HttpOnly; SameSite=Lax", "Set-Cookie"),
        ("track=1; HttpOnly; SameSite=Lax", "not allowed here"),
        ("session=1; SameSite=Lax", "no HttpOnly"),
        ("session=1; HttpOnly", "SameSite=''"),
        ("session=1; HttpOnly; SameSite=None", "SameSite='None'"),
        ("__Host-session=1; Secure; HttpOnly; SameSite=Lax; Path=/my", "__Host- prefix"),
    ],
)
def test_a_careless_cookie_is_reported(cookie: str, finding: str) -> None:
    headers = Headers([("Set-Cookie", cookie)])
    allowed = frozenset({"session", "__Host-session"})
    findings = list(cookie_findings(headers, allowed=allowed, secure=False))
    assert any(finding in each for each in findings), findings


def test_an_allowed_careful_cookie_has_no_findings() -> None:
    headers = Headers([("Set-Cookie", "__Host-s=1; Secure; HttpOnly; SameSite=Lax; Path=/")])
    assert list(cookie_findings(headers, allowed=frozenset({"__Host-s"}), secure=True)) == []
