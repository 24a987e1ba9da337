"""The canary machine's second half: a company asks, and the owner answers, ends and blocks."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from hypothesis.stateful import initialize, precondition, rule

from tests.blueprints.canary.life import DETAILS, CanaryLife
from tests.support.signed_in import token_on
from webapp.domain.cv.rules import Detail, State
from webapp.domain.dialogues.answering import Choice


class Start(StrEnum):
    """How far things have come between the owner and one company when a run begins."""

    INACTIVE = "inactive"
    PUBLIC = "public"
    ASKED = "asked"
    ANSWERED = "answered"
    SHOWN = "shown"
    ENDED = "ended"
    BLOCKED = "blocked"


class CanaryTalk(CanaryLife):
    """Grants come about only by a request and a yes on the pages."""

    start: ClassVar[Start]

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, int] = {}
        self.over: set[int] = set()
        self.yes_in = 0

    @initialize()
    def come_so_far(self) -> None:
        self.begin()
        if self.start is Start.INACTIVE:
            return
        self.switch(State.PUBLIC if self.start is Start.PUBLIC else State.ANONYMOUS)
        if self.start is not Start.PUBLIC:
            self.ask()
        if self.start is Start.ANSWERED:
            self.answer_without_saying_who()
        if self.start in (Start.SHOWN, Start.ENDED, Start.BLOCKED):
            self.say_yes({Detail.EMAIL.value})
        if self.start is Start.ENDED:
            self.take_the_yes_back()
        if self.start is Start.BLOCKED:
            self.end_and_block()

    @precondition(lambda self: self.seen_by_known and not self.asked_here)
    @rule()
    def ask(self) -> None:
        answer = self.known_sends(
            f"/sv/cv/{self.address}/ask",
            position="Kranförare",
            message="Kom hit",
            wish_identity="yes",
        )
        self.asked[self.address] = int(answer.rpartition("/")[2])

    @precondition(lambda self: self.can_reveal)
    @rule(names=DETAILS)
    def say_yes(self, names: set[str]) -> None:
        self.yes_in = self.asked[self.address]
        self.answer(Choice.REVEAL, **dict.fromkeys((f"show_{name}" for name in names), "yes"))
        self.decided.granted = names

    @precondition(lambda self: self.can_reveal)
    @rule()
    def answer_without_saying_who(self) -> None:
        mine = self.words.written
        message = f"Ring {mine[Detail.EMAIL.value]} eller 070-174 06 35"
        self.answer(Choice.WRITE, message=message, take_out="yes")

    @precondition(lambda self: self.has_cv and self.decided.granted is not None)
    @rule()
    def take_the_yes_back(self) -> None:
        page = f"/sv/my/dialogues/{self.yes_in}"
        self.viewers.press(page, f"{page}/end-yes")
        self.decided.granted = None

    @precondition(lambda self: self.can_answer)
    @rule()
    def end_and_block(self) -> None:
        self.answer(Choice.BLOCK)
        self.over.add(self.asked[self.address])
        self.decided.blocked.add("known")
        self.decided.granted = None

    @precondition(lambda self: self.seen_by_known)
    @rule()
    def keep(self) -> None:
        self.known_sends(f"/sv/cv/{self.address}/keep", list_name="Bra", note="Minns")

    @precondition(lambda self: self.has_cv and not self.seen_by_known)
    @rule()
    def be_found_again(self) -> None:
        """So that what follows is seldom only about a CV that nobody sees."""
        if self.decided.blocked:
            self.unblock_all()
        self.switch(State.ANONYMOUS)

    @property
    def seen_by_known(self) -> bool:
        return self.decided.how_seen_by("known") is not None

    @property
    def asked_here(self) -> bool:
        return self.address in self.asked

    @property
    def can_answer(self) -> bool:
        return self.seen_by_known and self.asked_here and self.asked[self.address] not in self.over

    @property
    def can_reveal(self) -> bool:
        anonymous = self.decided.state is State.ANONYMOUS and self.decided.granted is None
        return anonymous and self.can_answer

    def answer(self, choice: Choice, **values: str) -> None:
        path = f"/sv/my/dialogues/{self.asked[self.address]}"
        form = self.viewers.own(path).text.partition('id="account-form"')[2]
        data = {"token": token_on(form), "choice": choice.value, **values}
        answered = self.viewers.clients["owner"].post(path, data=data)
        assert answered.status_code == 303, answered.text
        self.viewers.get_notices()

    def known_sends(self, path: str, **values: str) -> str:
        client = self.viewers.clients["known"]
        form = client.get(path).text.partition('id="account-form"')[2]
        sent = client.post(path, data={"token": token_on(form), **values})
        assert sent.status_code == 303, sent.text
        self.viewers.get_notices()
        return str(sent.headers["Location"])
