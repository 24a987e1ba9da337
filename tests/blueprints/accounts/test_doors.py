"""Every page × every kind of viewer, tokens bound to the session, and the proof before danger."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from tests.support.accounts import (
    EMAIL,
    NEW_PASSWORD,
    PASSWORD,
    Visitor,
    add_account,
    form_token,
)
from tests.support.sites import SiteUnderTest
from tests.web.addresses import ACCOUNT_PAGES
from webapp import access
from webapp.access import Access
from webapp.base import clock
from webapp.base.sealing import seal
from webapp.domain.accounts.models import Account, Session
from webapp.domain.accounts.rules import NEEDING_SECOND_FACTOR, Role
from webapp.domain.employers.actions import add_employer_user, register_company
from webapp.domain.employers.rules import Role as CompanyRole
from webapp.i18n import LANGUAGE_PREFIX

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
KINDS = (None, *Role)
COMPANY_ROLES = {
    Role.EMPLOYER_OWNER: CompanyRole.OWNER,
    Role.EMPLOYER_USER: CompanyRole.RECRUITER,
}
DANGEROUS = (
    "my/settings/email",
    "my/settings/password",
    "my/settings/question",
    "my/settings/close",
    "my/settings/second-factor/app",
    "my/settings/second-factor/passkey",
    "my/settings/second-factor/codes",
    "my/settings/second-factor/remove/0",
)


def log_in_as(visitor: Visitor, role: Role, *, second_factor: bool = True) -> None:
    account_id = add_account(EMAIL, role)
    if role in COMPANY_ROLES:
        company_id = register_company("Ekliden Vård AB", legal_form="AB", number=None)
        add_employer_user(account_id, company_id, COMPANY_ROLES[role])
    if role in NEEDING_SECOND_FACTOR and second_factor:
        Account.update(totp_secret=seal(SECRET)).where(Account.id == account_id).execute()
    visitor.log_in()
    if role in NEEDING_SECOND_FACTOR and second_factor:
        visitor.send("login/code", code=pyotp.TOTP(SECRET).at(clock.now()))


def expected(door: Access, role: Role | None) -> int:
    if door is Access.HALF_SIGNED_IN or role is None:
        return 303
    opened = access.ROLES.get(door)
    return 200 if opened is None or role in opened else 404


@pytest.mark.parametrize("role", KINDS)
def test_every_account_page_opens_to_whom_it_is_for(visitor: Visitor, role: Role | None) -> None:
    if role is not None:
        log_in_as(visitor, role)
    views = visitor.site.app.view_functions
    rules = {
        rule.rule.removeprefix(f"{LANGUAGE_PREFIX}/"): views[rule.endpoint]
        for rule in visitor.site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.arguments == {"lang"}
    }
    for page in ACCOUNT_PAGES:
        status = visitor.get(page).status_code
        assert status == expected(rules[page].access, role), (page, role)


def test_every_route_that_is_not_for_all_is_known(site: SiteUnderTest) -> None:
    closed = {
        rule.rule
        for rule in site.app.url_map.iter_rules()
        if getattr(site.app.view_functions[rule.endpoint], "access", None) not in access.FOR_ALL
    }
    own = {f"{LANGUAGE_PREFIX}/{page}" for page in ACCOUNT_PAGES}
    assert own <= closed


@pytest.mark.parametrize("page", [page for page in ACCOUNT_PAGES if page != "login/code"])
def test_a_visitor_is_sent_to_log_in(visitor: Visitor, page: str) -> None:
    assert visitor.get(page).headers["Location"] == f"/sv/login?next=/sv/{page}"
    posted = visitor.post(page, token=form_token(visitor.get("login")))
    assert posted.status_code in (303, 405)


@pytest.mark.promise("account.second-factor")
@pytest.mark.parametrize("role", sorted(NEEDING_SECOND_FACTOR))
def test_without_the_demanded_second_factor_only_its_page_opens(
    visitor: Visitor, role: Role
) -> None:
    log_in_as(visitor, role, second_factor=False)
    opened = {page for page in ACCOUNT_PAGES if visitor.get(page).status_code == 200}
    assert opened == {
        "logout",
        "my/prove",
        "my/settings/second-factor",
        "my/settings/second-factor/app",
        "my/settings/second-factor/passkey",
    }
    assert visitor.get("my/").headers["Location"] == "/sv/my/settings/second-factor"


@pytest.mark.promise("account.second-factor")
def test_the_password_alone_opens_nothing_where_there_is_a_second_factor(visitor: Visitor) -> None:
    account_id = add_account()
    Account.update(totp_secret=seal(SECRET)).where(Account.id == account_id).execute()
    answer = visitor.log_in(next="/sv/my/settings")
    half = visitor.cookie
    assert answer.headers["Location"] == "/sv/login/code?next=/sv/my/settings"
    for page in ACCOUNT_PAGES:
        assert visitor.get(page).status_code == (200 if page == "login/code" else 303), page

    assert visitor.send("login/code", code="000000").status_code == 422
    path = "login/code?next=/sv/my/settings"
    answer = visitor.send(path, code=pyotp.TOTP(SECRET).at(clock.now()))

    assert answer.headers["Location"] == "/sv/my/settings"
    assert visitor.cookie != half
    assert Session.select().count() == 1


@pytest.mark.parametrize("page", DANGEROUS)
def test_what_is_dangerous_asks_for_a_proof_that_is_ten_minutes_young(
    visitor: Visitor, page: str
) -> None:
    add_account()
    start = clock.now()
    with clock.set_to(start):
        visitor.log_in()
        assert visitor.get(page).status_code == 200
        token = form_token(visitor.get("logout"))
    with clock.set_to(start + timedelta(minutes=10)):
        assert visitor.get(page).headers["Location"] == f"/sv/my/prove?next=/sv/{page}"
        assert visitor.post(page, token=token).headers["Location"] == "/sv/my/prove"
        assert visitor.send("my/prove", password="fel lösenord").status_code == 422
        assert visitor.get(page).status_code == 303
        answer = visitor.send(f"my/prove?next=/sv/{page}", password=PASSWORD, next=f"/sv/{page}")
        assert answer.headers["Location"] == f"/sv/{page}"
        assert visitor.get(page).status_code == 200


def test_all_that_changes_a_login_asks_for_a_proof(site: SiteUnderTest) -> None:
    proved = {
        name
        for name, view in site.app.view_functions.items()
        if getattr(view, "recently_proved", False)
    }
    wanted = {
        name
        for name in site.app.view_functions
        if name.startswith(("settings.", "second_factor."))
        and any(word in name for word in ("email", "password", "question", "close", "totp"))
    } - {"settings.confirm_email", "settings.send_confirm_email"}
    assert wanted <= proved
    assert {"second_factor.send_passkey", "second_factor.send_remove"} <= proved


POSTS = (
    ("logout", {}),
    ("my/settings/password", {"password": NEW_PASSWORD}),
    ("my/settings/close", {"sure": "yes"}),
    ("my/settings/language", {"language": "en"}),
    ("my/settings/email", {"email": "ny@exempel.se"}),
)


@pytest.mark.parametrize(("page", "fields"), POSTS)
def test_a_token_is_good_in_its_session_and_for_its_form_only(
    visitor: Visitor, other: Visitor, page: str, fields: dict[str, str]
) -> None:
    add_account()
    visitor_token = form_token(visitor.get("login"))
    visitor.log_in()
    other.log_in()
    before = Account.select().dicts().get()
    stolen = form_token(other.get(page))
    wrong_form = form_token(visitor.get("my/prove"))
    for token in ("", "nonsense", visitor_token, stolen, wrong_form):
        assert visitor.post(page, token=token, **fields).status_code == 422, token
    elsewhere = visitor.client.post(
        f"/sv/{page}",
        data=fields | {"token": form_token(visitor.get(page))},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert elsewhere.status_code == 403
    assert Account.select().dicts().get() == before
    assert Session.select().count() == 2
    assert visitor.send(page, **fields).status_code in (200, 303)


def test_no_page_of_an_account_changes_it_by_being_read(visitor: Visitor) -> None:
    add_account()
    visitor.log_in()
    before = Account.select().dicts().get()
    for page in (*ACCOUNT_PAGES, "my/settings/second-factor/remove/0"):
        visitor.get(page)
    assert Account.select().dicts().get() == before
    assert Session.select().count() == 1
