"""What somebody had written when they turned out to be logged out: carried along, and given back.

The site keeps nothing of it. The pages of logging in pass it on as a hidden field, and the last
one sends it to where it was meant for, which shows its form with all of it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from flask import Response, request

from webapp.blueprints.accounts.pages import own_page
from webapp.forms import SWITCH_FIELD, token_for
from webapp.htmx import page_context, render, whole_page
from webapp.i18n import language, localized_url

Pairs = list[tuple[str, str]]
# What is never passed on: tokens are made anew, and secrets are for one page only.
_LEFT_OUT = ("token", SWITCH_FIELD)
_SECRET = ("password", "answer", "code")


def sent_here() -> str:
    """What another page's form had sent, packed into a text; empty where this page's own was."""
    if "email" in request.form or own_page(request.args.get("next", "")) is None:
        return ""
    pairs = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _LEFT_OUT and not any(secret in name for secret in _SECRET)
    ]
    return json.dumps(pairs, ensure_ascii=False) if pairs else ""


def unpacked(kept: str) -> Pairs:
    """What was packed; nothing where that is no work of ours."""
    try:
        return [(str(name), str(value)) for name, value in json.loads(kept)]
    except (ValueError, TypeError):
        return []


def give_back(path: str, kept: str) -> Response:
    """A page with a button that leads to the form with everything that was written."""
    return _button(path, [*unpacked(kept), (SWITCH_FIELD, language())], logged_in=True)


def pass_on(endpoint: str, kept: str, next_page: str) -> Response:
    """A page with a button that leads to the next step of logging in."""
    return _button(localized_url(endpoint, next=next_page), [("kept", kept)], logged_in=False)


def _button(action: str, fields: Iterable[tuple[str, str]], *, logged_in: bool) -> Response:
    page = page_context(noindex=True)
    return whole_page(
        render(
            "accounts/kept.html",
            page=page,
            action=action,
            # The form that it leads to is only shown again, and makes a token of its own.
            token=token_for("kept"),
            fields=fields,
            logged_in=logged_in,
        )
    )
