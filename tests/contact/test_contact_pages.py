"""Writing to the operator from any page, with or without an account, and being answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.mail.people import errors_in, log_in, send, token_in
from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from tests.web.addresses import LANGUAGES, PAGES
from webapp import i18n
from webapp.base import clock
from webapp.domain.contact.actions import (
    CannotAnswerError,
    answer_message,
    close_message,
    forget_writer,
    prune_closed_messages,
)
from webapp.domain.contact.models import CLOSED_KEPT_DAYS, ContactAnswer, ContactMessage
from webapp.domain.contact.queries import overdue_messages
from webapp.domain.contact.rules import answer_due
from webapp.domain.mail.models import MailboxNotice, OutboxMail
from webapp.domain.mail.outbox import outgoing
from webapp.worker import SCHEDULE

KINDS = ("question", "complaint", "security")
MESSAGE = {
    "kind": "question",
    "text": "Hur länge sparar ni\nmina uppgifter?",
    "email": "bo@example.se",
}
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def only() -> ContactMessage:
    (row,) = ContactMessage.select()
    return row


@pytest.mark.promise("rights.contact")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_leads_to_the_form(site: SiteUnderTest, lang: str) -> None:
    for page in (*PAGES, "nothing-here"):
        text = site.client.get(f"/{lang}/{page}").text
        assert f'href="/{lang}/contact"' in text, page


@pytest.mark.promise("rights.contact")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_whoever_writes_gets_a_reference_number_and_a_day(
    site: SiteUnderTest, lang: str, kind: str
) -> None:
    sent = send(site, f"/{lang}/contact", MESSAGE | {"kind": kind}, "contact")

    row = only()
    assert sent.status_code == 303
    assert sent.location == f"/{lang}/contact/received/{row.reference}"
    assert (row.kind, row.language, row.text) == (kind, lang, MESSAGE["text"])
    working_days = site.app.config["PROFILE"].contact_answer_working_days
    assert row.due_on == answer_due(clock.today(), working_days)
    page = site.client.get(sent.location).text
    due = i18n.long_date(row.due_on, lang)
    assert row.reference in page
    assert due in page
    # Whoever finds the number learns nothing of who wrote what.
    assert "mina uppgifter" not in page
    assert "bo@example.se" not in page
    confirmation = OutboxMail.get()
    assert (confirmation.recipient, confirmation.language) == ("bo@example.se", lang)
    assert confirmation.data == {"reference": row.reference, "due": row.due_on.isoformat()}


@pytest.mark.promise("rights.contact")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_states_the_working_days_and_names_imy(site: SiteUnderTest, lang: str) -> None:
    text = site.client.get(f"/{lang}/contact").text
    days = site.app.config["PROFILE"].contact_answer_working_days
    assert f"{days} {'arbetsdagar' if lang == 'sv' else 'working days'}" in text
    links = [link.get("href") for link in HtmlTree.of_page(text, "/").named("a")]
    assert "https://www.imy.se/" in links
    send(site, f"/{lang}/contact", MESSAGE, "contact")
    assert (
        "https://www.imy.se/"
        in site.client.get(f"/{lang}/contact/received/{only().reference}").text
    )


@pytest.mark.promise("rights.contact")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_comes_by_mail_in_the_writers_language(site: SiteUnderTest, lang: str) -> None:
    send(site, f"/{lang}/contact", MESSAGE, "contact")
    reference = only().reference

    answer_message(reference, "Så länge du vill.", close=True)

    mail = OutboxMail.get(OutboxMail.template == "contact_answered")
    assert (mail.recipient, mail.language) == ("bo@example.se", lang)
    assert mail.data == {"reference": reference, "answer": "Så länge du vill."}
    page = site.client.get(f"/{lang}/contact/received/{reference}").text
    assert i18n.long_date(clock.today(), lang) in page
    assert "Så länge du vill" not in page


@pytest.mark.promise("rights.contact")
def test_whoever_is_logged_in_is_answered_in_the_mailbox_too(site: SiteUnderTest) -> None:
    account_id = log_in(site, "asa@example.se")
    page = site.client.get("/sv/contact")
    assert HtmlTree.of_page(page.text, "/").by_id("email") is None
    # An address that is typed all the same is not the account's, so it is not used.
    send(site, "/sv/contact", MESSAGE, "contact")

    answer_message(only().reference, "Så länge du vill.", close=False)

    assert {mail.recipient for mail in OutboxMail.select()} == {"asa@example.se"}
    notices = {(each.account_id, each.template) for each in MailboxNotice.select()}
    assert notices == {(account_id, "contact_received"), (account_id, "contact_answered")}


@pytest.mark.promise("rights.contact")
def test_one_can_write_without_saying_who_one_is(site: SiteUnderTest) -> None:
    sent = send(site, "/sv/contact", MESSAGE | {"email": ""}, "contact")
    assert sent.status_code == 303
    assert only().address is None
    assert OutboxMail.select().count() == 0
    with pytest.raises(CannotAnswerError):
        answer_message(only().reference, "Hej", close=False)
    assert ContactAnswer.select().count() == 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "spam"}, "kind"),
        ({"text": ""}, "text"),
        ({"text": "   \n"}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"email": "bo"}, "email"),
        ({"email": "bo@example.se\r\nBcc: x@example.se"}, "email"),
        ({"email": "a@example.se, b@example.se"}, "email"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
    site: SiteUnderTest, lang: str, changes: dict[str, str], field: str
) -> None:
    response = send(site, f"/{lang}/contact", MESSAGE | changes, "contact")

    assert response.status_code == 422
    assert len(errors_in(response)) == 1
    tree = HtmlTree.of_page(response.text, "/")
    assert tree.by_id(f"{field}-error") is not None
    if field != "text":
        kept = tree.by_id("text")
        assert kept is not None
        assert (kept.text or "").strip().replace("\r\n", "\n") == MESSAGE["text"]
    assert ContactMessage.select().count() == 0


def test_a_message_sent_twice_by_an_impatient_hand_is_one(site: SiteUnderTest) -> None:
    first = send(site, "/sv/contact", MESSAGE, "contact")
    second = send(site, "/sv/contact", MESSAGE, "contact")
    assert first.location == second.location
    assert (ContactMessage.select().count(), OutboxMail.select().count()) == (1, 1)


def test_a_confirmation_carries_nothing_that_was_typed(site: SiteUnderTest) -> None:
    """Nobody can have us send their words to a stranger."""
    send(site, "/sv/contact", MESSAGE | {"text": "KÖP BILLIGT https://evil.example"}, "contact")
    writer = site.app.extensions["mail_writer"]
    content = writer.message(outgoing(OutboxMail.get())).as_string()
    assert "evil.example" not in content
    assert "BILLIGT" not in content


def test_one_address_gets_few_confirmations(site: SiteUnderTest) -> None:
    for number in range(8):
        sent = send(site, "/sv/contact", MESSAGE | {"text": f"Fråga {number}"}, "contact")
        assert sent.status_code == 303
    assert ContactMessage.select().count() == 8
    assert OutboxMail.select().count() == 3


def test_one_network_sends_few_messages_and_loses_nothing_it_typed(site: SiteUnderTest) -> None:
    def write(number: int, address: str = "192.0.2.7") -> int:
        token = token_in(site.client.get("/sv/contact"), "contact")
        response = site.client.post(
            "/sv/contact",
            data=MESSAGE | {"token": token, "text": f"Fråga {number}"},
            environ_overrides={"REMOTE_ADDR": address},
        )
        if response.status_code != 303:
            assert len(errors_in(response)) == 1
            assert f"Fråga {number}" in response.text
        return response.status_code

    assert [write(number) for number in range(12)] == [303] * 10 + [429] * 2
    assert write(12, "198.51.100.7") == 303
    with clock.set_to(clock.now() + timedelta(hours=1)):
        assert write(13) == 303


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_that_is_none_is_no_page(site: SiteUnderTest, lang: str) -> None:
    for typed in ("x", "AAAA-AAAA", "K7QM-2XPD", "%00"):
        assert site.client.get(f"/{lang}/contact/received/{typed}").status_code == 404


def test_closed_messages_are_erased_in_time_with_their_answers(site: SiteUnderTest) -> None:
    with clock.set_to(NOW):
        for number in range(2):
            send(site, "/sv/contact", MESSAGE | {"text": f"Fråga {number}"}, "contact")
        first, second = (row.reference for row in ContactMessage.select())
        answer_message(first, "Svar", close=True)
        assert not close_message(first)
    (job,) = [each for each in SCHEDULE if each.name == "prune-closed-messages"]
    job.run(NOW + timedelta(days=CLOSED_KEPT_DAYS))
    assert ContactMessage.select().count() == 2
    job.run(NOW + timedelta(days=CLOSED_KEPT_DAYS, seconds=1))
    assert [row.reference for row in ContactMessage.select()] == [second]
    assert ContactAnswer.select().count() == 0
    assert prune_closed_messages(NOW + timedelta(days=9999)) == 0


def test_erasing_an_account_erases_what_it_wrote(site: SiteUnderTest) -> None:
    account_id = log_in(site)
    send(site, "/sv/contact", MESSAGE, "contact")
    answer_message(only().reference, "Svar", close=False)
    forget_writer(account_id)
    assert ContactMessage.select().count() == ContactAnswer.select().count() == 0


def test_what_is_late_is_counted(site: SiteUnderTest) -> None:
    send(site, "/sv/contact", MESSAGE, "contact")
    due = only().due_on
    assert overdue_messages(due) == 0
    assert overdue_messages(due + timedelta(days=1)) == 1
    answer_message(only().reference, "Svar", close=False)
    assert overdue_messages(due + timedelta(days=1)) == 0
