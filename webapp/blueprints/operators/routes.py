"""What programs read: health, robots and the address for security reports."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, current_app

from webapp import access
from webapp.base import clock
from webapp.base.db import is_reachable
from webapp.blueprints.jobs.routes import job_search
from webapp.domain.mail.standing import mail_moves
from webapp.release import VERSION

bp = Blueprint("operators", __name__)
# RFC 9116 recommends less than a year.
SECURITY_TXT_DAYS = 180


def _text(lines: list[str]) -> Response:
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@bp.get("/health")
@access.machine
def health() -> tuple[dict[str, Any], int]:
    """Whether this process can answer: its database and its index, without details.

    ``mail`` says whether mail leaves, which another process sees to; so it decides nothing here.
    """
    parts = {"database": is_reachable(), "index": bool(job_search().generation())}
    well = all(parts.values())
    return {
        "status": "ok" if well else "failing",
        "version": VERSION,
        **parts,
        "mail": parts["database"] and mail_moves(),
    }, 200 if well else 503


@bp.get("/robots.txt")
@access.machine
def robots() -> Response:
    base = current_app.config["SETTINGS"].base_url
    # RFC 9309. Following a counted link would add to a partner's bill.
    return _text(
        [
            "User-agent: *",
            "Allow: /",
            "Disallow: /*/jobs/*/out",
            "Disallow: /*/jobs/*/from/",
            "",
            f"Sitemap: {base}/sitemap.xml",
        ]
    )


@bp.get("/.well-known/security.txt")
@access.machine
def security_txt() -> Response:
    """RFC 9116."""
    base = current_app.config["SETTINGS"].base_url
    expires = datetime.combine(
        clock.today() + timedelta(days=SECURITY_TXT_DAYS), time(), tzinfo=UTC
    )
    return _text(
        [
            f"Contact: mailto:{current_app.config['PROFILE'].operator.security_email}",
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: sv, en",
            f"Canonical: {base}/.well-known/security.txt",
            f"Policy: {base}/en/security",
        ]
    )
