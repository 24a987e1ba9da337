"""The companies and CVs of a demo: one verified company, one that is not, and a person's CVs."""

from __future__ import annotations

from typing import Any

from webapp.domain.accounts.demo import demo_account_ids
from webapp.domain.cv.actions import choose_details, create_cv, save_cv, switch_state
from webapp.domain.cv.forwarding_answers import choose_forwarding
from webapp.domain.cv.forwarding_rules import Forwarding
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
PLACES = ["1280", "12"]
CVS: tuple[tuple[str, State, dict[Kind, dict[str, Any]]], ...] = (
    (
        "Undersköterska med demenskompetens",
        State.PUBLIC,
        {
            Kind.WANTED: {
                "occupations": ["Undersköterska"],
                "places": PLACES,
                "extent": ["full-time", "part-time"],
                "from": "2027-01",
                "text": "Särskilt boende eller hemtjänst, gärna dagtid.",
            },
            Kind.SUMMARY: {
                "text": "Jag har arbetat i äldreomsorgen i tolv år och trivs där det är lugnt."
            },
            Kind.EXPERIENCE: {
                "items": [
                    {
                        "title": "Undersköterska",
                        "employer": "Exempelgården",
                        "place": "Malmö",
                        "start": "2019-05",
                        "text": "Kontaktman för fem personer på en enhet för demenssjuka.",
                        "highlights": ["Handledare för elever", "Läkemedelsdelegering"],
                    },
                    {
                        "title": "Undersköterska i hemtjänsten",
                        "employer": "Exempelhemtjänsten",
                        "start": "2012",
                        "end": "2019-04",
                    },
                ]
            },
            Kind.EDUCATION: {
                "items": [
                    {"area": "Silviasyster", "level": "vocational", "end": "2018"},
                    {
                        "area": "Vård- och omsorgsprogrammet",
                        "level": "secondary",
                        "start": "2009",
                        "end": "2012",
                    },
                ]
            },
            Kind.SKILLS: {
                "items": [
                    {"name": "Demensvård", "level": "expert"},
                    {"name": "Handledning", "level": "very-good"},
                    {"name": "Dokumentation", "level": "good", "keywords": ["Treserva"]},
                ]
            },
            Kind.LANGUAGES: {
                "items": [
                    {"name": "Svenska", "level": "native"},
                    {"name": "Engelska", "level": "b1"},
                ]
            },
            Kind.LICENCES: {"classes": ["b"]},
        },
    ),
    (
        "Samordnare i vård och omsorg",
        State.ANONYMOUS,
        {
            Kind.WANTED: {
                "occupations": ["Samordnare", "Planerare"],
                "places": PLACES,
                "extent": ["full-time"],
            },
            Kind.EXPERIENCE: {
                "items": [
                    {
                        "title": "Samordnare",
                        "employer": "en kommun i Skåne",
                        "start": "2023",
                        "text": "Scheman för trettio medarbetare.",
                    },
                    {"title": "Vårdbiträde", "start": "2012", "end": "2023"},
                ]
            },
            Kind.SKILLS: {
                "items": [{"name": "Bemanningsplanering", "level": "expert"}, {"name": "TimeCare"}]
            },
            Kind.LANGUAGES: {
                "items": [
                    {"name": "Svenska", "level": "c2"},
                    {"name": "Arabiska", "level": "native"},
                ]
            },
        },
    ),
    (
        "Trädgårdsmästare, ett utkast",
        State.INACTIVE,
        {Kind.WANTED: {"places": PLACES, "text": "Kyrkogård eller park, säsong."}},
    ),
)


# So that a demo has something of each kind to forward.
FORWARDING = {
    State.PUBLIC: Forwarding.ACTIVE,
    State.ANONYMOUS: Forwarding.NO,
    State.INACTIVE: Forwarding.ASKING,
}


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
    for title, state, contents in CVS:
        cv_id = create_cv(account_id, title, "sv")
        sections = [Section(kind.value, False, content) for kind, content in contents.items()]
        save_cv(cv_id, account_id, title=title, language="sv", sections=sections)
        choose_details(
            cv_id,
            account_id,
            shown=[Detail.TOWN, Detail.EMAIL],
            anonymous=[],
            third_countries=False,
        )
        switch_state(cv_id, account_id, state)
        choose_forwarding(cv_id, account_id, FORWARDING[state])
