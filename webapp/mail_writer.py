"""Mails as they leave: templates filled in, and the message around them.

Works without a request, for the worker and the commands as for pages.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import textwrap
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from webapp.base.config import Settings
from webapp.domain.mail.outbox import OutgoingMail
from webapp.domain.mail.rules import Service, can_be_chosen
from webapp.i18n import LANGUAGES, LanguageEnvironment
from webapp.i18n import lazy_gettext as _l
from webapp.site.profile import OperatorProfile

LINE_LENGTH = 72
LONGEST_SUBJECT = 200
SIGNATURE_BYTES = 15
# Line ends and other controls, Unicode's included, never reach a header.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# What no text of a mail can hold, and what would only look like a line end in it.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class _WholeTokens(policy.EmailPolicy):
    """Leaves the headers that programs read on one line.

    Folding would turn a long address in them into encoded words, which RFC 2369 doesn't allow.
    """

    def fold(self, name: str, value: str) -> str:
        if name.lower() in ("list-id", "list-unsubscribe", "message-id"):
            return f"{name}: {value}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii", "surrogateescape")


WHOLE_TOKENS = _WholeTokens(linesep="\r\n", raise_on_defect=False)

# Why one gets a mail; it stands under each.
REASONS = {
    Service.ACCOUNT: _l(
        "You get this mail because of something that was done with your address or your account "
        "at %(site)s. It tells what you have to know, so it can't be turned off."
    ),
    Service.CONTACT: _l("You get this mail because this address was given in a form at %(site)s."),
    Service.JOB_AGENT: _l("You get this mail because you have a JobbAgent at %(site)s."),
    Service.NEWSLETTER: _l("You get this mail because you take the newsletter of %(site)s."),
    Service.TIPS: _l("You get this mail because you take career tips from %(site)s."),
    Service.CV_REQUESTS: _l("You get this mail because you have a CV at %(site)s."),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: one line of subject, a text, and the same as HTML."""

    subject: str
    text: str
    html: str


class MailWriter:
    """Writes the mails of one site."""

    def __init__(self, settings: Settings, profile: OperatorProfile) -> None:
        self._settings = settings
        self._profile = profile
        self._environments = {code: self._environment(code) for code in LANGUAGES}

    def _environment(self, code: str) -> LanguageEnvironment:
        environment = LanguageEnvironment(code)
        environment.globals.update(
            site=self._profile, link=absolute_link(self._settings.base_url, code)
        )
        return environment

    @property
    def sender(self) -> str:
        """The address that mails come from."""
        if self._settings.mail_sender:
            return self._settings.mail_sender
        if self._profile.sample:
            return f"no-reply@{self._settings.mail_host}"
        return self._profile.operator.email

    @property
    def return_path(self) -> str:
        """The address that refusals go to."""
        return self._settings.mail_return_path or self.sender

    def may_write_to(self, address: str) -> bool:
        """Whether an address may get mail at all; those of a sample profile's facts may not."""
        operator = self._profile.operator
        given = (operator.email, operator.policy_email, operator.security_email)
        hosts = {known.rpartition("@")[2].casefold() for known in given}
        return not (self._profile.sample and address.rpartition("@")[2].casefold() in hosts)

    def subject(self, template: str, language: str, data: Mapping[str, Any]) -> str:
        """A mail's subject, on one line."""
        rendered = self._environments[language].get_template(f"mail/{template}/subject.txt")
        return one_line(rendered.render(data=data))[:LONGEST_SUBJECT]

    def whole_text(self, template: str, language: str, data: Mapping[str, Any]) -> str:
        """A mail's subject and text without its frame, such as to search in them."""
        body = self._environments[language].get_template(f"mail/{template}/body.txt")
        return self.subject(template, language, data) + "\n" + body.render(data=data)

    def letter(self, mail: OutgoingMail) -> Letter:
        """What a mail says, its frame included."""
        environment = self._environments[mail.language]
        values = {
            "data": mail.data,
            "content": f"mail/{mail.template}/body",
            "unsubscribe": self.unsubscribe_link(mail),
            "reason": self._reason(mail),
        }
        subject = self.subject(mail.template, mail.language, mail.data)
        text = environment.get_template("mail/_frame.txt").render(**values)
        html = environment.get_template("mail/_frame.html").render(subject=subject, **values)
        return Letter(subject, wrapped(plain_text(text)), plain_text(html))

    def _reason(self, mail: OutgoingMail) -> str:
        reason = self._environments[mail.language].translations.ugettext(
            REASONS[mail.service].message
        )
        return str(reason % {"site": self._profile.site_name})

    def unsubscribe_link(self, mail: OutgoingMail) -> str | None:
        """The address that ends this mail's service, where it can be ended."""
        if not can_be_chosen(mail.service) or mail.unsubscribe_handle is None:
            return None
        token = unsubscribe_token(self._settings.secret_key, mail.unsubscribe_handle)
        return absolute_link(self._settings.base_url, mail.language)(f"unsubscribe/{token}")

    def message(self, mail: OutgoingMail) -> EmailMessage:
        """The whole message; a repeat differs in nothing.

        Raises:
            ValueError: a header would hold a line end.
        """
        letter = self.letter(mail)
        # Names and subjects become encoded words (RFC 2047), so only an address can need UTF-8.
        needs_utf8 = not (mail.recipient.rpartition("@")[0] + self.sender).isascii()
        message = EmailMessage(policy=WHOLE_TOKENS.clone(utf8=needs_utf8))
        message["From"] = Address(one_line(self._profile.site_name), addr_spec=self.sender)
        message["To"] = ascii_host(mail.recipient)
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(mail.created_at)
        message["Message-ID"] = mail.message_id
        message["Auto-Submitted"] = "auto-generated"
        link = self.unsubscribe_link(mail)
        if link:
            message["List-Id"] = list_id(mail.service, self._settings.mail_host)
            message["List-Unsubscribe"] = f"<{link}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(letter.text, cte="quoted-printable")
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
        message["Content-Language"] = mail.language
        for part in message.iter_parts():
            del part["MIME-Version"]
        message.set_boundary(hashlib.sha256(mail.message_id.encode()).hexdigest()[:32])
        return message


def ascii_host(address: str) -> str:
    """An address with its host as the DNS spells it.

    Raises:
        UnicodeError: the host can't be spelt so.
    """
    name, _, host = address.rpartition("@")
    return f"{name}@{host if host.isascii() else host.encode('idna').decode('ascii')}"


def absolute_link(base_url: str, language: str) -> Any:
    """A function from a path after the language to its whole address on the site."""
    return lambda path: f"{base_url}/{language}/{path}"


def list_id(service: Service, host: str) -> str:
    """The name of a service's list (RFC 2919)."""
    return f"<{service.value}.{host}>"


def one_line(text: str) -> str:
    """A text as it can stand in a header, where nobody's "=?" begins an encoded word."""
    return " ".join(_CONTROLS.sub(" ", text).replace("=?", "= ?").split())


def plain_text(text: str) -> str:
    """A text as it can stand in the body of a mail."""
    return _NOT_TEXT.sub("\ufffd", text.replace("\r\n", "\n"))


def wrapped(text: str) -> str:
    """A text with lines of at most 72 characters, longer addresses of pages left whole."""
    lines = []
    for line in text.strip("\n").split("\n"):
        if len(line) <= LINE_LENGTH:
            # The mark of a signature ends in a space (RFC 3676, section 4.3).
            lines.append(line if line == "-- " else line.rstrip())
        else:
            lines += textwrap.wrap(
                line,
                LINE_LENGTH,
                subsequent_indent="  " if line.startswith("- ") else "",
                break_long_words=False,
                break_on_hyphens=False,
            )
    return "\n".join(lines) + "\n"


def unsubscribe_token(secret_key: str, handle: str) -> str:
    """What stands in an unsubscribe link: a random handle and our signature. It does not expire."""
    return f"{handle}.{_signature(secret_key, handle)}"


def unsubscribe_handle(secret_key: str, token: str) -> str | None:
    """The handle of a token that we made, or None."""
    handle, _, signature = token.partition(".")
    expected = _signature(secret_key, handle)
    return handle if hmac.compare_digest(signature.encode(), expected.encode()) else None


def _signature(secret_key: str, handle: str) -> str:
    digest = hmac.digest(secret_key.encode(), f"unsubscribe\0{handle}".encode(), hashlib.sha256)
    return urlsafe_b64encode(digest[:SIGNATURE_BYTES]).decode("ascii")
