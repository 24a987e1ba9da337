"""The door: each viewer, each state, exactly the product's table of who sees what."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from tests.support.people import CANARY, SECTIONS, Person, employer, seeker
from webapp.base import clock
from webapp.base.keyring import SealError
from webapp.base.register import PurposeError
from webapp.domain.cv import door
from webapp.domain.cv.actions import delete_cv, end_grant, grant_details
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.door import Occasion, preview, view_cv
from webapp.domain.cv.links import create_link, withdraw_link
from webapp.domain.cv.personal import sealed
from webapp.domain.cv.personal.models import FIND, PersonalDetails
from webapp.domain.cv.queries import links_of
from webapp.domain.cv.rules import Detail, State
from webapp.domain.cv.views import AnonymousView, AttachedView, OwnerView, PublicView
from webapp.domain.employers.actions import end_employer_user, suspend_company
from webapp.domain.privacy.queries import disclosures_of
from webapp.domain.privacy.verification import verify_ledger

pytestmark = pytest.mark.usefixtures("database_url")
ACTIVE = (State.ANONYMOUS, State.PUBLIC)


def leaked(view: object, allowed: tuple[Detail, ...] = ()) -> list[str]:
    """Canaries of personal details that a view says without leave."""
    said = repr(view)
    return [detail for detail, value in CANARY.items() if value in said and detail not in allowed]


def link_to(person: Person, *details: Detail) -> str:
    return create_link(
        person.cv_id,
        person.account_id,
        recipient="Moa på Ekliden",
        details=details,
        lasts=timedelta(days=30),
    )


@pytest.mark.parametrize("state", State)
def test_the_owner_sees_everything_in_every_state(state: State) -> None:
    person = seeker(state)
    view = view_cv(person.cv_id, person.account_id, Occasion.OWN)
    assert isinstance(view, OwnerView)
    assert view.details == {detail.value: value for detail, value in CANARY.items()}
    assert (view.state, len(view.sections)) == (state, len(SECTIONS))
    assert disclosures_of(person.account_id)[0] == 0


@pytest.mark.promise("cv.inactive.hidden")
@pytest.mark.promise("cv.public.logged-in-only")
@pytest.mark.parametrize("state", State)
def test_visitors_seekers_and_unverified_employers_see_nothing(state: State) -> None:
    person = seeker(state)
    other, unverified = seeker(State.PUBLIC), employer(verified=False)
    ended, suspended = employer("Slut AB"), employer("Stopp AB")
    end_employer_user(ended.account_id)
    suspend_company(suspended.company_id)
    for account_id in (None, other.account_id, unverified.account_id):
        assert view_cv(person.address, account_id, Occasion.PAGE) is None
    for account_id in (ended.account_id, suspended.account_id):
        assert view_cv(person.address, account_id, Occasion.PAGE) is None
    for account_id in (None, other.account_id, employer().account_id):
        assert view_cv(person.cv_id, account_id, Occasion.OWN) is None
    assert disclosures_of(person.account_id)[0] == 0


@pytest.mark.promise("cv.inactive.hidden")
def test_an_inactive_cv_is_hidden_from_a_verified_employer() -> None:
    person, company = seeker(State.INACTIVE), employer()
    grant_details(person.cv_id, person.account_id, company.company_id, [Detail.EMAIL])
    assert view_cv(person.address, company.account_id, Occasion.PAGE) is None
    assert disclosures_of(person.account_id)[0] == 0


@pytest.mark.promise("cv.anonymous.hides-identity")
def test_an_anonymous_cv_shows_its_body_alone() -> None:
    person, company = seeker(State.ANONYMOUS, shown=list(Detail)), employer()
    view = view_cv(person.address, company.account_id, Occasion.PAGE)
    assert isinstance(view, AnonymousView)
    assert leaked(view) == []
    assert (view.birth_year, view.gender) == (None, None)
    assert [section.kind for section in view.sections] == [
        "wanted",
        "summary",
        "experience",
        "skills",
    ]
    assert "Qx" not in repr(view).replace(view.address, "")
    assert disclosures_of(person.account_id)[0] == 0


@pytest.mark.promise("cv.anonymous.hides-identity")
def test_birth_year_and_gender_are_shown_where_ticked_and_recorded() -> None:
    person, company = seeker(State.ANONYMOUS), employer()
    person.choose(anonymous=["birth_year", "gender", "name", "birth_date"])
    view = view_cv(person.address, company.account_id, Occasion.PAGE)
    assert isinstance(view, AnonymousView)
    assert (view.birth_year, view.gender) == ("1871", "qxkvinna")
    assert leaked(view, (Detail.GENDER,)) == []
    _, (entry,) = disclosures_of(person.account_id)
    assert entry.fields == ("birth_year", "gender")


@pytest.mark.promise("cv.personal-data-choice")
@pytest.mark.parametrize("shown", [(), (Detail.EMAIL,), (Detail.TOWN, Detail.MOBILE)])
def test_a_public_cv_shows_what_the_owner_left_visible(shown: tuple[Detail, ...]) -> None:
    person, company = seeker(State.PUBLIC, shown=shown), employer()
    view = view_cv(person.address, company.account_id, Occasion.PAGE)
    assert isinstance(view, PublicView)
    assert view.details == {each.value: CANARY[each] for each in (Detail.NAME, *shown)}
    assert leaked(view, (Detail.NAME, *shown)) == []
    assert "Qxdold" not in repr(view)
    _, (entry,) = disclosures_of(person.account_id)
    assert set(entry.fields) == set(view.details)
    assert (entry.company, entry.role, entry.channel) == ("Ekliden Vård AB", "recruiter", "page")
    assert (entry.cv_id, entry.country, entry.ground) == (person.cv_id, "SE", "consent")
    assert verify_ledger().broken is None


@pytest.mark.promise("cv.personal-data-choice")
def test_details_are_chosen_for_each_cv() -> None:
    first, company = seeker(State.PUBLIC, shown=[Detail.EMAIL]), employer()
    second = seeker(State.PUBLIC, shown=[Detail.PHONE], account_id=first.account_id)
    seen = [view_cv(cv.address, company.account_id, Occasion.PAGE) for cv in (first, second)]
    assert [sorted(view.details) for view in seen if isinstance(view, PublicView)] == [
        ["email", "name"],
        ["name", "phone"],
    ]


@pytest.mark.parametrize("state", ACTIVE)
def test_a_company_outside_the_eea_sees_a_cv_only_by_opt_in(state: State) -> None:
    person = seeker(state)
    outside, norwegian = employer("Far Inc", country="US"), employer("Fjord AS", country="NO")
    assert view_cv(person.address, norwegian.account_id, Occasion.PAGE) is not None
    assert view_cv(person.address, outside.account_id, Occasion.PAGE) is None
    person.choose(third_countries=True)
    assert view_cv(person.address, outside.account_id, Occasion.PAGE) is not None


def test_a_yes_shows_an_anonymous_cv_to_that_company_until_it_is_ended() -> None:
    person, asked, other = seeker(State.ANONYMOUS), employer(), employer("Varvet AB")
    grant_details(person.cv_id, person.account_id, asked.company_id, [Detail.PHONE])
    view = view_cv(person.address, asked.account_id, Occasion.PAGE)
    assert isinstance(view, PublicView)
    assert set(view.details) == {"name", "phone"}
    elsewhere = view_cv(person.address, other.account_id, Occasion.PAGE)
    assert isinstance(elsewhere, AnonymousView)
    end_grant(person.cv_id, person.account_id, asked.company_id)
    assert isinstance(view_cv(person.address, asked.account_id, Occasion.PAGE), AnonymousView)


@pytest.mark.promise("cv.blocked-companies")
@pytest.mark.parametrize("state", State)
def test_a_blocked_company_sees_nothing_but_what_it_was_sent(state: State) -> None:
    person, company = seeker(state), employer()
    grant_details(person.cv_id, person.account_id, company.company_id, [Detail.PHONE])
    block_company(person.account_id, name="Ekliden  vård aktiebolag (publ)")
    assert view_cv(person.address, company.account_id, Occasion.PAGE) is None
    assert disclosures_of(person.account_id)[0] == 0
    token = link_to(person, Detail.NAME)
    assert isinstance(view_cv(token, company.account_id, Occasion.LINK), AttachedView)


@pytest.mark.promise("cv.link.live")
@pytest.mark.parametrize("state", State)
def test_a_link_shows_the_cv_as_it_is_now_with_what_was_attached(state: State) -> None:
    person = seeker(State.INACTIVE)
    token = link_to(person, Detail.NAME, Detail.PHONE)
    person.switch(state)
    view = view_cv(token, None, Occasion.LINK)
    assert isinstance(view, AttachedView)
    assert view.details == {"name": CANARY[Detail.NAME], "phone": CANARY[Detail.PHONE]}
    assert "Qxreferens" in repr(view)
    assert "Qxdold" not in repr(view)
    _, (entry,) = disclosures_of(person.account_id)
    assert (entry.recipient, entry.role, entry.channel) == ("Moa på Ekliden", "link holder", "link")
    assert entry.fields == ("name", "phone")


@pytest.mark.promise("cv.link.live")
@pytest.mark.promise("disclosure.ledger")
def test_a_link_without_any_detail_is_noted_as_well() -> None:
    person = seeker(State.INACTIVE)
    view = view_cv(link_to(person), None, Occasion.LINK)
    assert isinstance(view, AttachedView)
    assert view.details == {}
    _, (entry,) = disclosures_of(person.account_id)
    assert (entry.recipient, entry.channel, entry.fields) == ("Moa på Ekliden", "link", ())


@pytest.mark.promise("cv.link.live")
def test_withdrawn_expired_and_unknown_links_open_nothing() -> None:
    person = seeker(State.PUBLIC)
    withdrawn, expired, of_deleted = (link_to(person, Detail.NAME) for _ in range(3))
    newest_first = links_of(person.cv_id, person.account_id)
    withdraw_link(newest_first[-1].id, person.cv_id, person.account_id)
    assert view_cv(withdrawn, None, Occasion.LINK) is None
    assert view_cv("x" * 32, None, Occasion.LINK) is None
    with clock.set_to(clock.now() + timedelta(days=31)):
        assert view_cv(expired, None, Occasion.LINK) is None
    assert view_cv(expired, None, Occasion.LINK) is not None
    delete_cv(person.cv_id, person.account_id)
    assert view_cv(of_deleted, None, Occasion.LINK) is None
    assert disclosures_of(person.account_id)[0] == 1


@pytest.mark.promise("cv.switch-any-time")
@pytest.mark.parametrize("state", ACTIVE)
def test_each_switch_makes_a_new_address_and_ends_the_old_one(state: State) -> None:
    person, company = seeker(State.PUBLIC), employer()
    seen = {person.address}
    for following in (State.ANONYMOUS, State.INACTIVE, state):
        old = person.address
        person.switch(following)
        assert view_cv(old, company.account_id, Occasion.PAGE) is None
        seen.add(person.address)
    assert len(seen) == 4
    assert all(len(address) >= 22 for address in seen)
    assert view_cv(person.address, company.account_id, Occasion.PAGE) is not None


@pytest.mark.promise("cv.switch-any-time")
def test_a_preview_is_what_an_employer_then_sees_and_no_disclosure() -> None:
    person, company = seeker(shown=[Detail.EMAIL]), employer()
    for state in ACTIVE:
        shown = preview(person.cv_id, person.account_id, state)
        assert disclosures_of(person.account_id)[0] == 0
        person.switch(state)
        shown_again = preview(person.cv_id, person.account_id, state)
        if state is State.ANONYMOUS:
            seen = view_cv(person.address, company.account_id, Occasion.PAGE)
            assert seen == shown_again
            assert {**asdict(seen), "address": ""} == {**asdict(shown), "address": ""}
    assert view_cv(person.address, company.account_id, Occasion.PAGE) == shown_again
    assert preview(person.cv_id, person.account_id, State.INACTIVE) is None
    assert preview(person.cv_id, company.account_id, State.PUBLIC) is None


@pytest.mark.promise("disclosure.ledger")
def test_no_entry_no_data(monkeypatch: pytest.MonkeyPatch) -> None:
    person, company = seeker(State.PUBLIC), employer()

    def fails(*_: object) -> int:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(door, "record_disclosure", fails)
        with pytest.raises(OSError):
            view_cv(person.address, company.account_id, Occasion.PAGE)
    assert disclosures_of(person.account_id)[0] == 0
    assert view_cv(person.address, company.account_id, Occasion.PAGE) is not None


@pytest.mark.promise("disclosure.ledger")
def test_an_entry_is_stored_before_its_data_leaves_and_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person, company = seeker(State.PUBLIC), employer()
    view_cv(person.address, company.account_id, Occasion.PAGE)
    with monkeypatch.context() as broken:
        broken.setattr(door, "_view", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            view_cv(person.address, company.account_id, Occasion.PAGE)
    # Made inside the transaction, a view that fails takes its entry back: nothing was shown.
    assert disclosures_of(person.account_id)[0] == 1


@pytest.mark.promise("purpose.limited")
def test_a_use_without_a_purpose_in_the_register_does_not_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person, company = seeker(State.PUBLIC, shown=[Detail.EMAIL]), employer()
    with pytest.raises(PurposeError):
        sealed.open_details(person.account_id, [Detail.EMAIL], FIND)
    with pytest.raises(PurposeError):
        sealed.open_details(person.account_id, [Detail.NAME], "selling it")
    entry = PersonalDetails.email.register_entry
    monkeypatch.setattr(PersonalDetails.email, "register_entry", without(entry))
    with pytest.raises(PurposeError, match=r"PersonalDetails\.email"):
        view_cv(person.address, company.account_id, Occasion.PAGE)
    assert disclosures_of(person.account_id)[0] == 0


def without(entry: object) -> object:
    """The register's entry as if the owner's own use were all it allowed."""
    from dataclasses import replace

    return replace(entry, further_purposes=())  # type: ignore[type-var]


def test_details_are_stored_sealed_for_their_own_row_and_column() -> None:
    first, second = seeker(), seeker(name="Annan Person")
    stored = {row.account_id: row for row in PersonalDetails.select()}
    for value in CANARY.values():
        assert value.encode() not in repr(stored[first.account_id].__data__).encode()
    taken = bytes(stored[first.account_id].name)
    PersonalDetails.update(name=taken).where(
        PersonalDetails.account_id == second.account_id
    ).execute()
    with pytest.raises(SealError):
        view_cv(second.cv_id, second.account_id, Occasion.OWN)
