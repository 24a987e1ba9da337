"""Pages and their parts. Only this file looks at htmx's request headers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request
from htmx_flask import Htmx

from webapp.domain.mail.queries import unread_notices
from webapp.i18n import LANGUAGES, environment_of, language, same_page_in
from webapp.search_frame import search_frame

HEADERS_READ = ("HX-Request", "HX-Target", "HX-History-Restore-Request")
CONFIG = json.dumps(
    {
        "allowEval": False,
        "allowScriptTags": False,
        "includeIndicatorStyles": False,
        "historyCacheSize": 0,
        # Nothing moves while a part is filled, and no style is written into the page.
        "attributesToSettle": [],
        # Going back asks the site again; what it answers fills the page.
        "refreshOnHistoryMiss": True,
        "selfRequestsOnly": True,
        # An answer that says what is wrong is shown like any other.
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "...", "swap": True},
        ],
    },
    separators=(",", ":"),
)


def wanted_part() -> str | None:
    """The id of the element that htmx asked to be filled, or None where a page is wanted."""
    htmx = request.htmx  # type: ignore[attr-defined]
    if not htmx or htmx.history_restore_request or htmx.boosted:
        return None
    return str(htmx.target) if htmx.target else None


def render(
    template: str,
    /,
    *,
    part: Mapping[str, list[str]] | None = None,
    status: int = 200,
    shown_at: str | None = None,
    **values: Any,
) -> Response:
    """Renders a page, or only the templates that ``part`` names for the element htmx asked for.

    ``part`` maps an element's id to the templates that make it up and what changes with it.
    ``shown_at`` is the address that the browser shows for the part, where it has a shorter one.
    """
    environment = environment_of(current_app, language())
    if "page" not in values:
        values["page"] = page_context()
    values.setdefault("status", status)
    wanted = wanted_part() if part else None
    if part and wanted is not None and wanted in part:
        html = "".join(
            environment.get_template(name).render(oob=True, **values) for name in part[wanted]
        )
    else:
        html, shown_at = environment.get_template(template).render(**values), None
    response = Response(html, status=status, content_type="text/html; charset=utf-8")
    if shown_at:
        response.headers["HX-Push-Url"] = shown_at
    response.content_language = language()
    if part:
        response.vary.update(HEADERS_READ)
    return response


def whole_page(response: Response) -> Response:
    """Has htmx put an answer in place of the whole page, whatever part it asked for."""
    if wanted_part() is not None:
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
        response.headers["HX-Push-Url"] = request.full_path.rstrip("?")
        response.vary.update(HEADERS_READ)
    return response


def page_context(*, search: SimpleNamespace | None = None, **changes: Any) -> SimpleNamespace:
    """What every page's frame needs: the language switch, its addresses and the search's values."""
    settings = current_app.config["SETTINGS"]
    paths = {code: same_page_in(code) for code in LANGUAGES}
    base = settings.base_url
    alternates = [(code, base + path) for code, path in paths.items()]
    alternates.append(("x-default", base + paths["sv"]))
    context: dict[str, Any] = {
        "languages": [
            (code, lang.label, lang.name, paths[code], code == language())
            for code, lang in LANGUAGES.items()
        ],
        "alternates": alternates,
        "canonical": base + paths[language()],
        "path": request.root_path + request.path,
        "noindex": False,
        "htmx_config": CONFIG,
        "search": search or search_frame(request.args),
        "demo": not settings.production,
        "signed_in": g.get("account") is not None,
        "unread_notices": unread_notices(g.account.account_id) if g.get("account") else 0,
        "form_id": None,
    }
    return SimpleNamespace(**(context | changes))


def address(path: str, values: Mapping[str, Any]) -> str:
    """A path with a query of the values that are set."""
    query = urlencode({key: value for key, value in values.items() if value not in (None, "")})
    return f"{path}?{query}" if query else path


def init_app(app: Flask) -> None:
    Htmx(app)
