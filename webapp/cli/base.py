"""What the commands share."""

from __future__ import annotations

import click

from webapp.base import db
from webapp.base.config import ConfigError, Settings, load_settings


class Refused(click.ClickException):
    """Something that the person can mend; ends with status 1 and the message."""

    exit_code = 1


def settings_or_refusal() -> Settings:
    """The settings of the instance.

    Raises:
        Refused: they are wrong or unsafe.
    """
    try:
        return load_settings()
    except ConfigError as error:
        raise Refused(f"The configuration is refused:\n{error}") from error


def open_database() -> Settings:
    """Connects to the instance's database and brings it up to date."""
    settings = settings_or_refusal()
    db.connect(settings.database_url)
    db.Migrations().up()
    return settings
