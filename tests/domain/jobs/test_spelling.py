"""What "did you mean" proposes, from a small vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.adapters import word_counts
from webapp.adapters.word_counts import WordCounts
from webapp.base.text import words
from webapp.domain.jobs.spelling import Vocabulary, suggestion

ADS = (
    [["Sjuksköterska till Uppsala", "Region Uppsala"]] * 40
    + [["Undersköterska i hemtjänst", "Attendo"]] * 30
    + [["Personlig assistent", "Academic Work"]] * 20
    + [["Säljare av kök", "PostNord Sverige"]] * 30
    + [["Målare"], ["Målade"]] * 3
    + [["Entreprenadmekaniker"]] * 60
    + [["Entrepenadmekaniker"]] * 2
    + [["Distriktsäljare"]] * 3
    + [["Distriktssäljare"]] * 4
    + [["Svarvaren"]]
)


def counted(ads: Iterable[list[str]]) -> WordCounts:
    """The words of ads, each given as its texts."""
    counts = WordCounts()
    for texts in ads:
        counts.add(word for text in texts for word in words(text))
    return counts


def vocabulary(ads: Iterable[list[str]]) -> Vocabulary:
    counts = counted(ads)
    return Vocabulary(counts.surfaces, counts.forms)


@pytest.fixture(scope="module")
def known() -> Vocabulary:
    return vocabulary(ADS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sjukskötreska", "sjuksköterska"),  # two letters change places
        ("sjuksköterka", "sjuksköterska"),  # one is missing
        ("säljjare", "säljare"),  # one too many
        ("attemdo", "attendo"),  # one is another
        ("undersköteska uppsala", "undersköterska uppsala"),
        ("under sköterska", "undersköterska"),
        ("post nord", "postnord"),
        ("personligassistent", "personlig assistent"),
        ('-säljjare "sjukskötreska uppsala"', '-säljare "sjuksköterska uppsala"'),
        ("Sjukskötreska, Uppsala!", "sjuksköterska, Uppsala!"),
    ],
)
def test_a_slip_is_mended(known: Vocabulary, typed: str, meant: str) -> None:
    assert suggestion(typed, known) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "sjuksköterska",
        "sjuksköterskorna",  # no ad holds this form, but they hold the word
        "sjukskoterska",
        "personlig assistent",
        "c++ c# .net node.js",
        "kok",  # too short to tell
        "post, nord",
        "post-nord",
        "xylofonbyggeri",
        "svarvarem",  # near a word of one ad only
        "",
    ],
)
def test_what_is_right_or_unknown_stays(known: Vocabulary, typed: str) -> None:
    assert suggestion(typed, known) is None


def test_small_words_are_no_slips() -> None:
    known = vocabulary([["Innom"]] * 50)
    assert suggestion("innam", known) == "innom"
    assert suggestion("inom", known) is None


def test_one_slip_is_likelier_than_a_missing_space() -> None:
    known = vocabulary([["Lagerchef"], ["Lager"], ["Cheef"]] * 5)
    assert suggestion("lagercheef", known) == "lagerchef"


def test_a_missing_space_is_likelier_than_two_slips() -> None:
    known = vocabulary([["Lagerhjälp"], ["Lager"], ["Hälpa"]] * 5)
    assert suggestion("lagerhälpa", known) == "lager hälpa"


def test_a_slip_in_the_first_letter_is_less_likely() -> None:
    known = vocabulary([["Tvätten"]] * 20 + [["Svetten"]] * 10)
    assert suggestion("svätten", known) == "svetten"


def test_the_commoner_of_two_near_words_is_meant(known: Vocabulary) -> None:
    assert suggestion("målarde", vocabulary([*ADS, *[["Målade"]] * 50])) == "målade"
    assert suggestion("målarde", vocabulary([*ADS, *[["Målare"]] * 50])) == "målare"


def test_a_misspelling_that_ads_hold_gives_way_to_a_much_commoner_word(known: Vocabulary) -> None:
    assert suggestion("entrepenadmekaniker", known) == "entreprenadmekaniker"
    assert suggestion("distriktsäljare", known) is None


def test_only_the_commonest_words_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_counts, "MOST_WORDS", 3)
    counts = counted(ADS)
    (tmp_path / "words.json").write_text(counts.written())
    small = WordCounts.read(tmp_path / "words.json")
    assert len(small.surfaces) == 3
    assert small.surfaces["sjuksköterska"] == counts.surfaces["sjuksköterska"] == 40
    assert suggestion("målarre", Vocabulary(small.surfaces, small.forms)) is None


def test_counting_ever_more_words_takes_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_counts, "MOST_COUNTED", 50)
    counts = counted([*ADS, *([f"ord{chr(97 + n % 26)}{chr(97 + n // 26)}x"] for n in range(300))])
    assert len(counts.surfaces) <= 50
    assert counts.surfaces["sjuksköterska"] == 40


def test_the_file_is_due_again_after_a_twentieth_more_ads() -> None:
    counts = counted(ADS)
    assert counts.have_grown
    counts.written()
    assert not counts.have_grown
    before = counts.ads
    while not counts.have_grown:
        counts.add(words("Bagare"))
    assert counts.ads - before == max(before // 20, word_counts.FIRST_ADS)


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    proposed = suggestion(text, vocabulary(ADS[::7]))
    assert proposed is None or proposed != text
