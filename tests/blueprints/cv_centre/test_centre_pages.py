"""Pages of the CV centre: searching, keeping, forwarding, printing, and what they never show."""

from __future__ import annotations

import re

import pytest

from tests.blueprints.cv.scene import Scene
from tests.blueprints.cv_centre.filled_centre import LANGUAGES, SEARCHES, centre
from tests.support.accounts import mails
from tests.support.html_tree import HtmlTree, htmx_attributes
from tests.support.people import CANARY, employer
from tests.support.signed_in import browser_of, new_account, posted, token_on
from tests.web.test_parts import ASKED_BY_HTMX, READ, normalised
from webapp.domain.accounts.queries import address_of
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.rules import Detail, State
from webapp.domain.employers.actions import add_employer_user
from webapp.domain.employers.rules import Role as CompanyRole
from webapp.domain.privacy.queries import disclosures_of


@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.promise("cv.public.logged-in-only")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_hits_and_counts_show_no_identity(filled: Scene, lang: str) -> None:
    filled.recruiter.canaries = frozenset(CANARY.values()) - {"Qxkvinna"}
    page = filled.recruiter.get(centre(lang))
    assert 'data-total="21"' in page.text
    assert len(re.findall('<article class="hit">', page.text)) == 20
    assert re.search(r'id="licence-b"[^>]*><span>B</span> <span>21</span>', page.text)
    assert "no-store" in page.headers["Cache-Control"]
    second = filled.recruiter.get(centre(lang, page="2"))
    assert len(re.findall('<article class="hit">', second.text)) == 1
    assert filled.recruiter.get(centre(lang, page="3")).status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_part_equals_that_part_of_the_page(filled: Scene, lang: str) -> None:
    for query in SEARCHES:
        assert_part_is_that_part(filled, centre(lang, **query))


def assert_part_is_that_part(filled: Scene, path: str) -> None:
    page = filled.recruiter.get(path)
    part = filled.recruiter.get(path, headers=ASKED_BY_HTMX)
    assert page.status_code == part.status_code
    assert set(page.vary) >= READ
    assert set(part.vary) >= READ
    whole, fragment = HtmlTree.of_page(page.text, path), HtmlTree.of_fragment(part.text, path)
    for name in ("results", "languages"):
        mine, same = fragment.by_id(name), whole.by_id(name)
        assert mine is not None
        assert same is not None
        assert normalised(mine) == normalised(same)
    assert [e.text for e in fragment.named("title")] == [e.text for e in whole.named("title")]
    for element in whole.elements:
        if "hx-get" in htmx_attributes(element):
            address = htmx_attributes(element)["hx-get"]
            assert address == element.get("href" if element.tag == "a" else "action")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept(
    scene: Scene, lang: str
) -> None:
    page = scene.recruiter.get(centre(lang, place="Atlantis", text="svets"))
    assert page.status_code == 422
    assert 'href="#place"' in page.text
    assert 'value="Atlantis"' in page.text
    assert 'value="svets"' in page.text
    for query in ({"extent": "x"}, {"language": "zz"}, {"licence": "B "}, {"updated": "<i>"}):
        assert scene.recruiter.get(centre(lang, **query)).status_code in (200, 400)
    assert scene.recruiter.get(centre(lang, extent="x")).status_code == 400


@pytest.mark.promise("cv.public.logged-in-only")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_for_others_there_is_no_centre(scene: Scene, lang: str) -> None:
    for client in (scene.visitor, scene.owner, scene.another_seeker()):
        for path in ("cv-centre", "cv-centre/shortlists"):
            assert client.get(f"/{lang}/{path}").status_code == 404
    unverified = scene.another_employer(name="Nya AB", verified=False)
    for path in ("cv-centre", "cv-centre/shortlists"):
        page = unverified.get(f"/{lang}/{path}")
        assert page.status_code == 200
        assert "Nya AB" in page.text
        assert "data-total" not in page.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cv_is_kept_changed_and_taken_away(scene: Scene, lang: str) -> None:
    scene.person.switch(State.ANONYMOUS)
    path = f"/{lang}/cv/{scene.person.address}/keep"
    assert posted(scene.recruiter, path, list_name="Svets", note="Ring\ni maj").status_code == 303
    page = scene.recruiter.get(path).text
    assert 'value="Svets"' in page
    assert "Ring" in page
    assert posted(scene.recruiter, path, list_name="x" * 81).status_code == 422
    shelf = f"/{lang}/cv-centre/shortlists"
    found = re.search(rf'action="({shelf}/\d+)"', scene.recruiter.get(shelf).text)
    assert found is not None
    stranger = scene.another_employer(name="Annat AB")
    text = stranger.get(path).text
    stranger.post(found[1], data={"token": token_on(text.partition("<main")[2])})
    assert found[1] in scene.recruiter.get(shelf).text
    assert posted(scene.recruiter, shelf, found[1]).status_code == 303
    assert found[1] not in scene.recruiter.get(shelf).text


@pytest.mark.promise("disclosure.ledger")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_colleague_gets_a_link_and_nothing_else(scene: Scene, lang: str) -> None:
    scene.person.switch(State.PUBLIC)
    colleague = new_account(Role.EMPLOYER_USER)
    add_employer_user(colleague, scene.company.company_id, CompanyRole.RECRUITER)
    stranger = employer("Annat AB", account_id=new_account(Role.EMPLOYER_USER))
    path = f"/{lang}/cv/{scene.person.address}/forward"
    for other in (stranger.account_id, scene.company.account_id, "x", ""):
        assert posted(scene.recruiter, path, colleague=str(other)).status_code == 422
    assert posted(scene.recruiter, path, colleague=str(colleague)).status_code == 303
    (mail,) = mails(to=str(address_of(colleague)))
    assert mail.data["address"] == scene.person.address
    assert [value for value in CANARY.values() if value in str(mail.data)] == []
    assert mails(to=str(address_of(stranger.account_id))) == []
    before = disclosures_of(scene.person.account_id)[0]
    assert browser_of(scene.site, colleague).get(f"/{lang}/cv/{mail.data['address']}").text
    assert disclosures_of(scene.person.account_id)[0] == before + 1


@pytest.mark.promise("disclosure.ledger")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_for_printing_is_written_down_as_such(scene: Scene, lang: str) -> None:
    scene.person.switch(State.PUBLIC)
    page = scene.recruiter.get(f"/{lang}/cv/{scene.person.address}/print")
    assert CANARY[Detail.NAME] in page.text
    total, entries = disclosures_of(scene.person.account_id)
    assert (total, entries[0].channel) == (1, "print")
    scene.person.switch(State.ANONYMOUS)
    page = scene.recruiter.get(f"/{lang}/cv/{scene.person.address}/print")
    assert CANARY[Detail.NAME] not in page.text
    assert disclosures_of(scene.person.account_id)[0] == 1
