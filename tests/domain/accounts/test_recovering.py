"""Getting back in, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.support.accounts import (
    ANSWER,
    EMAIL,
    NEW_PASSWORD,
    PASSWORD,
    add_account,
    mails,
    token_in,
)
from webapp.base import clock
from webapp.base.work import DueJob
from webapp.domain.accounts.limits import TooManyTriesError
from webapp.domain.accounts.links import DeadLinkError
from webapp.domain.accounts.logging_in import WrongLoginError, end_wait, log_in
from webapp.domain.accounts.models import Account, RecoveryWait, Session
from webapp.domain.accounts.recovering import (
    WrongAnswerError,
    mail_recovery_link,
    recover,
    recover_after_wait,
    start_wait,
    stop_wait,
)
from webapp.domain.accounts.recovery_codes import codes_left, renew_codes
from webapp.domain.accounts.rules import Role, Stage
from webapp.domain.accounts.sessions import open_session
from webapp.worker import run_one_due_job

NET = "192.0.2.0/24"


def mailed() -> str:
    mail_recovery_link(EMAIL, NET)
    return token_in("recover")


def logs_in(password: str) -> bool:
    try:
        log_in(EMAIL, password, NET)
    except WrongLoginError:
        return False
    return True


@pytest.mark.promise("account.recovery")
def test_link_and_answer_give_a_new_password_and_end_every_session(database_url: str) -> None:
    account_id = add_account()
    open_session(account_id, Stage.WHOLE, "computer")
    token = mailed()

    recover(token, ANSWER.upper(), "", NEW_PASSWORD)

    assert (logs_in(NEW_PASSWORD), logs_in(PASSWORD)) == (True, False)
    assert Session.select().count() == 0
    assert mails()[-1].template == "password_changed"
    with pytest.raises(DeadLinkError):
        recover(token, ANSWER, "", PASSWORD)


@pytest.mark.promise("account.recovery")
def test_the_link_is_good_for_an_hour(database_url: str) -> None:
    add_account()
    token = mailed()
    with clock.set_to(clock.now() + timedelta(hours=1)), pytest.raises(DeadLinkError):
        recover(token, ANSWER, "", NEW_PASSWORD)


@pytest.mark.promise("account.recovery")
def test_a_wrong_answer_changes_nothing_and_five_use_the_link_up(database_url: str) -> None:
    add_account()
    token = mailed()
    for _ in range(5):
        with pytest.raises(WrongAnswerError):
            recover(token, "Rufus", "", NEW_PASSWORD)
    with pytest.raises(DeadLinkError):
        recover(token, ANSWER, "", NEW_PASSWORD)
    assert logs_in(PASSWORD)


@pytest.mark.promise("account.recovery")
def test_wrong_answers_are_limited_and_a_code_still_lets_the_owner_in(database_url: str) -> None:
    account_id = add_account()
    code = renew_codes(account_id)[0]
    for _ in range(2):
        token = mailed()
        for _ in range(5):
            with pytest.raises(WrongAnswerError):
                recover(token, "Rufus", "", NEW_PASSWORD)
    token = mailed()
    with pytest.raises(TooManyTriesError):
        recover(token, ANSWER, "", NEW_PASSWORD)

    recover(token, "", code.upper(), NEW_PASSWORD)

    assert logs_in(NEW_PASSWORD)
    assert codes_left(account_id) == 9


@pytest.mark.promise("account.recovery")
def test_a_code_is_good_once(database_url: str) -> None:
    code = renew_codes(add_account())[0]
    recover(mailed(), "", code, NEW_PASSWORD)
    with pytest.raises(WrongAnswerError):
        recover(mailed(), "", code, PASSWORD)


def run_jobs_at(moment: datetime) -> None:
    with clock.set_to(moment):
        while run_one_due_job():
            pass


@pytest.mark.promise("account.recovery")
def test_a_forgotten_answer_takes_72_hours_with_notices(database_url: str) -> None:
    add_account()
    start_wait(mailed())
    begun = RecoveryWait.get().started_at
    assert mails()[-1].template == "recovery_wait"

    run_jobs_at(begun + timedelta(hours=37))
    assert mails()[-1].template == "recovery_wait_reminder"
    run_jobs_at(begun + timedelta(hours=71, minutes=59))
    assert not mails("recovery_wait_over")
    run_jobs_at(begun + timedelta(hours=72))

    with clock.set_to(begun + timedelta(hours=73)):
        recover_after_wait(token_in("recovery_wait_over"), NEW_PASSWORD, "Ny fråga?", "nytt svar")
        assert logs_in(NEW_PASSWORD)
        assert Account.get().question == "Ny fråga?"
    assert DueJob.select().where(DueJob.finished_at.is_null()).count() == 0
    assert len(mails("recovery_wait_reminder")) == len(mails("recovery_wait_over")) == 1


@pytest.mark.promise("account.recovery")
@pytest.mark.parametrize("template", ["recovery_wait", "recovery_wait_reminder"])
def test_every_notice_lets_the_owner_stop_it(database_url: str, template: str) -> None:
    add_account()
    start_wait(mailed())
    begun = RecoveryWait.get().started_at
    run_jobs_at(begun + timedelta(hours=37))

    stop_wait(token_in(template))

    run_jobs_at(begun + timedelta(hours=80))
    assert not mails("recovery_wait_over")
    assert logs_in(PASSWORD)


@pytest.mark.promise("account.recovery")
def test_the_last_notice_stops_it_too(database_url: str) -> None:
    add_account()
    start_wait(mailed())
    begun = RecoveryWait.get().started_at
    run_jobs_at(begun + timedelta(hours=72))
    with clock.set_to(begun + timedelta(hours=73)):
        stop_wait(token_in("recovery_wait_over", "stop"))
        with pytest.raises(DeadLinkError):
            recover_after_wait(token_in("recovery_wait_over"), NEW_PASSWORD, "Fråga?", "svar")


def test_logging_in_ends_a_wait(database_url: str) -> None:
    account_id = add_account()
    start_wait(mailed())
    end_wait(account_id)
    assert RecoveryWait.select().count() == 0
    with pytest.raises(DeadLinkError):
        stop_wait(token_in("recovery_wait"))


@pytest.mark.promise("account.recovery")
def test_staff_have_no_question_and_get_no_link(database_url: str) -> None:
    add_account(EMAIL, Role.MODERATOR)
    mail_recovery_link(EMAIL, NET)
    assert [mail.template for mail in mails()] == ["staff_recovery"]


@pytest.mark.promise("account.recovery")
def test_no_mail_and_no_row_holds_an_answer_or_a_password(database_url: str) -> None:
    add_account()
    recover(mailed(), ANSWER, "", NEW_PASSWORD)
    account = str(Account.select().dicts().get())
    written = "".join(str(mail.data) for mail in mails())
    for secret in (ANSWER, "missemånsson", NEW_PASSWORD, PASSWORD):
        assert secret not in account
        assert secret not in written
    assert account.count("$argon2id$") == 2
