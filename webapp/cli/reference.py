"""``stepstone reference``: places and occupations from an operator's own files."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from webapp.base.config import instance_folder
from webapp.cli.base import Refused
from webapp.domain.reference.actions import LoadRefusedError, load_reference

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def reference() -> None:
    """Tends what the site knows of places and occupations."""


@reference.command()
@click.option("--postcodes", type=FILE, help="GeoNames' postal format (SE.txt of SE.zip).")
@click.option("--municipalities", type=FILE, help="CSV with the header code,name,county.")
@click.option(
    "--taxonomy",
    type=FILE,
    help="JobTech's taxonomy as JSON, concepts by their id: places, names of occupations.",
)
@click.option("--json", "as_json", is_flag=True, help="Report as one JSON object.")
def load(
    postcodes: Path | None, municipalities: Path | None, taxonomy: Path | None, as_json: bool
) -> None:
    """Takes in files that are better than those that ship, and keeps them in the instance.

    All given files are checked first; if one is faulty, nothing changes and the status is 1.
    """
    if not (postcodes or municipalities or taxonomy):
        raise click.UsageError("Name at least one file: --postcodes, --municipalities, --taxonomy.")
    try:
        loaded = load_reference(
            instance_folder(),
            postcodes=postcodes,
            municipalities=municipalities,
            taxonomy=taxonomy,
        )
    except LoadRefusedError as refusal:
        raise Refused(f"{refusal}\nNothing was changed.") from refusal
    counts = {name: count for name, count in asdict(loaded).items() if count is not None}
    if as_json:
        click.echo(json.dumps(counts))
        return
    for name, count in counts.items():
        click.echo(f"{name:<15}{count:>8}")
    click.echo("Restart the site to use them, and run stepstone index rebuild.")
