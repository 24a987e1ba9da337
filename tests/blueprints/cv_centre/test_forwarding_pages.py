"""Pages of forwarding: the operator's console, and the owner's choices and answers."""

from __future__ import annotations

import re

import pytest

from tests.blueprints.cv.test_exporting import everything_in
from tests.blueprints.cv_centre.desk import IDENTITY, Desk, channels, desk
from tests.support.accounts import errors_of, mails
from tests.support.people import CANARY, employer
from tests.support.signed_in import browser_of, new_account, token_on
from webapp.domain.accounts.queries import address_of
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.forwarding_queries import forwarding_of, forwardings_of
from webapp.domain.cv.forwarding_rules import Forwarding, Standing
from webapp.domain.cv.rules import Detail, State

__all__ = ["desk"]
ACTIVE = (State.ANONYMOUS, State.PUBLIC)


@pytest.mark.promise("disclosure.forwarding")
def test_it_is_off_until_the_owner_turns_it_on_and_told_what_follows(desk: Desk) -> None:
    person, owner = desk.scene.person, desk.scene.owner
    person.switch(State.ANONYMOUS)
    assert desk.staff.get(f"/{desk.lang}/{desk.cv}").status_code == 404
    assert desk.staff.get(f"/{desk.lang}/{desk.to}").status_code == 404
    path = f"my/cvs/{person.cv_id}/forwarding"
    page = owner.get(f"/{desk.lang}/{path}").text
    assert 'value="no" checked' in page
    said = {"sv": "Papper går inte att kalla tillbaka", "en": "Paper can’t be called back"}
    assert said[desk.lang] in page
    assert path in owner.get(f"/{desk.lang}/my/cvs/{person.cv_id}/state").text
    refused = desk.sent(owner, path, forwarding="all")
    assert (refused.status_code, errors_of(refused)) == (422, ["forwarding"])
    desk.allow(Forwarding.ACTIVE)
    assert 'value="active" checked' in owner.get(f"/{desk.lang}/{path}").text
    assert desk.staff.get(f"/{desk.lang}/{desk.cv}").status_code == 200
    other = desk.scene.another_seeker()
    assert other.get(f"/{desk.lang}/{path}").status_code == 404
    assert forwarding_of(person.cv_id, person.account_id) is Forwarding.ACTIVE


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.parametrize("state", State)
def test_staff_see_no_identity_on_any_page(desk: Desk, state: State) -> None:
    person = desk.scene.person
    person.choose(list(Detail), anonymous=["birth_year", "gender"])
    person.switch(state)
    desk.allow(Forwarding.ASKING)
    said = []
    for path in ("operator/forwarding", desk.cv, f"{desk.cv}?company=ekliden", desk.to):
        page = desk.staff.get(f"/{desk.lang}/{path}")
        assert page.status_code == 200, path
        assert page.headers["Cache-Control"].startswith("private, no-store")
        said.append(f"{page.headers}{page.text}".replace(person.address, ""))
    told = "".join(said)
    assert "Svetsare eller plåtslagare" in told
    # Of an inactive CV they see only what they need to know to ask about it.
    assert ("TIG-svetsning" in told) == (state is not State.INACTIVE)
    assert f"/to/{desk.scene.company.company_id}" in told
    assert [secret for secret in [*IDENTITY, "1871"] if secret in told] == []
    assert channels(desk.scene) == []


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.parametrize("state", ACTIVE)
def test_a_link_goes_to_the_customer_and_the_owner_sees_it(desk: Desk, state: State) -> None:
    scene = desk.scene
    scene.person.switch(state)
    desk.allow(Forwarding.ACTIVE)
    assert desk.forward("mail").status_code == 303
    (mail,) = mails("cv_for_you")
    assert mail.recipient == address_of(scene.company.account_id)
    assert [value for value in CANARY.values() if value in str(mail.data)] == []
    page = scene.recruiter.get(f"/{desk.lang}/cv/{mail.data['address']}")
    assert (CANARY[Detail.NAME] in page.text) == (state is State.PUBLIC)
    seen = scene.owner.get(f"/{desk.lang}/my/disclosures").text
    role = {"sv": "dit vi förmedlade det", "en": "to which we forwarded it"}
    assert role[desk.lang] in seen
    assert seen.count("Ekliden Vård AB") >= 1


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.parametrize("state", ACTIVE)
def test_paper_for_a_customer_has_their_view_and_its_entry(desk: Desk, state: State) -> None:
    desk.scene.person.switch(state)
    desk.allow(Forwarding.ACTIVE)
    answer = desk.forward("print")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cv.pdf"'
    told = f"{answer.headers} {everything_in(answer.data)}"
    assert "TIG-svetsning" in told
    if state is State.ANONYMOUS:
        assert [secret for secret in IDENTITY if secret in told] == []
        assert channels(desk.scene) == [("print", "Ekliden Vård AB", ())]
        return
    assert CANARY[Detail.NAME] in told
    fields = ("email", "name")
    assert channels(desk.scene) == [
        ("print", "Ekliden Vård AB", fields),
        ("staff", None, fields),
    ]
    said = {"sv": "Våra medarbetare", "en": "Our staff"}
    page = desk.scene.owner.get(f"/{desk.lang}/my/disclosures").text
    assert said[desk.lang] in page


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.promise("disclosure.third-country")
def test_staff_learn_of_a_shut_out_company_only_that_it_does_not_go(desk: Desk) -> None:
    person = desk.scene.person
    person.switch(State.ANONYMOUS)
    desk.allow(Forwarding.ASKING)
    told = set()
    for name, country in (("Stängda AB", "SE"), ("Far Inc", "US")):
        who = employer(name, country=country, account_id=new_account(Role.EMPLOYER_USER))
        block_company(person.account_id, name="Stängda")
        for how in ("mail", "print"):
            path = f"{desk.cv}/to/{who.company_id}"
            page = desk.sent(desk.staff, path, recipient=str(who.account_id), how=how)
            assert (page.status_code, errors_of(page)) == (422, [""])
            told.add(page.text.partition('id="errors"')[2].partition("</ul>")[0])
    assert len(told) == 1
    assert (mails("cv_for_you"), channels(desk.scene)) == ([], [])


def test_what_is_missing_is_told_at_its_field(desk: Desk) -> None:
    desk.scene.person.switch(State.PUBLIC)
    desk.allow(Forwarding.ASKING)
    stranger = str(desk.scene.person.account_id)
    for values, fields in (
        ({}, {"recipient", "how"}),
        ({"how": "mail", "recipient": stranger}, {"recipient"}),
        ({"how": "carrier pigeon", "recipient": stranger}, {"how"}),
    ):
        page = desk.sent(desk.staff, desk.to, **values)
        assert (page.status_code, set(errors_of(page))) == (422, fields), values
    desk.scene.person.switch(State.INACTIVE)
    page = desk.forward("ask", position=" ")
    assert (page.status_code, errors_of(page)) == (422, ["position"])
    assert (forwardings_of(desk.scene.person.account_id), channels(desk.scene)) == ([], [])


def test_a_cv_is_looked_up_by_its_address_or_a_link(desk: Desk) -> None:
    desk.scene.person.switch(State.PUBLIC)
    desk.allow(Forwarding.ACTIVE)
    address = desk.scene.person.address
    for typed in (address, f" https://exempel.se/sv/cv/{address}?a=b ", f"/en/cv/{address}/"):
        found = desk.sent(desk.staff, "operator/forwarding", address=typed)
        assert found.headers["Location"] == f"/{desk.lang}/{desk.cv}", typed
    for typed in ("", "x" * 24, "http://exempel.se/", "x" * 401, "<&>"):
        page = desk.sent(desk.staff, "operator/forwarding", address=typed)
        assert (page.status_code, errors_of(page)) == (422, ["address"]), typed


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.parametrize("answer", ["anonymous", "identity", "no"])
def test_an_inactive_cv_waits_for_its_owners_answer(desk: Desk, answer: str) -> None:
    scene = desk.scene
    desk.allow(Forwarding.ASKING)
    refused = desk.forward("mail")
    assert refused.status_code == 422
    request_id = desk.ask()
    path = f"my/forwarding/{request_id}"
    assert scene.page_of_cv(scene.recruiter, desk.lang).status_code == 404
    page = scene.owner.get(f"/{desk.lang}/{path}").text
    assert "Svetsare i Lund" in page
    form = page.partition('id="account-form"')[2]
    assert "checked" not in form
    # Lynx ticks the first choice by itself, so that may be no yes.
    assert re.findall('type="radio" value="([^"]+)"', form) == ["no", "anonymous", "identity"]
    assert errors_of(desk.sent(scene.owner, path)) == ["answer"]
    assert scene.another_seeker().get(f"/{desk.lang}/{path}").status_code == 404
    assert desk.sent(scene.owner, path, answer=answer).status_code == 303
    shown = scene.page_of_cv(scene.recruiter, desk.lang)
    if answer == "no":
        assert (shown.status_code, mails("cv_for_you")) == (404, [])
        assert desk.staff.get(f"/{desk.lang}/operator/forwarding").status_code == 200
        return
    assert shown.status_code == 200
    assert (CANARY[Detail.NAME] in shown.text) == (answer == "identity")
    file = scene.recruiter.get(f"/{desk.lang}/cv/{scene.person.address}/cv.pdf")
    assert (CANARY[Detail.NAME] in everything_in(file.data)) == (answer == "identity")
    stranger = scene.another_employer(name="Annat AB")
    assert scene.page_of_cv(stranger, desk.lang).status_code == 404
    assert desk.forward("print").content_type == "application/pdf"
    token = token_on(scene.owner.get(f"/{desk.lang}/{path}").text)
    ended = scene.owner.post(f"/{desk.lang}/{path}/end", data={"token": token})
    assert ended.status_code == 303
    assert scene.page_of_cv(scene.recruiter, desk.lang).status_code == 404
    (request,) = forwardings_of(scene.person.account_id)
    assert request.standing is Standing.ENDED
    assert scene.owner.get(f"/{desk.lang}/my/forwarding").status_code == 200
    assert desk.scene.owner.get(f"/{desk.lang}/{path}").status_code == 200


def test_a_request_that_changed_meanwhile_does_nothing(desk: Desk) -> None:
    desk.allow(Forwarding.ASKING)
    request_id = desk.ask()
    path = f"/{desk.lang}/my/forwarding/{request_id}"
    form = desk.scene.owner.get(path).text.partition('id="account-form"')[2]
    desk.allow(Forwarding.NO)
    sent = desk.scene.owner.post(path, data={"token": token_on(form), "answer": "identity"})
    assert sent.status_code == 303
    assert desk.scene.page_of_cv(desk.scene.recruiter, desk.lang).status_code == 404


@pytest.mark.promise("disclosure.forwarding")
def test_nobody_else_reaches_the_console(desk: Desk) -> None:
    desk.scene.person.switch(State.PUBLIC)
    desk.allow(Forwarding.ASKING)
    moderator = browser_of(desk.scene.site, new_account(Role.MODERATOR))
    without_factor = browser_of(desk.scene.site, new_account(Role.ADMINISTRATOR))
    for path in ("operator/forwarding", desk.cv, desk.to):
        for client in (desk.scene.owner, desk.scene.recruiter):
            assert client.get(f"/{desk.lang}/{path}").status_code == 404, path
        for client in (desk.scene.visitor, moderator, without_factor):
            assert client.get(f"/{desk.lang}/{path}").status_code == 303, path
