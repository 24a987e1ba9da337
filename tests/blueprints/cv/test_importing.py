"""A CV from a file: what is understood is shown first, and nothing is stored before."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.blueprints.cv.scene import Scene
from tests.support import cv_documents as made
from tests.support.checking import CheckingClient
from tests.support.signed_in import browser_of, new_account, token_on
from webapp.adapters import documents
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.actions import create_cv
from webapp.domain.cv.door import Occasion, view_cv
from webapp.domain.cv.own_details import own_details, save_details
from webapp.domain.cv.queries import cvs_of
from webapp.domain.cv.rules import Detail, State
from webapp.domain.cv.views import OwnerView

LANGUAGES = ("sv", "en")
RESUME = {
    "basics": {"name": "Qanarya Andersdotter", "label": "Welder", "summary": "Calm & <precise>."},
    "work": [{"name": "Kockums", "position": "Welder", "startDate": "2020-13"}],
    "hats": "red",
}


LONG = json.dumps({"work": [{"summary": "a" * 49_000}] * 5}).encode()


def send(client: CheckingClient, file: bytes, name: str = "cv", lang: str = "sv") -> TestResponse:
    page = f"/{lang}/my/cvs/import"
    token = token_on(client.get(page).text)
    # Written by hand, because the test client keeps large bodies in files that it leaves open.
    body = (
        f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    ).encode() + file
    body += b"\r\n--x--\r\n"
    return client.post(page, data=body, content_type="multipart/form-data; boundary=x")


def hidden(page: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found
    return unescape(found[1])


def keep(
    client: CheckingClient, page: TestResponse, *, lang: str = "sv", **values: str
) -> TestResponse:
    """Presses the button of the page that shows what was understood."""
    sent = {"token": hidden(page, "token"), "draft": hidden(page, "draft"), "language": "sv"}
    return client.post(f"/{lang}/my/cvs/import/check", data=sent | {"title": "Ny"} | values)


def _without_token(page: TestResponse) -> str:
    return page.text.replace(hidden(page, "token"), "")


def newest(scene: Scene) -> OwnerView:
    cv = max(cvs_of(scene.person.account_id), key=lambda cv: cv.id)
    view = view_cv(cv.id, scene.person.account_id, Occasion.OWN)
    assert isinstance(view, OwnerView)
    return view


@pytest.mark.promise("cv.import")
def test_a_document_becomes_draft_sections_to_check(scene: Scene) -> None:
    before = own_details(scene.person.account_id)
    page = send(scene.owner, made.open_document(), "cv.pdf")
    assert _without_token(page) == _without_token(send(scene.owner, made.word(), "cv.txt"))
    assert page.status_code == 200
    assert "<dd>Anna Ek</dd>" in page.text
    assert len(cvs_of(scene.person.account_id)) == 1
    answer = keep(scene.owner, page, title="Svetsare igen")
    assert answer.status_code == 303
    view = newest(scene)
    assert answer.headers["Location"] == f"/sv/my/cvs/{view.id}"
    assert "Kockums AB" in scene.owner.get(answer.headers["Location"]).text
    assert (view.title, view.language, view.state) == ("Svetsare igen", "sv", State.INACTIVE)
    assert view.shown_details == ()
    content = {section.kind: section.content for section in view.sections}
    assert content["experience"]["items"] == [
        {
            "title": "Svetsare",
            "employer": "Kockums AB",
            "start": "2018-03",
            "highlights": ["TIG och MIG"],
        }
    ]
    assert content["languages"]["items"] == [
        {"name": "Svenska", "level": "native"},
        {"name": "engelska", "level": "b2"},
    ]
    assert content["free"] == {"text": "Segling\nSeglar på somrarna."}
    # The file's own details are in neither the CV nor the person's.
    assert "Anna" not in str(view.sections)
    assert own_details(scene.person.account_id) == before


@pytest.mark.promise("cv.import")
def test_a_pdf_becomes_draft_sections(scene: Scene) -> None:
    page = send(scene.owner, made.printed("Arbete\n2018–2021 Svetsare, Kockums AB"))
    keep(scene.owner, page)
    content = {section.kind: section.content for section in newest(scene).sections}
    assert content["experience"]["items"] == [
        {"title": "Svetsare", "employer": "Kockums AB", "start": "2018", "end": "2021"}
    ]


@pytest.mark.promise("cv.import")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_json_resume_comes_with_a_truthful_report(scene: Scene, lang: str) -> None:
    page = send(scene.owner, json.dumps(RESUME).encode(), lang=lang)
    assert page.status_code == 200
    assert 'value="Welder"' in page.text
    for words in ("work[0].startDate: <q>2020-13</q>", "hats: <q>red</q>", "Qanarya Andersdotter"):
        assert words in page.text
    keep(scene.owner, page, title="Welder", language="en")
    view = newest(scene)
    assert view.language == "en"
    content = {section.kind: section.content for section in view.sections}
    assert content["experience"] == {"items": [{"title": "Welder", "employer": "Kockums"}]}
    assert content["summary"] == {"text": "Calm & <precise>."}
    (free,) = [section for section in view.sections if section.kind == "free"]
    assert free.hidden
    assert "hats: red" in free.content["text"]
    assert "Qanarya" not in str(view.sections)


@pytest.mark.promise("cv.import")
def test_the_file_is_kept_nowhere(scene: Scene, tmp_path: Path) -> None:
    mark = b"Qxfilens egna ord"
    lines = (("", "Profil"), ("", mark.decode()))
    file = made.word(lines)
    assert mark.decode() in send(scene.owner, file, "qxfilnamn.docx").text
    for path in tmp_path.rglob("*"):
        if path.is_file():
            for kept in (mark, file, b"qxfilnamn"):
                assert kept not in path.read_bytes()


def test_nothing_is_lost_when_something_is_missing(scene: Scene) -> None:
    page = send(scene.owner, json.dumps(RESUME).encode())
    again = keep(scene.owner, page, title="")
    assert again.status_code == 422
    assert 'href="#title"' in again.text
    assert "2020-13" in again.text
    assert hidden(again, "draft") == hidden(page, "draft")
    switched = keep(scene.owner, page, title="Min titel", switch_language="en", lang="en")
    assert switched.status_code == 200
    assert '<html lang="en">' in switched.text
    assert 'value="Min titel"' in switched.text
    assert 'action="/en/my/cvs/import/check"' in switched.text
    assert len(cvs_of(scene.person.account_id)) == 1
    assert keep(scene.owner, again).status_code == 303


def test_a_draft_that_was_changed_on_the_way_is_checked_anew(scene: Scene) -> None:
    page = send(scene.owner, json.dumps(RESUME).encode())
    for draft in ("", "{", "[]", '{"resume": 1, "remarks": [], "details": {}}', '{"resume": {}}'):
        assert keep(scene.owner, page, draft=draft).status_code == 422
    wild = {"x-sections": [{"kind": "licences", "classes": ["b", "rocket"], "evil": 1}]}
    told = {"resume": {"meta": wild}, "remarks": [], "details": {}}
    assert keep(scene.owner, page, draft=json.dumps(told)).status_code == 303
    content = {section.kind: section.content for section in newest(scene).sections}
    assert content["licences"] == {"classes": ["b"]}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_can_not_be_read_is_said_at_the_field(scene: Scene, lang: str) -> None:
    for file, status, swedish, english in (
        (b"", 422, "Välj en fil", "Choose a file"),
        (b"MZ\x90\0", 422, "inte av något slag", "none of the kinds"),
        (b"{", 422, "rad 1 ", "line 1 "),
        (b'{"a":' * 99_999, 422, "nästlad", "nested"),
        (b"[]", 422, "inte JSON Resume", "no JSON Resume"),
        (LONG, 422, "mycket text", "too much text"),
        (b"x" * (documents.LARGEST_BYTES + 99_999), 413, "för stor", "too large"),
    ):
        page = send(scene.owner, file, lang=lang)
        assert page.status_code == status, english
        assert 'href="#file"' in page.text
        assert 'aria-describedby="file-error"' in page.text
        assert (swedish if lang == "sv" else english) in page.text
    assert len(cvs_of(scene.person.account_id)) == 1


def test_harmful_documents_are_said_at_the_field(scene: Scene) -> None:
    bomb = made.packed({"x": b"\0" * 60_000_000}, like=made.word())
    macros = made.packed({"word/vbaProject.bin": b"\0"}, like=made.word())
    for file, words in (
        (made.pages(200), "50"),
        (made.locked(), "lösenord"),
        (macros, "makron"),
        (bomb, "packas upp"),
        (made.pages(1), "ingen text"),
    ):
        page = send(scene.owner, file)
        assert page.status_code == 422
        assert words in page.text


def test_when_too_many_files_are_read_one_is_asked_to_wait(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LONGEST_WAIT_SECONDS", 0.01)
    taken = [documents._free.acquire() for _reader in range(documents.AT_ONCE)]
    try:
        page = send(scene.owner, made.word())
    finally:
        for _each in taken:
            documents._free.release()
    assert page.status_code == 503
    assert page.headers["Retry-After"]


def test_a_form_from_elsewhere_or_without_token_reads_nothing(scene: Scene) -> None:
    page = scene.owner.post("/sv/my/cvs/import", data={"file": (io.BytesIO(b"{}"), "cv")})
    assert page.status_code == 422
    assert "draft" not in page.text


def test_another_cv_can_be_copied(scene: Scene) -> None:
    scene.person.switch(State.PUBLIC)
    page = scene.owner.get("/sv/my/cvs/import")
    token = token_on(page.text.partition('action="/sv/my/cvs/import/copy"')[2])
    values = {"token": token, "cv": str(scene.person.cv_id)}
    assert scene.owner.post("/sv/my/cvs/import/copy", data=values).status_code == 303
    copy = newest(scene)
    first = view_cv(scene.person.cv_id, scene.person.account_id, Occasion.OWN)
    assert isinstance(first, OwnerView)
    assert copy.id != first.id
    assert copy.sections == first.sections
    assert (copy.state, copy.shown_details) == (State.INACTIVE, ())
    assert copy.title == "Svetsare (kopia)"
    for wrong in ("", "x", "999999"):
        refused = scene.owner.post("/sv/my/cvs/import/copy", data=values | {"cv": wrong})
        assert refused.status_code == 422


def test_nobody_copies_anothers_cv(scene: Scene) -> None:
    account_id = new_account(Role.JOB_SEEKER)
    other = browser_of(scene.site, account_id)
    assert "<form method" not in other.get("/sv/my/cvs/import").text.partition("<h1>")[2]
    save_details(account_id, {Detail.NAME: "Bo", Detail.ADDRESS: "Ekvägen 1"})
    create_cv(account_id, "Eget", "sv")
    page = other.get("/sv/my/cvs/import").text
    assert "Svetsare" not in page
    token = token_on(page.partition('action="/sv/my/cvs/import/copy"')[2])
    sent = {"token": token, "cv": str(scene.person.cv_id)}
    assert other.post("/sv/my/cvs/import/copy", data=sent).status_code == 422
    assert [cv.title for cv in cvs_of(account_id)] == ["Eget"]
