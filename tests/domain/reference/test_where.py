"""One box understands places of every kind, several at once, remote work and surroundings."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.domain.reference.queries import (
    counties,
    find_where,
    localities,
    municipalities,
    place_name,
    postcodes,
)
from webapp.domain.reference.rules import (
    MAX_NAME_LENGTH,
    MAX_SUGGESTIONS,
    County,
    Municipality,
    Postcode,
)
from webapp.domain.reference.where import MAX_RADIUS_KM, Where


def shown(places: tuple[object, ...]) -> list[str]:
    return [place_name(place, "sv") for place in places]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Malmö", ["Malmö"]),
        ("goteborg", ["Göteborg"]),
        ("Gothenburg", ["Göteborg"]),
        ("Skåne", ["Skåne län"]),
        ("Scania", ["Skåne län"]),
        ("Region Skåne", ["Skåne län"]),
        ("Kista", ["Kista"]),
        ("saltsjobaden", ["Saltsjöbaden"]),
        ("Göteborg, Borås", ["Göteborg", "Borås"]),
        ("Göteborg; Borås / Kungälv", ["Göteborg", "Borås", "Kungälv"]),
        ("Malmö och Lund", ["Malmö", "Lund"]),
        ("Malmö eller Lund", ["Malmö", "Lund"]),
        ("Malmö and Lund", ["Malmö", "Lund"]),
        ("malmö lund helsingborg", ["Malmö", "Lund", "Helsingborg"]),
        ("Upplands Väsby Sollentuna", ["Upplands Väsby", "Sollentuna"]),
        ("Lund, Lund", ["Lund"]),
        ("i Lund", ["Lund"]),
        ("in Gothenburg", ["Göteborg"]),
        ("på Gotland", ["Gotland"]),
        # What only says where the place beside it lies.
        ("Malmö, Skåne", ["Malmö"]),
        ("Malmö, Sverige", ["Malmö"]),
        ("Malmö Sweden", ["Malmö"]),
        ("Kista, Stockholm", ["Kista"]),
        ("Berg, Linköping", ["Berg, Linköping"]),
        ("Habo, Uppsala län", ["Håbo"]),
        # Neither lies in the other.
        ("Solna, Stockholm", ["Solna", "Stockholm"]),
        ("448 30 Floda", ["448 30 Floda"]),
        ("211 20 Lund", ["211 20 Malmö", "Lund"]),
        ("Skåne, Halland", ["Skåne län", "Hallands län"]),
        ("Malmö-Lund", ["Malmö", "Lund"]),
        ("Stockholm–Uppsala", ["Stockholm", "Uppsala"]),
        ("Upplands-Bro", ["Upplands-Bro"]),
        # What ads don't tell apart from the whole town.
        ("centrala Malmö", ["Malmö"]),
        ("in central Gothenburg", ["Göteborg"]),
        ("Stockholms innerstad", ["Stockholm"]),
        ("Malmö centrum", ["Malmö"]),
        ("Uppsala C", ["Uppsala"]),
    ],
)
def test_places_are_understood(text: str, places: list[str]) -> None:
    where = find_where(text)
    assert shown(where.places) == places
    assert (where.understood, where.remote, where.everywhere) == (True, False, False)
    assert where.suggestions == ()


@pytest.mark.parametrize(
    "text",
    [
        "211 20", "21120", "SE-211 20", "SE 211 20", "se21120", "s-211 20", "211\u00a020",
        "２１１２０", " 211  20 ", "211 20 Malmö", "211 20, Malmö", "Malmö 211 20", "21120 malmo",
        "211 20 Malmö, Sverige", "SE-211 20 Malmö, Skåne",
    ],
)  # fmt: skip
def test_a_postcode_in_all_its_forms(text: str) -> None:
    where = find_where(text)
    assert where.understood
    assert shown(where.places) == ["211 20 Malmö"]
    assert isinstance(where.places[0], Postcode)
    assert where.also == ()


@pytest.mark.parametrize(
    "text",
    [
        "hela Sverige", "Hela landet", "i hela Sverige", "Sverige", "överallt", "var som helst",
        "all of Sweden", "Sweden", "anywhere in Sweden", "nationwide", "Malmö, hela Sverige",
    ],
)  # fmt: skip
def test_all_of_sweden_restricts_nothing(text: str) -> None:
    assert find_where(text) == Where(everywhere=True)


@pytest.mark.parametrize(
    "text",
    [
        "distans", "på distans", "Distansarbete", "hemifrån", "jobba hemifrån",
        "remote", "Remote work", "work from home", "Remote, Sweden", "distans i hela Sverige",
    ],
)  # fmt: skip
def test_remote_is_a_criterion_of_its_own(text: str) -> None:
    assert find_where(text) == Where(remote=True)


def test_remote_beside_a_place() -> None:
    for text in ("Göteborg, distans", "distans eller Göteborg", "Göteborg distans"):
        where = find_where(text)
        assert (shown(where.places), where.remote, where.everywhere) == (["Göteborg"], True, False)


@pytest.mark.parametrize(
    ("text", "place", "radius"),
    [
        ("Stockholm med omnejd", "Stockholm", 30),
        ("Stockholm och omnejd", "Stockholm", 30),
        ("Stockholm, omnejd", "Stockholm", 30),
        ("Stockholm with surroundings", "Stockholm", 30),
        ("Stockholm and the surrounding area", "Stockholm", 30),
        ("Stockholms kommun med omnejd", "Stockholm", 30),
        ("Storstockholm", "Stockholm", 30),
        ("Stor-Göteborg", "Göteborg", 30),
        ("Greater Gothenburg", "Göteborg", 30),
        ("Göteborgsområdet", "Göteborg", 30),
        ("gbg med omnejd", "Göteborg", 30),
        ("malmötrakten", "Malmö", 30),
        ("nära Umeå", "Umeå", 30),
        ("i närheten av Umeå", "Umeå", 30),
        ("near Umeå", "Umeå", 30),
        ("2 mil från Lund", "Lund", 20),
        ("inom 25 km från Lund", "Lund", 25),
        ("within 25 km of Lund", "Lund", 25),
        ("Lund + 40 km", "Lund", 40),
        ("Lund 40 km", "Lund", 40),
        ("Lund, Skåne med omnejd", "Lund", None),
        ("Lund 0 km", "Lund", 0),
        ("Lund 999 km", "Lund", MAX_RADIUS_KM),
        ("211 20 med omnejd", "211 20 Malmö", 30),
        ("211 20 + 5 km", "211 20 Malmö", 5),
    ],
)
def test_how_far_around(text: str, place: str, radius: int | None) -> None:
    where = find_where(text)
    assert shown(where.places)[0] == place
    if radius is not None:
        assert (shown(where.places), where.radius_km) == ([place], radius)


def test_names_that_sound_like_surroundings_stay_names() -> None:
    for text in ("Storuman", "Storfors", "Stora Höga", "Närpes"):
        where = find_where(text)
        assert where.radius_km is None
    assert shown(find_where("Storuman").places) == ["Storuman"]


def test_several_places_keep_the_larger_radius() -> None:
    where = find_where("Lund 10 km, Malmö 20 km")
    assert (shown(where.places), where.radius_km) == (["Lund", "Malmö"], 20)
    assert find_where("Stockholm och omnejd och Uppsala").radius_km == 30


def test_several_readings_are_asked_back() -> None:
    where = find_where("Stockholm")
    assert (shown(where.places), shown(where.also)) == (["Stockholm"], ["Stockholms län"])
    assert shown(find_where("habo").also) == ["Håbo"]
    assert find_where("håbo").also == ()
    floda = find_where("Floda")
    assert len(floda.places) == 1
    assert floda.also
    assert all(place_name(place, "sv").startswith("Floda, ") for place in floda.also)


def test_nothing_is_asked_back_where_both_readings_are_the_same_area() -> None:
    assert (shown(find_where("Gotland").places), find_where("Gotland").also) == (["Gotland"], ())
    assert shown(find_where("Gotlands län").places) == ["Gotlands län"]


def test_the_name_of_a_place_leads_back_to_it() -> None:
    some_postcodes = [*postcodes().values()][::11]
    for place in (*counties(), *municipalities(), *localities(), *some_postcodes):
        name = place_name(place, "en")
        assert name == place_name(place, "sv") or isinstance(place, County | Municipality)
        (found,) = find_where(name).places
        if found != place:
            # A town that is named like its municipality is not told apart from it.
            assert isinstance(found, Municipality), name
            assert name == f"{found.name}, {found.name}"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Stokholm", "Stockholm"),
        ("gotborg", "Göteborg"),
        ("Fasta", "Farsta"),
        ("Malung", "Malung"),
        ("211 99", "211 77 Malmö"),
        ("Saltsjöbadn", "Saltsjöbaden"),
    ],
)
def test_the_unknown_is_said_with_suggestions(text: str, first: str) -> None:
    where = find_where(text)
    if where.understood:
        assert shown(where.places) == [first]
        return
    assert where.unknown == (text,)
    assert where.places == ()
    assert shown(where.suggestions)[0] == first
    assert len(where.suggestions) <= MAX_SUGGESTIONS


def test_what_is_known_holds_beside_what_is_not() -> None:
    where = find_where("Göteborg, Xyzqw")
    assert (shown(where.places), where.unknown) == (["Göteborg"], ("Xyzqw",))
    assert not where.understood


@pytest.mark.parametrize(
    "text", ["Berlin", "Oslo", "sjuksköterska", "99999", "2112", "東京", "?!", "\x00", "30 km"]
)
def test_what_is_like_no_place_is_unknown(text: str) -> None:
    where = find_where(text)
    assert (where.places, where.unknown, where.everywhere) == ((), (text,), False)


@pytest.mark.parametrize("text", ["", "   ", " , ;", "\n"])
def test_nothing_asked_is_understood_as_nothing(text: str) -> None:
    assert find_where(text) == Where()


def test_overlong_text_is_unknown_without_a_search() -> None:
    assert find_where("Malmö".ljust(MAX_NAME_LENGTH)).understood
    long = "Malmö, " * 100_000
    assert find_where(long) == Where(unknown=(long,))


WORDS = st.sampled_from(
    "Malmö Stockholm Skåne län kommun 211 20 21120 SE- med omnejd och , / ; + km mil 3 99 distans "
    "hela Sverige i nära runt stor med inom från Habo Berg remote sverige x".split()
)


@given(
    st.text(max_size=MAX_NAME_LENGTH + 10)
    | st.lists(WORDS, max_size=14).map(" ".join)
    | st.lists(WORDS, max_size=14).map("".join)
)
@example("i i i i i i i i i i i i i i i i i i i i i i i i i i i i i i i i i i i i i i")
@example("1 km 1 km 1 km 1 km 1 km 1 km 1 km 1 km 1 km 1 km 1 km 1 km 1 km Lund")
@example("\u0660\u0661\u0662\u0663\u0664")
def test_any_text_gets_a_consistent_answer(text: str) -> None:
    where = find_where(text)
    assert where.radius_km is None or 0 <= where.radius_km <= MAX_RADIUS_KM
    assert len(where.suggestions) <= MAX_SUGGESTIONS
    assert len(set(where.places)) == len(where.places)
    assert not {*where.places} & {*where.also}
    assert not (where.everywhere and (where.places or where.remote))
    assert not (where.suggestions and where.understood)
    if where.radius_km is not None:
        assert where.places


@given(st.integers(0, 99999), st.sampled_from(["{}{}", "{} {}", "SE-{} {}", "se {}{}", "{}  {}"]))
def test_postcodes_are_known_or_unknown_in_every_form(number: int, form: str) -> None:
    digits = f"{number:05}"
    where = find_where(form.format(digits[:3], digits[3:]))
    assert where.places == ((postcodes()[digits],) if digits in postcodes() else ())
    assert where.understood == (digits in postcodes())
    assert all(not isinstance(place, County) for place in where.places)
