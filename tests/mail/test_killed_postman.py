"""A postman killed in the middle of sending, twenty times: every mail arrives."""

from __future__ import annotations

import multiprocessing
import random
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

from tests.mail.writing import write
from tests.support.postman_process import work
from tests.support.smtp_server import MailServer
from webapp.base import clock, db
from webapp.base.config import Settings
from webapp.domain.mail import outbox
from webapp.domain.mail.models import OutboxMail
from webapp.postman import Postman

KILLS = 20
MAILS = 60


def test_every_mail_arrives_although_the_postman_is_killed_twenty_times(
    settings_with: Callable[..., Settings], mail_server: MailServer, database_url: str
) -> None:
    chance = random.Random(4)
    settings = settings_with(**mail_server.environment)
    environment = mail_server.environment | {
        "STEPSTONE_DATABASE_URL": database_url,
        "STEPSTONE_BASE_URL": settings.base_url,
        "STEPSTONE_HOSTS": "jobb.example",
        "STEPSTONE_LOG_LEVEL": "error",
    }
    for number in range(MAILS):
        write(f"{number}@example.se")
    written = {row.message_id for row in OutboxMail.select()}
    db.database.close()
    # Each is forked from one process that has the code and no threads.
    starting = multiprocessing.get_context("forkserver")
    starting.set_forkserver_preload(["tests.support.postman_process"])
    moment = clock.now()
    mail_server.slowness = (0.05, 0.05)
    for _ in range(KILLS):
        mail_server.in_data.clear()
        process = starting.Process(
            target=work, args=(environment, str(settings.instance), moment), daemon=True
        )
        process.start()
        assert mail_server.in_data.wait(30)
        # Before the server has the message, after it, or while it answers.
        process.join(chance.uniform(0, 0.15))
        process.kill()
        process.join()
        assert process.exitcode == -9
        # What it held comes free when its lease has run out.
        moment += outbox.LEASE
    assert OutboxMail.select().where(OutboxMail.state == "waiting").count() > 0
    mail_server.slowness = (0, 0)
    with clock.set_to(moment), closing(Postman(settings)) as postman:
        while postman.step():
            pass

    arrived = defaultdict(list)
    for each in mail_server.taken:
        arrived[str(each.message["Message-ID"])].append(each.content)
    assert set(arrived) == written
    assert {row.state for row in OutboxMail.select()} == {"sent"}
    # Some died after the server had taken the mail: it came twice, and was the same.
    assert len(mail_server.taken) > MAILS
    assert all(len(set(copies)) == 1 for copies in arrived.values())
    assert timedelta(days=3) > KILLS * outbox.LEASE
