"""Writing the sections of a CV: nothing typed is lost, and a part is that part of its page."""

from __future__ import annotations

import re

import pytest

from tests.blueprints.cv.scene import Scene
from tests.support.html_tree import HtmlTree
from tests.support.signed_in import browser_of, hidden_on
from tests.web.test_parts import normalised
from webapp.domain.accounts.sessions import end_sessions
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.rules import Kind, Section
from webapp.domain.cv.views import OwnerView

LANGUAGES = ("sv", "en")
JOB = {
    "experience-0-title": "Snickare",
    "experience-0-employer": "Ekliden Bygg",
    "experience-0-start": "maj 2019",
    "experience-0-at": "1",
}


def own_sections(scene: Scene) -> tuple[Section, ...]:
    view = view_cv(scene.person.cv_id, scene.person.account_id, Occasion.OWN)
    assert isinstance(view, OwnerView)
    return view.sections


def section_of(scene: Scene, kind: str) -> Section:
    return next(each for each in own_sections(scene) if each.kind == kind)


def address(scene: Scene, kind: str, lang: str = "sv") -> str:
    return f"/{lang}/my/cvs/{scene.person.cv_id}/sections/{kind}"


def test_an_entry_is_written_changed_moved_and_taken_out(scene: Scene) -> None:
    path = address(scene, "experience")
    assert scene.send(path, **JOB).status_code == 303
    second = {
        "experience-1-title": "Takläggare",
        "experience-1-highlights": "Lade 40 tak\r\n\r\nFöll aldrig",
        "experience-1-at": "1",
    }
    assert scene.send(path, **JOB, **second).status_code == 303
    content = section_of(scene, "experience").content
    assert content["items"] == [
        {"title": "Takläggare", "highlights": ["Lade 40 tak", "Föll aldrig"]},
        {"title": "Snickare", "employer": "Ekliden Bygg", "start": "2019-05"},
    ]
    out = {"experience-0-title": "Takläggare", "experience-0-at": "1", "experience-0-remove": "on"}
    rest = {"experience-1-title": "Murare", "experience-1-at": "2"}
    assert scene.send(path, **out, **rest).status_code == 303
    assert section_of(scene, "experience").content["items"] == [{"title": "Murare"}]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_takes_what_its_form_offers(scene: Scene, lang: str) -> None:
    for kind in Kind:
        page = scene.owner.get(address(scene, kind.value, lang)).text
        form = page[page.index(f'id="form-{kind}"') :].partition("</form>")[0]
        names = set(re.findall(rf'name="({kind}-[^"]+)"', form))
        choices = re.findall(
            rf'<select id="({kind}-[^"]+)".*?<option value="([a-z][^"]*)"', form, re.S
        )
        ticks = re.findall(rf'name="({kind}-[^"]+)" type="checkbox" value="([^"]+)"', form)
        values = dict.fromkeys(names, "2020") | dict(ticks) | dict(choices)
        values |= dict(re.findall(rf'name="({kind}-\\d-at)" value="(\\d)"', form))
        values |= {name: "Malmö" for name in names if name.endswith("-places")}
        values |= {name: "exempel.se/x" for name in names if name.endswith("-url")}
        values = {k: v for k, v in values.items() if not k.endswith(("-remove", "-version"))}
        assert scene.send(address(scene, kind.value, lang), **values).status_code == 303, kind
        again = scene.owner.get(address(scene, kind.value, lang)).text
        stored = section_of(scene, kind.value).content
        assert stored, kind
        assert again.count("2020") >= page.count("2020") or kind == Kind.LICENCES
    overview = scene.owner.get(f"/{lang}/my/cvs/{scene.person.cv_id}").text
    assert "https://exempel.se/x" in overview


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("experience", {"experience-0-start": "2020-13", "experience-0-at": "1"}),
        (
            "experience",
            {"experience-0-start": "2020", "experience-0-end": "2019", "experience-0-at": "1"},
        ),
        ("experience", {"experience-0-url": "ftp://exempel.se", "experience-0-at": "1"}),
        ("experience", {"experience-0-title": "x" * 201, "experience-0-at": "1"}),
        ("summary", {"summary-text": "å" * 50_001}),
        ("wanted", {"wanted-places": "Malmö; Långtbortistan"}),
        ("wanted", {"wanted-extent": "sometimes"}),
        ("languages", {"languages-0-level": "z9", "languages-0-at": "1"}),
        ("licences", {"licences-classes": "tank"}),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_kept(
    scene: Scene, kind: str, wrong: dict[str, str]
) -> None:
    before = own_sections(scene)
    refused = scene.send(address(scene, kind), **({f"{kind}-text": "Kvar"} | wrong))
    assert refused.status_code == 422
    assert re.search(rf'<a href="#{kind}-[^"]+">', refused.text)
    for name, value in wrong.items():
        if "level" not in name and "extent" not in name and "classes" not in name:
            assert value in refused.text
    if f"{kind}-text" not in wrong:
        assert "Kvar" in refused.text
    assert own_sections(scene) == before


def test_any_writing_is_shown_as_it_was_typed(scene: Scene) -> None:
    text = "Emoji 👩🏽‍🔧, עברית, <b>inte fet</b>, é\u0301 & “citat”"
    assert scene.send(address(scene, "summary"), **{"summary-text": text}).status_code == 303
    assert section_of(scene, "summary").content["text"] == text
    page = HtmlTree.of_page(scene.owner.get(f"/sv/my/cvs/{scene.person.cv_id}").text, "/")
    assert text in "".join(page.root.itertext())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_later_of_two_windows_sees_what_changed_and_chooses(scene: Scene, lang: str) -> None:
    path = address(scene, "summary", lang)
    first, second = (hidden_on(scene.owner.get(path).text) for _ in range(2))
    assert scene.owner.post(path, data={**first, "summary-text": "Från ett"}).status_code == 303
    late = scene.owner.post(path, data={**second, "summary-text": "Från två"})
    assert late.status_code == 409
    assert "Från ett" in late.text
    assert "Från två" in late.text
    assert section_of(scene, "summary").content["text"] == "Från ett"
    chosen = scene.owner.post(path, data={**hidden_on(late.text), "summary-text": "Från två"})
    assert chosen.status_code == 303
    assert section_of(scene, "summary").content["text"] == "Från två"


def test_pressing_save_twice_is_no_conflict(scene: Scene) -> None:
    path = address(scene, "summary")
    hidden = hidden_on(scene.owner.get(path).text)
    for _ in range(2):
        assert scene.owner.post(path, data={**hidden, "summary-text": "Samma"}).status_code == 303


def test_the_language_switch_keeps_every_entry(scene: Scene) -> None:
    hidden = hidden_on(scene.owner.get(address(scene, "experience")).text)
    typed = JOB | {"experience-1-title": "Halvskrivet", "experience-1-at": "2"}
    data = {**hidden, **typed, "switch_language": "en"}
    page = scene.owner.post(address(scene, "experience", "en"), data=data)
    assert page.status_code == 200
    assert 'lang="en"' in page.text
    for value in ("Snickare", "maj 2019", "Halvskrivet"):
        assert f'value="{value}"' in page.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_part_equals_that_part_of_the_page(scene: Scene, lang: str) -> None:
    cv = f"/{lang}/my/cvs/{scene.person.cv_id}"
    scene.send(f"{cv}/sections/experience", **JOB)
    for kind in ("experience", "wanted", "free"):
        for path in (cv, f"{cv}/sections/{kind}"):
            target = f"section-{kind}"
            asked = {"HX-Request": "true", "HX-Target": target}
            page = HtmlTree.of_page(scene.owner.get(path).text, path)
            answer = scene.owner.get(path, headers=asked)
            part = HtmlTree.of_fragment(answer.text, path)
            swapped = [each for each in part.root if isinstance(each.tag, str) and each.get("id")]
            assert swapped[0].get("id") == target
            assert {"HX-Request", "HX-Target"} <= set(answer.vary)
            for element in swapped:
                same = page.by_id(str(element.get("id")))
                assert same is not None
                assert _unmarked(element) == _unmarked(same), (path, element.get("id"))


def _unmarked(element: object) -> str:
    """As text, without what is made anew each time and what puts the focus into a part."""
    text = normalised(element)  # type: ignore[arg-type]
    text = re.sub(r' tabindex="-1"| autofocus=""', "", text)
    return re.sub(
        r'name="token" value="[^"]*"', "", re.sub(r' value="[^"]*" name="token"', "", text)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_written_survives_having_been_logged_out(scene: Scene, lang: str) -> None:
    path = address(scene, "experience", lang)
    hidden = hidden_on(scene.owner.get(path).text)
    end_sessions(scene.person.account_id)
    answer = scene.owner.post(path, data={**hidden, **JOB})
    assert answer.status_code == 307
    login = scene.owner.post(answer.headers["Location"], data={**hidden, **JOB})
    assert login.status_code == 200
    carried = hidden_on(login.text)
    assert carried["next"] == path
    assert "Ekliden Bygg" in carried["kept"]
    assert hidden["token"] not in carried["kept"]


def test_hints_go_when_they_are_followed(scene: Scene) -> None:
    cv = f"/sv/my/cvs/{scene.person.cv_id}"
    spoken = {"languages-0-name": "Samiska", "languages-0-level": "native", "languages-0-at": "1"}
    link = f'href="{cv}/sections/languages">Säg vilka'
    assert link in scene.owner.get(cv).text
    scene.send(f"{cv}/sections/languages", **spoken)
    assert link not in scene.owner.get(cv).text


def test_occupations_are_suggested(scene: Scene) -> None:
    visitor = browser_of(scene.site, None)
    page = visitor.get("/sv/occupations?wanted-occupations=snick").text
    assert "Snickare" in page
    part = visitor.get(
        "/sv/occupations?wanted-occupations=snick",
        headers={"HX-Request": "true", "HX-Target": "occupation-names"},
    )
    assert part.text.lstrip().startswith("<datalist")
    assert '<option value="Snickare">' in part.text
    assert "Carpenter" in visitor.get("/en/occupations?wanted-occupations=carp").text
