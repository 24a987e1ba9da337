"""Pages of dialogues: asking, answering, ending, and what each side reads in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.blueprints.cv.scene import Scene
from tests.support.people import CANARY
from tests.support.signed_in import posted
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.rules import Detail, State
from webapp.domain.dialogues.queries import dialogue_of_person

LANGUAGES = ("sv", "en")
REQUEST = {"position": "Svetsare", "message": "Vill du komma?", "wish_telephone": "yes"}


def asked(scene: Scene, lang: str = "sv", **changes: str) -> int:
    scene.person.switch(State.ANONYMOUS)
    path = f"/{lang}/cv/{scene.person.address}/ask"
    answer = posted(scene.recruiter, path, **{**REQUEST, **changes})
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rpartition("/")[2])


@pytest.mark.promise("cv.anonymous.case-by-case")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_asked_answered_seen_and_ended(scene: Scene, lang: str) -> None:
    scene.recruiter.canaries = frozenset({CANARY[Detail.NAME], CANARY[Detail.MOBILE]})
    number = asked(scene, lang)
    thread, own = f"/{lang}/employer/dialogues/{number}", f"/{lang}/my/dialogues/{number}"
    assert "Vill du komma?" in scene.recruiter.get(thread).text
    link = f'<a href="/{lang}/cv/{scene.person.address}">Svetsare</a>'
    assert link in scene.recruiter.get(thread).text
    page = scene.owner.get(own).text
    assert "Ekliden Vård AB" in page
    assert 'id="show_mobile" name="show_mobile" type="checkbox" value="yes" checked' in page
    answer = posted(scene.owner, own, own, choice="reveal", show_mobile="yes", message="Ja!")
    assert answer.status_code == 303
    scene.recruiter.canaries = frozenset()
    shown = scene.page_of_cv(scene.recruiter, lang).text
    assert CANARY[Detail.NAME] in shown
    assert CANARY[Detail.MOBILE] in shown
    assert CANARY[Detail.EMAIL] not in shown
    assert "Ja!" in scene.recruiter.get(thread).text
    assert "Ekliden Vård AB" in scene.owner.get(f"/{lang}/my/disclosures").text
    scene.owner.get(own)
    ended = posted(scene.owner, own, f"{own}/end-yes")
    assert ended.status_code == 303
    assert CANARY[Detail.NAME] not in scene.page_of_cv(scene.recruiter, lang).text


@pytest.mark.promise("cv.anonymous.case-by-case")
def test_no_yes_is_what_a_text_browser_chooses_by_itself(scene: Scene) -> None:
    own = f"/sv/my/dialogues/{asked(scene)}"
    for answer in ({"choice": "write", "message": "Berätta mer."}, {}):
        choices = re.findall(r'name="choice" type="radio" value="(\w+)"', scene.owner.get(own).text)
        assert (choices[0], "reveal" in choices) == ("write", True)
        if answer:
            assert posted(scene.owner, own, own, **answer).status_code == 303


@pytest.mark.promise("cv.anonymous.contact-through-service")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_is_warned_before_anything_is_taken_out(scene: Scene, lang: str) -> None:
    scene.person.switch(State.ANONYMOUS)
    path = f"/{lang}/cv/{scene.person.address}/ask"
    typed = {**REQUEST, "message": "Ring 070-174 06 35"}
    warned = posted(scene.recruiter, path, **typed)
    assert warned.status_code == 422
    assert "070-174 06 35" in warned.text
    assert 'name="take_out"' in warned.text
    sent = posted(scene.recruiter, path, **typed, take_out="yes")
    number = int(sent.headers["Location"].rpartition("/")[2])
    own = f"/{lang}/my/dialogues/{number}"
    page = scene.owner.get(own).text
    assert "Ring […]" in page
    assert {"sv": "ett telefonnummer", "en": "a telephone number"}[lang] in page
    warned = posted(scene.owner, own, choice="write", message="a@exempel.se")
    assert (warned.status_code, "a@exempel.se" in warned.text) == (422, True)
    posted(scene.owner, own, choice="write", message="Mejl: a@exempel.se", take_out="yes")
    thread = scene.recruiter.get(f"/{lang}/employer/dialogues/{number}").text
    assert "a@exempel.se" not in thread
    assert "Mejl: […]" in thread


def test_a_form_that_is_not_filled_in_says_where(scene: Scene) -> None:
    scene.person.switch(State.ANONYMOUS)
    path = f"/sv/cv/{scene.person.address}/ask"
    refused = posted(scene.recruiter, path, position="Svetsare", message=" ")
    assert refused.status_code == 422
    assert 'href="#message"' in refused.text
    number = asked(scene)
    own = f"/sv/my/dialogues/{number}"
    for values, field in (
        ({}, "choice"),
        ({"choice": "end"}, "choice"),
        ({"choice": "write"}, "message"),
    ):
        refused = posted(scene.owner, own, **values)
        assert (refused.status_code, f'href="#{field}"' in refused.text) == (422, True)


@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_for_who_sees_no_cv_there_is_nothing_to_ask(scene: Scene, lang: str) -> None:
    scene.person.switch(State.ANONYMOUS)
    blocked = scene.another_employer(name="Stängda AB")
    block_company(scene.person.account_id, name="stängda")
    never = "x" * len(scene.person.address)
    for client in (blocked, scene.visitor, scene.owner, scene.another_seeker()):
        found = client.get(f"/{lang}/cv/{scene.person.address}/ask")
        absent = client.get(f"/{lang}/cv/{never}/ask")
        assert found.status_code == 404
        assert found.data.replace(scene.person.address.encode(), never.encode()) == absent.data
        assert dict(found.headers) == dict(absent.headers)


def test_nobody_else_reads_a_dialogue(scene: Scene) -> None:
    number = asked(scene)
    for client in (scene.another_seeker(), scene.another_employer(name="Annat AB")):
        for path in ("my", "employer"):
            assert client.get(f"/sv/{path}/dialogues/{number}").status_code == 404
    assert scene.visitor.get(f"/sv/my/dialogues/{number}").status_code == 303


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_second_request_leads_to_the_first(scene: Scene, lang: str) -> None:
    number = asked(scene)
    again = posted(scene.recruiter, f"/{lang}/cv/{scene.person.address}/ask", **REQUEST)
    assert again.status_code == 422
    assert f"/{lang}/employer/dialogues/{number}" in again.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_requests_can_be_muted(scene: Scene, lang: str) -> None:
    assert posted(scene.owner, f"/{lang}/my/dialogues", muted="yes").status_code == 303
    assert re.search(r'name="muted"[^>]*checked', scene.owner.get(f"/{lang}/my/dialogues").text)
    scene.person.switch(State.ANONYMOUS)
    refused = posted(scene.recruiter, f"/{lang}/cv/{scene.person.address}/ask", **REQUEST)
    assert refused.status_code == 422
    assert {"sv": "tar inte emot", "en": "takes no requests"}[lang] in refused.text


@pytest.mark.promise("disclosure.third-country")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_company_far_away_is_marked_where_one_decides(scene: Scene, lang: str) -> None:
    outside = scene.another_employer(name="Far Inc", country="US")
    scene.person.choose(third_countries=True)
    scene.person.switch(State.ANONYMOUS)
    sent = posted(outside, f"/{lang}/cv/{scene.person.address}/ask", **REQUEST)
    number = sent.headers["Location"].rpartition("/")[2]
    mark = {"sv": "utanför EU och EES", "en": "outside the EU and EEA"}[lang]
    assert mark in scene.owner.get(f"/{lang}/my/dialogues/{number}").text
    assert mark.casefold() in scene.owner.get(f"/{lang}/my/dialogues").text.casefold()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_limits_stand_where_one_says_yes(scene: Scene, lang: str) -> None:
    save_details(scene.person.account_id, {Detail.NAME: "Ny Namnsson"})
    number = asked(scene)
    page = scene.owner.get(f"/{lang}/my/dialogues/{number}").text
    assert {"sv": "Den som ser kan spara", "en": "Whoever sees can save"}[lang] in page
    assert dialogue_of_person(number, scene.person.account_id) is not None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unverified_company_is_told_why_it_sees_nothing(scene: Scene, lang: str) -> None:
    client = scene.another_employer(name="Nya AB", verified=False)
    page = client.get(f"/{lang}/employer/dialogues")
    assert page.status_code == 200
    assert "Nya AB" in page.text


@pytest.mark.parametrize(("limit", "status"), [(0, 422), (1, 303)])
def test_the_limit_of_a_day_is_a_setting(scene: Scene, limit: int, status: int) -> None:
    scene.person.switch(State.ANONYMOUS)
    settings = replace(scene.site.settings, cv_requests_per_day=limit)
    scene.site.app.config["SETTINGS"] = settings
    sent = posted(scene.recruiter, f"/sv/cv/{scene.person.address}/ask", **REQUEST)
    assert sent.status_code == status
