"""Synthetic active CVs, stored many at a time through the domain's own indexing."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import accumulate
from typing import Any

from bench.corpus import queries
from webapp.base import clock
from webapp.base.db import Table, database, is_postgresql, transaction
from webapp.domain.accounts.models import Account
from webapp.domain.cv.facets import standing_marks
from webapp.domain.cv.indexing import terms_of
from webapp.domain.cv.models import BlockedCompany, Cv, FindableCv
from webapp.domain.cv.postings import Change, change_postings, hold_postings, write
from webapp.domain.cv.rules import Section, State, new_address, new_rank, stored_sections
from webapp.domain.cv.sections import EDUCATION_LEVELS, EXTENTS, LANGUAGE_LEVELS, LICENCES
from webapp.domain.cv.terms import INSERT, stored_values
from webapp.domain.employers.actions import add_employer_user, register_company, verify_company
from webapp.domain.employers.rules import Role, name_key

BATCH = 10_000
# Contents repeat after so many CVs: analysing each anew would take longest of all.
DISTINCT = 10_000
# Beyond what the database's own counter gives.
FIRST_ID = 10_000_000
DAYS = 1_000
BLOCKING = 200
WORDS = 120
# What each CV has of its own, then what its content has.
OWN = ("id", "account_id", "address", "created_at", "updated_at", "state_changed_at")
CV_COLUMNS = (*OWN, *(name for name in Cv._meta.fields if name not in OWN))
FINDABLE_COLUMNS = ("id", "account_id", "rank", "third_countries", "marks")
RECRUITER = "recruiter@example.com"
PLACES = ("0180", "1480", "1280", "0380", "12", "14", "se")
COMMON = ("lärare", "sjuksköterska", "säljare", "erfarenhet", "utveckling")
LANGUAGES = (
    "Svenska Engelska Arabiska Finska Persiska Somaliska Polska Spanska Tyska Franska Kurdiska "
    "Turkiska Bosniska Ryska Ukrainska Rumänska Danska Norska Thailändska Kinesiska Tigrinska "
    "Italienska Portugisiska Hindi Urdu Vietnamesiska Ungerska Grekiska Japanska Albanska"
).split()
NO_POSTGRESQL_INDEXES = [
    f"DROP INDEX cv_terms_{column}" for column in ("title", "wanted", "skills", "terms")
]
POSTGRESQL_INDEXES = [
    f"CREATE INDEX cv_terms_{column} ON cv_terms USING gin ({column})"
    for column in ("title", "wanted", "skills", "terms")
]


def store_corpus(count: int) -> int:
    """Stores CVs and a verified company; returns the account of its recruiter.

    Some of the CVs' owners have blocked the company. A database that has as many CVs stays so.
    """
    if is_filled(count):
        return int(Account.get(Account.email == RECRUITER).id)
    if is_postgresql():
        # They are made in one go afterwards, which is quicker.
        for statement in NO_POSTGRESQL_INDEXES:
            database.execute_sql(statement)
    contents = [_Content(cv) for cv in _synthetic_cvs(min(count, DISTINCT))]
    chance = random.Random(1)
    for first in range(0, count, BATCH):
        numbers = range(first, min(first + BATCH, count))
        with transaction():
            _store({number: contents[number % DISTINCT] for number in numbers}, chance)
        if sys.stderr.isatty():
            print(f"\r{numbers.stop} CVs stored", end="", file=sys.stderr)
    if is_postgresql():
        for statement in POSTGRESQL_INDEXES:
            database.execute_sql(statement)
    company = register_company("Sökande AB", legal_form="AB", number="556036-0793")
    verify_company(company)
    account = _account()
    add_employer_user(account, company, Role.RECRUITER)
    with transaction():
        for number in chance.sample(range(count), min(BLOCKING, count)):
            BlockedCompany.create(
                account_id=FIRST_ID + number,
                label="x",
                name_key=name_key("Sökande AB"),
                created_at=clock.now(),
            )
    return account


def is_filled(count: int) -> bool:
    return bool(Cv.select().count() >= count)


def _account() -> int:
    return int(
        Account.create(
            email=RECRUITER,
            email_key=RECRUITER,
            password_hash="none",
            language="sv",
            roles=[],
            created_at=clock.now(),
        ).id
    )


def _synthetic_cvs(count: int) -> Iterator[Cv]:
    chance = random.Random(2)
    words = _vocabulary()
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    for _ in range(count):
        body = chance.choices(words, cum_weights=weights, k=WORDS)
        yield Cv(
            title=body[0],
            language="sv",
            sections=stored_sections(_sections(body, chance)),
            state=State.ANONYMOUS.value,
            shown_details=[],
            anonymous_choices=[],
            third_countries=chance.random() < 0.1,
        )


class _Content:
    """What a CV says, and what the domain finds it by."""

    def __init__(self, cv: Cv) -> None:
        terms = terms_of(cv)
        given = {name: Cv._meta.fields[name].db_value(each) for name, each in cv.__data__.items()}
        self.values = [given.get(name) for name in CV_COLUMNS[len(OWN) :]]
        self.words = stored_values(terms)
        self.posted = terms.posted
        self.third_countries = cv.third_countries
        self.marks = " ".join(
            mark for mark in terms.marks if not mark.startswith((":place:", ":within:"))
        )


def _vocabulary() -> list[str]:
    """Words by falling frequency, as people write: a few very common, many rare."""
    asked = {word for query in queries(4000) for word in query.split()}
    made = [f"ord{number}" for number in range(20_000)]
    return [*COMMON, *sorted(asked), *made]


def _sections(body: list[str], chance: random.Random) -> list[Section]:
    wanted: dict[str, Any] = {"text": " ".join(body[:3]), "places": [chance.choice(PLACES)]}
    wanted["extent"] = chance.sample(EXTENTS, chance.randrange(len(EXTENTS)))
    spoken = {LANGUAGES[int(len(LANGUAGES) * chance.random() ** 3)] for _ in range(3)}
    return [
        Section("wanted", False, wanted),
        Section("skills", False, {"text": " ".join(body[3:13])}),
        Section("experience", False, {"text": " ".join(body[13:])}),
        Section("education", False, {"items": [{"level": chance.choice(EDUCATION_LEVELS)}]}),
        Section(
            "languages",
            False,
            {"items": [{"name": each, "level": chance.choice(LANGUAGE_LEVELS)} for each in spoken]},
        ),
        Section("licences", False, {"classes": chance.sample(LICENCES, chance.randrange(3))}),
    ]


def _store(contents: Mapping[int, _Content], chance: random.Random) -> None:
    """Stores somebody's CV of each content, changed on a day of its own."""
    cvs, findable, words, changes = [], [], [], []
    for number, content in contents.items():
        cv_id = FIRST_ID + number
        changed = clock.now() - timedelta(days=int(DAYS * chance.random() ** 2))
        rank = new_rank(clock.stockholm_day(changed))
        at = Cv.updated_at.db_value(changed)
        cvs.append((cv_id, cv_id, new_address(), at, at, at, *content.values))
        findable.append((cv_id, cv_id, rank, content.third_countries, content.marks))
        words.append((cv_id, *content.words))
        standing = standing_marks(rank, third_countries=content.third_countries)
        changes.append(Change(cv_id, frozenset(), content.posted.union(standing)))
    hold_postings()
    _insert(Cv, CV_COLUMNS, cvs)
    _insert(FindableCv, FINDABLE_COLUMNS, findable)
    write(INSERT[is_postgresql()], words)
    change_postings(changes)


def _insert(table: type[Table], columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    places = ", ".join("?" * len(columns))
    write(f"INSERT INTO {table._meta.table_name} ({', '.join(columns)}) VALUES ({places})", rows)
