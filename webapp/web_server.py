"""The web process: waitress on a socket that its supervisor opened (docs/adr/0003-server.md)."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import re
import resource
import signal
import socket
import time
from types import FrameType
from typing import Any

import structlog
from flask import Flask, Response
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import create_server
from waitress.task import ErrorTask

from webapp.base.config import Settings
from webapp.errors import error_page

log = structlog.get_logger("server")
DRAIN_SECONDS = 10.0
OPEN_FILES = 4096
CONNECTIONS = 1000
SILENCE_SECONDS = 60
# 10,000 characters of four bytes each, percent-encoded, and some room.
LARGEST_HEADER_BYTES = 128 * 1024
LARGEST_BODY_BYTES = 16 * 1024 * 1024
IN_MEMORY_BYTES = 256 * 1024
LINGER_SECONDS = 10.0
LINGER_BYTES = 64 * 1024
# The setting's number in glibc's malloc.h.
M_ARENA_MAX = -8
ARENAS = 2


class Parser(HTTPRequestParser):
    """Lets raw non-ASCII bytes of an address reach the application, percent-encoded.

    ``asked`` is the head of the request as it came, as far as it came.
    """

    asked = b""

    def parse_header(self, header_plus: bytes) -> None:
        # An oversize head is replaced by a short one, and then stands in the attribute.
        self.asked = max(self.header_plus, header_plus, key=len)
        line, line_end, rest = header_plus.partition(b"\r\n")
        line = re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % byte[0][0], line)
        try:
            super().parse_header(line + line_end + rest)
        except ValueError as error:
            # The standard library refuses a broken host such as "http://[" this way.
            raise ParsingError("Bad URI") from error


class Refusal(ErrorTask):
    """What the server itself refuses gets the site's own page and headers."""

    def execute(self) -> None:
        self.channel.refused = True
        app = self.channel.server.site
        try:
            with app.test_request_context(
                _language_path(self.request.asked),
                base_url=app.config["SETTINGS"].base_url,
                headers={"Accept-Language": _accepted_languages(self.request.asked)},
            ):
                response = app.process_response(error_page(self.request.error.code))
        except Exception:
            # Waitress relies on this never failing: the client would wait for ever.
            log.exception("no page for a refusal")
            response = Response(status=500)
        body = response.get_data()
        self.status = response.status
        self.response_headers.extend(
            (name, value) for name, value in response.headers if name != "Content-Length"
        )
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


def _language_path(asked: bytes) -> str:
    """The start page of the language in an unparsed request's address, else the one without."""
    found = re.match(rb"[A-Z]+ +/(sv|en)[/? ]", asked)
    return f"/{found[1].decode()}/" if found else "/"


def _accepted_languages(asked: bytes) -> str:
    found = re.search(rb"^accept-language:([^\r\n]*)", asked, re.IGNORECASE | re.MULTILINE)
    return found[1].decode("latin-1").strip() if found else ""


class Channel(HTTPChannel):
    """A connection that takes the rest of a refused request before it closes.

    Closed with bytes unread it would be reset, and the client might lose the answer (RFC 9112,
    section 9.6).
    """

    parser_class = Parser
    error_task_class = Refusal
    refused = False
    lingers_until: float | None = None

    def readable(self) -> bool:
        return self.lingers_until is not None or bool(super().readable())

    def handle_read(self) -> None:
        if self.lingers_until is None:
            super().handle_read()
            return
        try:
            # At the end, and when the client resets, this closes.
            self.recv(LINGER_BYTES)
        except OSError:
            self.handle_close()
        if self.connected and time.monotonic() > self.lingers_until:
            self.handle_close()

    def handle_close(self) -> None:
        if self.refused and self.connected and self.lingers_until is None:
            self.will_close = False
            self.lingers_until = time.monotonic() + LINGER_SECONDS
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
            return
        super().handle_close()


def _collect_garbage_less_often() -> None:
    """Spares a page some 8 % of its cost; the application itself is not looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _share_arenas() -> None:
    """Spares some 15 MB: glibc gives each thread an arena, though Python lets one run at a time.

    Other C libraries know no such setting.
    """
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)


def serve(
    app: Flask, settings: Settings, listener: socket.socket, supervisor: int | None = None
) -> None:
    """Serves until SIGTERM, SIGINT or the supervisor's death, then finishes what is under way.

    ``supervisor`` is the id of the process that started this one; None means the parent now.
    """
    _raise_file_limit()
    _collect_garbage_less_often()
    _share_arenas()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    channels: dict[int, Any] = {}
    server = create_server(
        app,
        map=channels,
        sockets=[listener],
        threads=settings.web_threads,
        ident=None,
        asyncore_use_poll=True,
        connection_limit=CONNECTIONS,
        channel_timeout=SILENCE_SECONDS,
        cleanup_interval=10,
        max_request_header_size=LARGEST_HEADER_BYTES,
        max_request_body_size=LARGEST_BODY_BYTES,
        inbuf_overflow=IN_MEMORY_BYTES,
        outbuf_overflow=IN_MEMORY_BYTES,
        # The application believes as many proxies as its setting says (webapp/__init__.py).
        clear_untrusted_proxy_headers=settings.trusted_proxies == 0,
    )
    server.channel_class = Channel
    server.site = app
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        server.pull_trigger()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    supervisor = supervisor or os.getppid()
    while not stopping and os.getppid() == supervisor:
        wasyncore.loop(timeout=1, use_poll=True, map=channels, count=1)
    _drain(server, channels)


def _drain(server: Any, channels: dict[int, Any]) -> None:
    server.accepting = False
    deadline = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < deadline and any(
        channel.requests or channel.total_outbufs_len
        for channel in list(server.active_channels.values())
    ):
        wasyncore.loop(timeout=0.1, use_poll=True, map=channels, count=1)
    server.task_dispatcher.shutdown(timeout=max(0.0, deadline - time.monotonic()))


def _raise_file_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
