"""The finder of leaks: a person's own data is found however it is written, and little else is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.domain.cv.leak_edits import Choice, Decision, text_after
from webapp.domain.cv.leaks import Finding, LeakKind, Person, find_leaks, leaks_in, texts_to_check
from webapp.domain.cv.rules import Detail, Section
from webapp.domain.cv.sections import Text

PERSON = Person(
    details={
        Detail.NAME: "Torvald Grankvist",
        Detail.EMAIL: "torre.grankvist@brevlada.example",
        Detail.ADDRESS: "Skeppargränd 14 C",
        Detail.POSTCODE: "211 20",
        Detail.TOWN: "Malmö",
        Detail.PHONE: "040-628 04 33",
        Detail.MOBILE: "070-174 06 35",
        Detail.BIRTH_DATE: "1985-04-12",
    },
    account_email="tgrankvist@post.example",
    employers=("Nordbruks Snickeri AB",),
    schools=("Lunds universitet",),
    public_texts=("Jag byggde upp en verkstad med nio anställda från ingenting på två år.",),
    places=frozenset({"lund", "malmo"}),
)
ORDINARY = st.lists(
    st.sampled_from("jag har byggt kök och trappor i nio år åt nöjda kunder".split()), max_size=12
).map(" ".join)
ANYTHING = st.text(max_size=60)
NAMES = st.sampled_from(
    ["Torvald", "Grankvist", "Torvald Grankvist", "Torvalds", "Grankvists", "Torvald Grankvists",
     "Grankvist, Torvald", "torvaldgrankvist", "T. Grankvist", "torvald_grankvist", "Granqvist"]
)  # fmt: skip
CASES = st.sampled_from([str.upper, str.lower, str.title, str])
# Each piece has to be found whole, whatever stands around it.
PIECES = {
    LeakKind.PHONE: ["0701740635", "+46 70 174 06 35", "0046-701740635", "070/174 06 35",
                     "noll sju noll ett sju fyra noll sex tre fem", "(040) 628 04 33",
                     "noll sjuttio ett sjuttiofyra noll sex trettiofem", "7 0 1 7 4 0 6 3 5"],
    LeakKind.EMAIL: ["torre.grankvist@brevlada.example", "torre punkt grankvist at brevlada punkt "
                     "example", "torre.grankvist (snabel-a) brevlada.example",
                     "tgrankvist[at]post[dot]example", "tgrankvist kanelbulle post punkt example",
                     "t g r a n k v i s t @ post . example",
                     "TORRE.GRANKVIST@BREVLADA.EXAMPLE"],
    LeakKind.IDENTITY_NUMBER: ["850412-2386", "19850412-2386", "198504122386", "850472-2383",
                               "850412 2386", "8 5 0 4 1 2 - 2 3 8 6"],
    LeakKind.BIRTH_DATE: ["1985-04-12", "850412", "12 april 1985", "April 12, 1985", "12/4 1985",
                          "12.4.1985"],
    LeakKind.ADDRESS: ["Skeppargränd 14 C", "Skeppargränd", "skeppargränds", "Kungsgatan 3"],
    LeakKind.POSTCODE: ["211 20", "SE-211 20"],
    LeakKind.LINK: ["https://example.org/torvald", "www.trappor.example", "trappor.se"],
    LeakKind.HANDLE: ["@snickarbloggen_14"],
    LeakKind.EMPLOYER: ["Nordbruks Snickeri AB", "Nordbruks Snickeri", "Nordbruks Snickeris",
                        "Hjorts Fönster AB"],
    LeakKind.SCHOOL: ["Lunds universitet", "universitetet i Lund", "Lund University",
                      "University of Lund", "Lunds universitets"],
    LeakKind.COPY: ["byggde upp en verkstad med nio anställda från ingenting"],
}  # fmt: skip
FLAT = [(kind, piece) for kind, pieces in PIECES.items() for piece in pieces]


def letters_left(text: str, start: int, end: int) -> str:
    """What of a piece no finding covers."""
    covered = {at for span in leaks_in(PERSON, text) for at in range(span.start, span.end)}
    return "".join(text[at] for at in range(start, end) if text[at].isalnum() and at not in covered)


@pytest.mark.promise("cv.anonymous.leak-warning")
@settings(deadline=None)
@given(before=ORDINARY, name=NAMES, case=CASES, after=ORDINARY)
def test_the_own_name_is_found_wherever_it_stands(before, name, case, after) -> None:
    written = case(name)
    text = f"{before} {written} {after}".strip()
    start = text.index(written)
    if name in ("T. Grankvist", "Granqvist") and written.islower():
        # An initial and a misspelling are known by their capitals.
        return
    assert letters_left(text, start, start + len(written)) == "", text


@pytest.mark.promise("cv.anonymous.leak-warning")
@pytest.mark.parametrize(("kind", "piece"), FLAT, ids=[piece for _, piece in FLAT])
def test_each_kind_is_found_in_each_writing(kind: LeakKind, piece: str) -> None:
    for before, after in (("", ""), ("Jag har ", " sedan dess."), ("rad\n", "\nrad"), ("(", ")")):
        text = before + piece + after
        assert letters_left(text, len(before), len(before) + len(piece)) == "", text
        assert kind in {span.kind for span in leaks_in(PERSON, text)}, text


@settings(deadline=None)
@given(before=ANYTHING, piece=st.sampled_from([piece for _, piece in FLAT]), after=ANYTHING)
def test_places_lie_in_the_text_and_only_copies_overlap(before, piece, after) -> None:
    text = before + piece + after
    spans = leaks_in(PERSON, text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    apart = [span for span in spans if span.kind is not LeakKind.COPY]
    assert all(one.end <= next_.start for one, next_ in pairwise(apart))


@pytest.mark.promise("cv.anonymous.leak-warning")
@settings(deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from([piece for _, piece in FLAT]), NAMES, ORDINARY), max_size=8)
)
def test_what_all_removals_leave_gives_nothing_away(pieces: list[str]) -> None:
    value = ". ".join(pieces)
    # What stood apart may stand side by side then, which the next look finds.
    for _ in range(4):
        text = Text("free", None, "text", None, value)
        found = find_leaks(PERSON, [text])
        if not found:
            return
        after = text_after(value, dict.fromkeys(found, Decision(Choice.REMOVE)))
        assert len(after) < len(value)
        value = after
    assert find_leaks(PERSON, [Text("free", None, "text", None, value)]) == []


@pytest.mark.parametrize(
    "harmless",
    [
        "Jag söker arbete i Malmö, Lund eller Helsingborg.",
        "Budget 21120 kronor, 211 200 kr i fjol.",
        "Körkort B, C1. Engelska C1. ISO 9001:2015.",
        "node.js, ASP.NET och @Override i C++17",
        "2004–2007, 2010-2015, version 4.11.04",
        "Organisationsnummer 559999-9991",
        "En torv i gräset och en gran i skogen",
        "Jag byggde en verkstad med nio bänkar.",
        "Jag har läst vid flera universitet.",
    ],
)
def test_what_only_looks_like_it_is_left_alone(harmless: str) -> None:
    assert leaks_in(PERSON, harmless) == []


@pytest.mark.parametrize(
    ("name", "harmless", "telling"),
    [
        ("Björn Ek", "en björn under en ek, mossa och sten", "Fråga Björn om det"),
        ("Stig Alm", "en stig mellan alm och asp", "enligt Stig Alm är det klart"),
        ("May Stone", "In May 2019 we moved every stone", "Ask May Stone"),
        ("Maria Berg", "berg och dal", "Ring Berg"),
    ],
)
def test_names_that_are_words_count_where_they_are_names(name, harmless, telling) -> None:
    person = Person(details={Detail.NAME: name})
    assert leaks_in(person, harmless) == []
    assert [span.kind for span in leaks_in(person, telling)] == [LeakKind.NAME]


def test_employers_of_fields_are_found_in_other_texts() -> None:
    sections = [
        Section("experience", False, {"items": [{"employer": "Kvarnby Plåt AB", "place": "Lund"}]}),
        Section("summary", False, {"text": "På Kvarnby Plåt lärde jag mig svetsa."}),
        Section("references", False, {"text": "Torvald Grankvist"}),
        Section("free", True, {"text": "Torvald Grankvist"}),
    ]
    found = find_leaks(PERSON, texts_to_check("Snickare Torvald", sections))
    assert [(each.text.kind, each.found) for each in found] == [
        ("title", "Torvald"),
        ("experience", "Kvarnby Plåt AB"),
        ("summary", "Kvarnby Plåt"),
    ]
    assert [each.kind for each in found[1:]] == [LeakKind.EMPLOYER] * 2


def test_a_shown_year_of_birth_is_no_leak_but_the_date_is() -> None:
    shown = Person(details=PERSON.details, birth_year_shown=True)
    assert leaks_in(shown, "Född 1985 i Lund.") == []
    assert [span.kind for span in leaks_in(shown, "Född 12 april 1985.")] == [LeakKind.BIRTH_DATE]
    assert [span.kind for span in leaks_in(PERSON, "Född 1985.")] == [LeakKind.BIRTH_DATE]


@settings(deadline=None, max_examples=300)
@given(value=ANYTHING, start=st.integers(0, 60), length=st.integers(1, 9), words=ANYTHING)
def test_a_replaced_piece_leaves_the_rest_as_it_was(value, start, length, words) -> None:
    end = min(len(value), start + length)
    if start >= end or not words.strip():
        return
    finding = Finding(Text("free", None, "text", None, value), start, end, LeakKind.NAME)
    after = text_after(value, {finding: Decision(Choice.REPLACE, words)})
    assert after == (value[:start] + words.strip() + value[end:]).strip()
