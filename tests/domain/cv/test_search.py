"""CV search: who finds what and in which order; exact counts, and no trace of what is hidden."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.people import CANARY, SECTIONS, employer, seeker
from webapp.base import clock
from webapp.domain.cv.actions import delete_cv
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.own_details import save_details
from webapp.domain.cv.rules import Detail, Section, State
from webapp.domain.cv.search import PAGE_SIZE, search_cvs
from webapp.domain.employers.actions import suspend_company
from webapp.domain.privacy.queries import disclosures_of

pytestmark = pytest.mark.usefixtures("database_url")


def found(account_id: int, text: str = "", *places: str) -> list[str]:
    """Addresses of all that is found, whose number is that of the count."""
    result = search_cvs(account_id, text, places)
    assert result is not None
    assert result.total == len(result.hits)
    return [hit.address for hit in result.hits]


def wanting(*places: str) -> list[Section]:
    return [Section("wanted", False, {"text": "", "places": list(places)})]


FINDING = (
    "svetsare",
    "svetsaren",
    "svetsning",
    "c++",
    '"tio år"',
    "svets*",
    "plåtslagare svetsare",
    "svetsare -snickare",
    "varvsarbete",
    "arbete",
    "-snickare",
    "",
)
NOT_FINDING = (
    "snickare",
    "svetsare snickare",
    '"år tio"',
    "svetsare -plåtslagare",
    "c",
    '"c++ varv"',
)
HIDDEN = ("Qxreferens", "Qxdold", "1871", "qxkvinna", "98761", "Qxgatan", "Qxtuvalu")


@pytest.mark.parametrize("state", [State.ANONYMOUS, State.PUBLIC])
def test_a_cv_is_found_by_its_words_and_no_others(state: State) -> None:
    person, company = seeker(state), employer()
    for text in FINDING:
        assert found(company.account_id, text) == [person.address], text
    for text in NOT_FINDING:
        assert found(company.account_id, text) == [], text


@pytest.mark.parametrize("state", State)
def test_nothing_hidden_and_no_protected_ground_is_searched(state: State) -> None:
    person, company = seeker(state, shown=list(Detail)), employer()
    person.choose(shown=list(Detail), anonymous=["birth_year", "gender"])
    for text in HIDDEN:
        assert found(company.account_id, text) == [], text


@pytest.mark.promise("cv.public.logged-in-only")
@pytest.mark.promise("cv.anonymous.hides-identity")
def test_only_a_public_cv_is_found_by_its_name_and_by_the_town_that_it_shows() -> None:
    person, company = seeker(State.ANONYMOUS, shown=[Detail.TOWN]), employer()
    texts = ["Qanarya", "zwifteberg", "qanarya svetsare", "Qxstorpet"]
    assert [found(company.account_id, text) for text in texts] == [[], [], [], []]
    person.switch(State.PUBLIC)
    assert [found(company.account_id, text) for text in texts] == [[person.address]] * 4
    person.choose(shown=[])
    assert found(company.account_id, "Qxstorpet") == []
    save_details(person.account_id, {Detail.NAME: "Ny Namnsson"})
    assert found(company.account_id, "Qanarya") == []
    assert found(company.account_id, "Namnsson") == [person.address]
    person.switch(State.ANONYMOUS)
    assert found(company.account_id, "Namnsson") == []


@pytest.mark.promise("cv.anonymous.hides-identity")
@pytest.mark.parametrize("text", ["na*", "name*", "ta*", "pl*", "place*", "wi*", "within*"])
def test_beginnings_of_words_reach_no_marks(text: str) -> None:
    public, anonymous = seeker(State.PUBLIC), seeker(State.ANONYMOUS)
    company = employer()
    hits = found(company.account_id, text)
    assert (public.address in hits) is (anonymous.address in hits)
    marked = [f"-{text}", text]
    assert sorted(map(len, (found(company.account_id, each) for each in marked))) == [0, 2]


@pytest.mark.promise("cv.public.logged-in-only")
def test_hits_show_no_identity_and_write_no_disclosure() -> None:
    people = [seeker(state, shown=list(Detail)) for state in (State.PUBLIC, State.ANONYMOUS)]
    result = search_cvs(employer().account_id, "svetsare")
    assert result is not None
    assert len(result.hits) == 2
    assert [value for value in CANARY.values() if value in repr(result)] == []
    first, second = (
        {name: getattr(hit, name) for name in ("title", "language", "wanted", "updated_day")}
        for hit in result.hits
    )
    assert first == second
    assert [disclosures_of(person.account_id)[0] for person in people] == [0, 0]


@pytest.mark.promise("cv.inactive.hidden")
@pytest.mark.promise("cv.public.logged-in-only")
def test_who_may_not_see_cvs_finds_none() -> None:
    person = seeker(State.PUBLIC)
    suspended = employer("Stopp AB")
    suspend_company(suspended.company_id)
    for account_id in (person.account_id, employer(verified=False).account_id, 0):
        assert search_cvs(account_id, "svetsare") is None
    assert search_cvs(suspended.account_id, "svetsare") is None


@pytest.mark.promise("cv.switch-any-time")
@pytest.mark.promise("cv.inactive.hidden")
def test_a_switch_is_in_force_at_the_next_search() -> None:
    person, company = seeker(State.PUBLIC), employer()
    for state in (State.INACTIVE, State.ANONYMOUS, State.INACTIVE, State.PUBLIC):
        person.switch(state)
        expected = [] if state is State.INACTIVE else [person.address]
        assert found(company.account_id, "svetsare") == expected
        assert found(company.account_id) == expected


@pytest.mark.promise("cv.delete")
def test_a_deleted_cv_is_found_by_nobody() -> None:
    person, company = seeker(State.PUBLIC), employer()
    delete_cv(person.cv_id, person.account_id)
    assert found(company.account_id, "svetsare") == []
    assert found(company.account_id, "Qanarya") == []


PLACES = [
    (["1280"], ["1280"], True),
    (["1280"], ["12"], True),
    (["12"], ["1280"], True),
    (["se"], ["1280"], True),
    (["se"], ["12"], True),
    (["1280"], ["1281"], False),
    (["1280"], ["14"], False),
    (["14", "1280"], ["1281", "1480"], True),
    ([], ["1280"], False),
]


@pytest.mark.promise("cv.anonymous.hides-identity")
def test_a_cv_is_found_by_its_wanted_places_and_never_by_home() -> None:
    company = employer()
    for wanted, sought, finds in PLACES:
        person = seeker(State.ANONYMOUS, sections=wanting(*wanted), town="Malmö", postcode="21100")
        assert bool(found(company.account_id, "", *sought)) == finds, (wanted, sought)
        assert found(company.account_id, "Malmö") == []
        delete_cv(person.cv_id, person.account_id)


@pytest.mark.promise("cv.blocked-companies")
def test_for_a_blocked_company_all_is_as_if_the_cv_did_not_exist() -> None:
    with clock.set_to(datetime(2026, 11, 1, tzinfo=UTC)):
        company = employer("Ekliden Vård AB", number="556036-0793")
        for _ in range(PAGE_SIZE + 3):
            seeker(State.PUBLIC)
        searches = [
            (text, places, page)
            for text in ("", "svetsare", "varvsarbete c++", "Qanarya", "svetsare -snickare")
            for places in ((), ("1280",))
            for page in (1, 2)
        ]

        def everything() -> bytes:
            results = [
                search_cvs(company.account_id, text, places, page=page)
                for text, places, page in searches
            ]
            return repr(results).encode()

        without = everything()
        person = seeker(State.PUBLIC, title="Svetsare svetsare")
        assert everything() != without
        block_company(person.account_id, number="5560360793")
        assert everything() == without
        person.switch(State.ANONYMOUS)
        assert everything() == without


def test_a_company_outside_the_eea_finds_only_who_opted_in() -> None:
    person, outside = seeker(State.PUBLIC), employer("Far Inc", country="US")
    seeker(State.PUBLIC)
    assert found(outside.account_id, "svetsare") == []
    person.choose(third_countries=True)
    assert found(outside.account_id, "svetsare") == [person.address]


def test_the_order_is_by_field_then_by_day_whatever_else_there_is() -> None:
    start = datetime(2026, 11, 1, 12, tzinfo=UTC)
    texts = {
        "body": [Section("experience", False, {"text": "kranförare"})],
        "skills": [Section("skills", False, {"text": "kranförare"})],
        "wanted": [Section("wanted", False, {"text": "kranförare"})],
    }
    made: dict[str, str] = {}
    for number, (name, sections) in enumerate(texts.items()):
        with clock.set_to(start - timedelta(days=number)):
            made[name] = seeker(State.ANONYMOUS, title="CV", sections=sections).address
    with clock.set_to(start - timedelta(days=9)):
        made["title"] = seeker(State.PUBLIC, title="Kranförare", sections=[]).address
    with clock.set_to(start + timedelta(hours=3)):
        made["newest body"] = seeker(State.PUBLIC, title="CV", sections=texts["body"]).address
    order = [made[each] for each in ("title", "wanted", "skills")]
    company = employer()
    result = found(company.account_id, "kranförare")
    assert result[:3] == order
    # Of one day, so that their order tells nothing of the time of day.
    assert set(result[3:]) == {made["body"], made["newest body"]}
    for _ in range(5):
        seeker(State.ANONYMOUS, title="Annat", sections=texts["body"])
    assert found(company.account_id, "kranförare")[:3] == order


def test_pages_divide_what_is_found() -> None:
    company = employer()
    people = {seeker(State.PUBLIC, sections=SECTIONS[:1]).address for _ in range(PAGE_SIZE + 3)}
    pages = [search_cvs(company.account_id, "svetsare", page=page) for page in (1, 2, 3)]
    assert [(page.total, len(page.hits)) for page in pages if page] == [
        (PAGE_SIZE + 3, PAGE_SIZE),
        (PAGE_SIZE + 3, 3),
        (PAGE_SIZE + 3, 0),
    ]
    assert {hit.address for page in pages if page for hit in page.hits} == people


@settings(max_examples=40)
@given(text=st.text(max_size=30) | st.text("\"'\\*-:+#.&|!()<>{}^ aåNOTAND", max_size=20))
def test_whatever_is_typed_is_answered(text: str) -> None:
    account_id = employer().account_id
    result = search_cvs(account_id, text)
    assert result is not None
    text_of_cv = text.replace("\0", "")
    person = seeker(State.ANONYMOUS, title=text_of_cv[:100] or "x")
    delete_cv(person.cv_id, person.account_id)
