"""How templates escape what they show."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_SPECIAL = re.compile("[&<>\"']")


def escaped(value: object) -> str:
    """What ``markupsafe.escape`` gives, as text to put into a page.

    Most of what a page shows has nothing to escape, and a page of hits shows some 700 values.
    """
    if type(value) is str:
        return escape(value) if _SPECIAL.search(value) else value
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int else escape(value)
