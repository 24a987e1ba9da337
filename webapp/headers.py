"""Security headers, the same on every answer, errors and files included."""

from __future__ import annotations

from flask import Flask, Response
from werkzeug.datastructures import Headers

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "camera",
        "display-capture",
        "geolocation",
        "microphone",
        "payment",
        "usb",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    # Nothing of what people look for reaches another site; our own forms still name their origin.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# For an answer that leads to another site.
NO_REFERRER = "no-referrer"
TWO_YEARS = "max-age=63072000; includeSubDomains"


def add_security_headers(headers: Headers, *, https: bool) -> None:
    """Adds the headers; a stricter Referrer-Policy that the answer has already stays."""
    for name, value in HEADERS.items():
        if name != "Referrer-Policy" or headers.get(name) != NO_REFERRER:
            headers[name] = value
    if https:
        headers["Strict-Transport-Security"] = TWO_YEARS


def init_app(app: Flask) -> None:
    https = app.config["SETTINGS"].https

    @app.after_request
    def harden(response: Response) -> Response:
        add_security_headers(response.headers, https=https)
        return response
