"""The promise catalogue: what the service promises, kept or still planned, and its limits.

A promise is one outcome that a person can rely on, with an id shared by the catalogue, the code
that keeps it and the tests that check it. A limit is what nobody can promise, told where it counts.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from webapp.site.records import LocalizedText, RecordError, not_empty, parse_toml, read_record

_ID = re.compile(r"[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+")


class CatalogueError(RecordError):
    """The promise catalogue is wrong at `key`, or lacks the promise asked for."""

    subject = "promise catalogue"


class Area(StrEnum):
    """What a promise is about: the first part of its id."""

    ACCOUNT = "account"
    CV = "cv"
    CV_AGENT = "cv-agent"
    DISCLOSURE = "disclosure"
    PROCESSORS = "processors"
    PURPOSE = "purpose"
    JOBAGENT = "jobagent"
    ADS = "ads"
    BOX = "box"
    CONTENT = "content"
    COOKIES = "cookies"
    STATS = "stats"
    LOGS = "logs"
    RIGHTS = "rights"
    POLICY = "policy"
    SERVICE = "service"
    CHANNELS = "channels"


class Status(StrEnum):
    """Planned: not yet true, never published. Kept: true in this release, shown by tests."""

    PLANNED = "planned"
    KEPT = "kept"


class Decision(StrEnum):
    """A place where a person decides who gets to see something."""

    CV_VISIBILITY = "cv-visibility"
    CV_LINK = "cv-link"
    APPLICATION = "application"
    IDENTITY_REQUEST = "identity-request"
    FORWARDING = "forwarding"
    BOX_LETTER = "box-letter"


def _id_problem(value: str) -> str | None:
    if _ID.fullmatch(value):
        return None
    return "must be two or more parts of small letters and hyphens, joined by dots"


def _since_problem(version: int) -> str | None:
    return None if version >= 1 else "must be the number of a policy version, from 1"


CatalogueId = Annotated[str, _id_problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise. `since` (a policy version), `title` and `text` are there once it is kept."""

    id: CatalogueId
    area: Area
    status: Status
    since: Annotated[int, _since_problem] | None = None
    title: LocalizedText | None = None
    text: LocalizedText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One thing that nobody can promise, and the decisions beside which it is said."""

    id: CatalogueId
    shown_at: Annotated[tuple[Decision, ...], not_empty]
    title: LocalizedText
    text: LocalizedText


@dataclass(frozen=True)
class Catalogue:
    """All promises and limits, in the order of the file."""

    promises: tuple[Promise, ...]
    limits: tuple[Limit, ...]

    @cached_property
    def kept(self) -> tuple[Promise, ...]:
        """The promises true in this release: the only ones that are published."""
        return tuple(promise for promise in self.promises if promise.status is Status.KEPT)

    @cached_property
    def _promises_by_id(self) -> dict[str, Promise]:
        return {promise.id: promise for promise in self.promises}

    def by_id(self, promise_id: str) -> Promise:
        """The promise with that id; CatalogueError when there is none."""
        try:
            return self._promises_by_id[promise_id]
        except KeyError:
            raise CatalogueError(promise_id, "is no promise of the catalogue") from None


@cache
def load_promises(path: Path | None = None) -> Catalogue:
    """Read the catalogue at `path`, or the one that comes with the site; once per process.

    Raises CatalogueError naming the first key that is missing, unknown, wrong or out of place.
    """
    table = parse_toml(path, "promises.toml", CatalogueError)
    catalogue = read_record(Catalogue, table, CatalogueError)
    promise_ids = [promise.id for promise in catalogue.promises]
    _check_unique(promise_ids + [limit.id for limit in catalogue.limits])
    for position, promise in enumerate(catalogue.promises, start=1):
        _check_promise(promise, f"promises#{position}")
    return catalogue


def _check_unique(ids: list[str]) -> None:
    seen: set[str] = set()
    for entry_id in ids:
        if entry_id in seen:
            raise CatalogueError(entry_id, "stands twice in the catalogue")
        seen.add(entry_id)


def _check_promise(promise: Promise, key: str) -> None:
    if promise.id.partition(".")[0] != promise.area:
        raise CatalogueError(f"{key}.area", f"must be the first part of {promise.id}")
    for name in ("since", "title", "text"):
        present = getattr(promise, name) is not None
        if present and promise.status is Status.PLANNED:
            raise CatalogueError(f"{key}.{name}", f"has no place in {promise.id}, still planned")
        if not present and promise.status is Status.KEPT:
            raise CatalogueError(f"{key}.{name}", f"is missing in {promise.id}, which is kept")


@cache
def tests_of_promises() -> Mapping[str, tuple[str, ...]]:
    """Names of the tests that checked each promise when this release was built, by promise id.

    The test run writes them (``make promises``) and fails where they are out of date.
    """
    written = files(__package__).joinpath("promise_tests.json").read_text(encoding="utf-8")
    return {promise: tuple(names) for promise, names in json.loads(written).items()}
