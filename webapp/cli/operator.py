"""``stepstone operator``: what the operator does for people."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date, datetime

import click

from webapp.cli.base import Refused, open_database
from webapp.domain.contact import actions, queries
from webapp.domain.contact.actions import CannotAnswerError
from webapp.domain.contact.queries import Message
from webapp.domain.contact.rules import LONGEST_TEXT, read_reference
from webapp.domain.dialogues.queries import habits_of_companies


@click.group()
def operator() -> None:
    """Does what the operator owes to people."""


@operator.command()
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def habits(as_json: bool) -> None:
    """Lists how companies ask about CVs, in totals that name nobody."""
    open_database()
    found = habits_of_companies()
    if as_json:
        click.echo(_as_json([asdict(each) for each in found]))
        return
    for each in found:
        click.echo(
            f"{each.company}: {each.asked} asked, {each.waiting} waiting, {each.answered} answered,"
            f" {each.declined} declined, {each.lapsed} lapsed, {each.blocked} blocked"
        )
    if not found:
        click.echo("No company has asked.")


@operator.group()
def contact() -> None:
    """Reads and answers what people write in the contact form."""


def _reference(context: click.Context, parameter: click.Parameter, typed: str) -> str:
    reference = read_reference(typed)
    if reference is None:
        raise click.BadParameter("is misspelt: its check character does not fit.")
    return reference


REFERENCE = click.argument("reference", callback=_reference)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Report as JSON.")


@contact.command("list")
@click.option("--closed", is_flag=True, help="List closed messages too.")
@AS_JSON
def list_messages(closed: bool, as_json: bool) -> None:
    """Lists open messages, the most urgent first."""
    open_database()
    found = queries.messages(closed=closed)
    if as_json:
        click.echo(_as_json([asdict(each) for each in found]))
        return
    for each in found:
        click.echo(f"{each.reference}  {each.kind:<9}  {each.language}  {_state(each)}")
    if not found:
        click.echo("No messages.")


@contact.command()
@REFERENCE
@AS_JSON
def show(reference: str, as_json: bool) -> None:
    """Shows a message and its answers."""
    open_database()
    found = _found(reference)
    if as_json:
        click.echo(_as_json(asdict(found)))
        return
    click.echo(f"{found.reference}  {found.kind}  {found.language}  {_state(found)}")
    click.echo(f"from {found.address or 'nobody who can be answered'}\n\n{found.text}")
    for moment, text in found.answers:
        click.echo(f"\nanswered {moment:%Y-%m-%d}:\n\n{text}")


@contact.command()
@REFERENCE
@click.option("--text", help="The answer; without it, it is read from standard input.")
@click.option("--keep-open", is_flag=True, help="Don't close the message with this answer.")
def answer(reference: str, text: str | None, keep_open: bool) -> None:
    """Answers by mail, and in the mailbox of an account; write in the writer's language."""
    open_database()
    text = (text if text is not None else sys.stdin.read()).replace("\r\n", "\n").strip()
    if not 0 < len(text) <= LONGEST_TEXT:
        raise click.UsageError(f"An answer has 1 to {LONGEST_TEXT} characters.")
    try:
        actions.answer_message(reference, text, close=not keep_open)
    except CannotAnswerError as error:
        raise Refused("There is no such message, or it came without an address.") from error
    click.echo(f"{reference} is answered{'' if keep_open else ' and closed'}.")


@contact.command()
@REFERENCE
def close(reference: str) -> None:
    """Closes a message without an answer; it is erased 180 days later."""
    open_database()
    if not actions.close_message(reference):
        raise Refused("There is no such message that is open.")
    click.echo(f"{reference} is closed.")


def _found(reference: str) -> Message:
    found = queries.message(reference)
    if found is None:
        raise Refused("There is no such message.")
    return found


def _state(found: Message) -> str:
    if found.closed_at:
        return f"closed {found.closed_at:%Y-%m-%d}"
    return f"{'answered' if found.answers else 'due'} {found.due_on:%Y-%m-%d}"


def _as_json(value: object) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value: object) -> str:
    assert isinstance(value, date | datetime)
    return value.isoformat()
