"""A CV as PDF for an employer who sees it."""

from __future__ import annotations

import pytest

from tests.blueprints.cv.scene import Scene
from tests.blueprints.cv.test_exporting import everything_in
from tests.blueprints.cv_centre.desk import IDENTITY, LANGUAGES, channels
from tests.support.people import CANARY
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.rules import Detail, State


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_employers_pdf_of_an_anonymous_cv_names_nobody(scene: Scene, lang: str) -> None:
    scene.person.choose(list(Detail))
    scene.person.switch(State.ANONYMOUS)
    address = scene.person.address
    assert f'href="/{lang}/cv/{address}/cv.pdf"' in scene.page_of_cv(scene.recruiter, lang).text
    answer = scene.recruiter.get(f"/{lang}/cv/{address}/cv.pdf")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    told = f"{answer.headers} {everything_in(answer.data)}"
    assert "TIG-svetsning" in told
    assert [secret for secret in [*IDENTITY, address] if secret in told] == []
    assert channels(scene) == []


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.promise("disclosure.ledger")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_employers_pdf_of_a_public_cv_stands_in_the_ledger(scene: Scene, lang: str) -> None:
    scene.person.switch(State.PUBLIC)
    answer = scene.recruiter.get(f"/{lang}/cv/{scene.person.address}/cv.pdf")
    told = everything_in(answer.data)
    assert CANARY[Detail.NAME] in told
    assert [each for each in (CANARY[Detail.PHONE], "Qxdold") if each in told] == []
    assert channels(scene) == [("export", "Ekliden Vård AB", ("email", "name"))]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cv.pdf"'
    assert answer.headers["Cache-Control"].startswith("private, no-store")
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.promise("disclosure.forwarding")
@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pdf_that_one_may_not_have_is_like_none_at_all(scene: Scene, lang: str) -> None:
    scene.person.switch(State.PUBLIC)
    blocked = scene.another_employer(name="Stängda AB")
    block_company(scene.person.account_id, name="Stängda")
    unverified = scene.another_employer(name="Nya AB", verified=False)
    outside = scene.another_employer(name="Far Inc", country="US")
    others = (blocked, unverified, outside, scene.another_seeker(), scene.visitor, scene.owner)
    for client in others:
        found = client.get(f"/{lang}/cv/{scene.person.address}/cv.pdf")
        absent = client.get(f"/{lang}/cv/{'x' * 24}/cv.pdf")
        assert (
            found.status_code,
            found.data.replace(scene.person.address.encode(), b"x" * 24),
        ) == (
            404,
            absent.data,
        )
    assert channels(scene) == []
