"""Documents by their headings: what is clear becomes fields, what is not stays as it stands."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.cv.document_headings import AS_FREE_TEXT, PERSONAL, heading_of
from webapp.domain.cv.document_periods import period_in, single_date_in
from webapp.domain.cv.document_sections import draft_of_document
from webapp.domain.cv.drafts import Draft, Why
from webapp.domain.cv.rules import Kind


def read(text: str, style: str = "") -> Draft:
    return draft_of_document([(style, line) for line in text.splitlines()], lambda words: "sv")


def content(draft: Draft, kind: Kind) -> dict[str, Any]:
    return next(dict(each.content) for each in draft.sections if each.kind == kind)


def said(draft: Draft, why: Why) -> list[str]:
    return [each.words for each in draft.remarks if each.why is why]


@pytest.mark.parametrize(
    ("line", "kind", "rest"),
    [
        ("Arbetslivserfarenhet", Kind.EXPERIENCE, ""),
        ("ANSTÄLLNINGAR", Kind.EXPERIENCE, ""),
        ("Work experience:", Kind.EXPERIENCE, ""),
        ("Utbildning", Kind.EDUCATION, ""),
        ("U T B I L D N I N G", Kind.EDUCATION, ""),
        ("Kurser & certifikat", Kind.COURSES, ""),
        ("Språk: svenska, engelska", Kind.LANGUAGES, "svenska, engelska"),
        ("Körkort: B", Kind.LICENCES, "B"),
        ("Mina referenser", Kind.REFERENCES, ""),
        ("Sammanfattning", Kind.SUMMARY, ""),
        ("Skills", Kind.SKILLS, ""),
        ("Kontaktuppgifter", PERSONAL, ""),
        ("Intressen", AS_FREE_TEXT, ""),
    ],
)
def test_headings_are_known_in_both_languages(line: str, kind: str, rest: str) -> None:
    assert heading_of(line) == (kind, rest)


@pytest.mark.parametrize("line", ["Erfarenhet av svetsning", "Jag kan språk", "Education pays", ""])
def test_a_sentence_is_no_heading(line: str) -> None:
    assert heading_of(line) is None


@pytest.mark.parametrize(
    ("line", "start", "end", "rest"),
    [
        ("2018–2021 Svetsare", "2018", "2021", "Svetsare"),
        ("Svetsare, mars 2019 – nu", "2019-03", "", "Svetsare"),
        ("Welder (03/2019 - present)", "2019-03", "", "Welder"),
        ("2019-03 – 2020-11", "2019-03", "2020-11", ""),
        ("Sept 2001 to December 2002\tClerk", "2001-09", "2002-12", "Clerk"),
        ("okt. 2010 till maj 2012", "2010-10", "2012-05", ""),
        ("2015 –", "2015", "", ""),
    ],
)
def test_periods_are_understood(line: str, start: str, end: str, rest: str) -> None:
    found = period_in(line)
    assert found is not None
    assert (found.start, found.end, found.rest) == (start, end, rest)


@pytest.mark.parametrize(
    "line", ["2021–2018", "13/2019 – 14/2020", "1234–5678", "2018–2019, 2020–2021", "i 2019", ""]
)
def test_what_is_no_clear_period_is_none(line: str) -> None:
    assert period_in(line) is None


def test_a_single_date_stands_first_or_last() -> None:
    assert single_date_in("Heta arbeten, 2019") == ("2019", "Heta arbeten")
    assert single_date_in("maj 2019: Heta arbeten") == ("2019-05", "Heta arbeten")
    assert single_date_in("Årets 2019 kurs") is None


@pytest.mark.promise("cv.import")
def test_jobs_with_their_time_first_last_or_beneath() -> None:
    first = read(
        "Arbete\n2018–2021 Svetsare, Kockums AB, Malmö\nSkrov.\n• TIG\n2015–2018 Rörläggare"
    )
    assert content(first, Kind.EXPERIENCE)["items"] == [
        {
            "title": "Svetsare",
            "employer": "Kockums AB",
            "place": "Malmö",
            "start": "2018",
            "end": "2021",
            "text": "Skrov.",
            "highlights": ["TIG"],
        },
        {"title": "Rörläggare", "start": "2015", "end": "2018"},
    ]
    beneath = read(
        "Arbete\nSvetsare på Kockums\n2018–2021\nSkrov.\nKock hos Ratatosk\n2015–2018\nSoppa."
    )
    assert content(beneath, Kind.EXPERIENCE)["items"] == [
        {
            "title": "Svetsare",
            "employer": "Kockums",
            "start": "2018",
            "end": "2021",
            "text": "Skrov.",
        },
        {"title": "Kock", "employer": "Ratatosk", "start": "2015", "end": "2018", "text": "Soppa."},
    ]


def test_who_is_employer_is_not_guessed() -> None:
    draft = read("Arbete\n2018–2021 Svetsare, Kockums\n2015–2018\nLager och truck, natt")
    assert content(draft, Kind.EXPERIENCE)["items"] == [
        {"title": "Svetsare, Kockums", "start": "2018", "end": "2021"},
        {"title": "Lager och truck, natt", "start": "2015", "end": "2018"},
    ]


def test_lines_without_a_pattern_stay_as_they_stand() -> None:
    draft = read("Utbildning\nJag har läst mycket.\nMest på kvällen.")
    assert content(draft, Kind.EDUCATION) == {"text": "Jag har läst mycket.\nMest på kvällen."}


def test_skills_languages_licences_and_courses() -> None:
    draft = read(
        "Kunskaper\nSvetsning, CAD\nKontor: Word, Excel\nPython (expert)\n"
        "Jag lär mig fort. Det säger alla.\n"
        "Språk\nSvenska, modersmål\nEngelska – flytande\nTyska B2\n"
        "Körkort\nB och BE\nKurser\nHeta arbeten, 2019"
    )
    assert content(draft, Kind.SKILLS) == {
        "items": [
            {"name": "Svetsning"},
            {"name": "CAD"},
            {"name": "Kontor", "keywords": ["Word", "Excel"]},
            {"name": "Python", "level": "expert"},
        ],
        "text": "Jag lär mig fort. Det säger alla.",
    }
    assert content(draft, Kind.LANGUAGES)["items"] == [
        {"name": "Svenska", "level": "native"},
        {"name": "Engelska – flytande"},
        {"name": "Tyska", "level": "b2"},
    ]
    assert content(draft, Kind.LICENCES) == {"classes": ["b", "be"]}
    assert content(draft, Kind.COURSES)["items"] == [{"name": "Heta arbeten", "date": "2019"}]


@pytest.mark.promise("cv.import")
def test_personal_details_are_told_and_never_written() -> None:
    draft = read(
        "CV\nAnna Ek\nStorgatan 12, 211 42 Malmö\nanna.ek@example.com | 070-123 45 67\n"
        "Född 1990-05-17\nlinkedin.com/in/annaek\nSvetsare med ordning\nProfil\nLugn.\n"
        "Personnummer: 811218-9876"
    )
    assert draft.details == {
        "name": "Anna Ek",
        "email": "anna.ek@example.com",
        "phone": "070-123 45 67",
    }
    assert said(draft, Why.PERSONAL) == [
        "Storgatan 12, 211 42 Malmö",
        "Född 1990-05-17",
        "linkedin.com/in/annaek",
        "Personnummer: 811218-9876",
    ]
    written = str([each.content for each in draft.sections])
    for word in ("Anna", "example.com", "070", "Storgatan", "1990", "linkedin", "811218"):
        assert word not in written
    assert said(draft, Why.UNPLACED) == ["Svetsare med ordning"]
    (free,) = [each for each in draft.sections if each.kind == Kind.FREE]
    assert free.hidden
    assert "Svetsare med ordning" in free.content["text"]


def test_a_heading_of_ones_own_keeps_its_words() -> None:
    draft = draft_of_document(
        [
            ("heading", "Arbete"),
            ("heading", "Svetsare"),
            ("", "2018–2021"),
            ("heading", "Segling"),
            ("", "Seglar."),
        ],
        lambda words: "sv",
    )
    assert content(draft, Kind.FREE) == {"text": "Segling\nSeglar."}
    assert content(draft, Kind.EXPERIENCE)["items"] == [
        {"title": "Svetsare", "start": "2018", "end": "2021"}
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "heading", "bullet"]),
            st.sampled_from("Arbete;Språk;Utbildning;2018–2021;Svetsare, X AB;Segling;B".split(";"))
            | st.text(max_size=30),
        ),
        max_size=12,
    )
)
def test_every_word_is_in_a_section_or_in_the_report(paragraphs: list[tuple[str, str]]) -> None:
    draft = draft_of_document(paragraphs, lambda words: "sv")
    kept = str([each.content for each in draft.sections])
    kept += str([each.words for each in draft.remarks]) + str(draft.details)
    for _style, text in paragraphs:
        for word in text.split():
            if word.isascii() and word.isalpha() and len(word) > 3 and not heading_of(text):
                assert word in kept
