"""``stepstone partners``: what there is to settle with partners."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta

import click

from webapp.base import clock
from webapp.cli.base import open_database
from webapp.domain.jobs.clicks import partner_clicks

MONTH = timedelta(days=30)
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def partners() -> None:
    """Tells what there is to settle with partners."""


@partners.command()
@click.option("--since", type=DAY, help="First day, as YYYY-MM-DD; 30 days before the last.")
@click.option("--until", type=DAY, help="Last day; today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def clicks(since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Prints the clicks sent to and received from each partner, by ad and day."""
    open_database()
    last = until.date() if until else clock.today()
    first = since.date() if since else last - MONTH
    for each in partner_clicks(first, last):
        if as_json:
            click.echo(json.dumps(asdict(each) | {"day": each.day.isoformat()}))
        else:
            click.echo(
                f"{each.source}  {each.direction}  {each.day}  ad {each.ad_id}  {each.count}"
            )
