"""Who may enter. Every route carries exactly one of these decorators; without one it is closed.

``g.account`` is who asks (``Viewer``), or None for a visitor; ``webapp/signing_in.py`` sets it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request
from werkzeug.wrappers import Response

from webapp.base import clock
from webapp.domain.accounts.rules import EMPLOYERS, STAFF, Role, Stage, Viewer
from webapp.domain.employers.partner_links import DeadPartnerLinkError, partner_of
from webapp.i18n import localized_url

View = TypeVar("View", bound=Callable[..., Any])


class Access(StrEnum):
    """The kinds of doors, which also decide how answers are cached (``webapp/caching.py``)."""

    ANYONE = "anyone"
    MACHINE = "machine"
    DEMO = "demo"
    HALF_SIGNED_IN = "half signed in"
    SETTING_UP = "setting up"
    SIGNED_IN = "signed in"
    CUSTOMER = "customer"
    JOB_SEEKER = "job seeker"
    EMPLOYER_USER = "employer user"
    EMPLOYER_OWNER = "employer owner"
    EMPLOYERS_ALONE = "employers alone"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


# The roles of which one opens a door.
ROLES = {
    Access.CUSTOMER: set(Role) - STAFF,
    Access.JOB_SEEKER: {Role.JOB_SEEKER},
    Access.EMPLOYER_USER: EMPLOYERS,
    Access.EMPLOYER_OWNER: {Role.EMPLOYER_OWNER},
    Access.EMPLOYERS_ALONE: EMPLOYERS,
    Access.MODERATOR: {Role.MODERATOR},
    Access.ADMINISTRATOR: {Role.ADMINISTRATOR},
}
FOR_ALL = (Access.ANYONE, Access.MACHINE, Access.DEMO)


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


def half_signed_in(view: View) -> View:
    """Open to whoever has given the right password and owes the second factor."""
    return _with(Access.HALF_SIGNED_IN, view)


def setting_up(view: View) -> View:
    """Open to every account, also to one whose role demands a second factor it has not got."""
    return _with(Access.SETTING_UP, view)


def signed_in(view: View) -> View:
    """Open to every account; each is confirmed, for an account begins with its confirmation."""
    return _with(Access.SIGNED_IN, view)


def customer(view: View) -> View:
    """Open to every account but those of the operator's staff."""
    return _with(Access.CUSTOMER, view)


def job_seeker(view: View) -> View:
    return _with(Access.JOB_SEEKER, view)


def employer_user(view: View) -> View:
    """Open to recruiters and owners of companies."""
    return _with(Access.EMPLOYER_USER, view)


def employer_owner(view: View) -> View:
    """Open to owners of companies."""
    return _with(Access.EMPLOYER_OWNER, view)


def employers_alone(view: View) -> View:
    """Open to employer users; for everybody else, visitors too, the address does not exist."""
    return _with(Access.EMPLOYERS_ALONE, view)


def moderator(view: View) -> View:
    return _with(Access.MODERATOR, view)


def administrator(view: View) -> View:
    return _with(Access.ADMINISTRATOR, view)


def recently_proved(view: View) -> View:
    """Beside another decorator: open for ten minutes after the person proved who they are."""
    view.recently_proved = True  # type: ignore[attr-defined]
    return view


def of_the_cv_centre(view: View) -> View:
    """Beside another decorator: closed to a session whose partner link is dead.

    What is open to employers alone is so without it.
    """
    view.of_the_cv_centre = True  # type: ignore[attr-defined]
    return view


def access_of(endpoint: str | None) -> Access | None:
    """The access of a route of this application, or None where it has none."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "access", None)


def viewer() -> Viewer:
    """Who asks, on a page that is open to accounts only."""
    assert isinstance(g.account, Viewer)
    return g.account


def init_app(app: Flask) -> None:
    @app.before_request
    def stand_at_the_door() -> Response | None:
        if request.endpoint is None:
            return None
        access = access_of(request.endpoint)
        if access is None or (access is Access.DEMO and app.config["SETTINGS"].production):
            abort(404)
        return None if access in FOR_ALL else _let_in(access)


def _let_in(access: Access) -> Response | None:
    """What an account's page answers before it is reached: nothing, or another page to go to."""
    if access is Access.HALF_SIGNED_IN:
        return None if g.stage is Stage.HALF_WAY else _to("accounts.login")
    if g.account is None and access is Access.EMPLOYERS_ALONE:
        abort(404)
    if g.account is None and _brings_something_written():
        # The login page passes it on (webapp/blueprints/accounts/kept.py).
        return _to("accounts.login", next=request.path, code=307)
    if g.account is None:
        return _to("accounts.login", next=_page_to_come_back_to())
    if access is not Access.SETTING_UP and g.account.lacks_second_factor:
        return _to("second_factor.overview")
    if access in ROLES and not ROLES[access] & g.account.roles:
        abort(404)
    view = current_app.view_functions[str(request.endpoint)]
    reaches_cvs = access is Access.EMPLOYERS_ALONE or getattr(view, "of_the_cv_centre", False)
    if reaches_cvs and (way_out := _past_a_dead_partner_link()):
        return way_out
    if getattr(view, "recently_proved", False) and not g.account.proved_recently(clock.now()):
        return _to("settings.prove", next=_page_to_come_back_to())
    return None


def _past_a_dead_partner_link() -> Response | None:
    """Where somebody goes who came by a partner link that leads to the CV centre no more."""
    if g.session.partner_link_id is None:
        return None
    try:
        partner_of(g.session.partner_link_id)
    except DeadPartnerLinkError:
        return _to("partner_links.ended")
    return None


def _page_to_come_back_to() -> str | None:
    """This page, when it is one that can be opened again."""
    if request.method not in ("GET", "HEAD"):
        return None
    return request.path


def _brings_something_written() -> bool:
    """Whether a form with more in it than its token was sent; files can't be passed on."""
    is_form = request.mimetype == "application/x-www-form-urlencoded"
    return is_form and any(value for name, value in request.form.items() if name != "token")


def _to(endpoint: str, *, code: int = 303, **values: str | None) -> Response:
    return redirect(
        localized_url(endpoint, **{key: value for key, value in values.items() if value}), code
    )
