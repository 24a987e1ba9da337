"""``stepstone demo``: fills an empty instance with ads of our own."""

from __future__ import annotations

from importlib.resources import as_file, files

import click

from webapp.base import clock
from webapp.cli.base import Refused, open_database
from webapp.domain.jobs.actions import import_jobposting, import_jobtech
from webapp.domain.jobs.queries import has_ads, shown_ads
from webapp.domain.jobs.rules import partner_source

SOURCE = "demo"
PARTNER = "Exempeljobb"


@click.command()
def demo() -> None:
    """Fills the instance with invented ads, dated today; a second call changes nothing."""
    if open_database().production:
        raise Refused("A production site takes no demo content.")
    click.echo(f"{add_demo_ads()} ads added.")


def add_demo_ads() -> int:
    """Adds the demo ads where there are none of them yet; returns how many are shown.

    One of a partner's is also among the others, so that one sees how such are shown.
    """
    if has_ads(SOURCE):
        return 0
    folder = files("webapp.demo")
    with as_file(folder / "job_ads.jsonl") as path:
        import_jobtech(path, SOURCE, shift_to_today=True)
    with as_file(folder / "partner_ads.json") as path:
        import_jobposting(path, PARTNER, shift_to_today=True)
    now = clock.now()
    return shown_ads(SOURCE, now) + shown_ads(partner_source(PARTNER), now)
