"""The mails of a demo, for whoever sits at its machine: they hold links that act as keys."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Any

from flask import Blueprint, Response, abort, current_app, request

from webapp import access
from webapp.adapters.mail_folder import list_mails, read_mail
from webapp.caching import PERSONAL
from webapp.htmx import page_context, render
from webapp.i18n import LANGUAGE_PREFIX

bp = Blueprint("demo_mail", __name__, url_prefix=f"{LANGUAGE_PREFIX}/demo")
MOST_SHOWN = 100
_LINK = re.compile(r"https?://[^\s<>]+")


@bp.before_request
def only_from_this_machine() -> None:
    """A proxy may have put the demo on a network; its mails stay here all the same."""
    address = request.remote_addr or ""
    if not address or not ip_address(address).is_loopback:
        abort(404)


@bp.get("/mail")
@access.demo
def mails() -> Response:
    folder = current_app.config["SETTINGS"].mail_path
    return _page("demo/mails.html", mails=list_mails(folder, MOST_SHOWN))


@bp.get("/mail/<name>")
@access.demo
def mail(name: str) -> Response:
    found = read_mail(current_app.config["SETTINGS"].mail_path, name)
    if found is None:
        abort(404)
    return _page("demo/mail.html", mail=found, runs=_runs(found.text))


def _page(template: str, **values: Any) -> Response:
    response = render(template, page=page_context(noindex=True), **values)
    response.headers["Cache-Control"] = PERSONAL
    return response


def _runs(text: str) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is the address of a page."""
    runs: list[tuple[str, bool]] = []
    done = 0
    for link in _LINK.finditer(text):
        runs += [(text[done : link.start()], False), (link[0], True)]
        done = link.end()
    return [*runs, (text[done:], False)]
