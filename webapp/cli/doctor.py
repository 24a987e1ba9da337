"""``stepstone doctor``: says what is wrong with an instance."""

from __future__ import annotations

import click

from webapp.adapters.job_index import current_generation
from webapp.base import clock, db
from webapp.base.bound_keys import check_keys
from webapp.base.config import ConfigError, Settings, load_settings
from webapp.base.keyring import SealError
from webapp.cli.base import Refused
from webapp.domain.accounts.demo import demo_accounts_there
from webapp.domain.contact.queries import overdue_messages
from webapp.domain.mail.standing import given_up_mails, is_late, oldest_waiting
from webapp.site.profile import ProfileError, profile_of


@click.command()
def doctor() -> None:
    """Says what is wrong with this instance; ends with status 1 if anything is."""
    try:
        settings = load_settings()
    except ConfigError as error:
        raise Refused(str(error)) from error
    problems = _problems(settings)
    if problems:
        raise Refused("\n".join(problems))
    click.echo("All is well.")


def _problems(settings: Settings) -> list[str]:
    problems = []
    try:
        profile_of(settings.operator_profile, production=settings.production)
    except ProfileError as error:
        problems.append(f"operator_profile: {error}")
    try:
        db.connect(settings.database_url)
        if db.Migrations().pending():
            problems.append("The database is older than this release: run stepstone migrate.")
        else:
            problems += _problems_of_keys(settings) + _problems_of_mail(settings)
            if overdue := overdue_messages(clock.today()):
                problems.append(f"Messages to us that are overdue for an answer: {overdue}.")
            if settings.production and demo_accounts_there():
                problems.append("Accounts of a demo are in this database; production refuses them.")
    except db.UNUSABLE as error:
        problems.append(f"database_url: the database can't be used: {error}")
    if current_generation(settings.index_path) is None:
        problems.append("There is no ad index of this release yet: run stepstone worker.")
    return problems


def _problems_of_keys(settings: Settings) -> list[str]:
    try:
        check_keys(settings.instance, settings.data_keys)
    except SealError as error:
        return [f"The keys of personal data: {error}"]
    return []


def _problems_of_mail(settings: Settings) -> list[str]:
    problems = []
    if settings.production and not settings.mail_server:
        problems.append("mail_server: none is set, so mails become files instead of being sent.")
    given_up = given_up_mails()
    if given_up:
        problems.append(f"{given_up} mails were given up: see stepstone mail status.")
    if is_late(oldest_waiting()):
        problems.append("Mail has waited for more than an hour: see stepstone mail status.")
    return problems
