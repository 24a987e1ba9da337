"""What the commands share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from webapp.base import db, keyring
from webapp.base.bound_keys import bound_ring
from webapp.base.config import ConfigError, Settings, load_settings
from webapp.domain.mail.actions import use_mail_host
from webapp.domain.reference.queries import use_reference
from webapp.site.profile import ProfileError, profile_of


class Refused(click.ClickException):
    """Something that the person can mend; ends with status 1 and the message."""

    exit_code = 1


def settings_or_refusal() -> Settings:
    """The settings of the instance, whose operator profile can be used as well.

    Raises:
        Refused: they are wrong or unsafe.
    """
    try:
        settings = load_settings()
        profile_of(settings.operator_profile, production=settings.production)
    except (ConfigError, ProfileError) as error:
        raise Refused(f"The configuration is refused:\n{error}") from error
    return settings


@contextmanager
def database_or_refusal(settings: Settings) -> Iterator[None]:
    """Connects to the instance's database for tending its tables.

    Raises:
        Refused: it does not answer, or its migrations fail.
    """
    try:
        db.connect(settings.database_url)
        yield
    except db.UNUSABLE as error:
        raise Refused(f"The database can't be used: {error}") from error
    except db.MigrationError as error:
        raise Refused(str(error)) from error


def open_database() -> Settings:
    """Connects to the instance's database and brings it up to date.

    Raises:
        Refused: the settings, the database or the keys of its personal data can't be used.
    """
    settings = settings_or_refusal()
    use_reference(settings.instance)
    use_mail_host(settings.mail_host)
    with database_or_refusal(settings):
        db.Migrations().up()
        try:
            keyring.use_keys(bound_ring(settings.instance, settings.data_keys))
        except keyring.SealError as error:
            raise Refused(str(error)) from error
    return settings
