"""The operator profile: the sample's facts, and precise errors for every way to get one wrong."""

import copy
import json
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from webapp.site.profile import OperatorProfile, PolicyVersion, ProfileError, Role, load_profile

KeyPath = tuple[str | int, ...]

SAMPLE: dict[str, Any] = tomllib.loads(
    resources.files("webapp.site").joinpath("operator.toml").read_text(encoding="utf-8")
)


def key_paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The path of every key below `value`; entries of lists aren't keys, what they hold is."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield (*path, key)
            yield from key_paths(entry, (*path, key))
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from key_paths(entry, (*path, position))


PATHS = list(key_paths(SAMPLE))


def name_of(path: KeyPath) -> str:
    """The name that an error gives to a path: dots between keys, list entries from one."""
    steps = (f"#{step + 1}" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def value_at(table: Any, path: KeyPath) -> Any:
    for step in path:
        table = table[step]
    return table


def with_value(path: KeyPath, value: object) -> dict[str, Any]:
    table = copy.deepcopy(SAMPLE)
    value_at(table, path[:-1])[path[-1]] = value
    return table


def without(path: KeyPath) -> dict[str, Any]:
    table = copy.deepcopy(SAMPLE)
    del value_at(table, path[:-1])[path[-1]]
    return table


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml(entry) for entry in value) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def load(table: dict[str, Any]) -> OperatorProfile:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "operator.toml")
        path.write_text("".join(f"{key} = {toml(value)}\n" for key, value in table.items()))
        return load_profile(path)


def error_of(table: dict[str, Any]) -> ProfileError:
    with pytest.raises(ProfileError) as caught:
        load(table)
    assert caught.value.key in str(caught.value)
    assert caught.value.problem in str(caught.value)
    return caught.value


def test_the_packaged_profile_is_a_sample_with_the_facts_of_the_document() -> None:
    profile = load_profile()
    assert profile.sample is True
    assert profile.site_name == "StepStone"
    assert profile.contact_answer_working_days == 5
    operator = profile.operator
    assert operator.name == "StepStone AB"
    assert operator.address == ("Gustavslundsvägen 137", "167 51 Bromma")
    assert operator.country == "SE"
    assert operator.telephone == "0200-111 333"
    assert operator.email == "info@stepstone.se"
    assert operator.policy_email == "stepstone@stepstone.se"
    assert operator.security_email == operator.email
    assert operator.organisation_number is None
    assert [(who.name, who.country, who.role) for who in profile.processors] == [
        ("StepStone NV", "BE", Role.PROCESSOR),
        ("Belgacom Netcenter", "BE", Role.PROCESSOR),
    ]
    assert [(company.name, company.country) for company in profile.group_companies] == [
        ("StepStone Austria GmbH", "AT"),
        ("StepStone NV", "BE"),
        ("StepStone Deutschland AG", "DE"),
        ("StepStone AS", "DK"),
        ("IT-Jobbank A/S", "DK"),
        ("StepStone France SARL", "FR"),
        ("Jobalacarte SA", "FR"),
        ("StepStone S.r.l.", "IT"),
        ("StepStone b.v.", "NL"),
        ("StepStone ASA", "NO"),
        ("StepStone Norge AS", "NO"),
    ]
    assert profile.policy_versions[0] == PolicyVersion(version=1, effective=date(2008, 6, 12))


def test_every_country_of_the_sample_has_a_name_in_both_languages() -> None:
    profile = load_profile()
    for company in (profile.operator, *profile.processors, *profile.group_companies):
        for language in ("sv", "en"):
            assert len(Locale(language).territories[company.country]) > len(company.country)


def test_texts_of_the_sample_differ_between_the_languages() -> None:
    for processor in load_profile().processors:
        for text in (processor.task, processor.safeguards):
            assert text["sv"] == text.sv
            assert text["en"] == text.en
            assert text.sv != text.en
            with pytest.raises(KeyError):
                text["de"]


def test_the_telephone_is_also_a_global_address() -> None:
    assert load_profile().operator.telephone_uri.replace("-", "") == "tel:+46200111333"


def test_a_profile_written_back_reads_the_same() -> None:
    assert load(SAMPLE) == load_profile()


def test_a_profile_of_ones_own_is_no_sample() -> None:
    own = with_value(("operator", "organisation_number"), "556074-7569")
    own |= {"sample": False, "site_name": "Ådalens Jobb", "processors": [], "group_companies": []}
    profile = load(own)
    assert profile.sample is False
    assert profile.site_name == "Ådalens Jobb"
    assert profile.operator.organisation_number == "556074-7569"
    assert profile.processors == profile.group_companies == ()


def test_a_profile_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        load_profile().sample = False  # type: ignore[misc]


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2008, 6, 11), 1),
        (date(2008, 6, 12), 1),
        (date(2026, 11, 21), 1),
        (date(2026, 11, 22), 2),
        (date(2031, 1, 1), 2),
    ],
)
def test_the_policy_in_force_is_the_newest_effective_one(day: date, version: int) -> None:
    assert load_profile().policy_in_force(day).version == version


@given(path=st.sampled_from(PATHS))
def test_a_missing_key_is_named(path: KeyPath) -> None:
    error = error_of(without(path))
    assert (error.key, error.problem) == (name_of(path), "is missing")


OTHER_VALUES = [1, True, "text", date(2026, 1, 1), datetime(2026, 1, 1, 12), [], ["text"], {}]


@given(path=st.sampled_from(PATHS), value=st.sampled_from(OTHER_VALUES))
def test_a_value_of_another_type_is_named(path: KeyPath, value: object) -> None:
    if type(value) is type(value_at(SAMPLE, path)):
        return
    assert error_of(with_value(path, value)).key == name_of(path)


TABLES = [(), *(path for path in PATHS if isinstance(value_at(SAMPLE, path), dict))]


@given(
    table=st.sampled_from(TABLES),
    key=st.from_regex(r"[a-z][a-z_]{0,20}", fullmatch=True).filter(
        lambda key: key != "organisation_number"
    ),
)
def test_an_unknown_key_is_named(table: KeyPath, key: str) -> None:
    if key in value_at(SAMPLE, table):
        return
    error = error_of(with_value((*table, key), "text"))
    assert (error.key, error.problem) == (name_of((*table, key)), "is not a known key")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("operator", "email"), "info"),
        (("operator", "email"), "info@"),
        (("operator", "policy_email"), "info@stepstone.se\r\nBcc: a@b.se"),
        (("operator", "security_email"), "two words@stepstone.se"),
        (("operator", "country"), "se"),
        (("operator", "country"), "SWE"),
        (("operator", "country"), "001"),
        (("operator", "country"), "EU"),
        (("processors", 1, "country"), "ZZ"),
        (("group_companies", 10, "country"), "Norge"),
        (("processors", 0, "role"), "friend"),
        (("operator", "telephone"), "ring oss"),
        (("operator", "telephone"), "12"),
        (("operator", "organisation_number"), "556074-7568"),
        (("operator", "organisation_number"), "StepStone"),
        (("operator", "organisation_number"), "811218-9876"),
        (("operator", "address"), []),
        (("operator", "name"), ""),
        (("operator", "name"), "  "),
        (("site_name",), "StepStone\n"),
        (("processors", 1, "task", "sv"), " Driver"),
        (("contact_answer_working_days",), 0),
        (("contact_answer_working_days",), 31),
        (("contact_answer_working_days",), True),
        (("policy_versions",), []),
        (("policy_versions", 0, "version"), True),
        (("policy_versions", 0, "effective"), datetime(2008, 6, 12, 0, 0)),
        (("policy_versions", 0, "version"), 0),
        (("policy_versions", 1, "version"), 3),
        (("policy_versions", 1, "version"), 1),
        (("policy_versions", 1, "effective"), date(2008, 6, 12)),
    ],
)
def test_a_wrong_value_is_named(path: KeyPath, value: object) -> None:
    assert error_of(with_value(path, value)).key == name_of(path)


@pytest.mark.parametrize("days", [1, 30])
def test_the_shortest_and_the_longest_answer_time_are_accepted(days: int) -> None:
    table = with_value(("contact_answer_working_days",), days)
    assert load(table).contact_answer_working_days == days


def test_a_wrong_entry_of_a_list_is_named() -> None:
    assert error_of(with_value(("operator", "address", 1), 16751)).key == "operator.address#2"


def test_a_sole_traders_number_is_told_apart_from_a_wrong_one() -> None:
    number = ("operator", "organisation_number")
    assert "personal identity number" in error_of(with_value(number, "811218-9876")).problem
    assert "personal identity number" not in error_of(with_value(number, "811218-9875")).problem


@pytest.mark.parametrize("content", [b"sample = ", b'site_name = "\xe5dalen"', b"<html></html>"])
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(ProfileError, match="is not valid TOML") as caught:
        load_profile(path)
    assert caught.value.key == "mine.toml"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read") as caught:
        load_profile(tmp_path / "nowhere.toml")
    assert caught.value.key == "nowhere.toml"


def test_the_source_of_the_program_has_an_https_address_or_none() -> None:
    assert load_profile().source_url is None
    own = with_value(("source_url",), "https://code.example/stepstone")
    assert load(own).source_url == "https://code.example/stepstone"
    assert error_of(with_value(("source_url",), "javascript:alert(1)")).key == "source_url"
