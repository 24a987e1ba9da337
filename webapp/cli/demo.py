"""``stepstone demo``: fills an empty instance with ads, accounts and CVs of our own."""

from __future__ import annotations

import json
from importlib.resources import as_file, files

import click

from webapp.base import clock
from webapp.base.sealing import use_key
from webapp.cli.base import Refused, open_database
from webapp.domain.accounts.demo import add_demo_accounts, demo_codes
from webapp.domain.cv.demo import add_demo_cvs
from webapp.domain.jobs.actions import import_jobposting, import_jobtech
from webapp.domain.jobs.demo import add_demo_company_ads
from webapp.domain.jobs.queries import has_ads, shown_ads
from webapp.domain.jobs.rules import partner_source

SOURCE = "demo"
PARTNER = "Exempeljobb"


@click.group(invoke_without_command=True)
@click.pass_context
def demo(context: click.Context) -> None:
    """Fills the instance with invented ads, dated today; a second call changes nothing."""
    if context.invoked_subcommand is None:
        _open_demo()
        click.echo(f"{fill_demo()} ads added.")


@demo.command()
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def code(as_json: bool) -> None:
    """Prints the codes that demo accounts with a second factor need just now."""
    _open_demo()
    found = demo_codes()
    if as_json:
        click.echo(json.dumps({each.email: each.code for each in found}))
        return
    for each in found:
        click.echo(f"{each.code}  {each.email}")
    if not found:
        click.echo("No demo account needs a code.")


def fill_demo() -> int:
    """Adds what a demo has, where it is missing; returns how many of its ads are shown by that."""
    added = add_demo_ads()
    add_demo_accounts()
    add_demo_cvs()
    return added + add_demo_company_ads()


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


def _open_demo() -> None:
    settings = open_database()
    if settings.production:
        raise Refused("A production site takes no demo content.")
    use_key(settings.secret_key)
