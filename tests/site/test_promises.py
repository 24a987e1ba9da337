"""The promise catalogue: complete against the product's list, and refused when it is wrong."""

import re
import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.site.profile import load_profile
from webapp.site.promises import Catalogue, CatalogueError, Status, load_promises
from webapp.site.records import LocalizedText

# The product description is kept beside the checkout, where there is one, and not in it.
PRODUCT = Path(__file__).parents[3] / "shared" / "PRODUCT.md"

PROMISES = [
    "account.minimal",
    "account.confirmed",
    "account.recovery",
    "account.delivery-choice",
    "account.mailbox-service-only",
    "account.language",
    "account.second-factor",
    "cv.personal-data-choice",
    "cv.many",
    "cv.inactive.hidden",
    "cv.link.live",
    "cv.anonymous.hides-identity",
    "cv.anonymous.contact-through-service",
    "cv.anonymous.case-by-case",
    "cv.anonymous.leak-warning",
    "cv.public.logged-in-only",
    "cv.switch-any-time",
    "cv.delete",
    "cv.blocked-companies",
    "cv.import",
    "cv.preview",
    "cv-agent.matching",
    "disclosure.ledger",
    "disclosure.visible-to-subject",
    "disclosure.forwarding",
    "disclosure.partner-links",
    "disclosure.third-country",
    "processors.listed",
    "purpose.limited",
    "jobagent.profile",
    "jobagent.cv",
    "jobagent.partners",
    "ads.click-count",
    "box.client-hidden",
    "box.letter-only",
    "box.may-withhold",
    "box.block-marks",
    "box.no-oracle",
    "content.special-categories",
    "content.attachments",
    "content.terms",
    "content.notice",
    "cookies.not-needed-to-read",
    "cookies.consent",
    "cookies.survey",
    "stats.anonymous",
    "logs.ip-retention",
    "rights.access",
    "rights.rectify",
    "rights.erase",
    "rights.contact",
    "policy.versions",
    "policy.proven",
    "service.always-open",
    "channels.other-consent",
]

KEPT = {
    "account.confirmed",
    "account.delivery-choice",
    "account.language",
    "account.mailbox-service-only",
    "account.minimal",
    "account.recovery",
    "account.second-factor",
    "ads.click-count",
    "cookies.not-needed-to-read",
    "cv.anonymous.case-by-case",
    "cv.anonymous.contact-through-service",
    "cv.anonymous.hides-identity",
    "cv.anonymous.leak-warning",
    "cv.blocked-companies",
    "cv.delete",
    "cv.import",
    "cv.inactive.hidden",
    "cv.link.live",
    "cv.many",
    "cv.personal-data-choice",
    "cv.preview",
    "cv.public.logged-in-only",
    "cv.switch-any-time",
    "disclosure.forwarding",
    "disclosure.ledger",
    "disclosure.partner-links",
    "disclosure.third-country",
    "disclosure.visible-to-subject",
    "jobagent.partners",
    "purpose.limited",
    "rights.contact",
}

PACKAGED = (
    resources.files("webapp.site")
    .joinpath("promises.toml")
    .read_text(encoding="utf-8")
    .splitlines()
)

PLANNED_ENTRY = """
[[promises]]
id = "cv.many"
area = "cv"
status = "planned"
"""
KEPT_ENTRY = """
[[promises]]
id = "account.language"
area = "account"
status = "kept"
since = 2
title = { sv = "Språk", en = "Language" }
text = { sv = "Två språk.", en = "Two languages." }
"""
LIMIT_ENTRY = """
[[limits]]
id = "box.reply"
shown_at = ["box-letter"]
title = { sv = "Svar", en = "Reply" }
text = { sv = "Ett svar.", en = "A reply." }
"""
VALID = PLANNED_ENTRY + KEPT_ENTRY + LIMIT_ENTRY


def load(text: str) -> Catalogue:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "promises.toml")
        path.write_text(text, encoding="utf-8")
        return load_promises(path)


def error_of(text: str) -> CatalogueError:
    with pytest.raises(CatalogueError) as caught:
        load(text)
    assert caught.value.key in str(caught.value)
    assert caught.value.problem in str(caught.value)
    return caught.value


def published_texts() -> list[tuple[LocalizedText, LocalizedText]]:
    catalogue = load_promises()
    texts = [(limit.title, limit.text) for limit in catalogue.limits]
    for promise in catalogue.kept:
        assert promise.title is not None
        assert promise.text is not None
        texts.append((promise.title, promise.text))
    return texts


def word_runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_the_catalogue_holds_every_promise_of_the_product_and_copies_no_wording() -> None:
    ids = [promise.id for promise in load_promises().promises]
    assert ids == PROMISES
    if PRODUCT.exists():
        product = PRODUCT.read_text(encoding="utf-8")
        section = product.partition("\n## 3.")[2].partition("\n## 4.")[0]
        assert ids == re.findall(r"^\| ([\w-]+(?:\.[\w-]+)+) \|", section, re.MULTILINE)
        for title, text in published_texts():
            assert not word_runs(product) & word_runs(title.en)
            assert not word_runs(product) & word_runs(text.en)


def test_exactly_the_promises_of_this_release_are_kept() -> None:
    catalogue = load_promises()
    assert {promise.id for promise in catalogue.kept} == KEPT
    assert all(promise.status is Status.KEPT for promise in catalogue.kept)


def test_a_kept_promise_is_kept_since_a_version_of_the_policy() -> None:
    versions = {version.version for version in load_profile().policy_versions}
    for promise in load_promises().kept:
        assert promise.since in versions


def test_each_text_is_there_in_two_languages_and_tidy() -> None:
    for title, text in published_texts():
        for localized in (title, text):
            assert localized.sv != localized.en
            for words in (localized.sv, localized.en):
                assert words == " ".join(words.split())
        for words in (title.sv, title.en):
            assert len(words) <= 50
            assert words[-1].isalpha()
        for words in (text.sv, text.en):
            assert words[0].isupper()
            assert words.endswith(".")


def test_the_language_promise_says_nothing_of_mail_yet() -> None:
    text = load_promises().by_id("account.language").text
    assert text is not None
    assert "/sv/" in text.sv
    assert "/en/" in text.sv
    assert not re.search(r"mejl|mail|e-post", text.sv + text.en, re.IGNORECASE)


def test_a_promise_is_found_by_its_id() -> None:
    catalogue = load_promises()
    for promise_id in PROMISES:
        assert catalogue.by_id(promise_id).id == promise_id
    with pytest.raises(CatalogueError, match=r"cv\.unheard-of"):
        catalogue.by_id("cv.unheard-of")


def test_limits_are_told_where_the_person_decides() -> None:
    limits = {limit.id: set(limit.shown_at) for limit in load_promises().limits}
    assert "cv-visibility" in limits["disclosure.seen-can-be-saved"]
    assert "application" in limits["disclosure.seen-can-be-saved"]
    assert "cv-visibility" in limits["cv.centre-can-be-misused"]
    assert "forwarding" in limits["disclosure.seen-can-be-saved"]
    assert limits["disclosure.paper-stays"] == {"forwarding"}
    assert limits["box.reply-reveals-client"] == {"box-letter"}


def test_the_catalogue_is_read_once() -> None:
    assert load_promises() is load_promises()


def test_a_small_catalogue_is_read_as_written() -> None:
    catalogue = load(VALID)
    planned, kept = catalogue.promises
    assert (planned.since, planned.title, planned.text) == (None, None, None)
    assert kept.since == 2
    assert kept.title == LocalizedText(sv="Språk", en="Language")
    assert kept.text == LocalizedText(sv="Två språk.", en="Two languages.")
    assert catalogue.kept == (kept,)
    assert [limit.id for limit in catalogue.limits] == ["box.reply"]


def keys_by_line() -> Iterator[tuple[int, str]]:
    """Each line of the packaged catalogue that sets a key, and the name an error gives that key."""
    entries = {"[[promises]]": 0, "[[limits]]": 0}
    header = ""
    for number, line in enumerate(PACKAGED):
        if line in entries:
            header = line
            entries[line] += 1
        elif not line.startswith("#") and " = " in line:
            yield number, f"{header.strip('[]')}#{entries[header]}.{line.partition(' = ')[0]}"


LINES = list(keys_by_line())


@given(line=st.sampled_from(LINES))
def test_a_missing_key_is_named(line: tuple[int, str]) -> None:
    number, key = line
    error = error_of("\n".join(PACKAGED[:number] + PACKAGED[number + 1 :]))
    assert error.key == key
    assert error.problem.startswith("is missing")


@given(line=st.sampled_from(LINES), value=st.sampled_from(["1.5", "true", "1979-05-27", "[[]]"]))
def test_a_value_of_another_type_is_named(line: tuple[int, str], value: str) -> None:
    number, key = line
    name = PACKAGED[number].partition(" = ")[0]
    error = error_of("\n".join([*PACKAGED[:number], f"{name} = {value}", *PACKAGED[number + 1 :]]))
    assert error.key in {key, f"{key}#1"}


@given(promise_id=st.text(st.sampled_from("aåA1.- _"), min_size=1, max_size=8))
def test_an_id_out_of_pattern_is_refused(promise_id: str) -> None:
    parts = promise_id.split(".")
    words = [word for part in parts for word in part.split("-")]
    well_formed = len(parts) > 1 and all(word and set(word) == {"a"} for word in words)
    if not well_formed:
        assert error_of(VALID.replace("cv.many", promise_id)).key == "promises#1.id"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (PLANNED_ENTRY + "since = 2" + KEPT_ENTRY + LIMIT_ENTRY, "promises#1.since"),
        (PLANNED_ENTRY + 'title = { sv = "A", en = "B" }' + LIMIT_ENTRY, "promises#1.title"),
        (PLANNED_ENTRY + 'text = { sv = "A", en = "B" }' + LIMIT_ENTRY, "promises#1.text"),
        (VALID.replace("since = 2\n", ""), "promises#2.since"),
        (VALID.replace("since = 2", "since = 0"), "promises#2.since"),
        (VALID.replace('en = "Language"', 'en = ""'), "promises#2.title.en"),
        (VALID.replace('"Två språk."', '"Två språk. "'), "promises#2.text.sv"),
        (VALID.replace("planned", "nearly"), "promises#1.status"),
        (VALID.replace('area = "cv"', 'area = "box"'), "promises#1.area"),
        (VALID.replace('area = "cv"', 'area = "cvs"'), "promises#1.area"),
        (VALID.replace('["box-letter"]', "[]"), "limits#1.shown_at"),
        (VALID.replace("box-letter", "box-lettre"), "limits#1.shown_at#1"),
        (VALID + PLANNED_ENTRY, "cv.many"),
        (VALID.replace("box.reply", "cv.many"), "cv.many"),
        (VALID + 'owner = "me"', "limits#1.owner"),
        (PLANNED_ENTRY, "limits"),
        (LIMIT_ENTRY, "promises"),
        ("promises = 1", "promises"),
        ("[[promises]", "promises.toml"),
    ],
)
def test_a_wrong_catalogue_is_refused_with_the_key_that_is_wrong(text: str, key: str) -> None:
    assert error_of(text).key == key


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read") as caught:
        load_promises(tmp_path / "nowhere.toml")
    assert caught.value.key == "nowhere.toml"
