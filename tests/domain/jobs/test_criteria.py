"""Choosing by criteria, counting what each choice gives, and ways on where nothing is found."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.jobs.corpora import NOW, ad, build
from webapp.base import clock
from webapp.base.text import parse_query
from webapp.domain.jobs import rules
from webapp.domain.jobs.models import JobAd
from webapp.domain.jobs.search import CRITERIA, Criteria, JobSearch, Sort, places_of
from webapp.domain.jobs.ways_on import WIDER_KM, Asked, Change, Way, ways_on
from webapp.domain.reference.queries import find_where, occupation_fields
from webapp.domain.reference.where import Where

FIELDS = [field.jobtech_id for field in occupation_fields()]
# Malmö, Lund, Kalmar: the first two lie 16 km apart.
TOWNS = {"1280": "12", "1281": "12", "0880": "08"}
EVERYWHERE = find_where("")


def criteria(
    text: str = "", where: str = "", radius: int | None = None, **more: object
) -> Criteria:
    return Criteria(
        query=parse_query(text),
        places=places_of(find_where(where), radius),
        **more,  # type: ignore[arg-type]
    )


def way_on(
    search: JobSearch, text: str = "", where: str = "", radius: int | None = None, **more: object
) -> list[Way]:
    asked = Asked(
        text=text,
        where=find_where(where),
        radius=radius,
        criteria=criteria(text, where, radius, **more),
    )
    with clock.set_to(NOW):
        return ways_on(search, asked, search.find(asked.criteria))


def mixed_ads(count: int = 300) -> list[JobAd]:
    chance = random.Random(11)
    ads = []
    for number in range(1, count + 1):
        town = chance.choice(list(TOWNS))
        ads.append(
            ad(
                number,
                chance.choice(["Kock", "Snickare", "Sjuksköterska natt"]),
                municipality_code=town,
                county_code=TOWNS[town],
                employer_name=chance.choice(["Krogen AB", "Bygg & Co", "Ekliden"]),
                occupation_field_code=chance.choice([*FIELDS[:3], None]),
                occupation_group=chance.choice(["Restaurang m.fl.", "Murare", None]),
                employment_type="Vanlig anställning",
                duration=chance.choice(["Tillsvidare", "3 - 6 månader"]),
                working_hours=chance.choice(["Heltid", "Deltid", "Heltid/Deltid", None]),
                remote=chance.choice([True, False, None]),
                language=chance.choice(["sv", "en"]),
                partner=chance.choice([None, None, "Jobbporten"]),
                published_at=NOW - timedelta(days=chance.randrange(40)),
            )
        )
    return ads


@pytest.fixture(scope="module")
def ads() -> list[JobAd]:
    return mixed_ads()


@pytest.fixture(scope="module")
def search(ads: list[JobAd], tmp_path_factory: pytest.TempPathFactory) -> JobSearch:
    return build(tmp_path_factory.mktemp("index"), ads)


def values_of(ad: JobAd, name: str) -> tuple[str, ...]:
    """What an ad is chosen by, told anew from its row."""
    field_codes = {field.jobtech_id: field.code for field in occupation_fields()}
    one = {
        "county": ad.county_code,
        "field": field_codes.get(ad.occupation_field_code),
        "group": ad.occupation_group,
        "type": "permanent" if ad.duration == "Tillsvidare" else "temporary",
        "remote": "yes" if ad.remote else None,
        "language": ad.language,
        "partner": ad.partner,
        "employer": ad.employer_name,
    }
    if name == "extent":
        return {
            "Heltid": ("full-time",),
            "Deltid": ("part-time",),
            "Heltid/Deltid": ("full-time", "part-time"),
            None: (),
        }[ad.working_hours]
    return (one[name],) if one[name] else ()


CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "county": st.sampled_from(["12", "08"]),
        "field": st.sampled_from([field.code for field in occupation_fields()[:3]]),
        "group": st.sampled_from(["Restaurang m.fl.", "Murare"]),
        "type": st.sampled_from(["permanent", "temporary"]),
        "extent": st.sampled_from(["full-time", "part-time"]),
        "remote": st.just("yes"),
        "language": st.sampled_from(["sv", "en"]),
        "partner": st.just("Jobbporten"),
        "employer": st.sampled_from(["Krogen AB", "Ekliden"]),
    },
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    chosen=CHOICES,
    days=st.sampled_from([None, 1, 7, 30]),
    word=st.sampled_from(["", "kock", "natt"]),
    town=st.sampled_from(["", "Malmö", "Kalmar"]),
)
def test_choices_and_counts_say_what_the_ads_say(
    ads: list[JobAd],
    search: JobSearch,
    chosen: dict[str, str],
    days: int | None,
    word: str,
    town: str,
) -> None:
    codes = {"Malmö": "1280", "Kalmar": "0880"}

    def fits(ad: JobAd, *left_out: str) -> bool:
        since = clock.today() - timedelta(days=days or 0)
        return (
            word in ad.headline.lower()
            and (
                "places" in left_out
                or ad.municipality_code == codes.get(town, ad.municipality_code)
            )
            and (
                "published" in left_out or not days or clock.stockholm_day(ad.published_at) >= since
            )
            and all(
                value in values_of(ad, name)
                for name, value in chosen.items()
                if name not in left_out
            )
        )

    with clock.set_to(NOW):
        found = search.find(
            criteria(word, town, chosen=chosen, published_within=days, sort=Sort.NEWEST)
        )
        assert found.total == sum(map(fits, ads))
        assert all(hit.id in {ad.id for ad in ads if fits(ad)} for hit in found.hits)
        for name in CRITERIA:
            others = ("places",) if name == "county" else ()
            expected = Counter(
                value for ad in ads if fits(ad, name, *others) for value in values_of(ad, name)
            )
            assert found.counts[name] == expected
        for within, count in found.counts["published"].items():
            since = clock.today() - timedelta(days=int(within))
            assert count == sum(
                fits(ad, "published") and clock.stockholm_day(ad.published_at) >= since
                for ad in ads
            )


def test_a_radius_reaches_the_towns_within_it(search: JobSearch, ads: list[JobAd]) -> None:
    of_town = Counter(ad.municipality_code for ad in ads)
    with clock.set_to(NOW):
        assert search.count(criteria(where="Malmö")) == of_town["1280"]
        assert search.count(criteria(where="Malmö", radius=30)) == of_town["1280"] + of_town["1281"]
        assert search.count(criteria(where="Lund med omnejd")) == of_town["1280"] + of_town["1281"]
        assert search.count(criteria(where="Malmö, Kalmar")) == of_town["1280"] + of_town["0880"]
        assert search.count(criteria(where="hela Sverige")) == len(ads)
        assert search.count(criteria(where="distans")) == sum(bool(ad.remote) for ad in ads)


def test_an_ad_with_a_point_of_its_own_is_found_from_there(tmp_path: Path) -> None:
    # In the hills between Åre and the border, 45 km and more from any town of the municipality.
    far = ad(1, municipality_code="2321", county_code="23", latitude=63.2, longitude=12.1)
    near = ad(2, municipality_code="2321", county_code="23")
    search = build(tmp_path, [far, near])
    with clock.set_to(NOW):
        assert search.count(criteria(where="Järpen", radius=30)) == 1
        assert search.count(criteria(where="Järpen", radius=100)) == 2


def test_where_no_ad_has_all_words_those_with_any_are_found(search: JobSearch) -> None:
    with clock.set_to(NOW):
        both = search.find(criteria("kock snickare"))
        strict = search.find(criteria("sjuksköterska natt"))
        kocks = search.count(criteria("kock"))
        assert both.any_word
        assert both.total == kocks + search.count(criteria("snickare"))
        assert not strict.any_word
        assert search.find(criteria("kock snickare -kock")).total == search.count(
            criteria("snickare")
        )
        assert not search.find(criteria("finnsinte")).any_word


def test_a_misspelt_word_leads_to_what_was_meant(search: JobSearch) -> None:
    ways = way_on(search, "sjukskötreska natt")
    assert ways[0].change is Change.MEANT
    assert ways[0].value == "sjuksköterska natt"
    with clock.set_to(NOW):
        assert ways[0].total == search.count(criteria("sjuksköterska natt"))


def test_zero_hits_give_ways_on_that_all_find_something(search: JobSearch) -> None:
    # No ad lies in Hässleholm; Lund is some 60 km away.
    ways = way_on(search, "kock", "Hässleholm", chosen={"language": "en"}, published_within=30)
    assert {(way.change, way.value) for way in ways} >= {
        (Change.WIDER, "100"),
        (Change.WITHOUT, "where"),
    }
    assert all(way.total for way in ways)
    with clock.set_to(NOW):
        for way in ways:
            if way.change is Change.WIDER:
                wider = criteria(
                    "kock",
                    "Hässleholm",
                    int(way.value),
                    chosen={"language": "en"},
                    published_within=30,
                )
                assert way.total == search.count(wider)
                assert int(way.value) in WIDER_KM


def test_a_criterion_that_empties_the_list_is_named(tmp_path: Path) -> None:
    search = build(tmp_path, [ad(1, "Kock", language="sv"), ad(2, "Kock natt", language="sv")])
    ways = way_on(search, "kock", chosen={"language": "en", "employer": "Krogen"})
    assert ways == [Way(Change.WITHOUT, "language", 2)]
    ways = way_on(search, "kock dag")
    assert Way(Change.SHORTER, "kock", 2) in ways


def test_no_way_on_begins_or_ends_with_a_word_that_says_nothing(tmp_path: Path) -> None:
    search = build(tmp_path, [ad(1, "Kock"), ad(2, "Servitör")])
    ways = {way.value for way in way_on(search, "kock eller servitör")}
    assert ways == {"kock", "servitör"}


def test_a_search_with_hits_needs_no_way_on(search: JobSearch) -> None:
    assert way_on(search, "kock") == []


@pytest.mark.parametrize(
    ("kind", "duration", "expected"),
    [
        ("Vanlig anställning", "Tillsvidare", ("permanent",)),
        ("Vanlig anställning", "Tills vidare", ("permanent",)),
        ("Vanlig anställning", "3 - 6 månader", ("temporary",)),
        ("Tillsvidareanställning (inkl. eventuell provanställning)", None, ("permanent",)),
        ("Behovsanställning", "Tills vidare", ("on-call",)),
        ("Sommarjobb / feriejobb", "11 dagar - 3 månader", ("seasonal",)),
        ("Vikariat", None, ("temporary",)),
        ("Tidsbegränsad anställning, Praktik", None, ("temporary", "internship")),
        (None, None, ()),
        ("Arbete utomlands", None, ()),
    ],
)
def test_kinds_of_employment(
    kind: str | None, duration: str | None, expected: tuple[str, ...]
) -> None:
    assert rules.employment_kinds(kind, duration) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Heltid", ("full-time",)),
        ("Heltid/Deltid", ("full-time", "part-time")),
        ("Heltid eller Deltid", ("full-time", "part-time")),
        ("part time", ("part-time",)),
        ("37,5 timmar", ()),
        (None, ()),
    ],
)
def test_extents(said: str | None, expected: tuple[str, ...]) -> None:
    assert rules.extents(said) == expected


def test_no_place_asks_for_no_place() -> None:
    assert places_of(Where(), None) is None
    assert places_of(EVERYWHERE, 50) is None
