"""``stepstone operator create``: a colleague's account, by a link that is printed once."""

from __future__ import annotations

import click
from email_validator import EmailNotValidError, validate_email

from webapp.cli.base import Refused, open_database
from webapp.domain.accounts.rules import LINK_LASTS, Purpose, Role
from webapp.domain.accounts.staffing import AddressTakenError, make_set_up_link
from webapp.i18n import LANGUAGES

ROLES = click.Choice([Role.ADMINISTRATOR.value, Role.MODERATOR.value])


@click.command()
@click.argument("email")
@click.option("--role", type=ROLES, default=Role.ADMINISTRATOR.value, show_default=True)
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="sv", show_default=True)
def create(email: str, role: str, language: str) -> None:
    """Prints a single-use link at which a colleague chooses a password.

    The second factor follows at the first login. Run again for a colleague who has lost either:
    using the new link replaces both.
    """
    settings = open_database()
    try:
        address = validate_email(email, check_deliverability=False).normalized
        token = make_set_up_link(address, Role(role), language)
    except EmailNotValidError as error:
        raise Refused(f"{email} is no e-mail address: {error}") from error
    except AddressTakenError as error:
        raise Refused(f"{email} is the address of somebody who is no colleague.") from error
    hours = int(LINK_LASTS[Purpose.SET_UP].total_seconds()) // 3600
    click.echo(f"Good once, for {hours} hours. Give it to {address} alone:")
    click.echo(f"{settings.base_url}/{language}/set-up/{token}")
