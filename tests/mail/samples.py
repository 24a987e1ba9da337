"""Data for every mail template: what the actions that write them fill in, by its name."""

from __future__ import annotations

from typing import Any

TOKEN = "q8Zs1Vn5-Lk3Tg7_Xw2Bd6Hy9Rf4Mj0Pc"
SAMPLE: dict[str, Any] = {
    "address": TOKEN,
    "answer": "First line & <second>\nof one paragraph.\n\nAnother paragraph.",
    "company": "Ek & Son <HB>",
    "decision": "suspend",
    "dialogue": 7,
    "reason": "The number belongs to <another> company.",
    "due": "2026-11-30",
    "hours": 72,
    "left": 3,
    "new_email": "ny@example.se",
    "position": "Svetsare & <plåtslagare>",
    "reference": "K7QM-2XPD",
    "request": 9,
    "sender": "kollega@example.se",
    "stop": TOKEN,
    "token": TOKEN,
}
