"""The site under measurement: the real application and server, and beside it an empty page, and the
search of CVs as plain text.
"""

from __future__ import annotations

import socket
import sys

from flask import Response, request

from webapp import access, create_app
from webapp.base.config import load_settings
from webapp.domain.cv.search import search_cvs
from webapp.web_server import serve

# The account that acts for a verified company in ``bench.cvs``.
SEARCHER = 900_000_001
EMPTY_BODY = "<!doctype html><html lang=en><title>Empty</title><body>".ljust(200, "x")


def main() -> None:
    settings = load_settings()
    app = create_app(settings)
    app.add_url_rule("/empty", view_func=access.machine(empty))
    app.add_url_rule("/cv-search", view_func=access.machine(cv_search))
    serve(app, settings, socket.socket(fileno=int(sys.argv[1])))


def empty() -> Response:
    return Response(EMPTY_BODY, content_type="text/html; charset=utf-8")


def cv_search() -> Response:
    """One page of the CVs that the recruiter of the benchmark finds, and how many there are."""
    found = search_cvs(SEARCHER, request.args.get("what", ""))
    if found is None:
        raise RuntimeError("The recruiter of the benchmark may not search.")
    lines = [f"{found.total} CVs", *map(repr, found.hits)]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


if __name__ == "__main__":
    main()
