"""Error pages: what happened and what one can do now, in the reader's language, without traces."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from flask import Flask, Response, g, request
from peewee import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from webapp.base.db import drop_broken_connection
from webapp.htmx import page_context, render
from webapp.i18n import LANGUAGES, LazyText, choose_language, localized_url
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l

log = structlog.get_logger("errors")


@dataclass(frozen=True, slots=True)
class Explanation:
    title: LazyText
    message: LazyText


EXPLANATIONS = {
    400: Explanation(
        _l("We could not read that request"),
        _l("Something in the address or the form was damaged on the way. Please try once more."),
    ),
    403: Explanation(
        _l("This is not open to you"),
        _l("The request came from another site, or the page belongs to somebody else."),
    ),
    404: Explanation(
        _l("There is no page here"),
        _l("The address may be misspelt, or what it led to is gone."),
    ),
    405: Explanation(
        _l("That does not work at this address"),
        _l("The page exists, but it can't be used in that way."),
    ),
    410: Explanation(
        _l("This has been taken away"),
        _l("It was here once and is not coming back."),
    ),
    413: Explanation(
        _l("That was too much at once"),
        _l("What you sent is larger than we can take. Please send something smaller."),
    ),
    422: Explanation(
        _l("We could not use what you sent"),
        _l("Something in it is missing or wrong. Please go back and check it."),
    ),
    429: Explanation(
        _l("Please wait a moment"),
        _l("There were too many requests in a short time. Try again in a minute."),
    ),
    500: Explanation(
        _l("Something went wrong on our side"),
        _l("It is not your fault, and it has been noted. Please try again in a while."),
    ),
    503: Explanation(
        _l("We can't answer right now"),
        _l("The site is busy or being repaired. Nothing is lost; please try again in a minute."),
    ),
}


def _language_of_request() -> str:
    prefix = request.path.split("/", 2)[1]
    return prefix if prefix in LANGUAGES else choose_language(request.accept_languages)


def error_page(status: int) -> Response:
    """The page of an error status; those without one of their own get their class's."""
    if "lang" not in g:
        g.lang = _language_of_request()
    known = status if status in EXPLANATIONS else (500 if status >= 500 else 400)
    explanation = EXPLANATIONS[known]
    response = render(
        "error.html",
        status=status,
        page=page_context(noindex=True, canonical=None, alternates=[]),
        title=str(explanation.title),
        message=str(explanation.message),
        ways_on=[
            (_("Search jobs"), localized_url("jobs.search")),
            (_("To the first page"), localized_url("home.index")),
            (_("Contact us"), localized_url("contact.form")),
        ],
    )
    # Where htmx asked for a part, an error still takes the whole page.
    response.headers["HX-Retarget"] = "body"
    response.headers["HX-Reswap"] = "innerHTML"
    if status in (429, 503):
        response.headers["Retry-After"] = "60"
    return response


def init_app(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def known_error(error: HTTPException) -> Response:
        if error.response is not None or error.code is None or error.code < 400:
            return error.get_response()  # type: ignore[return-value]
        response = error_page(error.code)
        for name, value in error.get_headers():
            if name not in ("Content-Type", "Content-Length"):
                response.headers[name] = value
        return response

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    def database_unreachable(error: Exception) -> Response:
        log.error("database unreachable", error=type(error).__name__, route=request.endpoint)
        drop_broken_connection(error)
        return error_page(503)

    @app.errorhandler(Exception)
    def unknown_error(error: Exception) -> Response:
        log.exception("unexpected error", route=request.endpoint)
        if app.debug or app.testing:
            raise error
        return error_page(500)
