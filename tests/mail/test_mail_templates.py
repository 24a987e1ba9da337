"""Every mail of the site, written in both languages: whoever adds one is tested here too."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import webapp
from tests.mail.samples import SAMPLE
from tests.support.checking import HtmlTree
from webapp.base.config import load_settings
from webapp.domain.mail.outbox import OutgoingMail
from webapp.domain.mail.rules import Service
from webapp.mail_writer import Letter, MailWriter
from webapp.site.profile import load_profile

FOLDER = Path(webapp.__file__).parent / "templates" / "mail"
TEMPLATES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
LANGUAGES = ("sv", "en")
LINK = re.compile(r"https?://[^\s<>]+")


@pytest.fixture
def writer(tmp_path: Path) -> MailWriter:
    settings = load_settings(
        {"STEPSTONE_BASE_URL": "https://jobb.example", "STEPSTONE_HOSTS": "jobb.example"}, tmp_path
    )
    return MailWriter(settings, load_profile())


def mail_of(template: str, lang: str, service: Service = Service.ACCOUNT) -> OutgoingMail:
    moment = datetime(2026, 11, 22, 12, tzinfo=UTC)
    return OutgoingMail(
        id=1,
        service=service,
        recipient="asa@example.se",
        language=lang,
        template=template,
        data=SAMPLE,
        message_id="<1@jobb.example>",
        unsubscribe_handle="AAAAAAAAAAAAAAAA",
        created_at=moment,
        tried_since=moment,
        attempts=1,
    )


def links_of_html(letter: Letter) -> set[str]:
    tree = HtmlTree.of_page(letter.html, "/")
    return {str(element.get("href")) for element in tree.named("a")}


def test_there_are_mails_and_each_has_its_three_parts() -> None:
    assert "contact_received" in TEMPLATES
    for template in TEMPLATES:
        parts = sorted(path.name for path in (FOLDER / template).iterdir())
        assert parts == ["body.html", "body.txt", "subject.txt"], template


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("service", Service)
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_mail_is_short_plain_and_the_same_in_both_forms(
    writer: MailWriter, template: str, lang: str, service: Service
) -> None:
    letter = writer.letter(mail_of(template, lang, service))

    assert 0 < len(letter.subject) <= 78
    assert letter.subject == letter.subject.strip()
    assert len(letter.subject.splitlines()) == 1
    long = [line for line in letter.text.splitlines() if len(line) > 72 and " " in line.strip()]
    assert long == []
    assert len(letter.text) < 3_000
    assert "\n\n\n\n" not in letter.text
    assert set(LINK.findall(letter.text)) == links_of_html(letter)
    assert all(link.startswith("https://") for link in links_of_html(letter))
    assert f'<html lang="{lang}">' in letter.html
    for forbidden in ("<table", "style=", "<style", "<img", "<script", "bgcolor", "color:"):
        assert forbidden not in letter.html
    # What is filled in stands in the one as text and in the other escaped.
    assert "&lt;" not in letter.text
    assert "<second>" not in letter.html


def paragraphs(text: str) -> set[str]:
    return {" ".join(part.split()) for part in text.split("\n\n")}


@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_of_a_mail_is_left_untranslated(writer: MailWriter, template: str) -> None:
    swedish, english = (writer.letter(mail_of(template, lang)) for lang in LANGUAGES)
    given = {part for value in SAMPLE.values() for part in paragraphs(str(value))}
    same = {
        part
        for part in paragraphs(swedish.text)
        if part in paragraphs(english.text)
        and re.search("[a-z]", part)
        and not LINK.fullmatch(part)
        and part not in given
    }
    assert same == set()
    assert swedish.subject != english.subject


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_link_of_a_mail_leads_to_a_page_in_its_language(
    writer: MailWriter, template: str
) -> None:
    for lang in LANGUAGES:
        own = [
            link
            for link in links_of_html(writer.letter(mail_of(template, lang)))
            if link.startswith("https://jobb.example")
        ]
        assert all(link.startswith(f"https://jobb.example/{lang}/") for link in own)
