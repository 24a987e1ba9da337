"""Every cookie that the site can set. The cookie page lists them, and tests refuse any other."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from flask.sessions import SessionInterface, SessionMixin
from flask.wrappers import Request, Response

from webapp.i18n import LazyText
from webapp.i18n import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Cookie:
    name: str
    purpose: LazyText
    lifetime: LazyText


COOKIES: tuple[Cookie, ...] = (
    Cookie(
        "__Host-session",
        _l("Recognises you while you are logged in. It is set when you log in, never before."),
        _l("Until you log out or close the browser, and 12 hours at most"),
    ),
)


class NoSession(SessionInterface):
    """Flask's own session is off, so nothing can set its cookie by accident."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        return self.make_null_session(app)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        return None


def init_app(app: Flask) -> None:
    app.session_interface = NoSession()
