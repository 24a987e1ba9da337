"""People of companies on both databases: one truth of who is owner, and never a company without."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from peewee import DatabaseError

from tests.support.people import employer
from tests.support.signed_in import new_account
from webapp.base import db
from webapp.domain.accounts.models import Account
from webapp.domain.accounts.rules import Role as AccountRole
from webapp.domain.employers import people
from webapp.domain.employers.actions import ActsAlreadyError, add_employer_user
from webapp.domain.employers.decisions import decide
from webapp.domain.employers.models import CompanyDecision
from webapp.domain.employers.people import LastOwnerError, NoMemberError
from webapp.domain.employers.queries import company_of, members_of
from webapp.domain.employers.rules import (
    Decision,
    Role,
    Verification,
    possible_decisions,
    same_site,
)

ROLES = {Role.OWNER: "employer_owner", Role.RECRUITER: "employer_user"}
WHO = st.integers(0, 2)
STEPS = ("owner", "recruiter", "hand-over", "end", "add")


def staff_of_three() -> tuple[int, list[int]]:
    ids = [new_account(AccountRole.JOB_SEEKER) for _ in range(3)]
    company_id = employer(account_id=ids[0], role=Role.OWNER).company_id
    for account_id in ids[1:]:
        add_employer_user(account_id, company_id, Role.RECRUITER)
    return company_id, ids


def take(step: str, company_id: int, actor: int, subject: int) -> None:
    if step == "hand-over":
        people.hand_over(company_id, actor, subject)
    elif step == "end":
        people.end_member(company_id, subject)
    elif step == "add":
        add_employer_user(subject, company_id, Role.RECRUITER)
    else:
        people.set_role(company_id, subject, Role(step))


@pytest.mark.promise("account.second-factor")
@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(STEPS), WHO, WHO), max_size=8))
def test_account_and_company_agree_on_who_is_owner_after_any_steps(
    database_url: str, steps: list[tuple[str, int, int]]
) -> None:
    company_id, ids = staff_of_three()
    for step, actor, subject in steps:
        try:
            take(step, company_id, ids[actor], ids[subject])
        except (LastOwnerError, NoMemberError, ActsAlreadyError):
            continue
    now = {each.account.account_id: each.role for each in members_of(company_id)}
    assert Role.OWNER in now.values()
    for account_id in ids:
        roles = set(Account.get_by_id(account_id).roles) - {"job_seeker"}
        facts = company_of(account_id)
        assert (facts.role if facts else None) == now.get(account_id)
        assert roles == ({ROLES[now[account_id]]} if account_id in now else set())


def test_decisions_can_not_be_rewritten(database_url: str) -> None:
    who = employer(verified=False, account_id=new_account())
    decide(who.company_id, Decision.VERIFY, "Skäl", new_account())
    for change in (CompanyDecision.update(reason="Annat"), CompanyDecision.delete()):
        with pytest.raises(DatabaseError), db.transaction():
            change.execute()
    assert CompanyDecision.select().get().reason == "Skäl"


def test_what_can_be_decided_follows_from_how_the_company_stands() -> None:
    assert possible_decisions(Verification.UNVERIFIED, False) == (Decision.VERIFY, Decision.REFUSE)
    assert possible_decisions(Verification.REJECTED, False) == (Decision.VERIFY,)
    assert possible_decisions(Verification.VERIFIED, False) == (Decision.SUSPEND,)
    assert possible_decisions(Verification.VERIFIED, True) == (Decision.REINSTATE,)


@pytest.mark.parametrize(
    ("email", "website", "same"),
    [
        ("eva@ekliden.se", "https://www.ekliden.se/jobb", True),
        ("eva@vard.ekliden.se", "https://ekliden.se", True),
        ("eva@ekliden.se", "https://jobb.ekliden.se", True),
        ("eva@gmail.com", "https://ekliden.se", False),
        ("eva@inte-ekliden.se", "https://ekliden.se", False),
        ("eva@ekliden.se", None, None),
    ],
)
def test_an_address_is_compared_with_the_website(
    email: str, website: str | None, same: bool | None
) -> None:
    assert same_site(email, website) is same
