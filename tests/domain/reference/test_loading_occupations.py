"""Other names of occupations, from any of the shapes that JobTech's taxonomy has come in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from webapp.base.text import words
from webapp.domain.reference import queries
from webapp.domain.reference.actions import LoadRefusedError, load_reference


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Path]:
    """An instance folder; afterwards the files that ship are used again."""
    yield tmp_path
    queries.use_reference(None)


def occupation(**fields: object) -> dict[str, object]:
    return {"type": "occupation-name", **fields}


def load(instance: Path, concepts: dict[str, object]) -> None:
    path = instance / "t.json"
    path.write_text(json.dumps(concepts), encoding="utf-8")
    load_reference(instance, taxonomy=path)


def labels(query: str) -> set[tuple[str, ...]]:
    found = queries.synonyms_in(words(query))
    return {label for synonym in found for label in synonym.labels}


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("astronauts", ("rymdfar",)),
        ("fjällguide", ("wilderness", "guid")),
        ("vildmarksguiden", ("natur", "guid")),
        ("isforskare", ("glaciolog",)),
    ],
)
def test_names_of_a_taxonomy_become_synonyms(
    instance: Path, query: str, other: tuple[str, ...]
) -> None:
    newer = occupation(
        preferred_label="Vildmarksguide",
        alternative_labels=["Natur|guide ", None, "Fjällguide"],
        hidden_labels=None,
        preferred_label_en=["Wilderness guide"],
        broader=["x"],
    )
    concepts = {
        "a": occupation(label="Rymdfarare", legacyAmsTaxonomyId="1", label_en="Astronaut"),
        "b": newer,
        "c": occupation(label="Glaciolog", alternative_labels="Isforskare", hidden_labels=[]),
    }
    load(instance, concepts)
    assert labels(query) == set()
    queries.use_reference(instance)
    assert other in labels(query)


def test_a_taxonomy_packed_by_an_earlier_release_is_read(instance: Path) -> None:
    (instance / "reference").mkdir()
    (instance / "reference" / "taxonomy.csv").write_text(
        "id,type,label,legacy_id\na,occupation-name,Rymdfarare/Astronaut,1\n"
    )
    queries.use_reference(instance)
    assert labels("rymdfarare") == {("astronaut",)}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"alternative_labels": [1]}, "alternative_labels: is neither a text nor a list of texts"),
        ({"label_en": {"x": 1}}, "label_en: is neither a text nor a list of texts"),
        ({"label": None, "preferred_label": " "}, "label: is not a text, or empty"),
    ],
)
def test_a_fault_is_named(instance: Path, fields: dict[str, object], said: str) -> None:
    concepts: dict[str, object] = {"a": occupation(label="x") | fields}
    with pytest.raises(LoadRefusedError, match=f'concept "a": {said}'):
        load(instance, concepts)


def test_the_real_taxonomy_adds_its_names(instance: Path, real_data: Path) -> None:
    path = real_data / "taxonomy" / "jobtech_concept_to_taxonomy.json"
    load_reference(instance, taxonomy=path)
    assert labels("fondförvaltare") == set()
    queries.use_reference(instance)
    assert labels("fondförvaltare") == {("portföljförvaltar",)}
    # What ships is certain, and stays.
    assert ("nurs",) in labels("sjuksköterska")
    assert labels("chef") == labels("föreståndare") == set()
