"""``stepstone mail``: the outbox, its sending, and refusals that come back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import BinaryIO

import click

from webapp.adapters.delivery_report import (
    LARGEST_REPORT_BYTES,
    NotAReportError,
    read_report,
)
from webapp.adapters.smtp import UnreachableError
from webapp.base import clock
from webapp.cli.base import Refused, open_database
from webapp.domain.mail import outbox, standing
from webapp.mail_writer import MailWriter
from webapp.postman import Postman
from webapp.site.profile import profile_of

MOST_SHOWN = 20
BOUNCES = {
    outbox.Bounce.STOPPED: "The address takes no mail; nothing more is sent to it.",
    outbox.Bounce.PASSING: "The report tells of nothing that lasts; nothing was changed.",
    outbox.Bounce.UNKNOWN: "No mail of ours has the Message-ID of this report.",
}


@click.group()
def mail() -> None:
    """Shows the outbox, sends it, and takes refusals that come back."""


@mail.command()
@click.option("--json", "as_json", is_flag=True, help="Report as one JSON object.")
def status(as_json: bool) -> None:
    """Counts mails by state, and names those that are held up or were given up."""
    open_database()
    state = standing.outbox_state(MOST_SHOWN)
    if as_json:
        click.echo(_as_json(asdict(state)))
        return
    for name, count in state.counts.items():
        click.echo(f"{name:<18}{count:>8}")
    click.echo(f"{'stopped addresses':<18}{state.stopped_addresses:>8}")
    if state.oldest_waiting:
        minutes = int((clock.now() - state.oldest_waiting).total_seconds() // 60)
        click.echo(f"The oldest one waiting was written {minutes} minutes ago.")
    for held in state.troubled:
        click.echo(
            f"  {held.id} {held.template}, {held.state} after {held.attempts} attempts: "
            f"{held.error or 'no answer yet'}"
        )


@mail.command()
def send() -> None:
    """Sends what is due now, beside whatever workers run; ends when nothing is."""
    settings = open_database()
    postman = Postman(settings)
    count = 0
    try:
        while postman.step():
            count += 1
    except UnreachableError as error:
        raise Refused(
            f"The mail server can't be reached ({error}). What is left waits for its next attempt."
        ) from error
    finally:
        postman.close()
    click.echo(f"{count} mails handled.")


@mail.command()
@click.argument("mail_id", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="All mails that were given up.")
def retry(mail_id: int | None, every: bool) -> None:
    """Has a mail tried again from now on, for another three days."""
    if (mail_id is None) != every:
        raise click.UsageError("Name one mail, or --all.")
    open_database()
    count = outbox.retry(mail_id)
    if mail_id is not None and not count:
        raise Refused("There is no such mail that waits or was given up, or its address refused.")
    click.echo(f"{count} mails are due now.")


@mail.command()
@click.argument("mail_id", type=int)
@click.option("--json", "as_json", is_flag=True, help="Report as one JSON object.")
def show(mail_id: int, as_json: bool) -> None:
    """Shows how one mail stands, and what it says while that is still kept."""
    settings = open_database()
    found = standing.outbox_mail(mail_id)
    if found is None:
        raise Refused("There is no such mail in the outbox.")
    outgoing, facts = found
    writer = MailWriter(settings, profile_of(settings.operator_profile))
    letter = writer.letter(outgoing) if facts["has_content"] else None
    if as_json:
        said = {"subject": letter.subject, "text": letter.text} if letter else {}
        click.echo(_as_json(facts | said))
        return
    for name, value in facts.items():
        click.echo(f"{name:<16}{value}")
    if letter:
        click.echo(f"{'subject':<16}{letter.subject}\n\n{letter.text}", nl=False)


@mail.command()
@click.argument("file", type=click.File("rb"))
def bounce(file: BinaryIO) -> None:
    """Takes one delivery report (RFC 3464) from FILE, or from standard input with "-".

    Have the mail server of the return path pipe its mail here. A report that is none, or about
    no mail of ours, changes nothing and ends with status 1.
    """
    open_database()
    try:
        report = read_report(file.read(LARGEST_REPORT_BYTES + 1))
    except NotAReportError as error:
        raise Refused(str(error)) from error
    outcome = outbox.take_report(
        report.message_id,
        [(each.action, each.status, each.recipient) for each in report.outcomes],
    )
    if outcome is outbox.Bounce.UNKNOWN:
        raise Refused(BOUNCES[outcome])
    click.echo(BOUNCES[outcome])


def _as_json(value: object) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
