"""A real SMTP server on loopback that keeps what it takes, and can be told to be difficult."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.support.server import free_port

OK = "250 2.0.0 taken"


@dataclass(frozen=True, slots=True)
class Taken:
    """One message that the server took responsibility for."""

    sender: str
    recipient: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, _class=EmailMessage, policy=policy.default)


@dataclass
class MailServer:
    """What the server is told to do, and what it has taken. Answers are whole reply lines."""

    port: int
    taken: list[Taken] = field(default_factory=list)
    recipient_answer: Callable[[str], str] = lambda recipient: OK
    data_answer: Callable[[str], str] = lambda recipient: OK
    # Seconds before and after a message is kept, in which a client can die.
    slowness: tuple[float, float] = (0.0, 0.0)
    in_data: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.recipient_answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.in_data.set()
        await asyncio.sleep(self.slowness[0])
        (recipient,) = envelope.rcpt_tos
        answer = self.data_answer(recipient)
        if answer.startswith("250"):
            self.taken.append(Taken(envelope.mail_from, recipient, envelope.content))
        await asyncio.sleep(self.slowness[1])
        return answer

    @property
    def environment(self) -> dict[str, str]:
        """Settings of a site that sends through this server."""
        return {
            "STEPSTONE_MAIL_SERVER": "127.0.0.1",
            "STEPSTONE_MAIL_PORT": str(self.port),
            "STEPSTONE_MAIL_TLS": "none",
            "STEPSTONE_MAIL_TIMEOUT": "10",
        }


@contextmanager
def running(server: MailServer) -> Iterator[MailServer]:
    """Has the server listen on its port for a while; afterwards nobody answers there."""
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        enable_SMTPUTF8=True,
        ready_timeout=10,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@contextmanager
def smtp_server() -> Iterator[MailServer]:
    """A server on a free port, listening."""
    with running(MailServer(free_port())) as server:
        yield server
