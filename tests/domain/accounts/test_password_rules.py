"""What makes a password or an answer good enough, and how answers are compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.accounts.password_rules import (
    LONGEST,
    SHORTEST,
    PasswordProblem,
    as_typed,
    context_words,
    normal_answer,
    password_problem,
)

CONTEXT = ("StepStone", "asa.oberg@exempel.se")


@pytest.mark.parametrize(
    "password",
    [
        "kantarell i mossan",
        "correct horse battery staple",
        "tolv tecken!",
        "            x",
        "åäöÅÄÖéüñçßø",
        "hunter2hunter3hunter5",
        "en stepstone bland många",
        "x" + "ab1" * 10 + "y",
    ],
)
def test_length_is_enough_without_capitals_figures_or_signs(password: str) -> None:
    assert password_problem(password, CONTEXT) is None


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password123!",
        "passwordpassword",
        "p@ssw0rd1234",
        "lösenord1234",
        "Sommaren2024!",
        "qwertyuiopå1"[:11] + "q",
        "123456789012",
        "0987654321098",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "1qaz2wsx3edc",
        "abcdefghijkl",
        "iloveyou2026",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert password_problem(password, CONTEXT) is PasswordProblem.COMMON


@pytest.mark.parametrize(
    "password",
    [
        "stepstone1234",
        "StepStone!2026",
        "st3pst0ne1234",
        "asa.oberg@exempel.se",
        "exempel12345",
        "1234OBERG5678",
        "stepstonestepstone",
    ],
)
def test_words_of_the_site_and_the_address_are_refused(password: str) -> None:
    assert password_problem(password, CONTEXT) is PasswordProblem.CONTEXT


@given(password=st.text(max_size=SHORTEST - 1))
def test_short_is_refused(password: str) -> None:
    assert password_problem(password, CONTEXT) is PasswordProblem.TOO_SHORT


@given(password=st.text(min_size=LONGEST + 1, max_size=LONGEST + 50))
def test_long_is_refused(password: str) -> None:
    assert password_problem(password, CONTEXT) is PasswordProblem.TOO_LONG


@given(password=st.text(min_size=SHORTEST, max_size=LONGEST), word=st.text(max_size=40))
def test_every_text_gets_a_verdict(password: str, word: str) -> None:
    assert password_problem(password, (word,)) in (None, *PasswordProblem)


@given(text=st.text(max_size=60))
def test_a_context_word_is_no_scrap(text: str) -> None:
    assert all(len(word) >= 4 for word in context_words(text))


@given(answer=st.text(max_size=60))
def test_normalising_an_answer_twice_changes_nothing_more(answer: str) -> None:
    assert normal_answer(normal_answer(answer)) == normal_answer(answer)


@given(answer=st.text(max_size=60), around=st.text(" \t.,-!?'\"", max_size=5))
def test_capitals_spaces_and_signs_don_t_count(answer: str, around: str) -> None:
    expected = normal_answer(answer)
    assert normal_answer(around + answer + around) == expected
    assert normal_answer(unicodedata.normalize("NFD", answer)) == expected
    assert normal_answer("".join(f"{char} " for char in unicodedata.normalize("NFC", answer))) == (
        normal_answer(unicodedata.normalize("NFC", answer))
    ) or any(unicodedata.combining(char) for char in unicodedata.normalize("NFC", answer))


@pytest.mark.parametrize(
    ("one", "other"), [("Misse Månsson", "misse-månsson"), ("STRASSE", "straße"), ("ﬁsk", "Fisk")]
)
def test_answers_that_mean_the_same_are_the_same(one: str, other: str) -> None:
    assert normal_answer(one) == normal_answer(other)


def test_swedish_letters_stay_apart() -> None:
    assert len({normal_answer(word) for word in ("hal", "hål", "häl")}) == 3


@given(password=st.text(max_size=40))
def test_a_password_is_hashed_alike_however_it_was_composed(password: str) -> None:
    assert as_typed(unicodedata.normalize("NFD", password)) == as_typed(password)
    assert as_typed(as_typed(password)) == as_typed(password)
