"""A name of an occupation leads to its other names, in both languages, and to nothing else."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.base.text import words
from webapp.domain.reference.queries import synonyms_in
from webapp.domain.reference.synonyms import (
    NOT_SOUGHT,
    Stems,
    Synonyms,
    shipped_occupations,
    taxonomy_occupations,
)


def shipped() -> list[tuple[str, ...]]:
    path = files("webapp.domain.reference").joinpath("occupation_names.csv")
    return shipped_occupations(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def stems(name: str) -> Stems:
    return tuple(word.stem for word in words(name))


def labels(query: str, known: Synonyms | None = None) -> set[Stems]:
    found = known.within(words(query)) if known else synonyms_in(words(query))
    return {label for synonym in found for label in synonym.labels}


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("sjuksköterska", "nurse"),
        ("SJUKSKÖTERSKORNA", "nurse"),
        ("sjukskoterska", "nurse"),
        ("nurses", "sjuksköterska"),
        ("registered nurse", "sjuksköterska"),
        ("kock", "cook"),
        ("cook", "kock"),
        ("head chefs", "köksmästare"),
        ("systemutvecklare", "software engineer"),
        ("software engineers", "programmerare"),
        ("programmer", "systemutvecklare"),
        ("baker", "bagare"),
        ("it tekniker", "computer technician"),
        ("lokalvårdare", "cleaner"),
        ("brandmän", "firefighter"),
        ("civil engineer", "byggnadsingenjör"),
        ("product managers", "produktchef"),
        ("production manager", "produktionschef"),
    ],
)
def test_a_name_leads_to_the_others(query: str, other: str) -> None:
    assert stems(other) in labels(query)


@pytest.mark.parametrize(
    "query",
    [
        # One word, two meanings in the two languages.
        "chef",
        "chefer",
        "chefs",
        # Words that share a stem with a name.
        "market",
        "marknad",
        "program",
        "driva projekt",
        "join",
        "docker",
        "information",
        "train",
        # And nothing at all.
        "",
        "malmö",
        "1",
        "c++",
    ],
)
def test_what_names_no_one_occupation_is_left_alone(query: str) -> None:
    assert synonyms_in(words(query)) == ()


@pytest.mark.parametrize(
    ("query", "never"),
    [
        ("kock", "chef"),
        ("manager", "chef"),
        ("systemutvecklare", "programmer"),
        ("möbelsnickare", "joiner"),
        ("bagare", "baker"),
        ("civilingenjör", "civil engineer"),
        ("production manager", "produktchef"),
        ("ekonom", "economist"),
    ],
)
def test_a_doubtful_name_is_not_looked_for(query: str, never: str) -> None:
    assert stems(never) not in labels(query)


def test_the_longest_names_are_taken_from_the_left() -> None:
    query = words("senior software engineer eller registered nurse i malmö")
    found = [(synonym.start, synonym.end) for synonym in synonyms_in(query)]
    assert found == [(1, 3), (4, 6)]
    assert [s.start for s in synonyms_in(words("kock kock"))] == [0, 1]


def test_names_that_a_shorter_one_finds_are_left_out() -> None:
    assert labels("nurse") == {("sjukskötersk",), ("sjukskötar",)}
    assert ("registered", "nurs") not in labels("sjuksköterska")


def test_each_name_that_ships_stands_once_and_leads_somewhere() -> None:
    occupations = shipped()
    assert 300 <= len(occupations) <= 600
    rows_of: dict[tuple[str, ...], set[int]] = {}
    for number, names in enumerate(occupations):
        assert all(name == name.strip() and words(name) for name in names), names
        assert len({stems(name) for name in names}) > 1, names
        for name in names:
            key = tuple(word.surface for word in words(name))
            rows_of.setdefault(key, set()).add(number)
    assert [key for key, rows in rows_of.items() if len(rows) > 1] == [("chef",)]
    unsure = {"chef", "manager"}
    for names in occupations:
        for name in names:
            alone = len(names) - sum(each.startswith(NOT_SOUGHT) for each in names) < 2
            assert labels(name) or name in unsure or alone, name


def taxonomy_row(label: str, other_names: str = "", names_en: str = "") -> dict[str, str]:
    return {
        "type": "occupation-name", "label": label,
        "other_names": other_names, "names_en": names_en,
    }  # fmt: skip


def test_labels_of_a_taxonomy_hold_several_names() -> None:
    rows = [
        taxonomy_row("Flygvärd/Flygvärdinna/Flygsteward"),
        taxonomy_row("Vildmarksguide", "Naturguide", "wilderness guide"),
        taxonomy_row("Krematoriemästare/Föreståndare"),
        taxonomy_row("Föreståndare, äldreboende"),
        taxonomy_row("Pilot/Trafikflygare/Flygkapten"),
        taxonomy_row("Pilot/Trafikflygare/Flygstyrman"),
        taxonomy_row("Farmaceut/Apotekare"),
        taxonomy_row("Farmaceut/Receptarie"),
        taxonomy_row("Kvalitetsingenjör/-tekniker"),
        taxonomy_row("Golvslipare/trä"),
        {"type": "skill", "label": "Skidåkning/Slalom"},
        {"type": "occupation-name", "label": "Bovärd/Husvärd"},
    ]
    known = Synonyms([], taxonomy_occupations(rows))
    assert labels("flygstewarden", known) == {stems("flygvärd"), stems("flygvärdinna")}
    assert labels("wilderness guides", known) == {stems("vildmarksguide"), stems("naturguide")}
    assert stems("wilderness guide") in labels("naturguide", known)
    assert labels("krematoriemästare", known) == labels("föreståndare", known) == set()
    assert labels("pilot", known) == {stems("trafikflygare")}
    assert labels("flygkapten", known) == {stems("pilot"), stems("trafikflygare")}
    assert labels("farmaceut", known) == labels("apotekare", known) == set()
    assert labels("bovärd", known) == {stems("husvärd")}
    for query in ("kvalitetsingenjör", "tekniker", "golvslipare", "skidåkning"):
        assert known.within(words(query)) == ()


def test_a_taxonomy_adds_to_what_ships_but_not_where_that_is_unsure() -> None:
    ours = [("kock", "cook", "chef"), ("chef", "manager")]
    known = Synonyms(ours, taxonomy_occupations([taxonomy_row("Kock/Matlagare", "chef")]))
    assert labels("kock", known) == {stems("cook"), stems("matlagare")}
    assert labels("matlagare", known) == {stems("kock")}
    assert labels("chef", known) == set()


@given(
    st.lists(st.lists(st.text("abc å", min_size=1, max_size=6), max_size=4).map(tuple), max_size=6),
    st.text("abc å", max_size=30),
)
def test_any_names_and_query_give_runs_in_order(
    occupations: list[tuple[str, ...]], text: str
) -> None:
    query = words(text)
    found = Synonyms(occupations).within(query)
    places = [0, *(place for synonym in found for place in (synonym.start, synonym.end))]
    assert places == sorted(places) and places[-1] <= len(query)
    for synonym in found:
        assert synonym.end > synonym.start
        assert synonym.labels and all(synonym.labels)
