"""``stepstone import``: brings ads in from a file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from webapp.cli.base import Refused, open_database
from webapp.cli.progress import Progress
from webapp.domain.jobs.actions import (
    LONGEST_SOURCE,
    ImportReport,
    import_jobposting,
    import_jobtech,
)
from webapp.domain.jobs.rules import partner_source
from webapp.domain.jobs.snapshots import TOO_MANY_GONE, UNIDENTIFIED, Snapshot

PROBLEMS = {
    "empty": "The file is empty.",
    "html": "The file is a web page (HTML), not a feed of ads.",
    "not_json": "The file is neither a JSON array nor JSON lines.",
    "encoding": "The file is UTF-16 or UTF-32; a feed must be UTF-8.",
    "truncated": "The file ends in the middle of the feed: it was cut short.",
    UNIDENTIFIED: "Some records can't be told whose they are, so no missing ad was removed.",
    TOO_MANY_GONE: "The snapshot lacks more than half of the open ads, or all, so none was "
    "removed; --allow-many-removals removes them.",
}
MOST_SHOWN = 20


@click.group(name="import")
def imports() -> None:
    """Brings ads in from a file."""


def _short_enough(context: click.Context, parameter: click.Parameter, name: str) -> str:
    if not 0 < len(name) <= LONGEST_SOURCE:
        raise click.BadParameter(f"must have 1 to {LONGEST_SOURCE} characters.")
    return name


SNAPSHOT = click.option(
    "--snapshot",
    is_flag=True,
    help="The file holds all open ads of its source: those missing in it are removed, once it was "
    "read to its proper end.",
)
MANY_REMOVALS = click.option(
    "--allow-many-removals",
    is_flag=True,
    help="Let a snapshot remove more than half of the open ads, or all.",
)


def _snapshot(snapshot: bool, allow_many: bool) -> Snapshot | None:
    if allow_many and not snapshot:
        raise click.UsageError("--allow-many-removals needs --snapshot.")
    return Snapshot(allow_many) if snapshot else None


@imports.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source",
    default="platsbanken",
    show_default=True,
    callback=_short_enough,
    help="Whose ads these are.",
)
@click.option("--shift-to-today", is_flag=True, help="Move all dates so that the newest is today.")
@SNAPSHOT
@MANY_REMOVALS
@click.option("--json", "as_json", is_flag=True, help="Report as one JSON object.")
def jobtech(
    file: Path,
    source: str,
    shift_to_today: bool,
    snapshot: bool,
    allow_many_removals: bool,
    as_json: bool,
) -> None:
    """Imports ads in the JobTech shape, one array or one ad a line.

    Without --snapshot the file is a stream: it adds, changes and removes the ads that it names, and
    says nothing of others. Of two records of one ad the one with the later timestamp counts,
    whichever comes first.
    """
    complete = _snapshot(snapshot, allow_many_removals)
    open_database()
    with Progress("records read") as progress:
        report = import_jobtech(
            file,
            source,
            shift_to_today=shift_to_today,
            snapshot=complete,
            progress=lambda so_far: progress.show(so_far.read),
        )
    _tell(report, as_json)


def _nameable(context: click.Context, parameter: click.Parameter, name: str) -> str:
    try:
        partner_source(name)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return name


@imports.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--partner", required=True, callback=_nameable, help="Who delivers these ads.")
@click.option("--shift-to-today", is_flag=True, help="Move all dates so that the newest is today.")
@SNAPSHOT
@MANY_REMOVALS
@click.option("--json", "as_json", is_flag=True, help="Report as one JSON object.")
def jobposting(
    file: Path,
    partner: str,
    shift_to_today: bool,
    snapshot: bool,
    allow_many_removals: bool,
    as_json: bool,
) -> None:
    """Imports a partner's ads as schema.org JobPosting: one object, an array, or one a line.

    The objects may stand in an @graph. What is imported later counts.
    """
    complete = _snapshot(snapshot, allow_many_removals)
    open_database()
    with Progress("records read") as progress:
        report = import_jobposting(
            file,
            partner,
            shift_to_today=shift_to_today,
            snapshot=complete,
            progress=lambda so_far: progress.show(so_far.read),
        )
    _tell(report, as_json)


def _tell(report: ImportReport, as_json: bool) -> None:
    click.echo(json.dumps(report.as_dict()) if as_json else "\n".join(_lines(report)))
    if report.problem:
        kept = " What came before was kept." if report.read else ""
        raise Refused(PROBLEMS[report.problem] + kept)


def _lines(report: ImportReport) -> list[str]:
    lines = [
        f"new        {report.new:>8}",
        f"updated    {report.updated:>8}",
        f"unchanged  {report.unchanged:>8}",
        f"outdated   {report.outdated:>8}",
        f"removed    {report.removed:>8}",
        f"missing    {report.missing:>8}",
        f"rejected   {report.rejected_count:>8}",
    ]
    lines += [f"  line {bad.line}: {bad.reason}" for bad in report.rejected[:MOST_SHOWN]]
    hidden = report.rejected_count - MOST_SHOWN
    return [*lines, f"  and {hidden} more (see --json)"] if hidden > 0 else lines
