"""The companies and CVs of a demo: one verified company, one that is not, and people's CVs."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from webapp.domain.accounts.demo import demo_account_ids
from webapp.domain.cv.actions import create_cv, save_about, save_cv, switch_state
from webapp.domain.cv.forwarding_answers import choose_forwarding
from webapp.domain.cv.forwarding_rules import Forwarding
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.queries import cvs_of
from webapp.domain.cv.rules import Detail, Section, State
from webapp.domain.employers.actions import add_employer_user, register_company, verify_company
from webapp.domain.employers.queries import company_of
from webapp.domain.employers.rules import Role

OWNER = "employer@example.com"
RECRUITER, UNVERIFIED = "recruiter@example.com", "unverified@example.com"


# So that a demo has something of each kind to forward.
FORWARDING = {
    State.PUBLIC: Forwarding.ACTIVE,
    State.ANONYMOUS: Forwarding.NO,
    State.INACTIVE: Forwarding.ASKING,
}


def add_demo_cvs() -> None:
    """Adds the demo's companies and CVs where they are missing.

    The people are nobody: their mobile numbers are among those that PTS keeps for fiction.
    """
    ids = demo_account_ids()
    if company_of(ids[RECRUITER]) is None:
        _add_companies(ids)
    text = (files("webapp.demo") / "cvs.jsonl").read_text(encoding="utf-8")
    for person in map(json.loads, text.splitlines()):
        if not cvs_of(ids[person["email"]]):
            _add_cvs(ids[person["email"]], person)


def _add_companies(ids: dict[str, int]) -> None:
    verified = register_company("Ekliden Vård AB", legal_form="AB", number="559999-9991")
    verify_company(verified)
    add_employer_user(ids[OWNER], verified, Role.OWNER)
    add_employer_user(ids[RECRUITER], verified, Role.RECRUITER)
    new = register_company("Nya Bolaget i Lund AB", legal_form="AB", number="559999-9983")
    add_employer_user(ids[UNVERIFIED], new, Role.RECRUITER)


def _add_cvs(account_id: int, person: dict[str, Any]) -> None:
    save_details(account_id, {Detail(name): value for name, value in person["details"].items()})
    for cv in person["cvs"]:
        title, language = cv["title"], cv["language"]
        cv_id = create_cv(account_id, title, language)
        sections = [Section(kind, False, content) for kind, content in cv["sections"].items()]
        save_cv(cv_id, account_id, title=title, language=language, sections=sections)
        save_about(
            cv_id,
            account_id,
            title=title,
            language=language,
            shown=[Detail.TOWN, Detail.EMAIL],
            anonymous=[],
            third_countries=False,
        )
        state = State(cv["state"])
        switch_state(cv_id, account_id, state)
        choose_forwarding(cv_id, account_id, FORWARDING[state])
