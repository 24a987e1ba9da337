"""Mails as files in a folder, where no SMTP server is set: written whole, named by their id."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

SUFFIX = ".eml"
_NAME = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class FiledMail:
    """One mail of the folder: its name there, its headers as text, and its text part."""

    name: str
    filed_at: datetime
    sender: str
    recipient: str
    subject: str
    text: str


class FolderTransport:
    """Puts mails into a folder instead of sending them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def carry(self, name: str, sender: str, recipient: str, message: bytes) -> None:
        """Returns once the file is on disk under its name. A repeat replaces it.

        Raises:
            OSError: it can't be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=self._folder, prefix=f"{name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(message)
                file.flush()
                os.fsync(file.fileno())
            Path(scratch).replace(self._folder / f"{name}{SUFFIX}")
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise

    def close(self) -> None:
        """Nothing stays open."""


def list_mails(folder: Path, limit: int) -> list[FiledMail]:
    """The newest mails of a folder, newest first."""
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}"), key=_order, reverse=True)[:limit]:
        mail = read_mail(folder, path.stem)
        if mail is not None:
            found.append(mail)
    return found


def read_mail(folder: Path, name: str) -> FiledMail | None:
    """One mail of a folder by its name; None where there is none."""
    if not _NAME.fullmatch(name):
        return None
    path = folder / f"{name}{SUFFIX}"
    try:
        content = path.read_bytes()
        filed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    body = message.get_body(("plain",))
    return FiledMail(
        name=name,
        filed_at=filed_at,
        sender=str(message["From"]),
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        text=body.get_content() if body is not None else "",
    )


def prune(folder: Path, older_than: datetime) -> int:
    """Deletes files from before a moment, half-written ones included; returns how many."""
    count = 0
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < older_than.timestamp():
            path.unlink(missing_ok=True)
            count += 1
    return count


def _order(path: Path) -> tuple[float, str]:
    return path.stat().st_mtime, path.stem.zfill(18)
