"""The 21 fields of work, each known by all that feeds call it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from webapp.domain.reference.queries import (
    occupation_field,
    occupation_field_of,
    occupation_fields,
)


def test_there_are_21_each_with_a_stable_address() -> None:
    fields = occupation_fields()
    assert len(fields) == len({field.code for field in fields}) == 21
    for field in fields:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", field.code)
        assert field.name_sv and field.name_en
        assert occupation_field(field.code) is field
    # These stand in people's bookmarks.
    assert {"data-it", "health-care", "education", "transport"} <= {f.code for f in fields}
    assert occupation_field("nothing") is None


def test_each_real_concept_is_one_of_them(real_data: Path) -> None:
    path = real_data / "taxonomy" / "jobtech_concept_to_taxonomy.json"
    concepts = json.loads(path.read_text(encoding="utf-8"))
    real = {
        concept_id: concept
        for concept_id, concept in concepts.items()
        if concept["type"] == "occupation-field"
    }
    assert {field.jobtech_id for field in occupation_fields()} == set(real)
    for concept_id, concept in real.items():
        found = occupation_field_of(concept_id, None)
        assert found and found.legacy_id == concept["legacyAmsTaxonomyId"]
        assert occupation_field_of(concept["legacyAmsTaxonomyId"], None) is found
        assert occupation_field_of(None, concept["label"]) is found


@pytest.mark.parametrize(
    ("jobtech_id", "label", "code"),
    [
        ("apaJ_2ja_LuF", "Transport", "data-it"),
        ("unknown", "data/it", "data-it"),
        (None, "HÄLSO- OCH SJUKVÅRD", "health-care"),
        (None, "Health care", "health-care"),
        (None, "Transport, distribution, lager", "transport"),
        (None, "Yrken med teknisk inriktning", "engineering"),
        (None, "Rymdfart", None),
        ("", "", None),
        (None, None, None),
    ],
)
def test_what_feeds_say_names_a_field(
    jobtech_id: str | None, label: str | None, code: str | None
) -> None:
    found = occupation_field_of(jobtech_id, label)
    assert (found.code if found else None) == code
