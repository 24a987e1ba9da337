"""The companies and CVs of a demo: one verified company, one that is not, and a person's CVs."""

from __future__ import annotations

from webapp.domain.accounts.demo import demo_account_ids
from webapp.domain.cv.actions import choose_details, create_cv, save_cv, switch_state
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.queries import cvs_of
from webapp.domain.cv.rules import Detail, Kind, Section, State
from webapp.domain.employers.actions import add_employer_user, register_company, verify_company
from webapp.domain.employers.queries import company_of
from webapp.domain.employers.rules import Role

SEEKER, OWNER = "seeker@example.com", "employer@example.com"
RECRUITER, UNVERIFIED = "recruiter@example.com", "unverified@example.com"
# Of nobody: telephone numbers that PTS keeps for fiction, and an address under example.com.
DETAILS = {
    Detail.NAME: "Maja Lindqvist",
    Detail.ADDRESS: "Exempelvägen 3",
    Detail.POSTCODE: "211 19",
    Detail.TOWN: "Malmö",
    Detail.EMAIL: "seeker@example.com",
    Detail.MOBILE: "070-174 06 35",
    Detail.BIRTH_DATE: "1988-04-12",
}
CVS = (
    (
        "Undersköterska med demenskompetens",
        State.PUBLIC,
        {
            Kind.WANTED: "Undersköterska på särskilt boende eller i hemtjänst, gärna dagtid.",
            Kind.SUMMARY: "Jag har arbetat i äldreomsorgen i tolv år och trivs där det är lugnt.",
            Kind.EXPERIENCE: "2019–: Undersköterska, särskilt boende\n2012–2019: Hemtjänst",
            Kind.EDUCATION: "2018: Silviasyster\n2012: Vård- och omsorgsprogrammet",
            Kind.SKILLS: "Demensvård, läkemedelsdelegering, handledning",
            Kind.LICENCES: "B",
        },
    ),
    (
        "Samordnare i vård och omsorg",
        State.ANONYMOUS,
        {
            Kind.WANTED: "Samordnare eller planerare, heltid.",
            Kind.EXPERIENCE: "Tolv år i äldreomsorg, de tre senaste som samordnare av scheman.",
            Kind.SKILLS: "Bemanningsplanering, TimeCare, handledning",
            Kind.LANGUAGES: "Svenska, arabiska, engelska",
        },
    ),
    (
        "Trädgårdsmästare, ett utkast",
        State.INACTIVE,
        {Kind.WANTED: "Kyrkogård eller park, säsong."},
    ),
)
PLACES = ["1280", "12"]


def add_demo_cvs() -> None:
    """Adds the demo's companies and CVs where they are missing."""
    ids = demo_account_ids()
    if company_of(ids[RECRUITER]) is None:
        _add_companies(ids)
    if not cvs_of(ids[SEEKER]):
        _add_cvs(ids[SEEKER])


def _add_companies(ids: dict[str, int]) -> None:
    verified = register_company("Ekliden Vård AB", legal_form="AB", number="559999-9991")
    verify_company(verified)
    add_employer_user(ids[OWNER], verified, Role.OWNER)
    add_employer_user(ids[RECRUITER], verified, Role.RECRUITER)
    new = register_company("Nya Bolaget i Lund AB", legal_form="AB", number="559999-9983")
    add_employer_user(ids[UNVERIFIED], new, Role.RECRUITER)


def _add_cvs(account_id: int) -> None:
    save_details(account_id, DETAILS)
    for title, state, texts in CVS:
        cv_id = create_cv(account_id, title, "sv")
        sections = [
            Section(kind.value, False, {"text": text, **_places(kind)})
            for kind, text in texts.items()
        ]
        save_cv(cv_id, account_id, title=title, language="sv", sections=sections)
        choose_details(
            cv_id,
            account_id,
            shown=[Detail.TOWN, Detail.EMAIL],
            anonymous=[],
            third_countries=False,
        )
        switch_state(cv_id, account_id, state)


def _places(kind: Kind) -> dict[str, list[str]]:
    return {"places": PLACES} if kind is Kind.WANTED else {}
