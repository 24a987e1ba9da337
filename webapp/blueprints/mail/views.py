"""Words for the services, as pages show them."""

from __future__ import annotations

from webapp.domain.mail.rules import Service
from webapp.i18n import lazy_gettext as _l

SERVICE_NAMES = {
    Service.ACCOUNT: _l("your account"),
    Service.CONTACT: _l("answers to your messages"),
    Service.JOB_AGENT: _l("JobbAgent"),
    Service.NEWSLETTER: _l("the newsletter"),
    Service.TIPS: _l("career tips"),
    Service.CV_REQUESTS: _l("requests about your CV"),
}
