"""What arrives with a request, as text that a page can show again."""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import parse_qsl

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from webapp.base.characters import NOT_TEXT

# Stands in a text for what can't be text; searches and forms refuse what holds it.
DAMAGE = "\ufffd"


def _query(request: Request) -> MultiDict[str, str]:
    query = re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % byte[0][0], request.query_string)
    return as_text(parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="replace"))


def as_text(given: list[tuple[str, str]]) -> MultiDict[str, str]:
    """Names and values with ``DAMAGE`` in place of what can't be text."""
    return ImmutableMultiDict((_text(name), _text(value)) for name, value in given)


def _text(value: str) -> str:
    return NOT_TEXT.sub(DAMAGE, value)


def init_app(app: Flask) -> None:
    """Makes the query of every request text, whatever bytes its address held."""
    # htmx-flask has put its own class in place, which is extended here.
    app.request_class = type(
        "IncomingRequest", (app.request_class,), {"args": cached_property(_query)}
    )
