"""The page where an owner decides about findings, and how it stands before an anonymous state."""

from __future__ import annotations

import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from tests.blueprints.cv.scene import Scene
from tests.support.people import CANARY, seeker
from tests.support.signed_in import token_on
from webapp.domain.cv.actions import save_cv
from webapp.domain.cv.leak_checks import findings_of, key_of, open_findings
from webapp.domain.cv.leak_decisions import keep_all
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import BIRTH_YEAR, Detail, Section, State

SECTIONS = [
    Section("wanted", False, {"places": ["1280"], "occupations": ["Svetsare"]}),
    Section("summary", False, {"text": "Alla säger att Qanarya kan svetsa. Ring 070-918 27 36!"}),
    Section(
        "experience",
        False,
        {"items": [{"title": "Svetsare", "employer": "Malmö stad", "place": "Malmö"}]},
    ),
]


def write(scene: Scene, sections: list[Section] = SECTIONS, title: str = "Svetsare") -> None:
    person = scene.person
    save_cv(person.cv_id, person.account_id, title=title, language="sv", sections=sections)


def page(scene: Scene, lang: str = "sv") -> str:
    return scene.owner.get(path(scene, lang)).text


def path(scene: Scene, lang: str = "sv") -> str:
    return f"/{lang}/my/cvs/{scene.person.cv_id}/leaks"


def state(scene: Scene) -> str:
    cv = cv_of_owner(scene.person.cv_id, scene.person.account_id)
    assert cv is not None
    return str(cv.state)


def keys(scene: Scene) -> list[str]:
    found = findings_of(scene.person.cv_id, scene.person.account_id)
    return [key_of(each) for each in found]


def press(scene: Scene, action: str, **values: str) -> TestResponse:
    """Presses the button of one of the small forms of the page."""
    form = page(scene).partition(f'action="{path(scene)}/{action}"')[2]
    held = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[:2000]))
    return scene.owner.post(f"{path(scene)}/{action}", data={**held, **values})


def switch(scene: Scene, wanted: str) -> TestResponse:
    return scene.send(f"/sv/my/cvs/{scene.person.cv_id}/state", state=wanted)


@pytest.mark.promise("cv.anonymous.leak-warning")
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_each_finding_stands_in_its_place(scene: Scene, lang: str) -> None:
    write(scene)
    text = page(scene, lang)
    assert re.findall("<mark>(.*?)</mark>", text) == ["Qanarya", "070-918 27 36", "Malmö stad"]
    assert "Alla säger att <mark>" in text
    assert 'value="en kommun i Skåne"' in text
    assert ("Behåll det, jag vet" if lang == "sv" else "Keep it, I know") in text


@pytest.mark.promise("cv.anonymous.leak-warning")
def test_the_switch_waits_until_all_is_decided(scene: Scene) -> None:
    write(scene)
    answer = switch(scene, "anonymous")
    assert (answer.status_code, answer.location) == (303, path(scene))
    assert state(scene) == State.INACTIVE
    assert scene.page_of_cv(scene.recruiter).status_code == 404
    name, phone, employer = keys(scene)
    assert f'{path(scene)}/go"' not in page(scene)
    scene.send(
        path(scene),
        **{
            f"choice_{name}": "keep",
            f"choice_{phone}": "remove",
            f"choice_{employer}": "replace",
            f"words_{employer}": "en kommun i Skåne",
        },
    )
    assert state(scene) == State.INACTIVE
    press(scene, "go")
    assert state(scene) == State.ANONYMOUS
    shown = scene.page_of_cv(scene.recruiter).text
    assert "Qanarya" in shown
    assert "918" not in shown


@pytest.mark.promise("cv.anonymous.leak-warning")
def test_going_anonymous_by_the_button_waits_too(scene: Scene) -> None:
    text = page(scene)
    form = text.partition(f'action="{path(scene)}/go"')[2]
    write(scene)
    answer = scene.owner.post(f"{path(scene)}/go", data={"token": token_on(form)})
    assert (answer.status_code, answer.location) == (303, path(scene))
    assert state(scene) == State.INACTIVE


@pytest.mark.promise("cv.anonymous.leak-warning")
def test_all_can_be_kept_at_once_but_only_what_was_seen(scene: Scene) -> None:
    write(scene)
    form = page(scene).partition(f'action="{path(scene)}/keep"')[2]
    held = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[:2000]))
    extra = Section("free", False, {"text": "Mejla qxmejl@canary.example"})
    write(scene, [*SECTIONS, extra])
    assert scene.owner.post(f"{path(scene)}/keep", data=held).status_code == 303
    assert re.findall("<mark>(.*?)</mark>", page(scene)) == ["qxmejl@canary.example"]
    press(scene, "keep")
    press(scene, "go")
    assert state(scene) == State.ANONYMOUS


@pytest.mark.promise("cv.anonymous.leak-warning")
def test_while_it_is_anonymous_new_findings_are_told(scene: Scene) -> None:
    person = scene.person
    person.switch(State.ANONYMOUS)
    state_page = f"/sv/my/cvs/{person.cv_id}/state"
    assert "anonyma cv:t som kan röja dig" not in scene.owner.get(state_page).text
    write(scene)
    told = scene.owner.get(state_page).text
    assert "Det finns 3 ställen i det här anonyma cv:t som kan röja dig." in told
    assert f'href="{path(scene)}"' in told
    keep_all(person.cv_id, person.account_id, keys(scene))
    assert "anonyma cv:t som kan röja dig" not in scene.owner.get(state_page).text


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(scene: Scene, lang: str) -> None:
    write(scene, title="Qanarya")
    title, name, _, employer = keys(scene)
    typed = {f"words_{employer}": "hos en ort jag inte valt", f"choice_{name}": "replace"}
    answer = scene.send(path(scene, lang), **typed, **{f"words_{name}": " "})
    assert answer.status_code == 422
    assert f'href="#words_{employer}"' in answer.text
    assert f'href="#words_{name}"' in answer.text
    assert 'value="hos en ort jag inte valt"' in answer.text
    answer = scene.send(path(scene, lang), **{f"choice_{title}": "remove"})
    assert answer.status_code == 422
    assert f'href="#choice_{title}"' in answer.text
    answer = scene.send(path(scene, lang))
    assert answer.status_code == 422
    assert len(keys(scene)) == 4


def test_the_language_switch_keeps_what_is_chosen(scene: Scene) -> None:
    write(scene)
    name, _, employer = keys(scene)
    answer = scene.send(
        path(scene, "en"),
        switch_language="en",
        **{f"choice_{name}": "keep", f"words_{employer}": "ett verk"},
    )
    assert answer.status_code == 200
    assert 'value="ett verk"' in answer.text
    assert re.search(f'name="choice_{name}" type="radio" value="keep" checked', answer.text)


def test_a_public_cv_stays_so_until_its_owner_has_decided(scene: Scene) -> None:
    write(scene)
    switch(scene, "public")
    assert switch(scene, "anonymous").location == path(scene)
    assert state(scene) == State.PUBLIC
    assert "Cv:t är publikt tills du har tagit ställning." in unescape(page(scene))
    switch(scene, "inactive")
    assert state(scene) == State.INACTIVE


def test_many_findings_come_some_at_a_time(scene: Scene) -> None:
    text = "\n".join(f"Ring {number}: 070-918 27 36" for number in range(50))
    write(scene, [Section("free", False, {"text": text})])
    shown = page(scene)
    assert shown.count("<mark>") == 40
    assert "Här är de första 40." in shown
    assert open_findings(scene.person.cv_id, scene.person.account_id) == 50


@pytest.mark.promise("cv.anonymous.leak-warning")
@pytest.mark.parametrize("where", ["leaks", "state"])
def test_a_small_anonymity_set_is_told_with_coarser_choices(scene: Scene, where: str) -> None:
    write(scene)
    scene.person.choose(anonymous=[BIRTH_YEAR])
    own = f"/sv/my/cvs/{scene.person.cv_id}/{where}"
    told = scene.owner.get(own).text
    assert "1 person har ett aktivt cv som visar det som ditt visar anonymt" in told
    assert "Det är få." in told
    assert re.findall('name="coarser" value="([a-z-]+)"', told) == [
        "birth-year",
        "county",
        "country",
    ]
    for _ in range(4):
        seeker(State.ANONYMOUS, sections=SECTIONS[:1])
    answer = press(scene, "coarser", coarser="birth-year")
    assert answer.location == path(scene)
    told = scene.owner.get(own).text
    assert "5 personer har ett aktivt cv" in told
    assert "Det är få." not in told
    cv = cv_of_owner(scene.person.cv_id, scene.person.account_id)
    assert cv is not None
    assert cv.anonymous_choices == []


@pytest.mark.promise("cv.anonymous.leak-warning")
def test_employers_are_told_nothing_of_the_set(scene: Scene) -> None:
    write(scene, SECTIONS[:1])
    switch(scene, "anonymous")
    before = scene.page_of_cv(scene.recruiter).text
    for _ in range(5):
        seeker(State.ANONYMOUS, sections=SECTIONS[:1])
    assert scene.page_of_cv(scene.recruiter).text == before


def test_nobody_else_has_the_page(scene: Scene) -> None:
    write(scene)
    for client in (scene.recruiter, scene.another_seeker()):
        answer = client.get(path(scene))
        assert answer.status_code in (403, 404)
        assert CANARY[Detail.NAME] not in answer.text
    assert scene.visitor.get(path(scene)).status_code == 303


def test_a_forged_button_changes_nothing(scene: Scene) -> None:
    write(scene)
    for action in ("keep", "go", "coarser"):
        answer = scene.owner.post(f"{path(scene)}/{action}", data={"token": "x", "keys": "a"})
        assert answer.status_code == 422
    assert len(keys(scene)) == 3
