"""Who may enter. Every route carries exactly one of these decorators; without one it is closed."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., Any])


class Access(StrEnum):
    """The kinds of doors, which also decide how answers are cached (``webapp/caching.py``)."""

    ANYONE = "anyone"
    MACHINE = "machine"
    DEMO = "demo"


def _with(access: Access, view: View) -> View:
    if hasattr(view, "access"):
        raise TypeError(f"{view.__name__} has two access decorators.")
    view.access = access  # type: ignore[attr-defined]
    return view


def anyone(view: View) -> View:
    """Open to all, without cookie or account."""
    return _with(Access.ANYONE, view)


def machine(view: View) -> View:
    """Open to all, read by programs: health, robots and the like."""
    return _with(Access.MACHINE, view)


def demo(view: View) -> View:
    """Open to all in a demo; in production the address does not exist."""
    return _with(Access.DEMO, view)


def access_of(endpoint: str | None) -> Access | None:
    """The access of a route of this application, or None where it has none."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "access", None)


def init_app(app: Flask) -> None:
    @app.before_request
    def stand_at_the_door() -> None:
        if request.endpoint is None:
            return
        access = access_of(request.endpoint)
        if access is None or (access is Access.DEMO and app.config["SETTINGS"].production):
            abort(404)
