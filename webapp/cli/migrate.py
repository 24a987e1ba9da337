"""``stepstone migrate``: brings the database's tables to this release, or back."""

from __future__ import annotations

import click

from webapp.base import db
from webapp.cli.base import database_or_refusal, settings_or_refusal


@click.command()
@click.option("--down", "down_to", metavar="NAME", help="Revert this migration and those after it.")
@click.option("--list", "only_list", is_flag=True, help="Only list what is pending.")
def migrate(down_to: str | None, only_list: bool) -> None:
    """Brings the database's tables to this release."""
    with database_or_refusal(settings_or_refusal()):
        migrations = db.Migrations()
        if only_list:
            done, verb = migrations.pending(), "pending"
        elif down_to:
            done, verb = migrations.down(down_to), "reverted"
        else:
            done, verb = migrations.up(), "applied"
    for name in done:
        click.echo(f"{verb}: {name}")
    if not done:
        click.echo("Nothing to do.")
