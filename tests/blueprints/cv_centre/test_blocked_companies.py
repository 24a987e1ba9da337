"""For a company that a person has blocked, every page and mail is as if the CV were not there.

QUALITY.md, section 5: byte for byte, with their headers.
"""

from __future__ import annotations

import re

import pytest

from tests.blueprints.cv.scene import Scene
from tests.blueprints.cv_centre.filled_centre import LANGUAGES, SEARCHES, SECTIONS, centre
from tests.support.accounts import mails
from tests.support.checking import CheckingClient
from tests.support.people import Employer, Person, employer, seeker
from tests.support.signed_in import browser_of, new_account, posted
from tests.web.test_parts import ASKED_BY_HTMX
from webapp.domain.accounts.queries import address_of
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.actions import save_cv
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.rules import State

TOKEN = re.compile(r'name="token" value="[^"]+"')
REQUEST = {"position": "Svetsare i Malmö", "message": "Vill du komma?", "wish_identity": "yes"}
ANSWER_PARTS = tuple[int, list[tuple[str, str]], bytes]


def seen(client: CheckingClient, path: str, **headers: str) -> ANSWER_PARTS:
    """An answer with its headers; the tokens of forms are new each time."""
    answer = client.get(path, headers=headers)
    return answer.status_code, sorted(answer.headers), TOKEN.sub("", answer.text).encode()


def all_seen(client: CheckingClient, lang: str) -> list[ANSWER_PARTS]:
    """Hits, order, counts and facets of every search, whole and in part, lists and dialogues."""
    searches = [centre(lang, **query) for query in SEARCHES]
    lists = [f"/{lang}/cv-centre/shortlists", f"/{lang}/employer/dialogues", f"/{lang}/my/"]
    whole = [seen(client, path) for path in [*searches, *lists]]
    return whole + [seen(client, path, **ASKED_BY_HTMX) for path in searches]


@pytest.fixture
def company(filled: Scene) -> Employer:
    """A company that keeps one of the CVs of the centre, in whose lists it could be missed."""
    return employer("Stängda AB", account_id=new_account(Role.EMPLOYER_USER))


@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_as_if_the_cv_were_not(filled: Scene, company: Employer, lang: str) -> None:
    blocked = browser_of(filled.site, company.account_id)
    other = seeker(State.ANONYMOUS, sections=SECTIONS)
    posted(blocked, f"/{lang}/cv/{other.address}/keep", list_name="Svets", note="Bra")
    blocked.get(f"/{lang}/cv-centre/shortlists")
    without = all_seen(blocked, lang)

    person = seeker(State.PUBLIC, sections=SECTIONS)
    changed = [each != same for each, same in zip(all_seen(blocked, lang), without, strict=True)]
    assert changed.count(True) > len(SEARCHES)
    posted(blocked, f"/{lang}/cv/{person.address}/keep", list_name="Svets", note="Bättre")
    # The notice of what was saved is said on that page, once.
    assert person.address in blocked.get(f"/{lang}/cv-centre/shortlists").text
    block_company(person.account_id, name="Stängda")
    assert all_seen(blocked, lang) == without
    for ending in ("", "/ask", "/keep", "/forward", "/print", "/photo.jpg"):
        assert blocked.get(f"/{lang}/cv/{person.address}{ending}").status_code == 404

    # Nothing that the owner does from now on shows.
    person.switch(State.ANONYMOUS)
    write_anew(person)
    assert all_seen(blocked, lang) == without


def write_anew(person: Person) -> None:
    save_cv(person.cv_id, person.account_id, title="Svetsare, ny", language="sv", sections=SECTIONS)


@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_no_with_a_block_is_told_like_a_plain_no(
    filled: Scene, company: Employer, lang: str
) -> None:
    asker = browser_of(filled.site, company.account_id)
    told = []
    for choice in ("decline", "block"):
        before = len(mails(to=str(address_of(company.account_id))))
        person = seeker(State.ANONYMOUS, sections=SECTIONS, account_id=new_account(Role.JOB_SEEKER))
        number = asked(asker, person, lang)
        owner = browser_of(filled.site, person.account_id)
        assert posted(owner, f"/sv/my/dialogues/{number}", choice=choice).status_code == 303
        # Without the block the CV is still to be seen, which alone makes no difference here.
        person.switch(State.INACTIVE)
        told.append([*what_is_said_of(asker, number, lang), *mailed(company, before)])
    assert told[0] == told[1]


def asked(asker: CheckingClient, person: Person, lang: str) -> str:
    sent = posted(asker, f"/{lang}/cv/{person.address}/ask", **REQUEST)
    assert sent.status_code == 303
    return str(sent.headers["Location"].rpartition("/")[2])


def what_is_said_of(asker: CheckingClient, number: str, lang: str) -> list[str]:
    """The page of a dialogue and its line of the list."""
    area = f"/{lang}/employer/dialogues"
    page = asker.get(f"{area}/{number}").text
    line = re.search(rf'<li>\s*<h2><a href="{area}/{number}">.*?</li>', asker.get(area).text, re.S)
    assert line is not None
    return [plain(text) for text in (page.partition("<main")[2], line[0])]


def mailed(company: Employer, before: int) -> list[str]:
    """What has been mailed to the company since it had so many mails."""
    new = mails(to=str(address_of(company.account_id)))[before:]
    assert [mail.template for mail in new] == ["cv_request_answered"]
    return [plain(f"{mail.template} {mail.data} {mail.service}") for mail in new]


def plain(text: str) -> str:
    """Without tokens, the clock's time and the numbers of dialogues."""
    text = re.sub(r"\d\d[.:]\d\d|T[\d:+.]+", "", TOKEN.sub("", text))
    return re.sub(r"(dialogues?\W+)\d+", r"\1", text)
