"""The fields of work that ads are sorted under, as this site names them: pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.base.text import words


@dataclass(frozen=True, slots=True)
class OccupationField:
    """One of the 21 fields of work in JobTech's taxonomy.

    `code` stands in addresses and never changes. `jobtech_id` and `legacy_id` are what feeds call
    the field: a concept's id, and the number from before there were such.
    """

    code: str
    jobtech_id: str
    legacy_id: str
    name_sv: str
    name_en: str


class OccupationFields:
    """All fields in their order in the file, and each found by what feeds call it.

    `rows` are those of ``occupation_fields.csv``; its ``jobtech_labels``, with bars between them,
    are the names that JobTech has used.
    """

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        found = []
        self._by_id: dict[str, OccupationField] = {}
        self._by_label: dict[tuple[str, ...], OccupationField] = {}
        for row in rows:
            field = OccupationField(
                row["code"], row["jobtech_id"], row["legacy_id"], row["name_sv"], row["name_en"]
            )
            found.append(field)
            self._by_id |= {field.jobtech_id: field, field.legacy_id: field}
            labels = (field.name_sv, field.name_en, *row["jobtech_labels"].split("|"))
            self._by_label |= {_key(label): field for label in labels}
        self.all = tuple(found)
        self.by_code = {field.code: field for field in found}

    def called(self, jobtech_id: str | None, label: str | None) -> OccupationField | None:
        """The field of an id, new or old, else of a name in any case and punctuation."""
        return self._by_id.get(jobtech_id or "") or self._by_label.get(_key(label or ""))


class OccupationGroups:
    """Occupations by any of their names; one that several have stands for itself alone."""

    def __init__(self, occupations: Iterable[Sequence[str]]) -> None:
        meanings: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for names in occupations:
            for name in names:
                meanings[_stems(name)].add(" ".join(_stems(names[0])))
        self._groups = {key: found for key, found in meanings.items() if key}

    def group_of(self, name: str) -> str:
        """The same for all names of an occupation; the stems of a name that isn't known."""
        key = _stems(name)
        groups = self._groups.get(key, set())
        return next(iter(groups)) if len(groups) == 1 else " ".join(key)


def _stems(name: str) -> tuple[str, ...]:
    return tuple(word.stem for word in words(name))


def _key(label: str) -> tuple[str, ...]:
    return tuple(word.surface for word in words(label))
