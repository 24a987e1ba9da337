"""Compresses answers, except those that carry a token.

Beside text that a stranger can choose, the length of a compressed body tells a token letter by
letter (BREACH, CVE-2013-3587).
"""

from __future__ import annotations

from flask import Flask, Response, g
from flask_compress import Compress


def leave_uncompressed() -> None:
    """Marks the answer to this request as carrying a token."""
    g.carries_token = True


def init_app(app: Flask) -> None:
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=3,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
        COMPRESS_STREAMS=False,
    )
    compress = Compress(app)

    @app.after_request
    def compress_unless_secret(response: Response) -> Response:
        return response if g.get("carries_token") else compress.after_request(response)
