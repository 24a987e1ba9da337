"""A CV as files and on paper, as each kind of viewer would get it."""

from __future__ import annotations

import io
import json
import re
import zlib
from pathlib import Path

import pytest
from jsonschema import Draft7Validator, FormatChecker
from pypdf import PdfReader

from tests.blueprints.cv.scene import Scene
from tests.support.people import CANARY
from webapp.adapters import typst_pdf
from webapp.adapters.typst_pdf import Layout
from webapp.domain.cv.rules import Detail, State

LANGUAGES = ("sv", "en")
SECRETS = [*CANARY.values(), "Qxreferens", "Qxdold"]


def words_of(made: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return " ".join(text.split())


def everything_in(made: bytes) -> str:
    """All bytes of a PDF, those of its compressed streams and its text and metadata too."""
    unpacked = [made]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL):
        try:
            unpacked.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    reader = PdfReader(io.BytesIO(made))
    told = f"{reader.metadata} {reader.trailer} {words_of(made)}"
    return told + "".join(
        part.decode(code, "replace") for part in unpacked for code in ("utf-8", "utf-16-be")
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_leads_to_every_file(scene: Scene, lang: str) -> None:
    page = scene.owner.get(f"/{lang}/my/cvs/{scene.person.cv_id}/export")
    links = re.findall(rf'href="(/{lang}/my/cvs/\d+/(?:cv|print)[^"]*)"', page.text)
    assert len(links) == 12
    for link in links:
        answer = scene.owner.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200, link
        assert answer.headers["Cache-Control"].startswith("private, no-store")
        if "/print" not in link:
            assert answer.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.promise("cv.anonymous.hides-identity")
def test_an_anonymous_file_tells_nobody_whose_it_is(scene: Scene) -> None:
    cv = f"/sv/my/cvs/{scene.person.cv_id}"
    scene.person.switch(State.PUBLIC)
    for path in (*(f"cv.pdf?layout={layout}" for layout in Layout), "cv.json?", "print?"):
        path += "&as=anonymous"
        answer = scene.owner.get(f"{cv}/{path}")
        told = f"{answer.headers} "
        told += everything_in(answer.data) if "pdf" in path else answer.text
        assert "TIG-svetsning" in told
        for secret in [*SECRETS, scene.person.address]:
            assert secret not in told, (path, secret)
        if "print" not in path:
            assert 'filename="cv.' in answer.headers["Content-Disposition"]


def test_a_pdf_says_what_its_view_holds(scene: Scene) -> None:
    scene.person.choose([Detail.EMAIL])
    for layout in Layout:
        cv = f"/sv/my/cvs/{scene.person.cv_id}/cv.pdf?layout={layout}"
        public = words_of(scene.owner.get(f"{cv}&as=public").data)
        for words in (CANARY[Detail.NAME], CANARY[Detail.EMAIL], "Qxreferens", "Svetsare eller"):
            assert words in public
        for words in (CANARY[Detail.PHONE], CANARY[Detail.TOWN], "Qxdold"):
            assert words not in public
        own = words_of(scene.owner.get(cv).data)
        for words in (*CANARY.values(), "Qxdold", "Referenser"):
            assert words in own


def test_the_birth_year_is_in_an_anonymous_file_where_its_owner_ticked_it(scene: Scene) -> None:
    cv = f"/sv/my/cvs/{scene.person.cv_id}/cv.json?as=anonymous"
    assert "1871" not in scene.owner.get(cv).text
    scene.person.choose(anonymous=["birth_year"])
    assert scene.owner.get(cv).json["basics"]["x-birth-year"] == "1871"


def test_a_json_resume_is_valid(scene: Scene, real_data: Path) -> None:
    schema = json.loads((real_data / "jsonresume" / "schema.json").read_text())
    for viewer in ("owner", "public", "anonymous"):
        file = scene.owner.get(f"/sv/my/cvs/{scene.person.cv_id}/cv.json?as={viewer}")
        Draft7Validator(schema, format_checker=FormatChecker()).validate(file.json)
        name = "cv" if viewer == "anonymous" else "cv-svetsare"
        assert file.headers["Content-Disposition"] == f'attachment; filename="{name}.json"'


def test_what_does_not_exist_is_not_found(scene: Scene) -> None:
    cv = f"/sv/my/cvs/{scene.person.cv_id}"
    for path in ("cv.pdf?layout=x", "cv.pdf?as=x", "cv.json?as=inactive", "print?as=staff"):
        assert scene.owner.get(f"{cv}/{path}").status_code == 404, path
    other = scene.another_seeker()
    for path in ("export", "cv.pdf", "cv.json", "print"):
        assert other.get(f"{cv}/{path}").status_code == 404, path
        assert scene.recruiter.get(f"{cv}/{path}").status_code == 404, path
        assert scene.visitor.get(f"{cv}/{path}").status_code == 303, path


def test_when_the_press_is_busy_the_page_says_so(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typst_pdf, "LONGEST_WAIT_SECONDS", 0.01)
    taken = [typst_pdf._free.acquire() for _press in range(typst_pdf.AT_ONCE)]
    try:
        answer = scene.owner.get(f"/sv/my/cvs/{scene.person.cv_id}/cv.pdf")
    finally:
        for _each in taken:
            typst_pdf._free.release()
    assert answer.status_code == 503
