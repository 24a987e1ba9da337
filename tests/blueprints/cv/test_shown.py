"""The pages on which others see a CV: what they say, and that for the rest there is none."""

from __future__ import annotations

import io
import re
import sys
from datetime import timedelta

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from tests.blueprints.cv.scene import Scene
from tests.support.people import CANARY
from tests.support.signed_in import token_on
from webapp.adapters.photo import reencoded
from webapp.base import clock
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.links import create_link, withdraw_link
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.queries import links_of
from webapp.domain.cv.rules import Detail, State
from webapp.domain.privacy.queries import disclosures_of

LANGUAGES = ("sv", "en")
# The package calls its blueprints as it calls their modules.
PAGES = sys.modules["webapp.blueprints.cv.shown"]


def photo() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (80, 80), "teal").save(written, "PNG")
    return reencoded(written.getvalue())


def said(text: str) -> list[str]:
    return [detail for detail, value in CANARY.items() if value in text]


@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_anonymous_cv_says_nothing_of_who_it_is(scene: Scene, lang: str) -> None:
    scene.person.switch(State.ANONYMOUS)
    scene.recruiter.canaries = frozenset(CANARY.values())
    response = scene.page_of_cv(scene.recruiter, lang)
    assert response.status_code == 200
    assert "Svetsare" in response.text
    # The address itself is random, and stands in the page's own links.
    assert "Qx" not in (response.text + str(response.headers)).replace(scene.person.address, "")
    assert disclosures_of(scene.person.account_id)[0] == 0


@pytest.mark.promise("cv.public.logged-in-only")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_public_cv_says_what_was_left_visible_and_is_kept_nowhere(
    scene: Scene, lang: str
) -> None:
    scene.person.switch(State.PUBLIC)
    response = scene.page_of_cv(scene.recruiter, lang)
    assert set(said(response.text)) == {Detail.NAME, Detail.EMAIL}
    assert response.headers["Cache-Control"] == "private, no-store, max-age=0"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.text
    assert disclosures_of(scene.person.account_id)[0] == 1


@pytest.mark.promise("cv.public.logged-in-only")
@pytest.mark.promise("cv.inactive.hidden")
@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.parametrize("state", State)
def test_for_everybody_else_it_is_the_page_that_never_was(scene: Scene, state: State) -> None:
    scene.person.switch(state)
    blocked = scene.another_employer(name="Stängda AB")
    block_company(scene.person.account_id, name="stängda")
    others = {
        "visitor": scene.visitor,
        "seeker": scene.another_seeker(),
        "owner": scene.owner,
        "unverified": scene.another_employer(name="Nya AB", verified=False),
        "outside": scene.another_employer(name="Far Inc", country="US"),
        "blocked": blocked,
    }
    if state is State.INACTIVE:
        others["verified"] = scene.recruiter
    never = "x" * len(scene.person.address)
    for who, client in others.items():
        for lang, ending in (("sv", ""), ("en", "/photo.jpg")):
            found = client.get(f"/{lang}/cv/{scene.person.address}{ending}")
            absent = client.get(f"/{lang}/cv/{never}{ending}")
            assert found.status_code == 404, who
            mine = found.data.replace(scene.person.address.encode(), never.encode())
            assert mine == absent.data, who
            assert dict(found.headers) == dict(absent.headers), who
    assert disclosures_of(scene.person.account_id)[0] == 0


@pytest.mark.promise("cv.switch-any-time")
def test_a_switch_holds_for_the_next_request(scene: Scene) -> None:
    scene.person.switch(State.PUBLIC)
    old = scene.person.address
    assert scene.page_of_cv(scene.recruiter).status_code == 200
    scene.person.switch(State.ANONYMOUS)
    assert scene.recruiter.get(f"/sv/cv/{old}").status_code == 404
    assert said(scene.page_of_cv(scene.recruiter).text) == []


def test_the_photo_is_seen_only_where_it_is_shown_and_each_time_recorded(scene: Scene) -> None:
    save_details(scene.person.account_id, {Detail.PHOTO: photo()})
    scene.person.switch(State.PUBLIC)
    path = f"/sv/cv/{scene.person.address}/photo.jpg"
    assert scene.recruiter.get(path).status_code == 404
    scene.person.choose(shown=[Detail.PHOTO])
    assert path in scene.page_of_cv(scene.recruiter).text
    seen = scene.recruiter.get(path)
    assert (seen.status_code, seen.mimetype) == (200, "image/jpeg")
    assert seen.headers["Cache-Control"] == "private, no-store, max-age=0"
    _, entries = disclosures_of(scene.person.account_id)
    assert [(entry.channel, entry.fields) for entry in entries] == [
        ("photo", ("photo",)),
        ("page", ("name",)),
    ]
    scene.person.switch(State.ANONYMOUS)
    assert scene.recruiter.get(f"/sv/cv/{scene.person.address}/photo.jpg").status_code == 404


@pytest.mark.promise("disclosure.ledger")
def test_an_entry_stands_when_the_answer_fails_after_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.person.switch(State.PUBLIC)
    with monkeypatch.context() as broken:
        broken.setattr(PAGES, "cv_body", lambda view: 1 / 0)
        response = scene.page_of_cv(scene.recruiter)
    assert response.status_code == 500
    assert said(response.text) == []
    assert disclosures_of(scene.person.account_id)[0] == 1


@pytest.mark.promise("disclosure.ledger")
def test_without_an_entry_the_page_says_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.person.switch(State.PUBLIC)
    with monkeypatch.context() as broken:
        broken.setattr("webapp.domain.cv.door.record_disclosure", lambda disclosed: 1 / 0)
        response = scene.page_of_cv(scene.recruiter)
    assert (response.status_code, said(response.text)) == (500, [])
    assert disclosures_of(scene.person.account_id)[0] == 0


def opened(scene: Scene, token: str) -> TestResponse:
    page = f"/sv/cv-link/{token}"
    return scene.visitor.post(page, data={"token": token_on(scene.visitor.get(page).text)})


def link_to(scene: Scene, *details: Detail) -> str:
    return create_link(
        scene.person.cv_id,
        scene.person.account_id,
        recipient="Moa på Ekliden",
        details=details,
        lasts=timedelta(days=30),
    )


@pytest.mark.promise("cv.link.live")
@pytest.mark.promise("disclosure.ledger")
def test_a_link_that_was_opened_shows_the_photo_for_a_while(scene: Scene) -> None:
    save_details(scene.person.account_id, {Detail.PHOTO: photo()})
    token = link_to(scene, Detail.PHOTO)
    page = opened(scene, token)
    (address,) = re.findall(r'<img src="([^"]+)"', page.text)
    assert address.startswith(f"/sv/cv-link/{token}/")

    seen = scene.visitor.get(address)

    assert (seen.status_code, seen.mimetype) == (200, "image/jpeg")
    assert seen.headers["Cache-Control"] == "private, no-store, max-age=0"
    assert seen.headers["X-Robots-Tag"] == "noindex"
    _, entries = disclosures_of(scene.person.account_id)
    assert [(entry.channel, entry.fields, entry.recipient) for entry in entries] == [
        ("photo", ("photo",), "Moa på Ekliden"),
        ("link", (), "Moa på Ekliden"),
    ]


@pytest.mark.promise("cv.link.live")
def test_the_photo_of_a_link_is_had_by_no_other_way(scene: Scene) -> None:
    save_details(scene.person.account_id, {Detail.PHOTO: photo()})
    token, other = link_to(scene, Detail.PHOTO), link_to(scene, Detail.PHOTO)
    assert "<img" not in opened(scene, link_to(scene, Detail.NAME)).text
    (address,) = re.findall(r'<img src="([^"]+)"', opened(scene, token).text)
    ticket = address.split("/")[-2]
    before = disclosures_of(scene.person.account_id)[0]

    with clock.set_to(clock.now() + timedelta(minutes=11)):
        late = scene.visitor.get(address)
    elsewhere = scene.visitor.get(address.replace(token, other))
    forged = scene.visitor.get(address.replace(ticket, ticket[::-1]))
    for link in links_of(scene.person.cv_id, scene.person.account_id):
        withdraw_link(link.id, scene.person.cv_id, scene.person.account_id)
    withdrawn = scene.visitor.get(address)

    assert [each.status_code for each in (late, elsewhere, forged, withdrawn)] == [404] * 4
    # All that differs is the page's own address in its links.
    pages = {
        each.text.replace(token, "")
        .replace(other, "")
        .replace(ticket, "")
        .replace(ticket[::-1], "")
        for each in (late, elsewhere, forged, withdrawn)
    }
    assert len(pages) == 1
    assert disclosures_of(scene.person.account_id)[0] == before
