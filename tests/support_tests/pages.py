"""A sound page, and the small site that the tests of the support visit."""

from __future__ import annotations

import html
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

GOOD_PAGE = """<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lediga jobb</title>
<link rel="stylesheet" href="/static/site.css">
<script src="/static/site.js" defer></script>
</head>
<body>
<header><a href="#innehall">Till innehållet</a></header>
<main id="innehall">
<h1>Lediga jobb</h1>
<form action="/sv/jobs" method="get" data-hx-get="/sv/jobs" data-hx-target="#traffar">
<label for="vad">Yrke</label> <input id="vad" name="what" type="text" aria-describedby="tips">
<p id="tips">Till exempel kock</p>
<button type="submit">Sök</button>
</form>
<section id="traffar">
<h2>Träffar</h2>
<p><img src="/static/bild.png" alt=""> <a href="/sv/jobs/1">Kock i Umeå</a></p>
</section>
<form action="/sv/contact" method="post">
<input type="hidden" name="token" value="abc123">
<label>Meddelande <textarea name="text"></textarea></label>
<button type="submit">Skicka</button>
</form>
</main>
</body>
</html>
"""

FORM = """
<form action="/svar" method="get">
<p><label for="vad">Yrke eller företag</label> <input id="vad" name="vad" value="gammalt"></p>
<p><label for="var">Ort</label> <input id="var" name="var"></p>
<p><label for="ordning">Sortera</label> <select id="ordning" name="ordning">
<option value="r">Relevans</option><option value="n">Nyast först</option>
<option value="d">Sista dag</option></select></p>
<p><input type="checkbox" id="hem" name="hem" value="ja"> <label for="hem">Distans</label></p>
<p><label for="brev">Brev</label><br>
<textarea id="brev" name="brev" rows="3" cols="40"></textarea></p>
<p><button type="submit">Sök jobb</button></p>
</form>
"""

ONE_PIXEL_GIF = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)


@contextmanager
def small_site() -> Iterator[str]:
    """Serve a start page with a form, answers that repeat what was sent, and slow pages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
        f'<title>{title}</title><link rel="icon" href="/ikon.gif"></head><body>'
        f"<main><h1>{title}</h1>"
        '<p><a href="/sida?n=1">Första sidan</a> <a href="/sida?n=2">Läs mer om åäö</a> '
        '<a href="/trog">Den tröga sidan</a> <a href="/lang">Den långa sidan</a></p>'
        f"{body}</main></body></html>"
    )


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path in {"/bild.gif", "/ikon.gif"}:
            self._answer("image/gif", ONE_PIXEL_GIF)
            return
        if address.path == "/saknas":
            self.send_error(404)
            return
        if address.path == "/trog":
            time.sleep(0.7)
        sent = parse_qsl(address.query)
        body = {
            "/": FORM,
            "/lang": "<p>rad</p>" * 300 + '<p><a href="/sida?n=9">Längst ner</a></p>',
            "/bilder": '<img src="/bild.gif" alt="">',
            "/framling": '<img src="http://jobb.example/bild.gif" alt="">',
            "/fel": "<script>throw new Error('trasig')</script>",
            "/trasig": '<img src="/saknas" alt="">',
        }.get(address.path, "".join(f"<p>{k} = {html.escape(v)}</p>" for k, v in sent))
        self._answer("text/html; charset=utf-8", _page(f"Sida {address.path}", body).encode())

    def _answer(self, content_type: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=60" if "image" in content_type else "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # The base's name.
        """Say nothing: the tests look at answers only."""
