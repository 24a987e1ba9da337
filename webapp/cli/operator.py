"""``stepstone operator``: what the operator does for people."""

from __future__ import annotations

import click


@click.group()
def operator() -> None:
    """Does what the operator owes to people."""
