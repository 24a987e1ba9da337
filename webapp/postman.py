"""The postman: takes mails that are due out of the outbox, writes them, and hands them over."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Protocol

import structlog
from peewee import InterfaceError, OperationalError

from webapp.adapters import mail_folder
from webapp.adapters.smtp import RefusedError, Server, SmtpTransport, UnreachableError
from webapp.base import clock
from webapp.base.config import Settings
from webapp.base.db import database, drop_broken_connection
from webapp.domain.mail import outbox
from webapp.domain.mail.outbox import OutgoingMail
from webapp.domain.mail.rules import MailState, ends_address
from webapp.mail_writer import MailWriter, ascii_host
from webapp.site.profile import OperatorProfile, profile_of

log = structlog.get_logger("postman")
PAUSE_SECONDS = 0.5
# A server that is down is not asked again for each of a thousand mails.
PAUSE_AFTER_OUTAGE_SECONDS = 10.0
FILES_KEPT = timedelta(days=30)


class Transport(Protocol):
    """What mails are handed to."""

    def carry(self, name: str, sender: str, recipient: str, message: bytes) -> None: ...

    def close(self) -> None: ...


def transport_of(settings: Settings) -> Transport:
    """The SMTP server of the settings; where none is named, the instance's folder."""
    if not settings.mail_server:
        return mail_folder.FolderTransport(settings.mail_path)
    return SmtpTransport(
        Server(
            host=settings.mail_server,
            port=settings.mail_port,
            tls=settings.mail_tls,
            user=settings.mail_user,
            password=settings.mail_password,
            timeout=settings.mail_timeout,
        )
    )


class Postman:
    """Sends what is due, one mail after the other."""

    def __init__(self, settings: Settings, profile: OperatorProfile | None = None) -> None:
        profile = profile or profile_of(settings.operator_profile, production=settings.production)
        self._writer = MailWriter(settings, profile)
        self._transport = transport_of(settings)
        self._folder = settings.mail_path
        self._pruned_on: date | None = None

    def close(self) -> None:
        self._transport.close()

    def step(self) -> bool:
        """Sends one mail; returns whether another can follow at once.

        Raises:
            UnreachableError: the server can't be talked to; the mail waits for its next attempt.
        """
        if self._pruned_on != clock.today():
            mail_folder.prune(self._folder, clock.now() - FILES_KEPT)
            self._pruned_on = clock.today()
        mail = outbox.lease_due_mail()
        if mail is None:
            self._transport.close()
            return False
        if not self._writer.may_write_to(mail.recipient):
            outbox.withheld(mail, "address of the sample profile")
            return True
        self.hand_over(mail)
        return True

    def hand_over(self, mail: OutgoingMail) -> None:
        """Writes one mail, hands it over, and notes what came of it.

        Raises:
            UnreachableError: the server can't be talked to.
        """
        try:
            sender, recipient, message = self._envelope(mail)
        except Exception as error:
            # One mail that can't be written holds no other up.
            log.exception("mail can't be written", mail=mail.id, template=mail.template)
            self._failed(mail, f"not written: {type(error).__name__}")
            return
        try:
            self._transport.carry(str(mail.id), sender, recipient, message)
        except RefusedError as refusal:
            if ends_address(refusal.stage, refusal.code, refusal.status):
                outbox.refused(mail, str(refusal))
                log.warning("address refused", mail=mail.id, answer=str(refusal))
            else:
                self._failed(mail, str(refusal))
        except (UnreachableError, OSError) as error:
            reason = str(error) if isinstance(error, UnreachableError) else type(error).__name__
            self._failed(mail, reason)
            raise UnreachableError(reason) from error
        else:
            outbox.sent(mail)
            log.info("mail sent", mail=mail.id, template=mail.template)

    def _envelope(self, mail: OutgoingMail) -> tuple[str, str, bytes]:
        """Sender, recipient and message as they go to the server."""
        message = self._writer.message(mail).as_bytes()
        return ascii_host(self._writer.return_path), ascii_host(mail.recipient), message

    def _failed(self, mail: OutgoingMail, error: str) -> None:
        if outbox.failed(mail, error) is MailState.GIVEN_UP:
            log.error("mail given up", mail=mail.id, template=mail.template, error=error)
        else:
            log.warning("mail waits", mail=mail.id, attempts=mail.attempts, error=error)

    def run(self, stopping: threading.Event) -> None:
        """Sends until told to stop, and goes on whatever happens."""
        while not stopping.is_set():
            try:
                pause = 0.0 if self.step() else PAUSE_SECONDS
            except UnreachableError as error:
                log.error("mail server unreachable", error=str(error))
                pause = PAUSE_AFTER_OUTAGE_SECONDS
            except (OperationalError, InterfaceError) as error:
                log.error("database unreachable", error=type(error).__name__)
                drop_broken_connection(error)
                pause = PAUSE_AFTER_OUTAGE_SECONDS
            except Exception:
                log.exception("postman stumbled")
                pause = PAUSE_AFTER_OUTAGE_SECONDS
            stopping.wait(pause)
        self.close()
        if not database.is_closed():
            database.close()
