"""Finds the ad that an address names."""

from __future__ import annotations

from typing import Any

from flask import abort

from webapp.domain.jobs.queries import public_ad

LONGEST_ID = 18


def ad_called(ref: str) -> Any:
    """The ad of an address such as ``17-bridge-keeper``, in any state; else 404.

    The words after the number count for nothing, because headlines change.
    """
    number, _dash, _slug = ref.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_ID):
        abort(404)
    found = public_ad(int(number))
    if found is None:
        abort(404)
    return found
