"""Active CVs from before there were postings are found as soon as the migration is done."""

from __future__ import annotations

from tests.support.people import employer, seeker
from tests.support.postings import due, posted
from webapp.base.db import Migrations
from webapp.base.keyring import KeyRing, use_keys
from webapp.domain.cv.rules import Detail, State
from webapp.domain.cv.search import search_cvs

THIS = "0016_cv_postings"


def test_cvs_of_before_are_found_by_all_that_they_were_found_by(database_url: str) -> None:
    use_keys(KeyRing([b"k" * 32]))
    try:
        person = seeker(State.PUBLIC, shown=[Detail.TOWN])
        person.choose([Detail.TOWN], third_countries=True)
        for state in State:
            seeker(state)
        before = posted()
        Migrations().down(THIS)
        Migrations().up()
        assert posted() == before == due()
        outside = search_cvs(employer("Far Inc", country="US").account_id, "qxstorpet svetsare")
        assert outside is not None
        assert [hit.address for hit in outside.hits] == [person.address]
    finally:
        use_keys(None)
