"""Which ads are one job, and which of them leads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.jobs.folding import OpenAd, fold_key, leaders

ADS = st.lists(
    st.tuples(st.sampled_from(["own", "partner-a", "partner-b"]), st.sampled_from("xy")),
    max_size=12,
).map(
    lambda drawn: [
        OpenAd(number, source, None if source == "own" else source, key)
        for number, (source, key) in enumerate(drawn, 1)
    ]
)


@pytest.mark.parametrize(
    ("employer", "headline"),
    [
        ("Brobolaget AB", "Brovakt – Malmö"),
        ("brobolaget  Aktiebolag (publ)", "BROVAKT, malmö!"),
        ("AB Brobolaget", "Brovakt/Malmö"),
    ],
)
def test_spelling_and_legal_form_make_no_difference(employer: str, headline: str) -> None:
    assert fold_key(employer, headline, "1280") == fold_key("Brobolaget", "Brovakt Malmö", "1280")


@pytest.mark.parametrize(
    ("employer", "headline", "municipality"),
    [
        ("", "Brovakt", "1280"),
        ("AB", "Brovakt", "1280"),
        ("Brobolaget", "!", "1280"),
        ("Brobolaget", "Brovakt", None),
    ],
)
def test_too_little_is_no_key(employer: str, headline: str, municipality: str | None) -> None:
    assert fold_key(employer, headline, municipality) is None


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=4))
def test_any_text_has_a_key_of_one_size_or_none(employer: str, headline: str, code: str) -> None:
    key = fold_key(employer, headline, code)
    assert key is None or len(key) == 32
    # Words can't slip from one field into the next.
    assert key is None or key != fold_key(f"{employer} {headline}", headline, code)


@given(ADS)
def test_every_ad_stays_findable_by_one_that_leads(ads: list[OpenAd]) -> None:
    behind = leaders(ads)
    by_id = {ad.id: ad for ad in ads}
    for ad_id, leader_id in behind.items():
        ad, leader = by_id[ad_id], by_id[leader_id]
        assert leader_id not in behind
        assert (leader.key, leader.source != ad.source) == (ad.key, True)
        assert leader.partner is None or ad.partner is not None
    for leader_id in set(behind.values()):
        same = [leader_id, *(ad_id for ad_id, found in behind.items() if found == leader_id)]
        sources = [by_id[each].source for each in same]
        assert len(sources) == len(set(sources))


@given(ADS)
def test_their_order_makes_no_difference(ads: list[OpenAd]) -> None:
    assert leaders(reversed(ads)) == leaders(ads)
