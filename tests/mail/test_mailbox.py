"""The mailbox on the site: reading, finding and deleting one's own notices, and nobody else's."""

from __future__ import annotations

import logging

import pytest

from tests.mail.people import errors_in, log_in, log_out, send, token_in
from tests.mail.writing import write
from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from webapp.domain.mail.actions import choose_delivery, stop_address
from webapp.domain.mail.models import MailboxNotice, OutboxMail
from webapp.domain.mail.queries import delivery_of, is_stopped, unread_notices
from webapp.domain.mail.rules import DEFAULT_DELIVERY, Delivery, Service
from webapp.mail_writer import unsubscribe_token

ALL_OFF = {"job_agent": "off", "newsletter": "off", "tips": "off", "cv_requests": "off"}


def notice_for(account_id: int, reference: str = "K7QM-2XPD", answer: str = "Hej") -> int:
    write(account_id=account_id, data={"reference": reference, "answer": answer}, notice=True)
    return int(MailboxNotice.select().order_by(MailboxNotice.id.desc()).first().id)


def subjects(text: str) -> list[str]:
    """The subjects in a list of notices, those to press and those to follow."""
    main = HtmlTree.of_page(text, "/").by_id("main")
    assert main is not None
    found = []
    for item in main.iter("li"):
        for element in item.iter():
            is_opened = "/my/mailbox/" in (element.get("href") or "")
            if is_opened or (element.tag == "button" and element.get("class") == "link"):
                found.append("".join(element.itertext()).strip())
    return found


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_notice_is_opened_read_and_deleted(site: SiteUnderTest, lang: str) -> None:
    account_id = log_in(site)
    number = notice_for(account_id, answer="Vi har rättat <det>.")
    path = f"/{lang}/my/mailbox"

    page = site.client.get(path)
    assert len(subjects(page.text)) == 1
    assert '(1<span class="vh"> ' in page.text
    opened = site.client.post(f"{path}/{number}", data={"token": token_in(page)})
    assert (opened.status_code, opened.location) == (303, f"{path}/{number}")
    notice = site.client.get(opened.location)
    assert "Vi har rättat &lt;det&gt;." in notice.text
    assert unread_notices(account_id) == 0
    assert "(1<span" not in notice.text

    gone = site.client.post(f"{path}/{number}/delete", data={"token": token_in(notice)})
    assert gone.status_code == 303
    assert MailboxNotice.select().count() == 0
    assert subjects(site.client.get(path).text) == []


def test_looking_marks_nothing_as_read(site: SiteUnderTest) -> None:
    account_id = log_in(site)
    number = notice_for(account_id)
    for path in ("/sv/my/mailbox", f"/sv/my/mailbox/{number}"):
        for method in ("GET", "HEAD"):
            assert site.client.open(path, method=method).status_code == 200
    assert unread_notices(account_id) == 1


def test_another_persons_notice_is_no_page(site: SiteUnderTest) -> None:
    other = notice_for(4711)
    account_id = log_in(site)
    notice_for(account_id)
    token = token_in(site.client.get("/sv/my/mailbox"))
    missing = site.client.get("/sv/my/mailbox/999999")

    answers = [
        site.client.get(f"/sv/my/mailbox/{other}"),
        site.client.post(f"/sv/my/mailbox/{other}", data={"token": token}),
        site.client.post(f"/sv/my/mailbox/{other}/delete", data={"token": token}),
    ]

    assert [each.status_code for each in answers] == [404, 404, 404]
    assert answers[0].text.replace(f"mailbox/{other}", "mailbox/999999") == missing.text
    assert unread_notices(4711) == 1


def test_buttons_need_their_token(site: SiteUnderTest) -> None:
    number = notice_for(log_in(site))
    for path in (f"/sv/my/mailbox/{number}", f"/sv/my/mailbox/{number}/delete"):
        assert site.client.post(path, data={"token": "x"}).status_code == 422
    assert MailboxNotice.select().where(MailboxNotice.read_at.is_null()).count() == 1


def test_a_visitor_is_led_to_the_login(site: SiteUnderTest) -> None:
    for path in ("/sv/my/mailbox", "/sv/my/mailbox/1", "/sv/my/settings/delivery"):
        response = site.client.get(path)
        assert response.status_code == 303
        assert response.location.startswith("/sv/login")


def test_the_list_has_pages_the_newest_first(site: SiteUnderTest) -> None:
    account_id = log_in(site)
    for number in range(45):
        notice_for(account_id, f"AAAA-{number:04}")

    found = [
        each
        for page in ("", "?page=2", "?page=3")
        for each in subjects(site.client.get(f"/en/my/mailbox{page}").text)
    ]

    assert [each[-4:] for each in found] == [f"{number:04}" for number in range(44, -1, -1)]
    for odd in ("0", "-1", "999", "x", "²", ""):
        assert site.client.get(f"/en/my/mailbox?page={odd}").status_code == 200


def test_a_page_of_a_full_mailbox_reads_no_more_than_it_shows(
    site: SiteUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    account_id = log_in(site)
    for number in range(45):
        notice_for(account_id, f"AAAA-{number:04}")
    with caplog.at_level(logging.DEBUG, logger="peewee"):
        site.client.get("/sv/my/mailbox?page=2")

    said = [str(record.args or record.msg) for record in caplog.records]
    reading = [each for each in said if '"data"' in each and "mailbox_notice" in each]
    assert len(reading) == 1
    assert f"[{account_id}, 20, 20]" in reading[0]


def test_a_search_finds_what_the_notices_say_in_the_language_of_the_page(
    site: SiteUnderTest,
) -> None:
    account_id = log_in(site)
    notice_for(account_id, "AAAA-1111", "Ändringen av ditt CV är gjord.")
    notice_for(account_id, "BBBB-2222", "Vi har rättat priset.")
    notice_for(4711, "CCCC-3333", "Ändringen är gjord.")

    def hits(what: str, lang: str = "sv") -> int:
        return len(
            subjects(site.client.get(f"/{lang}/my/mailbox", query_string={"words": what}).text)
        )

    assert hits("ändringen") == 1
    assert hits("ANDRINGEN cv") == 1
    assert hits("aaaa-1111") == 1
    assert hits("ändringen priset") == 0
    assert hits("ärendenummer") == 2
    assert hits("ärendenummer", "en") == 0
    assert hits("reference", "en") == 2


@pytest.mark.promise("account.mailbox-service-only")
def test_no_page_takes_a_message_for_anybodys_mailbox(site: SiteUnderTest) -> None:
    """Whatever is posted to any address of the mailbox, nothing is written in one."""
    victim = notice_for(4711)
    account_id = log_in(site)
    own = notice_for(account_id)
    page = site.client.get("/sv/my/mailbox")
    message = {
        "token": token_in(page),
        "to": "4711",
        "account_id": "4711",
        "subject": "Hej",
        "text": "Ett privat brev",
        "message": "Ett privat brev",
        "reply": "Ett privat brev",
    }
    rules = [rule for rule in site.app.url_map.iter_rules() if rule.endpoint.startswith("mailbox.")]
    assert len(rules) >= 4
    for rule in rules:
        for number in (own, victim):
            path = rule.rule.replace("/<any(sv, en):lang>", "/sv").replace(
                "<int:notice_id>", str(number)
            )
            for method in ("POST", "PUT", "PATCH"):
                site.client.open(path, method=method, data=message)

    kept = [str(notice.data) for notice in MailboxNotice.select()]
    assert len(kept) <= 2
    assert "privat" not in "".join(kept)
    for path in ("/sv/my/mailbox", f"/sv/my/mailbox/{notice_for(account_id)}"):
        tree = HtmlTree.of_page(site.client.get(path).text, path)
        assert list(tree.named("textarea")) == []


@pytest.mark.promise("account.delivery-choice")
@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    ("way", "delivery"),
    [
        ("mail", Delivery(True, False)),
        ("mailbox", Delivery(False, True)),
        ("both", Delivery(True, True)),
        ("off", Delivery(False, False)),
    ],
)
def test_each_service_is_chosen_on_one_page(
    site: SiteUnderTest, lang: str, way: str, delivery: Delivery
) -> None:
    account_id = log_in(site)
    path = f"/{lang}/my/settings/delivery"
    for service in DEFAULT_DELIVERY:
        name = service.value.replace("-", "_")

        saved = send(site, path, ALL_OFF | {name: way}, "delivery")

        assert saved.status_code == 303
        shown = HtmlTree.of_page(site.client.get(saved.location).text, path).by_id(name)
        assert shown is not None
        (chosen,) = [each for each in shown.iter("option") if "selected" in each.attrib]
        assert chosen.get("value") == way
        found = delivery_of(account_id)
        assert found[service] == delivery
        assert all(
            found[each] == Delivery(False, False) for each in DEFAULT_DELIVERY if each != service
        )


@pytest.mark.promise("account.delivery-choice")
def test_the_page_shows_what_an_unsubscribe_changed(site: SiteUnderTest) -> None:
    account_id = log_in(site)
    choose_delivery(account_id, Service.JOB_AGENT, True, True)
    write(service=Service.JOB_AGENT, account_id=account_id)
    handle = OutboxMail.get().unsubscribe_handle
    token = unsubscribe_token(site.settings.secret_key, handle)
    site.client.post(f"/sv/unsubscribe/{token}")

    page = HtmlTree.of_page(site.client.get("/sv/my/settings/delivery").text, "/")
    field = page.by_id("job_agent")
    assert field is not None
    (chosen,) = [each for each in field.iter("option") if "selected" in each.attrib]
    assert chosen.get("value") == "mailbox"


def test_a_wrong_choice_is_said_at_its_field(site: SiteUnderTest) -> None:
    account_id = log_in(site)
    response = send(site, "/en/my/settings/delivery", ALL_OFF | {"tips": "pigeon"}, "delivery")
    assert response.status_code == 422
    assert len(errors_in(response)) == 1
    assert delivery_of(account_id) == DEFAULT_DELIVERY


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_person_is_told_of_refused_mail_and_can_resume_it(site: SiteUnderTest, lang: str) -> None:
    log_in(site)
    path = f"/{lang}/my/settings/delivery"
    assert "asa@example.se" not in site.client.get(path).text
    first_page = f"/{lang}/my/"
    assert path not in links_of_main(site.client.get(first_page).text)
    stop_address("asa@example.se", "rcpt: 550 5.1.1")

    assert path in links_of_main(site.client.get(first_page).text)
    page = site.client.get(path)
    assert "asa@example.se" in page.text
    response = site.client.post(f"{path}/resume", data={"token": token_in(page)})

    assert response.status_code == 303
    assert not is_stopped("asa@example.se")
    assert "asa@example.se" not in site.client.get(path).text


def test_the_header_counts_unread_notices_of_who_is_logged_in(site: SiteUnderTest) -> None:
    account_id = log_in(site)
    assert said_of_the_mailbox(site) == "Mailbox"
    for _ in range(3):
        notice_for(account_id)
    assert said_of_the_mailbox(site) == "Mailbox (3 new notices)"
    log_out(site)
    assert said_of_the_mailbox(site) is None


def links_of_main(text: str) -> list[str]:
    main = HtmlTree.of_page(text, "/").by_id("main")
    assert main is not None
    return [link.get("href", "") for link in main.iter("a")]


def said_of_the_mailbox(site: SiteUnderTest) -> str | None:
    """The words of the header's link to the mailbox, also those for ears only."""
    tree = HtmlTree.of_page(site.client.get("/en/").text, "/en/")
    links = [each for each in tree.named("a") if each.get("href") == "/en/my/mailbox"]
    return "".join(links[0].itertext()) if links else None
