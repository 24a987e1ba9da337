"""``stepstone demo``: fills an empty instance with ads of our own."""

from __future__ import annotations

from importlib.resources import as_file, files

import click

from webapp.cli.base import Refused, open_database
from webapp.domain.jobs.actions import import_jobtech
from webapp.domain.jobs.queries import has_ads

SOURCE = "demo"


@click.command()
def demo() -> None:
    """Fills the instance with invented ads, dated today; a second call changes nothing."""
    if open_database().production:
        raise Refused("A production site takes no demo content.")
    click.echo(f"{add_demo_ads()} ads added.")


def add_demo_ads() -> int:
    """Adds the demo ads where there are none of them yet; returns how many were added."""
    if has_ads(SOURCE):
        return 0
    with as_file(files("webapp.demo") / "job_ads.jsonl") as path:
        return import_jobtech(path, SOURCE, shift_to_today=True).new
