"""Messages of dialogues as they are stored."""

from __future__ import annotations

from webapp.base import clock
from webapp.domain.dialogues.models import Dialogue, DialogueMessage
from webapp.domain.dialogues.rules import Stripped, without_contacts


def clean(text: str, *, anonymous: bool) -> Stripped:
    """A text as it may be stored: in an anonymous dialogue nothing leads past the service."""
    text = text.replace("\r\n", "\n").strip()
    return without_contacts(text) if anonymous else Stripped(text, ())


def write_message(dialogue: Dialogue, text: str, *, from_company: bool, anonymous: bool) -> None:
    """Adds a message, if there is anything in it; call it in the transaction of its cause."""
    cleaned = clean(text, anonymous=anonymous)
    if not cleaned.text:
        return
    now = clock.now()
    DialogueMessage.create(
        dialogue=dialogue,
        from_company=from_company,
        text=cleaned.text,
        removed=[kind.value for kind in cleaned.removed],
        written_at=now,
    )
    Dialogue.update(last_at=now).where(Dialogue.id == dialogue.id).execute()
