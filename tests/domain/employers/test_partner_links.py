"""Partner links: not to be guessed, dead at once, and what they leave: totals and an origin."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.people import CANARY, employer, seeker
from webapp.base import clock
from webapp.base.sealing import sign, use_key
from webapp.domain.cv.blocks import block_company
from webapp.domain.cv.door import Occasion, photo_of, view_cv
from webapp.domain.cv.rules import Detail, State
from webapp.domain.cv.views import PublicView
from webapp.domain.employers.actions import suspend_company
from webapp.domain.employers.models import PartnerLink, PartnerLinkUse
from webapp.domain.employers.partner_links import (
    DeadPartnerLinkError,
    authorise,
    count_login,
    logins_by_day,
    partner_link,
    partner_links,
    partner_of,
    way_in,
    withdraw,
)
from webapp.domain.privacy.queries import disclosures_of
from webapp.domain.privacy.verification import verify_ledger

pytestmark = pytest.mark.usefixtures("database_url")
STAFF = 5
SECRET = "mossa och ljung i solsken"


@pytest.fixture(autouse=True)
def key() -> None:
    use_key(SECRET)


def token_of(link_id: int) -> str:
    found = partner_link(link_id)
    assert found is not None
    return found.token


@pytest.mark.promise("disclosure.partner-links")
def test_only_a_token_that_we_signed_leads_anywhere() -> None:
    link_id = authorise("Exempeljobb", STAFF)
    token = token_of(link_id)
    way = way_in(token)
    assert way is not None
    assert (way.id, way.partner) == (link_id, "Exempeljobb")

    key = PartnerLink.get_by_id(link_id).key
    signature = token.removeprefix(f"{key}.")
    use_key("en annan nyckel")
    foreign, unknown = sign(key, "partner link"), token_of(authorise("Annan", STAFF))
    use_key(SECRET)
    for forged in (
        *("", "1", ".", "å.ä", "\x00", key, f"{key}.", f"{key}.{signature[:-1]}", f"x{token}"),
        *(f"{token}x", foreign, unknown, sign(key, "something else"), sign("x", "partner link")),
    ):
        assert way_in(forged) is None, forged


@pytest.mark.promise("disclosure.partner-links")
def test_a_withdrawn_link_is_dead_at_once_and_for_good() -> None:
    link_id, other = authorise("Exempeljobb", STAFF), authorise("Andra", STAFF)
    token = token_of(link_id)
    withdraw(link_id, STAFF)
    for use in (lambda: way_in(token), lambda: partner_of(link_id)):
        with pytest.raises(DeadPartnerLinkError, match="Exempeljobb"):
            use()
    found = partner_link(link_id)
    assert found is not None
    assert found.is_live is False
    with clock.set_to(clock.now() + timedelta(days=1)):
        withdraw(link_id, STAFF + 1)
    assert partner_link(link_id) == found
    assert partner_of(other) == "Andra"


@pytest.mark.promise("disclosure.partner-links")
def test_a_link_is_good_through_its_last_day() -> None:
    last = clock.today() + timedelta(days=2)
    link_id = authorise("Exempeljobb", STAFF, ends_on=last)
    with clock.set_to(clock.end_of_day(last) - timedelta(seconds=1)):
        assert partner_of(link_id) == "Exempeljobb"
        assert way_in(token_of(link_id)) is not None
    with clock.set_to(clock.end_of_day(last)):
        with pytest.raises(DeadPartnerLinkError):
            partner_of(link_id)
        with pytest.raises(DeadPartnerLinkError):
            way_in(token_of(link_id))


@pytest.mark.promise("disclosure.partner-links")
def test_each_disclosure_names_the_partner_and_a_dead_link_shows_nothing() -> None:
    person = seeker(State.PUBLIC, shown=[Detail.EMAIL])
    recruiter = employer().account_id
    link_id = authorise("Exempeljobb", STAFF)
    for occasion in (Occasion.PAGE, Occasion.PRINT):
        view = view_cv(person.address, recruiter, occasion, came_by=link_id)
        assert isinstance(view, PublicView)
    view_cv(person.address, recruiter, Occasion.PAGE)
    origins = [entry.partner for entry in disclosures_of(person.account_id)[1]]
    assert origins == [None, "Exempeljobb", "Exempeljobb"]

    withdraw(link_id, STAFF)
    assert view_cv(person.address, recruiter, Occasion.PAGE, came_by=link_id) is None
    assert photo_of(person.address, recruiter, Occasion.PAGE, came_by=link_id) is None
    assert disclosures_of(person.account_id)[0] == 3
    assert view_cv(person.address, recruiter, Occasion.PAGE) == view
    assert verify_ledger().broken is None


@pytest.mark.promise("disclosure.partner-links")
@pytest.mark.parametrize("state", State)
def test_a_link_shows_nothing_that_its_user_would_not_see(state: State) -> None:
    person = seeker(state, shown=list(Detail))
    suspended, blocked = employer("Avstängda AB"), employer("Stängda AB")
    suspend_company(suspended.company_id)
    block_company(person.account_id, name="Stängda")
    viewers = (
        employer().account_id,
        employer("Nya AB", verified=False).account_id,
        employer("Utland Inc", country="US").account_id,
        suspended.account_id,
        blocked.account_id,
        person.account_id,
    )
    link_id = authorise("Exempeljobb", STAFF)
    for viewer in viewers:
        alone = view_cv(person.address, viewer, Occasion.PAGE)
        assert view_cv(person.address, viewer, Occasion.PAGE, came_by=link_id) == alone
    assert view_cv(person.address, None, Occasion.PAGE, came_by=link_id) is None


def test_uses_are_counted_for_each_day_and_say_nothing_of_who() -> None:
    link_id, unused = authorise("Exempeljobb", STAFF), authorise("Andra", STAFF)
    with clock.set_to(clock.now() - timedelta(days=40)):
        count_login(link_id)
    with clock.set_to(clock.now() - timedelta(days=1)):
        count_login(link_id)
    for _ in range(2):
        count_login(link_id)

    days = logins_by_day(link_id)
    assert [count for _, count in days[-3:]] == [0, 1, 2]
    assert (len(days), sum(count for _, count in days)) == (14, 3)
    assert {each.id: each.logins for each in partner_links()} == {link_id: 4, unused: 0}
    assert set(PartnerLinkUse._meta.fields) == {"id", "link_id", "day", "logins"}


def test_the_row_alone_is_not_the_address() -> None:
    link_id = authorise("Exempeljobb", STAFF, note="Avtalat med Eva Ek")
    row = PartnerLink.get_by_id(link_id)
    stored = {str(value) for value in row.__data__.values()}
    assert token_of(link_id) not in stored
    assert not any(value in token_of(link_id) for value in CANARY.values())
