"""Whether a request is somebody who looks, so that it counts in an ad's figures."""

from __future__ import annotations

import re

from flask import request

# Programs that say what they are; those that don't can't be told apart without following people.
_PROGRAMS = re.compile(r"bot\b|crawl|spider|slurp|preview|monitor", re.IGNORECASE)


def is_somebody_looking() -> bool:
    """Whether a page is opened, not fetched ahead, asked about, or read by a program."""
    return (
        request.method == "GET"
        and "prefetch" not in request.headers.get("Sec-Purpose", "")
        and not _PROGRAMS.search(request.user_agent.string)
    )
