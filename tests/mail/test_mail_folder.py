"""Mails as files, where no server is set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy

from tests.mail.test_postman import send_all, try_all
from tests.mail.writing import states, write
from webapp.adapters import mail_folder
from webapp.base import clock
from webapp.base.config import Settings
from webapp.domain.mail.models import OutboxMail

SettingsWith = Callable[..., Settings]


def test_without_a_server_mails_become_files(settings_with: SettingsWith) -> None:
    settings = settings_with()
    write("asa@example.se")
    write("bo@example.se")

    send_all(settings)

    files = sorted(settings.mail_path.iterdir())
    assert [path.name for path in files] == [
        f"{row.id}.eml" for row in OutboxMail.select().order_by(OutboxMail.id)
    ]
    message = message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert message["To"] == "asa@example.se"
    assert set(states().values()) == {"sent"}
    assert mail_folder.prune(settings.mail_path, clock.now() + timedelta(days=1)) == 2
    assert list(settings.mail_path.iterdir()) == []


def test_a_folder_that_can_not_be_written_loses_nothing(settings_with: SettingsWith) -> None:
    settings = settings_with()
    settings.instance.mkdir(parents=True, exist_ok=True)
    settings.mail_path.write_text("a file in the way")
    write()
    assert try_all(settings) == 1
    assert states() == {"asa@example.se": "waiting"}
