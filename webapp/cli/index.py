"""``stepstone index``: tends the full-text index of ads."""

from __future__ import annotations

import click

from webapp.cli.base import open_database
from webapp.cli.progress import Progress
from webapp.domain.jobs.indexing import rebuild


@click.group()
def index() -> None:
    """Tends the full-text index of ads."""


@index.command("rebuild")
def rebuild_index() -> None:
    """Builds the index anew from the database; interrupted, it leaves the old one in place."""
    settings = open_database()
    with Progress("ads indexed") as progress:
        count = rebuild(settings.index_path, progress=progress.show)
    click.echo(f"The index holds {count} open ads.")
