"""The site under measurement: the real application and server, and beside it an empty page."""

from __future__ import annotations

import socket
import sys

from flask import Response

from webapp import access, create_app
from webapp.base.config import load_settings
from webapp.web_server import serve

EMPTY_BODY = "<!doctype html><html lang=en><title>Empty</title><body>".ljust(200, "x")


def main() -> None:
    settings = load_settings()
    app = create_app(settings)
    app.add_url_rule("/empty", view_func=access.machine(empty))
    serve(app, settings, socket.socket(fileno=int(sys.argv[1])))


def empty() -> Response:
    return Response(EMPTY_BODY, content_type="text/html; charset=utf-8")


if __name__ == "__main__":
    main()
