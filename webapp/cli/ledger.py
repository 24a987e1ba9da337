"""``stepstone ledger``: checks that nothing in the disclosure ledger was changed."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from webapp.cli.base import Refused, open_database
from webapp.cli.progress import Progress
from webapp.domain.privacy.verification import verify_ledger


@click.group()
def ledger() -> None:
    """Tends the ledger of who has seen whose personal data."""


@ledger.command()
@click.option("--json", "as_json", is_flag=True, help="Report as one JSON object.")
def verify(as_json: bool) -> None:
    """Checks every entry; names the first broken link and ends with status 1 if there is one."""
    open_database()
    with Progress("entries checked") as progress:
        checked = verify_ledger(progress.show)
    if as_json:
        click.echo(json.dumps(asdict(checked)))
    broken = checked.broken
    if broken is not None:
        raise Refused(
            f"Chain {broken.chain_id}, entry {broken.number}: {broken.reason}. "
            f"{checked.entries} entries before it are whole."
        )
    if not as_json:
        click.echo(f"{checked.entries} entries in {checked.chains} chains are whole.")
