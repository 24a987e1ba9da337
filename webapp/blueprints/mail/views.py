"""Words for the services, as pages show them."""

from __future__ import annotations

from webapp.domain.mail.rules import Delivery, Service
from webapp.i18n import lazy_gettext as _l

# As they stand in a sentence.
SERVICE_NAMES = {
    Service.ACCOUNT: _l("your account"),
    Service.CONTACT: _l("answers to your messages"),
    Service.JOB_AGENT: _l("JobbAgent"),
    Service.NEWSLETTER: _l("the newsletter"),
    Service.TIPS: _l("career tips"),
    Service.CV_REQUESTS: _l("requests about your CV"),
}
# The four ways in which a service can reach a person, by the name that a form sends.
WAYS = {
    "mail": (Delivery(by_mail=True, in_mailbox=False), _l("By e-mail")),
    "mailbox": (Delivery(by_mail=False, in_mailbox=True), _l("In the mailbox here")),
    "both": (Delivery(by_mail=True, in_mailbox=True), _l("By e-mail and in the mailbox")),
    "off": (Delivery(by_mail=False, in_mailbox=False), _l("Not at all")),
}


def service_name(service: Service) -> str:
    """The name of a service at the beginning of a line."""
    name = str(SERVICE_NAMES[service])
    return name[0].upper() + name[1:]


def way_of(delivery: Delivery) -> str:
    """The name of a way to deliver."""
    return next(name for name, (known, _) in WAYS.items() if known == delivery)
