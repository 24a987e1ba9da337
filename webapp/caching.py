"""How answers are cached: public pages by ETag, everything else not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, make_response, request

from webapp.access import Access, access_of
from webapp.base import clock
from webapp.htmx import HEADERS_READ, wanted_part
from webapp.i18n import language
from webapp.release import RELEASE

PUBLIC = "public, no-cache"
# lynx knows nothing of no-store, and would show a list as it was before one changed it.
PERSONAL = "private, no-store, max-age=0"


def unless_unchanged(build: Callable[[], Any], *state: object, has_parts: bool = False) -> Response:
    """A public page, or 304 without building it when the browser has it as it is.

    ``state`` is what the page is made of besides its address: an index generation, a row's time of
    change. The day counts too, for ads close at midnight. ``has_parts`` says that htmx can fetch
    parts of it, as ``render(part=...)`` does. Whoever has logged in gets a page of their own.
    """
    if g.get("session") is not None:
        return make_response(build())
    parts = (
        current_app.extensions["look"],
        language(),
        request.path,
        request.query_string,
        (wanted_part() or "") if has_parts else "",
        clock.today(),
        *state,
    )
    etag = hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:20]
    if request.if_none_match.contains_weak(etag):
        response = Response(status=304)
        if has_parts:
            response.vary.update(HEADERS_READ)
    else:
        response = make_response(build())
    if response.status_code in (200, 304):
        # Weak, because compression makes other bytes of the same page.
        response.set_etag(etag, weak=True)
    return response


def init_app(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    # What every page is made of, and what only a new start changes.
    look = (RELEASE, app.config["PROFILE"], settings.mode, settings.base_url)
    app.extensions["look"] = hashlib.sha256(repr(look).encode()).hexdigest()

    @app.after_request
    def say_how_to_cache(response: Response) -> Response:
        if access_of(request.endpoint) is Access.ANYONE:
            response.vary.add("Cookie")
        # What somebody's session shows, or a token is in, is nobody else's.
        if any(g.get(name) is not None for name in ("session", "session_key", "carries_token")):
            response.headers["Cache-Control"] = PERSONAL
        if "Cache-Control" in response.headers:
            return response
        public = access_of(request.endpoint) is Access.ANYONE and request.method in ("GET", "HEAD")
        cacheable = public and response.status_code in (200, 301, 302, 304, 308)
        response.headers["Cache-Control"] = PUBLIC if cacheable else PERSONAL
        return response
