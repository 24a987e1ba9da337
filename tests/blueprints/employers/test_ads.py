"""A company's ads: written, previewed, published, paused, closed, copied."""

from __future__ import annotations

import pytest

from tests.blueprints.employers.office import Office, ad_fields
from tests.support.accounts import errors_of
from tests.support.signed_in import token_on
from webapp.domain.employers.actions import suspend_company
from webapp.domain.jobs.own_queries import own_ads

LANGUAGES = ("sv", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_sound(office: Office, lang: str) -> None:
    ad_id = office.ad()
    office.do(ad_id, "publish")
    other = office.ad(headline="Ett utkast till", language="en")
    (published,) = [ad for ad in own_ads(office.company.company_id) if ad.id == ad_id]
    pages = ["", "/ads", "/ads/new", f"/ads/{ad_id}", f"/ads/{ad_id}/preview", "/ads/import"]
    pages += [f"/ads/{other}", f"/ads/{other}/preview", f"/figures/{published.job_ad_id}"]
    for page in pages:
        response = office.owner.get(f"/{lang}/employer{page}")
        assert response.status_code == 200, page
        assert response.headers["Cache-Control"] == "private, no-store, max-age=0"
    office.do(ad_id, "close")
    assert office.owner.get(f"/{lang}/employer/ads/{ad_id}").status_code == 200


def test_a_published_ad_is_found_and_a_closed_one_gone(office: Office) -> None:
    assert office.found("förskollärare") == 0
    ad_id = office.ad()
    assert office.found("förskollärare") == 0
    assert office.do(ad_id, "publish").status_code == 303
    assert office.found("förskollärare") == 1
    path = office.public_path(ad_id)
    page = office.visitor.get(path)
    assert page.status_code == 200
    assert "Ekliden Vård AB" in page.text
    assert "<strong>nära</strong>" in page.text
    assert "<li>Egen kock</li>" in page.text
    assert "34 000–38 000 kr per månad" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Vi har kontrollerat" in page.text
    assert office.do(ad_id, "pause").status_code == 303
    assert office.visitor.get(path).status_code == 410
    assert office.found("förskollärare") == 0
    assert office.do(ad_id, "publish").status_code == 303
    assert office.visitor.get(path).status_code == 200
    assert office.do(ad_id, "close").status_code == 303
    assert office.visitor.get(path).status_code == 410
    assert office.found("förskollärare") == 0
    assert office.do(ad_id, "publish").status_code == 409


def test_an_employers_own_contacts_are_kept_and_identity_numbers_are_not(office: Office) -> None:
    text = ad_fields()["text"] + " Mitt personnummer är 811228-9874."
    page = office.visitor.get(office.publish(text=text)).text
    assert "08-465 004 00" in page
    assert page.count("eva.ek@skogsglantan.example") >= 2
    assert "811228" not in page


def test_a_change_of_a_published_ad_is_seen_at_once_and_must_be_whole(office: Office) -> None:
    ad_id = office.ad()
    office.do(ad_id, "publish")
    path = office.public_path(ad_id)
    edit = f"/sv/employer/ads/{ad_id}"
    refused = office.send(office.owner, edit, **ad_fields(text="För kort.", pay_note="Bonus"))
    assert (refused.status_code, errors_of(refused)) == (422, ["text"])
    assert 'value="Bonus"' in refused.text
    assert office.send(office.owner, edit, **ad_fields(pay_note="Bonus")).status_code == 303
    assert "Bonus" in office.visitor.get(path).text
    assert office.send(office.owner, edit, **ad_fields(headline="Ny rubrik")).status_code == 303
    assert "ny-rubrik" in office.visitor.get(path).headers["Location"]


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(office: Office) -> None:
    wrong = {
        "place": "Långtbortistan", "pay_from": "mycket", "deadline": "i morgon",
        "application_email": "eva", "vacancies": "många", "application_url": "ftp://example.com",
    }  # fmt: skip
    page = office.send(office.owner, "/sv/employer/ads/new", **ad_fields(**wrong))
    assert page.status_code == 422
    assert set(errors_of(page)) == set(wrong)
    for value in wrong.values():
        assert value in page.text
    assert own_ads(office.company.company_id) == []
    page = office.send(office.owner, "/sv/employer/ads/new", **ad_fields(pay_from="4", pay_to="3"))
    assert errors_of(page) == ["pay_to"]
    page = office.send(office.owner, "/sv/employer/ads/new", **ad_fields(deadline="2020-01-01"))
    assert errors_of(page) == ["deadline"]


def test_a_draft_needs_a_headline_alone_and_publishing_names_the_rest(office: Office) -> None:
    page = office.send(office.owner, "/sv/employer/ads/new", headline="Kock",
                       language="sv", channel="url", pay_unit="month")  # fmt: skip
    assert page.status_code == 303
    ad_id = int(page.headers["Location"].rsplit("/", 1)[1])
    assert office.owner.get(f"/sv/employer/ads/{ad_id}/preview").status_code == 200
    refused = office.do(ad_id, "publish")
    assert refused.status_code == 422
    assert set(errors_of(refused)) == {
        "field", "place", "kind", "extent", "text", "deadline", "application_url",
    }  # fmt: skip
    assert office.found("kock") == 0


def test_the_language_switch_keeps_what_was_typed(office: Office) -> None:
    token = token_on(office.owner.get("/sv/employer/ads/new").text)
    values = ad_fields(headline="Halvskriven") | {"token": token, "switch_language": "en"}
    page = office.owner.post("/en/employer/ads/new", data=values)
    assert page.status_code == 200
    assert 'value="Halvskriven"' in page.text
    assert own_ads(office.company.company_id) == []


def test_an_unverified_company_drafts_and_nothing_else(office: Office) -> None:
    ad_id = office.ad(office.newcomer)
    assert office.newcomer.get(f"/sv/employer/ads/{ad_id}/preview").status_code == 200
    refused = office.do(ad_id, "publish", office.newcomer)
    assert refused.status_code == 422
    assert office.found("förskollärare") == 0
    invited = office.send(office.newcomer, "/sv/employer/people", email="kollega@exempel.se")
    assert invited.status_code == 422


def test_a_suspended_company_publishes_nothing(office: Office) -> None:
    ad_id = office.ad()
    suspend_company(office.company.company_id)
    assert office.do(ad_id, "publish").status_code == 422
    assert office.found("förskollärare") == 0


def test_nobody_reaches_anothers_ads(office: Office) -> None:
    ad_id = office.ad()
    office.do(ad_id, "publish")
    job_ad_id = own_ads(office.company.company_id)[0].job_ad_id
    pages = [f"/sv/employer/ads/{ad_id}", f"/sv/employer/ads/{ad_id}/preview"]
    for page in [*pages, f"/sv/employer/figures/{job_ad_id}"]:
        assert office.newcomer.get(page).status_code == 404, page
        assert office.visitor.get(page).status_code == 303, page
        assert office.administrator.get(page).status_code == 404, page
        assert office.recruiter.get(page).status_code == 200, page
    assert office.do(ad_id, "close", office.newcomer).status_code == 404
    token = token_on(office.newcomer.get("/sv/employer/ads/import").text)
    brought = f"/sv/employer/ads/brought/{job_ad_id}"
    assert office.newcomer.post(brought, data={"token": token}).status_code == 303
    assert office.found("förskollärare") == 1


def test_a_copy_is_a_draft_without_a_last_day(office: Office) -> None:
    ad_id = office.ad()
    office.do(ad_id, "publish")
    copied = office.do(ad_id, "copy")
    assert copied.status_code == 303
    first, second = sorted(own_ads(office.company.company_id), key=lambda ad: ad.id)
    assert (first.state, second.state) == ("published", "draft")
    assert second.content.headline == first.content.headline
    assert second.content.deadline == ""
    assert second.job_ad_id is None


def test_html_in_an_ad_is_text(office: Office) -> None:
    text = ad_fields()["text"] + "\n\n<script>alert(1)</script> [här](javascript:alert(2))"
    page = office.visitor.get(office.publish(text=text)).text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
