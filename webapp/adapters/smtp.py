"""An SMTP server: takes one message for one recipient, or says why not."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass

NO_FURTHER = 421


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how mail is handed over. ``tls`` is starttls, implicit or none; seconds."""

    host: str
    port: int
    tls: str
    user: str
    password: str
    timeout: int


class UnreachableError(Exception):
    """The server can't be talked to; it is no matter of one mail. Says in words what failed."""


class RefusedError(Exception):
    """The server refused a mail. ``stage`` is mail, rcpt or data; ``status`` is RFC 3463's."""

    def __init__(self, stage: str, code: int, status: str) -> None:
        super().__init__(f"{stage}: {code} {status}".strip())
        self.stage = stage
        self.code = code
        self.status = status


class SmtpTransport:
    """Hands mails to a server over one connection that stays open between them."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._open: smtplib.SMTP | None = None

    def carry(self, name: str, sender: str, recipient: str, message: bytes) -> None:
        """Returns once the server has taken responsibility for the message.

        Raises:
            RefusedError: the server answered that it won't take it, now or ever.
            UnreachableError: there is no server, or it broke off.
        """
        try:
            self._hand_over(self._connection(), sender, recipient, message)
        except RefusedError as refusal:
            if refusal.code == NO_FURTHER:
                self.close()
                raise UnreachableError(str(refusal)) from refusal
            raise
        except (OSError, smtplib.SMTPException) as error:
            # Anything else leaves the dialogue in a state that nobody knows.
            self.close()
            raise UnreachableError(_kind_of(error)) from error

    def close(self) -> None:
        """Ends the connection, politely where that still works."""
        connection, self._open = self._open, None
        if connection is not None:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()

    def _connection(self) -> smtplib.SMTP:
        """The open connection, or a new one where there is none or the server has left it."""
        if self._open is not None:
            try:
                if self._open.rset()[0] == 250:
                    return self._open
            except (OSError, smtplib.SMTPException):
                pass
            self.close()
        self._open = self._connect()
        return self._open

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        trusted = ssl.create_default_context()
        if server.tls == "implicit":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout, context=trusted
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        try:
            if server.tls == "starttls":
                connection.starttls(context=trusted)
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        connection.ehlo_or_helo_if_needed()
        return connection

    def _hand_over(
        self, connection: smtplib.SMTP, sender: str, recipient: str, message: bytes
    ) -> None:
        options = []
        if not (sender + recipient).isascii():
            if not connection.has_extn("smtputf8"):
                # RFC 6531, section 3.4: such an address can't be had through this server.
                raise RefusedError("rcpt", 553, "5.6.7")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        _check("mail", connection.mail(sender, options), (250,))
        _check("rcpt", connection.rcpt(recipient), (250, 251))
        try:
            answer = connection.data(message)
        except smtplib.SMTPDataError as error:
            answer = (error.smtp_code, _bytes(error.smtp_error))
        _check("data", answer, (250,))


def _check(stage: str, answer: tuple[int, bytes], wanted: tuple[int, ...]) -> None:
    code, text = answer
    if code == -1:
        raise smtplib.SMTPServerDisconnected("no answer")
    if code not in wanted:
        raise RefusedError(stage, code, _enhanced_status(text))


def _enhanced_status(text: bytes) -> str:
    """The status of RFC 3463 that begins an answer, such as 5.1.1, or nothing.

    The words after it are left out: they tend to repeat the address.
    """
    first = text.split(maxsplit=1)[:1]
    status = first[0].decode("ascii", "replace") if first else ""
    parts = status.split(".")
    numbers = [part for part in parts if part.isascii() and part.isdigit() and len(part) <= 3]
    return status if len(parts) == len(numbers) == 3 else ""


def _kind_of(error: Exception) -> str:
    """What failed, without the server's words."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, OSError):
        # smtplib says of a silent server too that it has left.
        error = error.__context__
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return type(error).__name__ + (f" {code}" if code else "")


def _bytes(text: str | bytes) -> bytes:
    return text.encode("utf-8", "replace") if isinstance(text, str) else text
