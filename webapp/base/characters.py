"""Characters that no page can show."""

from __future__ import annotations

import re

# What no HTML page may hold (HTML Standard, "control-character-in-input-stream" and
# "noncharacter-in-input-stream"), apart from white space.
NOT_TEXT = re.compile(
    "[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
