"""The owner's pages: details, CVs, states, links, blocks, and who has seen what."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from tests.blueprints.cv.scene import Scene
from tests.support.people import CANARY
from tests.support.signed_in import browser_of, new_account, token_on
from tests.support.sites import SiteUnderTest
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.own_details import own_details, own_photo
from webapp.domain.cv.queries import blocks_of, cvs_of
from webapp.domain.cv.rules import Detail, Kind, State
from webapp.domain.cv.views import OwnerView
from webapp.domain.privacy.queries import disclosures_of

LANGUAGES = ("sv", "en")


def own_view(scene: Scene) -> OwnerView:
    view = view_cv(scene.person.cv_id, scene.person.account_id, Occasion.OWN)
    assert isinstance(view, OwnerView)
    return view


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_sound_in_both_languages(scene: Scene, lang: str) -> None:
    scene.person.switch(State.PUBLIC)
    scene.page_of_cv(scene.recruiter)
    (entry,) = disclosures_of(scene.person.account_id)[1]
    cv = f"my/cvs/{scene.person.cv_id}"
    pages = ["my/", "my/cvs", "my/cvs/new", cv, f"{cv}/state", f"{cv}/links", f"{cv}/delete"]
    pages += [f"{cv}/about", f"{cv}/order", f"{cv}/preview", f"{cv}/preview/others"]
    pages += [f"{cv}/sections/{kind.value}" for kind in Kind]
    pages += ["my/details", "my/details/photo", "my/blocked", "my/disclosures"]
    for page in [*pages, f"my/disclosures/{entry.id}/report", "my/disclosures?cv=0"]:
        response = scene.owner.get(f"/{lang}/{page}")
        assert response.status_code == 200, page
        assert response.headers["Cache-Control"] == "private, no-store, max-age=0"


def test_nobody_reaches_anothers_pages(scene: Scene) -> None:
    cv = f"/sv/my/cvs/{scene.person.cv_id}"
    pages = [cv, f"{cv}/state", f"{cv}/links", f"{cv}/delete", "/sv/my/disclosures/1/report"]
    pages += [f"{cv}/about", f"{cv}/order", f"{cv}/preview", f"{cv}/sections/experience"]
    other = scene.another_seeker()
    for page in pages:
        assert other.get(page).status_code == 404, page
        assert scene.recruiter.get(page).status_code == 404, page
        assert scene.visitor.get(page).status_code == 303, page
    token = token_on(other.get("/sv/my/details").text)
    writing = [f"{cv}/{page}" for page in ("state", "links", "delete", "links/1", "about", "order")]
    for page in (*writing, f"{cv}/sections/skills"):
        assert other.post(page, data={"token": token}).status_code == 404, page


@pytest.mark.promise("cv.many")
@pytest.mark.promise("cv.personal-data-choice")
def test_a_first_cv_needs_name_and_address_and_several_are_kept(site: SiteUnderTest) -> None:
    account_id = new_account(Role.JOB_SEEKER)
    client = browser_of(site, account_id)
    first = client.get("/sv/my/cvs/new").text
    assert "<form id" not in first
    assert 'class="button" href="/sv/my/details"' in first
    page = client.get("/sv/my/details")
    refused = client.post(
        "/sv/my/details", data={"token": token_on(page.text), "name": "Moa Ek", "town": "Lund"}
    )
    assert refused.status_code == 422
    assert 'href="#address"' in refused.text
    assert 'value="Moa Ek"' in refused.text
    assert own_details(account_id) == {}
    values = {"token": token_on(page.text), "name": "Moa Ek", "address": "Ekvägen 1"}
    assert client.post("/sv/my/details", data=values).status_code == 303
    for title in ("Svetsare", "Lärare"):
        token = token_on(client.get("/sv/my/cvs/new").text)
        values = {"token": token, "title": title, "language": "sv"}
        assert client.post("/sv/my/cvs/new", data=values).status_code == 303
    assert {(cv.title, cv.state) for cv in cvs_of(account_id)} == {
        ("Svetsare", State.INACTIVE),
        ("Lärare", State.INACTIVE),
    }
    assert {detail.value: value for detail, value in own_details(account_id).items()} == {
        "name": "Moa Ek",
        "address": "Ekvägen 1",
    }


@pytest.mark.promise("cv.personal-data-choice")
def test_a_title_is_written_and_details_chosen(scene: Scene) -> None:
    path = f"/sv/my/cvs/{scene.person.cv_id}/about"
    written = {"title": "Kranförare", "language": "sv", "show_phone": "yes"}
    written |= {"anonymous_birth_year": "yes", "third_countries": "yes"}
    refused = scene.send(path, **(written | {"title": ""}))
    assert (refused.status_code, own_view(scene).title) == (422, "Svetsare")
    assert re.search(r'id="show_phone"[^>]* checked', refused.text)
    assert scene.send(path, **written).status_code == 303
    view = own_view(scene)
    assert (view.title, view.shown_details, view.anonymous_choices) == (
        "Kranförare",
        ("phone",),
        ("birth_year",),
    )
    assert view.third_countries
    page = scene.owner.get(path).text
    assert re.search(r'id="show_phone"[^>]* checked', page)
    assert not re.search(r'id="show_email"[^>]* checked', page)


def test_the_language_switch_keeps_what_was_typed(scene: Scene) -> None:
    path = f"/my/cvs/{scene.person.cv_id}/about"
    values = {"title": "Halvfärdig", "switch_language": "en"}
    token = token_on(scene.owner.get("/sv" + path).text)
    response = scene.owner.post("/en" + path, data={"token": token, **values})
    assert response.status_code == 200
    assert 'value="Halvfärdig"' in response.text
    assert own_view(scene).title == "Svetsare"


def test_sections_are_put_in_order_and_hidden(scene: Scene) -> None:
    path = f"/sv/my/cvs/{scene.person.cv_id}/order"
    page = scene.owner.get(path).text
    places = dict(re.findall(r'name="(place_[a-z]+)"[^>]* value="([0-9]+)"', page))
    kinds = [name.removeprefix("place_") for name in places]
    refused = scene.send(path, **(places | {"place_skills": "elva"}))
    assert (refused.status_code, 'value="elva"' in refused.text) == (422, True)
    written = places | {"place_skills": "1", "hidden_summary": "yes"}
    assert scene.send(path, **written).status_code == 303
    sections = own_view(scene).sections
    assert [each.kind for each in sections] == ["skills", *(k for k in kinds if k != "skills")]
    assert [each.kind for each in sections if each.hidden] == ["summary"]


@pytest.mark.promise("cv.preview")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_owner_sees_what_each_kind_of_viewer_sees(scene: Scene, lang: str) -> None:
    path = f"/{lang}/my/cvs/{scene.person.cv_id}/preview"
    name, email, phone = CANARY[Detail.NAME], CANARY[Detail.EMAIL], CANARY[Detail.PHONE]
    scene.send(f"/{lang}/my/cvs/{scene.person.cv_id}/links", recipient="A", lasts="7")
    link = {"recipient": "Moa", "lasts": "7", "show_name": "yes", "show_phone": "yes"}
    scene.send(f"/{lang}/my/cvs/{scene.person.cv_id}/links", **link)
    seen = {
        viewer: scene.owner.get(f"{path}/{viewer}").text.partition('class="sheet"')[2]
        for viewer in ("anonymous", "public", "link", "others")
    }
    expected = {"anonymous": (), "public": (name, email), "link": (name, phone), "others": ()}
    for viewer, told in expected.items():
        found = {word for word in CANARY.values() if word in seen[viewer]}
        assert found == set(told), viewer
        assert ("Varvsarbete" in seen[viewer]) == (viewer != "others")
        assert ("Referensperson" in seen[viewer]) == (viewer in ("public", "link"))
    for state in State:
        scene.person.switch(state)
        shown = scene.owner.get(path).text.partition('class="sheet"')[2]
        as_employer = scene.page_of_cv(scene.recruiter, lang)
        assert ("Varvsarbete" in shown) == (as_employer.status_code == 200)
        assert (name in shown) == (name in as_employer.text)
    assert scene.owner.get(f"{path}/burglar").status_code == 404


@pytest.mark.promise("cv.switch-any-time")
def test_the_switch_shows_what_employers_see_and_who_knows_the_name(scene: Scene) -> None:
    path = f"/sv/my/cvs/{scene.person.cv_id}/state"
    for state in ("public", "anonymous", "public", "inactive"):
        assert scene.send(path, state=state).status_code == 303
        if state == "public":
            scene.page_of_cv(scene.recruiter)
        assert own_view(scene).state == state
    page = scene.owner.get(path).text
    assert "Ekliden Vård AB" in page
    as_public = page.partition('id="as-public"')[2]
    as_anonymous = page.partition('id="as-anonymous"')[2].partition('id="as-public"')[0]
    assert CANARY[Detail.NAME] in as_public
    assert CANARY[Detail.PHONE] not in as_public
    assert "Varvsarbete" in as_anonymous
    assert "Qx" not in as_anonymous
    assert scene.send(path, state="secret").status_code == 422


@pytest.mark.promise("cv.link.live")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_is_made_opened_by_a_button_and_closed(scene: Scene, lang: str) -> None:
    path = f"/{lang}/my/cvs/{scene.person.cv_id}/links"
    assert scene.send(path, recipient="", lasts="7").status_code == 422
    made = scene.send(path, recipient="Moa på Ekliden", lasts="7", show_name="yes")
    link = re.search(r"<code>http://[^/]+(/\S+)</code>", made.text)
    assert link is not None
    address = link[1]
    met = scene.visitor.get(address)
    assert met.status_code == 200
    # The address itself is random, and stands in the page's own links.
    plain = met.text.replace(address[-32:], "")
    assert not any(word in plain for word in ("Svetsare", "Qx", "Moa"))
    assert disclosures_of(scene.person.account_id)[0] == 0
    assert CANARY[Detail.NAME] not in scene.visitor.post(address).text
    assert disclosures_of(scene.person.account_id)[0] == 0
    pressed = {"token": token_on(met.text)}
    opened = scene.visitor.post(address, data=pressed, headers={"Origin": "null"})
    assert CANARY[Detail.NAME] in opened.text
    assert CANARY[Detail.EMAIL] not in opened.text
    for response in (met, opened):
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "private, no-store, max-age=0"
        assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Moa på Ekliden" in scene.owner.get(f"/{lang}/my/disclosures").text
    closing = re.search(rf'action="({path}/\d+)"', scene.owner.get(path).text)
    assert closing is not None
    token = token_on(scene.owner.get(path).text.partition(closing[0])[2])
    assert scene.owner.post(closing[1], data={"token": token}).status_code == 303
    never = address.rpartition("/")[0] + "/" + "x" * 32
    for method in ("GET", "POST"):
        closed = scene.visitor.open(address, method=method, data=pressed)
        absent = scene.visitor.open(never, method=method, data=pressed)
        assert closed.status_code == absent.status_code == 404
        assert closed.data.replace(address[-32:].encode(), b"x" * 32) == absent.data
        assert dict(closed.headers) == dict(absent.headers)


@pytest.mark.promise("cv.blocked-companies")
def test_companies_are_blocked_and_unblocked(scene: Scene) -> None:
    path = "/sv/my/blocked"
    assert scene.send(path).status_code == 422
    assert scene.send(path, number="556036-0794").status_code == 422
    scene.person.switch(State.PUBLIC)
    assert scene.send(path, name="Ekliden vård").status_code == 303
    assert scene.page_of_cv(scene.recruiter).status_code == 404
    (block,) = blocks_of(scene.person.account_id)
    token = token_on(scene.owner.get(path).text.partition(f'action="{path}/{block.id}"')[2])
    assert scene.owner.post(f"{path}/{block.id}", data={"token": token}).status_code == 303
    assert scene.page_of_cv(scene.recruiter).status_code == 200


@pytest.mark.promise("cv.delete")
def test_a_cv_is_deleted_after_a_sure_yes(scene: Scene) -> None:
    scene.person.switch(State.PUBLIC)
    address = scene.person.address
    path = f"/sv/my/cvs/{scene.person.cv_id}/delete"
    assert scene.send(path).status_code == 422
    assert scene.send(path, sure="yes").status_code == 303
    assert cvs_of(scene.person.account_id) == []
    assert scene.recruiter.get(f"/sv/cv/{address}").status_code == 404
    assert scene.owner.get(path).status_code == 404


@pytest.mark.promise("disclosure.visible-to-subject")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_has_seen_my_data(scene: Scene, lang: str) -> None:
    scene.person.switch(State.PUBLIC)
    scene.page_of_cv(scene.recruiter)
    path = f"/{lang}/my/disclosures"
    page = scene.owner.get(path).text
    main = page.partition("<main")[2]
    words = {"sv": "Namn, E-post", "en": "Name, E-mail"}[lang]
    assert "Ekliden Vård AB" in main
    assert words in main
    assert "Svetsare" in main
    assert "<svg" in main
    assert not any(value in page for value in CANARY.values())
    cv, company = scene.person.cv_id, scene.company.company_id
    shows = {
        f"cv={cv}": True,
        f"company={company}": True,
        "since=2020-01-01&until=2099-01-01": True,
        f"cv={cv + 1}": False,
        f"company={company + 1}": False,
        "until=2020-01-01": False,
        "cv=nonsense&since=2020-99-99": True,
    }
    for query, expected in shows.items():
        found = scene.owner.get(f"{path}?{query}").text
        assert ("report" in found.partition("<main")[2]) == expected, query
    entry = disclosures_of(scene.person.account_id)[1][0]
    report = scene.owner.get(f"{path}/{entry.id}/report").text
    assert f"D-{entry.id}" in report
    assert scene.another_seeker().get(f"{path}/{entry.id}/report").status_code == 404


def test_a_photo_is_taken_in_shown_to_its_owner_and_removed(scene: Scene) -> None:
    written = io.BytesIO()
    Image.new("RGB", (900, 900), "teal").save(written, "PNG")
    path = "/sv/my/details/photo"
    token = token_on(scene.owner.get(path).text)

    def sent(content: bytes, **values: str) -> int:
        data = {"token": token, "photo": (io.BytesIO(content), "me.png"), **values}
        return scene.owner.post(path, data=data).status_code

    assert sent(b"no photo") == 422
    refused = scene.owner.post(
        path,
        input_stream=io.BytesIO(b"--x"),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "9000000"},
    )
    assert refused.status_code == 413
    assert sent(written.getvalue()) == 303
    assert scene.owner.get(f"{path}.jpg").data == own_photo(scene.person.account_id)
    assert sent(b"", remove="yes") == 303
    assert scene.owner.get(f"{path}.jpg").status_code == 404
