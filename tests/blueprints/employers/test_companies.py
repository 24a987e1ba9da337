"""Companies: registered, checked by the operator, suspended; and the people who act for them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.blueprints.employers.office import COMPANY, Office
from tests.support.accounts import errors_of, mails
from tests.support.checking import CheckingClient
from tests.support.people import CANARY, seeker
from tests.support.signed_in import browser_of, new_account, token_on
from tests.support.sites import SiteUnderTest
from webapp.base import clock
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.rules import Role
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import State
from webapp.domain.employers.actions import suspend_company, verify_company
from webapp.domain.employers.models import Company
from webapp.domain.employers.queries import company_of, decisions_about

LANGUAGES = ("sv", "en")
TRADER = COMPANY | {"name": "Moas Snickeri", "legal_form": "EF", "number": "811228-9874"}


def newcomer(site: SiteUnderTest) -> tuple[int, CheckingClient]:
    account_id = new_account(Role.JOB_SEEKER)
    return account_id, browser_of(site, account_id)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_sound(office: Office, lang: str) -> None:
    other = new_account(Role.JOB_SEEKER)
    company = f"operator/companies/{office.waiting.company_id}"
    for client, pages in (
        (browser_of(office.site, other), ["employer/register"]),
        (office.owner, ["my/", "employer", "employer/company", "employer/people",
                        "employer/register", f"employer/people/{office.recruiter_id}",
                        f"employer/people/{office.company.account_id}"]),
        (office.newcomer, ["employer", "employer/company"]),
        (office.recruiter, ["my/", "employer"]),
        (office.administrator, ["my/", "operator/companies", company]),
    ):  # fmt: skip
        for page in pages:
            assert client.get(f"/{lang}/{page}").status_code == 200, page
    assert office.visitor.get(f"/{lang}/recruit").status_code == 200


@pytest.mark.promise("account.second-factor")
def test_whoever_registers_a_company_owns_it_and_must_have_a_second_factor(
    office: Office,
) -> None:
    account_id, client = newcomer(office.site)
    page = office.send(client, "/sv/employer/register", **COMPANY)
    assert page.status_code == 303, page.text
    facts = company_of(account_id)
    assert facts is not None
    assert (facts.role, facts.may_see_cvs) == ("owner", False)
    for path in ("/sv/employer", "/sv/employer/ads", "/sv/my/"):
        assert client.get(path).headers["Location"].endswith("/my/settings/second-factor")
    assert Account.get_by_id(account_id).roles == ["employer_owner", "job_seeker"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "559999-9992"}, "number"),
        ({"number": "811228-9874"}, "number"),
        ({"legal_form": "EF"}, "number"),
        ({"postcode": "2222"}, "postcode"),
        ({"website": "ingen adress"}, "website"),
        ({"contact_name": " "}, "contact_name"),
        ({"country": "Narnia"}, "country"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    office: Office, changes: dict[str, str], field: str
) -> None:
    account_id, client = newcomer(office.site)
    page = office.send(client, "/sv/employer/register", **(COMPANY | changes))
    assert (page.status_code, errors_of(page)) == (422, [field])
    assert 'value="Skogsgläntan Förskola AB"' in page.text
    assert company_of(account_id) is None


def test_the_language_switch_keeps_a_half_written_company(office: Office) -> None:
    _, client = newcomer(office.site)
    token = token_on(client.get("/sv/employer/register").text)
    values = {"token": token, "name": "Halvt AB", "switch_language": "en"}
    page = client.post("/en/employer/register", data=values)
    assert (page.status_code, 'value="Halvt AB"' in page.text) == (200, True)


def test_a_foreign_company_gives_the_number_of_its_own_register(office: Office) -> None:
    account_id, client = newcomer(office.site)
    foreign = {"name": "Ulm GmbH", "legal_form": "XX", "country": "DE", "number": "HRB 12345",
               "postcode": "89073"}  # fmt: skip
    assert office.send(client, "/sv/employer/register", **(COMPANY | foreign)).status_code == 303
    facts = company_of(account_id)
    assert facts is not None
    page = office.administrator.get(f"/sv/operator/companies/{facts.id}").text
    assert "HRB 12345" in page
    assert "Tyskland" in page


def test_a_swedish_number_is_shown_as_people_write_it(office: Office) -> None:
    account_id, client = newcomer(office.site)
    assert office.send(client, "/sv/employer/register", **COMPANY).status_code == 303
    facts = company_of(account_id)
    assert facts is not None
    Account.update(totp_secret="x").where(Account.id == account_id).execute()
    for reader, path in (
        (office.administrator, f"operator/companies/{facts.id}"),
        (client, "employer/company"),
    ):
        assert "559999-9991" in reader.get(f"/sv/{path}").text


def test_a_sole_traders_number_is_shown_nowhere(office: Office) -> None:
    account_id, client = newcomer(office.site)
    assert office.send(client, "/sv/employer/register", **TRADER).status_code == 303
    facts = company_of(account_id)
    assert facts is not None
    Account.update(totp_secret="x").where(Account.id == account_id).execute()
    verify_company(facts.id)
    ad_id = office.ad(client, headline="Snickare till Moas Snickeri")
    office.do(ad_id, "publish", client)
    office.company.company_id = facts.id
    public = office.visitor.get(office.public_path(ad_id)).text
    assert "Moas Snickeri" in public
    pages = [client.get(f"/sv/{path}").text for path in ("employer", "employer/company")]
    pages += [office.administrator.get(f"/sv/operator/companies/{facts.id}").text, public]
    pages += [office.visitor.get("/sv/jobs.atom").text]
    office.site.follower.follow()
    files = [path.read_bytes() for path in office.site.folder.rglob("*") if path.is_file()]
    for digits in ("8112289874", "811228-9874", "811228"):
        assert not any(digits in page for page in pages)
        assert not any(digits.encode() in kept for kept in files), digits
    for row in Company.select():
        assert row.organization_number != "8112289874"


def decide(office: Office, company_id: int, decision: str, reason: str = "Ett skäl.") -> int:
    path = f"/sv/operator/companies/{company_id}"
    page = office.send(office.administrator, path, decision=decision, reason=reason)
    return page.status_code


def test_decisions_are_recorded_and_told_to_the_owners(office: Office) -> None:
    company_id = office.waiting.company_id
    queue = office.administrator.get("/sv/operator/companies").text
    assert queue.index("Nya Bolaget AB") < queue.index("Beslutade")
    refused = office.send(
        office.administrator, f"/sv/operator/companies/{company_id}", decision="verify", reason=""
    )
    assert (refused.status_code, errors_of(refused)) == (422, ["reason"])
    for decision in ("refuse", "verify", "suspend", "reinstate"):
        assert decide(office, company_id, decision, f"Skäl {decision}") == 303
    assert decide(office, company_id, "verify") == 409
    history = decisions_about(company_id)
    assert [each.reason for each in history] == [
        "Skäl reinstate", "Skäl suspend", "Skäl verify", "Skäl refuse",
    ]  # fmt: skip
    sent = mails("company_decided")
    assert [mail.data["decision"] for mail in sent] == ["refuse", "verify", "suspend", "reinstate"]
    assert {mail.account_id for mail in sent} == {office.waiting.account_id}
    page = office.administrator.get(f"/sv/operator/companies/{company_id}").text
    assert "Skäl suspend" in page
    facts = company_of(office.waiting.account_id)
    assert facts is not None
    assert facts.may_publish


def test_only_administrators_decide(office: Office) -> None:
    path = f"/sv/operator/companies/{office.waiting.company_id}"
    for client in (office.owner, office.newcomer, office.recruiter):
        assert client.get("/sv/operator/companies").status_code == 404
        assert client.get(path).status_code == 404
        assert client.post(path, data={"decision": "verify", "reason": "x"}).status_code == 404
    sent = office.visitor.post(path, data={"decision": "verify"})
    assert sent.headers["Location"].startswith("/sv/login")
    assert decisions_about(office.waiting.company_id) == []


@pytest.mark.promise("cv.public.logged-in-only")
def test_a_suspended_company_loses_cvs_and_ads_on_the_next_request(office: Office) -> None:
    person = seeker(State.PUBLIC)
    cv = cv_of_owner(person.cv_id, person.account_id)
    assert cv is not None
    path = office.publish()
    assert office.recruiter.get(f"/sv/cv/{cv.address}").status_code == 200
    assert office.newcomer.get(f"/sv/cv/{cv.address}").status_code == 404
    assert decide(office, office.company.company_id, "suspend") == 303
    gone = office.recruiter.get(f"/sv/cv/{cv.address}")
    assert gone.status_code == 404
    assert not any(value in gone.text for value in CANARY.values())
    assert office.visitor.get(path).status_code == 410
    assert office.found("förskollärare") == 0
    assert decide(office, office.company.company_id, "reinstate") == 303
    assert office.visitor.get(path).status_code == 410
    assert office.recruiter.get(f"/sv/cv/{cv.address}").status_code == 200


def test_a_verified_company_changes_its_contact_and_not_who_it_is(office: Office) -> None:
    changes = COMPANY | {"name": "Kapat Namn AB"}
    assert office.send(office.owner, "/sv/employer/company", **changes).status_code == 303
    row = Company.get_by_id(office.company.company_id)
    assert (row.name, row.town, row.verification) == ("Ekliden Vård AB", "Lund", "verified")
    assert row.website == "https://skogsglantan.example"
    decide(office, office.waiting.company_id, "refuse")
    assert office.send(office.newcomer, "/sv/employer/company", **COMPANY).status_code == 303
    row = Company.get_by_id(office.waiting.company_id)
    assert (row.name, row.verification) == ("Skogsgläntan Förskola AB", "unverified")


def test_an_invitation_is_good_once_and_for_its_address_alone(office: Office) -> None:
    invited, stranger = new_account(Role.JOB_SEEKER), new_account(Role.JOB_SEEKER)
    email = Account.get_by_id(invited).email
    assert office.send(office.owner, "/sv/employer/people", email=email).status_code == 303
    assert email in office.owner.get("/sv/employer/people").text
    (mail,) = mails("company_invitation")
    path = f"/sv/employer/invitation/{mail.data['token']}"
    assert mail.recipient == email
    assert office.visitor.get(path).status_code == 200
    wrong = office.send(browser_of(office.site, stranger), path)
    assert wrong.status_code == 422
    assert company_of(stranger) is None
    client = browser_of(office.site, invited)
    assert client.get(path).status_code == 200
    assert company_of(invited) is None
    assert office.send(client, path).status_code == 303
    facts = company_of(invited)
    assert facts is not None
    assert (facts.id, facts.role) == (office.company.company_id, "recruiter")
    assert client.get(path).status_code == 410
    assert client.get("/sv/employer/people").status_code == 404


def test_invitations_say_nothing_of_who_has_an_account_and_end(office: Office) -> None:
    known = Account.get_by_id(new_account(Role.JOB_SEEKER)).email
    answers = [
        office.send(office.owner, "/sv/employer/people", email=email)
        for email in (known, "okand@exempel.se")
    ]
    assert len({(each.status_code, each.headers["Location"]) for each in answers}) == 1
    assert len(mails("company_invitation")) == 2
    first, second = (mail.data["token"] for mail in mails("company_invitation"))
    withdraw = office.owner.get("/sv/employer/people").text
    links = withdraw.split('action="/sv/employer/invitations/')[1:]
    token = token_on(links[0])
    office.owner.post(
        f"/sv/employer/invitations/{links[0].split(chr(34))[0]}", data={"token": token}
    )
    assert office.visitor.get(f"/sv/employer/invitation/{first}").status_code == 410
    assert office.visitor.get(f"/sv/employer/invitation/{second}").status_code == 200
    with clock.set_to(clock.now() + timedelta(days=8)):
        assert office.visitor.get(f"/sv/employer/invitation/{second}").status_code == 410


def test_a_colleague_who_is_ended_is_out_on_the_next_request(office: Office) -> None:
    path = f"/sv/employer/people/{office.recruiter_id}"
    assert office.recruiter.get("/sv/employer/ads").status_code == 200
    assert office.send(office.owner, path, do="end").status_code == 303
    assert office.recruiter.get("/sv/employer/ads").status_code == 303
    assert company_of(office.recruiter_id) is None
    again = browser_of(office.site, office.recruiter_id)
    assert again.get("/sv/employer/ads").status_code == 404
    assert Account.get_by_id(office.recruiter_id).roles == []


@pytest.mark.promise("account.second-factor")
def test_a_new_owner_needs_a_second_factor_and_the_last_owner_stays(office: Office) -> None:
    own = f"/sv/employer/people/{office.company.account_id}"
    for action in ("recruiter", "end"):
        assert office.send(office.owner, own, do=action).status_code == 422
    path = f"/sv/employer/people/{office.recruiter_id}"
    assert office.send(office.owner, path, do="hand-over").status_code == 303
    asked = office.recruiter.get("/sv/employer")
    assert asked.headers["Location"].endswith("/my/settings/second-factor")
    facts = company_of(office.company.account_id)
    assert facts is not None
    assert facts.role == "recruiter"
    assert office.owner.get("/sv/employer/people").status_code == 404
    assert office.owner.get("/sv/employer/ads").status_code == 200


def test_nobody_touches_anothers_people(office: Office) -> None:
    path = f"/sv/employer/people/{office.recruiter_id}"
    assert office.newcomer.get(path).status_code == 404
    token = token_on(office.newcomer.get("/sv/employer/people").text)
    assert office.newcomer.post(path, data={"token": token, "do": "end"}).status_code == 404
    assert company_of(office.recruiter_id) is not None
    assert office.recruiter.get(path).status_code == 404


def test_a_suspended_company_invites_nobody(office: Office) -> None:
    suspend_company(office.company.company_id)
    page = office.send(office.owner, "/sv/employer/people", email="kollega@exempel.se")
    assert page.status_code == 422
    assert mails("company_invitation") == []
