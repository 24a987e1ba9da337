"""Where mails lead back to, and what people decide about them."""

from __future__ import annotations

from webapp.blueprints.mail.delivery import bp as delivery
from webapp.blueprints.mail.mailbox import bp as mailbox
from webapp.blueprints.mail.routes import bp as unsubscribing

BLUEPRINTS = (unsubscribing, mailbox, delivery)
