"""Forms that are posted: their token, and the refusal of posts from other sites.

The token is signed and expires, and names the form it was made for. It stops a stored or forged
post; the browser's own word on where a post comes from stops other sites. A visitor has no session;
whoever has one gets tokens that are good in that one only.
"""

from __future__ import annotations

import hashlib
from types import SimpleNamespace
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, request
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from wtforms import Form

from webapp.access import View
from webapp.compression import leave_uncompressed
from webapp.i18n import LANGUAGES
from webapp.i18n import gettext as _
from webapp.incoming import as_text

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_SECONDS = 4 * 3600
SWITCH_FIELD = "switch_language"


class PublicForm(Form):
    """A form that anyone may send. ``form_name`` is what its token is bound to."""

    form_name = ""

    def __init__(self, sent: MultiDict[str, str] | None = None) -> None:
        super().__init__(as_text(list(sent.items(multi=True))) if sent is not None else None)
        self._token = sent.get("token", "") if sent else ""
        self._token_problem: str | None = None
        self._refusal: str | None = None

    def accepts(self) -> bool:
        """Whether every field and the token are right."""
        fields_are_right = self.validate()
        self._token_problem = _token_problem(self.form_name, self._token)
        return fields_are_right and self._token_problem is None

    def refuse(self, reason: str, field: str | None = None) -> None:
        """Says what only an action could find out, at a field or for the form as a whole."""
        if field is None:
            self._refusal = reason
        else:
            self[field].errors = [*self[field].errors, reason]

    def view(self, *, done: bool = False) -> SimpleNamespace:
        """What the template shows: values as typed, the first error of each field, a new token."""
        errors = {name: str(found[0]) for name, found in self.errors.items() if name and found}
        if self._token_problem:
            errors["token"] = self._token_problem
        if self._refusal:
            errors["form"] = self._refusal
        return SimpleNamespace(
            values={name: value or "" for name, value in self.data.items()},
            errors=errors,
            token=token_for(self.form_name),
            done=done,
        )


def token_for(form_name: str) -> str:
    """A token for one form, for four hours. The answer that carries it is not compressed."""
    leave_uncompressed()
    return str(_serializer().dumps(_bound(form_name)))


def switches_language() -> bool:
    """Whether a form was sent only to see it in another language, to which this turns.

    Text browsers know no ``formaction`` and send to the address of the language they come from.
    """
    wanted = request.form.get(SWITCH_FIELD)
    if wanted in LANGUAGES:
        g.lang = wanted
    return wanted is not None


def _token_problem(form_name: str, token: str) -> str | None:
    try:
        if _serializer().loads(token, max_age=TOKEN_SECONDS) == _bound(form_name):
            return None
    except SignatureExpired:
        return _("The page had been open for more than four hours. Please send the form again.")
    except BadData:
        pass
    return _("We could not tell that the form came from this page. Please send it again.")


def _bound(form_name: str) -> str:
    """What a token is made for: the form, and the session where there is one."""
    session = g.get("session")
    if session is None:
        return form_name
    return f"{form_name} {hashlib.sha256(f'form {session.key}'.encode()).hexdigest()}"


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SETTINGS"].secret_key, salt="public form")


def open_to_other_sites(view: View) -> View:
    """Lets a view take posts from anywhere: its address alone is the permission.

    For ending mail by one click, which mail programs and providers do (RFC 8058), and for pages
    that send no referrer, of which browsers then say that they come from nowhere.
    """
    view.open_to_other_sites = True  # type: ignore[attr-defined]
    return view


def _takes_posts_from_elsewhere() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "open_to_other_sites", False))


def _comes_from_elsewhere() -> bool:
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    # Text browsers send neither header.
    return origin is not None and urlsplit(origin).netloc != request.host


def init_app(app: Flask) -> None:
    @app.before_request
    def refuse_other_sites() -> None:
        if request.method in SAFE_METHODS or _takes_posts_from_elsewhere():
            return
        if _comes_from_elsewhere():
            abort(403)
