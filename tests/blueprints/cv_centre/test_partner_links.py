"""Coming to the CV centre by a partner's link: to the login, into the ledger, and no further."""

from __future__ import annotations

import re

import pyotp
import pytest
from werkzeug.test import TestResponse

from tests.blueprints.cv.scene import Scene
from tests.blueprints.cv.test_shown import photo
from tests.support.accounts import PASSWORD, Visitor, add_account
from tests.support.people import CANARY, Person, employer, seeker
from tests.support.signed_in import browser_of, hidden_on, new_account, token_on
from tests.support.sites import SiteUnderTest
from webapp.access import Access
from webapp.base import clock
from webapp.base.sealing import seal
from webapp.domain.accounts.models import Account, Session
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.rules import Detail, State
from webapp.domain.employers.actions import add_employer_user, suspend_company
from webapp.domain.employers.partner_links import authorise, partner_link, withdraw
from webapp.domain.employers.rules import Role as CompanyRole
from webapp.domain.privacy.queries import disclosures_of
from webapp.i18n import LANGUAGE_PREFIX

LANGUAGES = ("sv", "en")
STAFF = 5
OWNER_EMAIL, RECRUITER_EMAIL = "agare@exempel.se", "rekryterare@exempel.se"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
THROUGH = {"sv": "via en länk från Exempeljobb", "en": "through a link of Exempeljobb"}
WITHDRAWN = {
    "sv": "Länken som du kom genom gäller inte längre",
    "en": "The link that you came by has ended",
}
DEAD = {
    "sv": "Den här länken till CV-centret gäller inte längre",
    "en": "This link to the CV centre has ended",
}


class Arrival:
    """A partner's link, a verified company whose recruiter has a password, and a public CV."""

    def __init__(self, site: SiteUnderTest) -> None:
        self.site = site
        self.link_id = authorise("Exempeljobb", STAFF)
        found = partner_link(self.link_id)
        assert found is not None
        self.token = found.token
        self.recruiter_id = add_account(RECRUITER_EMAIL, Role.EMPLOYER_USER)
        self.company = employer(account_id=self.recruiter_id)
        self.person: Person = seeker(
            State.PUBLIC, shown=[Detail.EMAIL], account_id=new_account(Role.JOB_SEEKER)
        )

    def arrive(self, lang: str = "sv") -> tuple[Visitor, TestResponse]:
        """Somebody who has followed the link, and the page where they ended up."""
        visitor = Visitor(self.site, lang=lang)
        page = visitor.get(f"/{lang}/partner/{self.token}")
        assert page.status_code == 303
        return visitor, visitor.get(page.headers["Location"])

    def logged_in(self, email: str = RECRUITER_EMAIL, lang: str = "sv") -> Visitor:
        """Somebody who has logged in from there."""
        visitor, page = self.arrive(lang)
        assert self.log_in(visitor, page, email).status_code == 303
        return visitor

    def log_in(self, visitor: Visitor, page: TestResponse, email: str) -> TestResponse:
        fields = {**hidden_on(page.text), "email": email, "password": PASSWORD}
        return visitor.post("login", **fields)

    def origins(self) -> list[str | None]:
        return [entry.partner for entry in disclosures_of(self.person.account_id)[1]]

    def cv(self, lang: str = "sv") -> str:
        return f"/{lang}/cv/{self.person.address}"


@pytest.fixture
def arrival(site: SiteUnderTest) -> Arrival:
    return Arrival(site)


@pytest.mark.promise("disclosure.partner-links")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_leads_to_the_login_and_its_partner_stands_in_the_ledger(
    arrival: Arrival, lang: str
) -> None:
    visitor, page = arrival.arrive(lang)
    assert page.status_code == 200
    assert "Exempeljobb" in page.text
    # Once, in the form of the login: the search of the frame takes it for none of its criteria.
    assert page.text.partition("<main")[0].count(f'value="{arrival.token}"') == 0
    assert page.text.count(f'value="{arrival.token}"') == 1
    assert visitor.cookie is None

    answer = arrival.log_in(visitor, page, RECRUITER_EMAIL)
    assert answer.headers["Location"] == f"/{lang}/cv-centre"
    assert visitor.get(arrival.cv(lang)).status_code == 200
    assert visitor.get(arrival.cv(lang) + "/print").status_code == 200
    assert arrival.origins() == ["Exempeljobb", "Exempeljobb"]

    seen = browser_of(arrival.site, arrival.person.account_id).get(f"/{lang}/my/disclosures").text
    assert seen.count(THROUGH[lang]) == 2
    number = disclosures_of(arrival.person.account_id)[1][0].id
    report = browser_of(arrival.site, arrival.person.account_id)
    assert THROUGH[lang] in report.get(f"/{lang}/my/disclosures/{number}/report").text


def test_the_bare_address_chooses_the_language_and_sets_no_cookie(arrival: Arrival) -> None:
    visitor = Visitor(arrival.site)
    page = visitor.get(f"/partner/{arrival.token}", headers={"Accept-Language": "en"})
    assert page.headers["Location"] == f"/en/partner/{arrival.token}"
    assert "Set-Cookie" not in page.headers
    for follow in range(2):
        page = visitor.get(page.headers["Location"])
        assert "Set-Cookie" not in page.headers, follow
    assert page.status_code == 200
    assert Session.select().count() == 0


def test_what_was_typed_and_where_one_comes_from_survive_errors(arrival: Arrival) -> None:
    visitor, page = arrival.arrive()
    fields = {**hidden_on(page.text), "email": RECRUITER_EMAIL}
    for wrong in ({"password": "fel lösenord här"}, {}, {"switch_language": "sv"}):
        page = visitor.post("login", **fields, **wrong)
        assert "Exempeljobb" in page.text, wrong
        assert page.status_code in (200, 422)
    arrival.log_in(visitor, page, RECRUITER_EMAIL)
    visitor.get(arrival.cv())
    assert arrival.origins() == ["Exempeljobb"]


@pytest.mark.promise("disclosure.partner-links")
def test_the_origin_outlives_the_second_factor(arrival: Arrival) -> None:
    owner = add_account(OWNER_EMAIL, Role.EMPLOYER_OWNER)
    employer("Andra AB", account_id=owner)
    Account.update(totp_secret=seal(SECRET)).where(Account.id == owner).execute()
    visitor, page = arrival.arrive()
    answer = arrival.log_in(visitor, page, OWNER_EMAIL)
    path = answer.headers["Location"].removeprefix("/sv/")
    assert path == "login/code?next=/sv/cv-centre"
    answer = visitor.send(path, code=pyotp.TOTP(SECRET).at(clock.now()))
    assert answer.headers["Location"] == "/sv/cv-centre"
    visitor.get(arrival.cv())
    assert arrival.origins() == ["Exempeljobb"]
    found = partner_link(arrival.link_id)
    assert found is not None
    assert found.logins == 1


@pytest.mark.promise("disclosure.partner-links")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_withdrawn_a_link_is_dead_for_newcomers_and_for_who_came_by_it(
    arrival: Arrival, lang: str
) -> None:
    visitor = arrival.logged_in(lang=lang)
    halfway, form = arrival.arrive(lang)
    assert visitor.get("cv-centre").status_code == 200

    withdraw(arrival.link_id, STAFF)
    gone = Visitor(arrival.site).get(f"/{lang}/partner/{arrival.token}")
    assert (gone.status_code, DEAD[lang] in gone.text) == (410, True)
    refused = arrival.log_in(halfway, form, RECRUITER_EMAIL)
    assert (refused.status_code, DEAD[lang] in refused.text) == (410, True)
    assert halfway.cookie is None

    for method, path in pages_that_reach_cvs(arrival, lang):
        answer = visitor.client.open(path, method=method, data={"token": "x"})
        assert answer.status_code == 303, path
        assert answer.headers["Location"] == f"/{lang}/partner/ended", path
    assert arrival.origins() == []
    page = visitor.get("partner/ended")
    assert WITHDRAWN[lang] in page.text
    assert "Exempeljobb" in page.text
    # What is not the CV centre is as it was.
    assert visitor.get("employer").status_code == 200

    way_out = visitor.post("partner/ended", **hidden_on(page.text))
    assert way_out.headers["Location"] == f"/{lang}/login?next=/{lang}/cv-centre"
    assert visitor.get("my/").status_code == 303
    page = visitor.get(way_out.headers["Location"])
    assert arrival.log_in(visitor, page, RECRUITER_EMAIL).status_code == 303
    assert visitor.get(arrival.cv(lang)).status_code == 200
    assert arrival.origins() == [None]


def pages_that_reach_cvs(arrival: Arrival, lang: str) -> list[tuple[str, str]]:
    """Every address of the CV centre and the company's dialogues, filled in."""
    views = arrival.site.app.view_functions
    pages = []
    for rule in arrival.site.app.url_map.iter_rules():
        view = views[rule.endpoint]
        employers_alone = getattr(view, "access", None) is Access.EMPLOYERS_ALONE
        if not employers_alone and "/employer/dialogues" not in rule.rule:
            continue
        path = rule.rule.replace(LANGUAGE_PREFIX, f"/{lang}")
        path = re.sub("<int:[a-z_]+>", "1", path).replace("<address>", arrival.person.address)
        pages += [(method, path) for method in rule.methods or () if method in ("GET", "POST")]
    assert len(pages) > 12
    return pages


@pytest.mark.promise("disclosure.partner-links")
def test_whatever_a_session_discloses_names_the_partner(arrival: Arrival) -> None:
    save_details(arrival.person.account_id, {Detail.PHOTO: photo()})
    arrival.person.choose([Detail.EMAIL, Detail.PHOTO])
    colleague = new_account(Role.EMPLOYER_USER)
    add_employer_user(colleague, arrival.company.company_id, CompanyRole.RECRUITER)
    visitor = arrival.logged_in()
    for method, path in pages_that_reach_cvs(arrival, "sv"):
        if method == "GET":
            visitor.get(path)
    sent = visitor.send(f"cv/{arrival.person.address}/forward", colleague=str(colleague))
    assert sent.status_code == 303

    entries = disclosures_of(arrival.person.account_id)[1]
    channels = {entry.channel for entry in entries}
    assert channels == {"page", "photo", "print", "export", "mail"}
    assert {entry.partner for entry in entries} == {"Exempeljobb"}


@pytest.mark.promise("disclosure.partner-links")
def test_a_link_that_dies_between_password_and_code_opens_nothing(arrival: Arrival) -> None:
    Account.update(totp_secret=seal(SECRET)).where(Account.id == arrival.recruiter_id).execute()
    visitor, page = arrival.arrive()
    arrival.log_in(visitor, page, RECRUITER_EMAIL)
    withdraw(arrival.link_id, STAFF)
    visitor.send("login/code", code=pyotp.TOTP(SECRET).at(clock.now()))
    assert visitor.get("cv-centre").headers["Location"] == "/sv/partner/ended"


@pytest.mark.promise("disclosure.partner-links")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_comes_by_a_link_sees_what_they_see_without_it(arrival: Arrival, lang: str) -> None:
    anonymous = seeker(State.ANONYMOUS, account_id=new_account(Role.JOB_SEEKER))
    hidden = seeker(State.INACTIVE, account_id=new_account(Role.JOB_SEEKER))
    unverified = add_account(OWNER_EMAIL, Role.EMPLOYER_USER)
    employer("Nya AB", verified=False, account_id=unverified)
    paths = [f"/{lang}/cv-centre", f"/{lang}/cv-centre/shortlists", f"/{lang}/employer/dialogues"]
    for person in (arrival.person, anonymous, hidden):
        paths += [f"/{lang}/cv/{person.address}{end}" for end in ("", "/ask", "/photo.jpg")]

    def seen(client_of: Visitor) -> list[tuple[int, str]]:
        pages = [client_of.get(path) for path in paths]
        return [
            (page.status_code, re.sub('name="token" value="[^"]+"', "", page.text))
            for page in pages
        ]

    for email in (RECRUITER_EMAIL, OWNER_EMAIL):
        alone = Visitor(arrival.site, lang=lang)
        alone.log_in(email)
        by_link = arrival.logged_in(email, lang)
        assert seen(by_link) == seen(alone), email
        assert by_link.get(f"/{lang}/operator/companies").status_code == 404
    suspend_company(arrival.company.company_id)
    after = arrival.logged_in(RECRUITER_EMAIL, lang)
    assert after.get(arrival.cv(lang)).status_code == 404


@pytest.mark.promise("disclosure.partner-links")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_for_whoever_is_no_employer_a_link_leads_to_nothing_new(
    arrival: Arrival, scene: Scene, lang: str
) -> None:
    add_account(OWNER_EMAIL, Role.JOB_SEEKER)
    visitor = arrival.logged_in(OWNER_EMAIL, lang)
    assert visitor.get("my/").status_code == 200
    assert visitor.get("cv-centre").status_code == 404
    assert [row.partner_link_id for row in Session.select() if row.partner_link_id] == []
    page = scene.owner.get(f"/{lang}/partner/{arrival.token}")
    assert page.status_code == 200
    assert 'name="token"' not in page.text.partition("<main")[2]
    assert scene.owner.post(f"/{lang}/partner/{arrival.token}").status_code == 404


@pytest.mark.promise("disclosure.partner-links")
def test_whoever_is_logged_in_presses_a_button_and_a_get_notes_nothing(arrival: Arrival) -> None:
    browser = browser_of(arrival.site, arrival.recruiter_id)
    path = f"/sv/partner/{arrival.token}"
    page = browser.get(path)
    browser.get(arrival.cv())
    assert arrival.origins() == [None]

    assert browser.post(path, data={"token": "x"}).status_code == 422
    answer = browser.post(path, data={"token": token_on(page.text.partition("<main")[2])})
    assert answer.headers["Location"] == "/sv/cv-centre"
    browser.get(arrival.cv())
    assert arrival.origins() == ["Exempeljobb", None]
    found = partner_link(arrival.link_id)
    assert found is not None
    assert found.logins == 1


@pytest.mark.promise("disclosure.partner-links")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_token_that_is_none_of_ours_is_no_page(arrival: Arrival, lang: str) -> None:
    visitor = Visitor(arrival.site, lang=lang)
    for token in (arrival.token[:-1], "1", "abc.def", arrival.token.partition(".")[0]):
        assert visitor.get(f"/{lang}/partner/{token}").status_code == 404
    page = visitor.get(f"login?came_by={arrival.token[:-1]}&next=/{lang}/cv-centre")
    assert page.status_code == 200
    assert "Exempeljobb" not in page.text
    arrival.log_in(visitor, page, RECRUITER_EMAIL)
    visitor.get(arrival.cv(lang))
    assert arrival.origins() == [None]


def test_no_page_on_the_way_tells_who_owns_a_cv(arrival: Arrival) -> None:
    visitor, page = arrival.arrive()
    visitor.client.canaries = frozenset(CANARY.values())
    withdraw(arrival.link_id, STAFF)
    assert visitor.get(f"/sv/partner/{arrival.token}").status_code == 410
    assert page.status_code == 200
