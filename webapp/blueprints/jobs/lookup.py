"""Finds the ad that an address names."""

from __future__ import annotations

from typing import Any

from flask import abort

from webapp.base import clock
from webapp.domain.jobs.queries import public_ad, public_ad_and_those_behind

LONGEST_ID = 18


def ad_called(ref: str) -> Any:
    """The ad of an address such as ``17-bridge-keeper``, in any state; else 404.

    The words after the number count for nothing, because headlines change.
    """
    return public_ad(_number(ref)) or abort(404)


def ad_called_with_those_behind(ref: str) -> tuple[Any, list[Any]]:
    """The ad of an address as above, and the open ads of the same job that it stands for."""
    found, behind = public_ad_and_those_behind(_number(ref), clock.now())
    return found or abort(404), behind


def _number(ref: str) -> int:
    number, _dash, _slug = ref.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_ID):
        abort(404)
    return int(number)
