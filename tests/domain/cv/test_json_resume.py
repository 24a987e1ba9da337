"""JSON Resume out and in: valid by its schema, without loss, and with a truthful report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker

from tests.support.cv_views import views
from webapp.domain.cv.drafts import Draft, Why
from webapp.domain.cv.json_resume import json_resume
from webapp.domain.cv.json_resume_reading import NotAResumeError, read_json_resume
from webapp.domain.cv.json_values import JsonError
from webapp.domain.cv.rules import Kind
from webapp.domain.cv.views import AnonymousView, View, details_in

SAMPLES = (
    "examples_new-grad.resume.json",
    "sample-data_complete-resume.json",
    "schema_sample.resume.json",
)


LONG = "a" * 60_000
MANY = '{"name": "Kept"},' * 100


def read(text: str) -> Draft:
    return read_json_resume(text, lambda words: "en")


def content(draft: Draft, kind: Kind) -> dict[str, Any]:
    return next(dict(each.content) for each in draft.sections if each.kind == kind)


def said(draft: Draft, why: Why) -> dict[str, str]:
    return {each.where: each.words for each in draft.remarks if each.why is why}


@given(views())
@pytest.mark.promise("cv.import")
def test_what_a_view_holds_comes_back_without_loss(view: View) -> None:
    draft = read(json.dumps(json_resume(view)))
    assert draft.title == view.title
    assert draft.language == view.language
    assert draft.details == details_in(view)
    assert not draft.remarks
    for got, had in zip(draft.sections, view.sections, strict=True):
        assert (got.kind, got.hidden, got.content) == (had.kind, had.hidden, dict(had.content))


@given(view=views())
def test_what_goes_out_is_valid(view: View, real_data: Path) -> None:
    schema = json.loads((real_data / "jsonresume" / "schema.json").read_text())
    Draft7Validator(schema, format_checker=FormatChecker()).validate(json_resume(view))


def test_an_anonymous_view_has_no_name_in_its_file() -> None:
    view = AnonymousView(
        address="secret", title="Svetsare", language="sv", sections=(), birth_year=None, gender=None
    )
    assert json_resume(view)["basics"] == {"label": "Svetsare"}
    assert "secret" not in json.dumps(json_resume(view))


@pytest.mark.promise("cv.import")
@pytest.mark.parametrize("name", SAMPLES)
def test_every_word_of_a_real_file_is_taken_or_told(name: str, real_data: Path) -> None:
    text = (real_data / "jsonresume" / name).read_text()
    draft = read(text)
    kept = json.dumps([each.content for each in draft.sections], ensure_ascii=False)
    kept += json.dumps(draft.details, ensure_ascii=False) + draft.title
    kept += "".join(each.words for each in draft.remarks)
    for value in _texts(json.loads(text)):
        assert json.dumps(value, ensure_ascii=False)[1:-1] in kept or value in kept, value
    for why in (Why.UNKNOWN, Why.NOT_A_TEXT, Why.NOT_A_DATE, Why.NOT_A_LINK, Why.TOO_LONG):
        assert not said(draft, why)


def _texts(value: Any, where: str = "") -> list[str]:
    """All texts of a file but those that only say what the file is, and levels, which are codes."""
    if where in ("$schema", "meta", "level", "fluency"):
        return []
    if isinstance(value, dict):
        return [text for name, each in value.items() for text in _texts(each, name)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each, where)]
    return [value] if value else []


def test_parts_go_where_they_belong_and_the_report_says_so() -> None:
    draft = read(
        json.dumps(
            {
                "basics": {"label": "Nurse", "name": "Ann", "profiles": [{"url": "https://x.se"}]},
                "work": [{"company": "A", "website": "https://a.se", "description": "A firm"}],
                "volunteer": [{"organization": "B", "position": "Coach"}],
                "education": [{"institution": "C", "studyType": "Bachelor of Arts"}],
                "skills": [{"name": "D", "level": "Master"}, {"name": "E", "level": "so-so"}],
                "languages": [{"language": "F", "fluency": "Native speaker"}],
                "awards": [{"title": "G", "date": "2020"}],
                "references": [{"name": "H", "reference": "Good"}],
            }
        )
    )
    assert draft.title == "Nurse"
    assert draft.details == {"name": "Ann"}
    assert content(draft, Kind.EXPERIENCE)["items"] == [
        {"employer": "A", "url": "https://a.se", "text": "A firm"},
        {"employer": "B", "title": "Coach"},
    ]
    assert content(draft, Kind.EDUCATION)["items"] == [
        {"school": "C", "level": "bachelor", "text": "Bachelor of Arts"}
    ]
    assert content(draft, Kind.SKILLS)["items"] == [
        {"name": "D", "level": "expert"},
        {"name": "E (so-so)"},
    ]
    assert content(draft, Kind.LANGUAGES)["items"] == [{"name": "F", "level": "native"}]
    assert content(draft, Kind.FREE)["text"] == "Awards\nG, 2020"
    assert [each.hidden for each in draft.sections if each.kind == Kind.REFERENCES] == [True]
    assert set(said(draft, Why.MOVED)) == {"work[0].description", "volunteer[0]", "awards[0]"}
    assert said(draft, Why.PERSONAL) == {"basics.profiles[0]": "https://x.se"}
    assert said(draft, Why.NOT_A_CHOICE) == {"skills[1].level": "so-so"}
    assert set(said(draft, Why.READ_AS)) == {"education[0].studyType", "skills[0].level"}


@pytest.mark.parametrize(
    ("wrong", "where", "why"),
    [
        ('{"work": [{"name": "Kept", "startDate": "2020-13"}]}', "work[0].startDate", "not-a-date"),
        ('{"work": [{"name": "Kept", "endDate": "May 2020"}]}', "work[0].endDate", "read-as"),
        ('{"work": [{"name": "Kept", "endDate": "2021-02-30"}]}', "work[0].endDate", "not-a-date"),
        ('{"work": [{"name": "Kept", "position": null}]}', "work[0].position", "not-a-text"),
        ('{"work": [{"name": "Kept", "position": NaN}]}', "work[0].position", "not-a-text"),
        ('{"work": [{"name": "Kept", "position": ["a"]}]}', "work[0].position", "not-a-text"),
        ('{"work": [{"name": "Kept", "url": "javascript:x()"}]}', "work[0].url", "not-a-link"),
        ('{"work": [{"name": "Kept", "highlights": "x"}]}', "work[0].highlights", "not-a-list"),
        ('{"work": [{"name": "Kept"}, 5]}', "work[1]", "not-an-object"),
        ('{"work": [{"name": "Kept", "name": "Late"}]}', "work[0].name", "repeated"),
        ('{"work": [{"name": "Kept", "pay": {"a": [1]}}]}', "work[0].pay", "unknown"),
        ('{"work": [{"name": "Kept"}], "basics": 7}', "basics", "not-an-object"),
        ('{"work": [{"name": "Kept"}], "skills": {}}', "skills", "not-a-list"),
        ('{"work": [{"name": "Kept"}], "hats": "red"}', "hats", "unknown"),
        ('{"work": [{"name": "Kept", "summary": "a\\u0000b"}]}', "work[0].summary", "damaged"),
        (f'{{"work": [{{"name": "Kept", "summary": "{LONG}"}}]}}', "work[0].summary", "too-long"),
        (f'{{"work": [{MANY}{{"name": "Kept"}}]}}', "work[100]", "too-many"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_is_kept(wrong: str, where: str, why: str) -> None:
    draft = read(wrong)
    assert (where, why) in {(each.where, each.why.value) for each in draft.remarks}
    assert content(draft, Kind.EXPERIENCE)["items"][0]["employer"] == "Kept"
    assert len(content(draft, Kind.EXPERIENCE)["items"]) <= 100


def test_what_found_no_place_is_kept_where_nobody_else_sees_it() -> None:
    draft = read('{"work": [{"name": "Kept", "startDate": "in May"}], "hats": ["red", 5]}')
    (free,) = [each for each in draft.sections if each.kind == Kind.FREE]
    assert free.hidden
    assert free.content["text"] == "What found no place\nwork[0].startDate: in May\nhats: red, 5"


def test_huge_numbers_are_words() -> None:
    huge = "9" * 100_000
    draft = read(f'{{"education": [{{"institution": "Kept", "score": 3.81}}], "n": {huge}}}')
    assert content(draft, Kind.EDUCATION)["items"] == [{"school": "Kept", "grade": "3.81"}]
    assert said(draft, Why.UNKNOWN)["n"].startswith("999")


def test_what_is_no_json_resume_is_refused_as_a_whole() -> None:
    with pytest.raises(JsonError) as refused:
        read('{\n"basics": {\n')
    assert refused.value.line == 3
    with pytest.raises(JsonError) as refused:
        read('{"a":' * 100_000)
    assert refused.value.line is None
    with pytest.raises(NotAResumeError):
        read("[1]")


_NAMES = st.sampled_from(
    "basics work name startDate skills level languages fluency meta x-sections kind hidden items "
    "summary location profiles awards highlights projects roles type text places".split()
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_NAMES, _JSON))
def test_no_shape_of_a_file_breaks_the_reader(resume: dict[str, Any]) -> None:
    again = read(json.dumps(json_resume_of(read(json.dumps(resume)))))
    assert again.sections


def json_resume_of(draft: Draft) -> dict[str, Any]:
    return json_resume(
        AnonymousView(
            address="",
            title=draft.title,
            language=draft.language or "sv",
            sections=draft.sections,
            birth_year=None,
            gender=None,
        )
    )
