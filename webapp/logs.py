"""Logs for the operator: what was asked of the site by route, never by whom or for what."""

from __future__ import annotations

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request

from webapp.base.config import Settings
from webapp.i18n import language

log = structlog.get_logger("web")


def configure(settings: Settings) -> None:
    """Writes one JSON object a line to standard error, for this process."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Frames and the error's kind; its message could repeat what a person typed.
            structlog.processors.ExceptionRenderer(_frames_only),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def take_over_libraries() -> None:
    """Gives what libraries log in this process the same form."""
    logging.basicConfig(handlers=[StructuredHandler()], level=logging.WARNING, force=True)


class StructuredHandler(logging.Handler):
    """Says of a library's message who, where and how grave, and of an error its frames.

    The message itself could repeat what a person typed.
    """

    def emit(self, record: logging.LogRecord) -> None:
        place = f"{record.module}:{record.lineno}"
        log.log(record.levelno, record.name, place=place, exc_info=record.exc_info)


def _frames_only(exc_info: structlog.typing.ExcInfo) -> list[str]:
    kind, _, frame = exc_info
    lines = [kind.__name__]
    while frame is not None:
        code = frame.tb_frame.f_code
        lines.append(f"{code.co_filename.rpartition('/')[2]}:{frame.tb_lineno} {code.co_name}")
        frame = frame.tb_next
    return lines


def init_app(app: Flask) -> None:
    @app.before_request
    def start_the_watch() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def note_the_request(response: Response) -> Response:
        started = g.get("started")
        log.info(
            "request",
            route=request.endpoint,
            method=request.method if request.endpoint else None,
            status=response.status_code,
            language=language(),
            milliseconds=round((time.perf_counter() - started) * 1000, 1) if started else None,
            bytes=response.content_length,
        )
        return response
