"""What programs read: health, robots.txt and security.txt."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

import pytest

from tests.support.sites import SiteUnderTest
from webapp.base import clock
from webapp.domain.mail.actions import Recipient, send_mail
from webapp.domain.mail.models import OutboxMail
from webapp.domain.mail.rules import MailState, Service


def fields_of(text: str) -> dict[str, list[str]]:
    """The fields of a security.txt, names in small letters (RFC 9116, section 2.2)."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, separator, value = line.partition(": ")
            assert separator, line
            found.setdefault(name.lower(), []).append(value)
    return found


def test_security_txt_keeps_rfc_9116(filled: SiteUnderTest) -> None:
    response = filled.client.get("/.well-known/security.txt")
    fields = fields_of(response.text)
    (expires,) = fields["expires"]
    left = datetime.fromisoformat(expires) - clock.now()

    assert (response.status_code, response.content_type) == (200, "text/plain; charset=utf-8")
    assert all(contact.startswith(("mailto:", "https://")) for contact in fields["contact"])
    assert fields["contact"][0] == f"mailto:{filled.app.config['PROFILE'].operator.security_email}"
    assert timedelta() < left < timedelta(days=365)
    assert fields["preferred-languages"] == ["sv, en"]
    assert fields["canonical"] == [f"{filled.settings.base_url}/.well-known/security.txt"]
    (policy,) = fields["policy"]
    assert filled.client.get(policy.removeprefix(filled.settings.base_url)).status_code == 200
    assert set(fields) == {"contact", "expires", "preferred-languages", "canonical", "policy"}


def test_health_says_whether_mail_leaves_and_answers_all_the_same(site: SiteUnderTest) -> None:
    def told() -> tuple[int, bool]:
        response = site.client.get("/health")
        return response.status_code, response.get_json()["mail"]

    send_mail(Service.ACCOUNT, Recipient("asa@exempel.se", "sv"), "account_closed", {})
    site.client.get("/sv/")
    assert told()[1] is True
    status = told()[0]
    with clock.set_to(clock.now() + timedelta(minutes=61)):
        assert told() == (status, False)
    OutboxMail.update(state=MailState.GIVEN_UP).execute()
    assert told() == (status, False)
    OutboxMail.update(state=MailState.SENT).execute()
    assert told() == (status, True)


def test_robots_may_read_everything_and_follow_no_counted_link(filled: SiteUnderTest) -> None:
    response = filled.client.get("/robots.txt")

    assert (response.status_code, response.content_type) == (200, "text/plain; charset=utf-8")
    assert response.text.splitlines() == [
        "User-agent: *",
        "Allow: /",
        "Disallow: /*/jobs/*/out",
        "Disallow: /*/jobs/*/from/",
        "",
        f"Sitemap: {filled.settings.base_url}/sitemap.xml",
    ]


def test_health_is_well_when_all_is(filled: SiteUnderTest) -> None:
    response = filled.client.get("/health")

    assert response.status_code == 200
    found = response.get_json()
    assert (found["status"], found["database"], found["index"]) == ("ok", True, True)
    assert set(found) == {"status", "version", "database", "index", "mail"}


def test_health_says_when_the_index_is_missing(site: SiteUnderTest) -> None:
    shutil.rmtree(site.settings.index_path)

    response = site.client.get("/health")

    assert response.status_code == 503
    assert response.get_json()["index"] is False
    assert response.get_json()["database"] is True
    assert str(site.settings.instance) not in response.text


def test_without_index_nobody_is_told_that_there_are_no_jobs(site: SiteUnderTest) -> None:
    shutil.rmtree(site.settings.index_path)

    for path in ("/sv/jobs", "/en/jobs?what=a", "/sv/"):
        response = site.client.get(path)
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) > 0
    assert site.client.get("/sv/about").status_code == 200


@pytest.mark.parametrize("path", ["/health", "/robots.txt", "/.well-known/security.txt"])
def test_programs_get_no_cached_answer(filled: SiteUnderTest, path: str) -> None:
    assert "no-store" in filled.client.get(path).headers["Cache-Control"]
    assert filled.client.post(path).status_code == 405
