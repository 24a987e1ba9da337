"""Ending a service by one click (RFC 8058), and by the button of a page."""

from __future__ import annotations

import pytest

from tests.mail.people import log_in
from tests.mail.writing import write
from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from webapp.domain.mail.actions import forget_account
from webapp.domain.mail.models import OutboxMail
from webapp.domain.mail.queries import delivery_of
from webapp.domain.mail.rules import DEFAULT_DELIVERY, Service
from webapp.mail_writer import unsubscribe_token

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FROM_A_PROVIDER: list[dict[str, str]] = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"},
    {"Origin": "null"},
]


def link_of(site: SiteUnderTest, service: Service, account_id: int | None = 7) -> str:
    """The path of the unsubscribe link of a mail about a service."""
    write(service=service, account_id=account_id)
    row = OutboxMail.select().order_by(OutboxMail.id.desc()).first()
    return f"/sv/unsubscribe/{unsubscribe_token(site.settings.secret_key, row.unsubscribe_handle)}"


@pytest.mark.promise("account.delivery-choice")
@pytest.mark.parametrize("headers", FROM_A_PROVIDER)
@pytest.mark.parametrize("service", [Service.JOB_AGENT, Service.CV_REQUESTS])
def test_one_post_ends_it_without_cookie_token_or_redirect(
    site: SiteUnderTest, service: Service, headers: dict[str, str]
) -> None:
    path = link_of(site, service)

    response = site.client.post(path, data=ONE_CLICK, headers=headers)

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert not delivery_of(7)[service].by_mail
    others = [each for each in DEFAULT_DELIVERY if each is not service]
    assert all(delivery_of(7)[each] == DEFAULT_DELIVERY[each] for each in others)
    assert site.client.post(path, data=ONE_CLICK).status_code == 200


@pytest.mark.parametrize("body", [{}, {"anything": "else"}])
def test_the_post_needs_no_body(site: SiteUnderTest, body: dict[str, str]) -> None:
    path = link_of(site, Service.JOB_AGENT)
    assert site.client.post(path, data=body).status_code == 200
    assert not delivery_of(7)[Service.JOB_AGENT].by_mail


def test_opening_the_link_changes_nothing(site: SiteUnderTest) -> None:
    path = link_of(site, Service.JOB_AGENT)
    for method in ("GET", "HEAD"):
        assert site.client.open(path, method=method).status_code == 200
    assert delivery_of(7)[Service.JOB_AGENT].by_mail


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_page_has_one_button_and_it_works(site: SiteUnderTest, lang: str) -> None:
    path = link_of(site, Service.JOB_AGENT).replace("/sv/", f"/{lang}/")
    page = site.client.get(path)
    tree = HtmlTree.of_page(page.text, path)
    (form,) = [each for each in tree.named("form") if each.get("method") == "post"]
    assert "JobbAgent" in page.text
    assert len(list(form.iter("button"))) == 1
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}

    done = site.client.post(form.get("action") or path, data=fields)

    assert done.status_code == 200
    assert not delivery_of(7)[Service.JOB_AGENT].by_mail
    # A second look offers nothing more to end.
    again = HtmlTree.of_page(site.client.get(path).text, path)
    assert [each for each in again.named("form") if each.get("method") == "post"] == []


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("token", ["x", "AAAA.BBBB", ".", "A" * 300, "%00", "å"])
def test_a_token_that_we_did_not_make_is_no_page(
    site: SiteUnderTest, token: str, method: str
) -> None:
    assert site.client.open(f"/sv/unsubscribe/{token}", method=method).status_code == 404


def test_a_token_says_nothing_of_its_person_and_is_kept_by_nobody(site: SiteUnderTest) -> None:
    account_id = log_in(site)
    path = link_of(site, Service.JOB_AGENT, account_id)
    guest = link_of(site, Service.JOB_AGENT, None)
    assert "asa" not in path + guest
    assert "job" not in path + guest
    response = site.client.get(path)
    assert response.headers["Cache-Control"] == "private, no-store, max-age=0"
    # Pages that lead on name it to no one.
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_a_link_outlives_its_account_without_harm(site: SiteUnderTest) -> None:
    path = link_of(site, Service.JOB_AGENT)
    forget_account(7)
    assert site.client.get(path).status_code == 200
    assert site.client.post(path).status_code == 200


def test_only_addresses_with_a_token_take_posts_from_other_sites(site: SiteUnderTest) -> None:
    open_to_all = {
        rule.rule
        for rule in site.app.url_map.iter_rules()
        if getattr(site.app.view_functions[rule.endpoint], "open_to_other_sites", False)
    }
    # Besides, a link to a CV: it sends no referrer, and its token is the permission.
    assert open_to_all == {
        "/<any(sv, en):lang>/unsubscribe/<token>",
        "/<any(sv, en):lang>/cv-link/<token>",
    }
