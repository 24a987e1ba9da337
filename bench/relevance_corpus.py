"""The real ads that search quality is measured on, through the product's own import."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from webapp.adapters.job_index import IndexedAd
from webapp.domain.jobs.actions import import_jobtech
from webapp.domain.jobs.indexing import indexed
from webapp.domain.jobs.models import JobAd

# Beside the project, unless REAL_DATA names another folder.
DATA = Path(os.environ.get("REAL_DATA") or Path(__file__).parents[2] / "shared" / "data")
LISTINGS = "platsbanken_listings_8000.jsonl"
FULL_TEXTS = "jobtech_shape_3_ads.jsonl"
JOB_POSTINGS = "joblinks_60_jobposting.json"
FOREIGN_QUERIES = "jobtech_queries_200.txt"


@dataclass(frozen=True, slots=True)
class RawAd:
    """What a judge sees of an ad: the texts of the source, before any code of ours read them."""

    headline: str
    occupation: str
    employer: str
    place: str
    text: str


def available() -> bool:
    """Whether the real data lies beside the project."""
    return all((DATA / name).exists() for name in (LISTINGS, FULL_TEXTS, JOB_POSTINGS))


def coverage_queries() -> list[str]:
    """Searches that others made to test their search, without judgements."""
    lines = (DATA / FOREIGN_QUERIES).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip()]


def load_ads(scratch: Path) -> tuple[list[IndexedAd], dict[int, RawAd]]:
    """Imports all ads into the connected, empty database; returns them for index and for judging.

    The ads are of different years, so none of them is taken as closed.
    """
    raw: dict[str, RawAd] = {}
    for name, records in (
        ("listings", _lines(LISTINGS)),
        ("full-texts", _lines(FULL_TEXTS)),
        ("postings", _job_postings()),
    ):
        kept = []
        for record in records:
            kept.append(record)
            raw[f"{name}/{record['id']}"] = _raw(record)
        path = scratch / f"{name}.jsonl"
        path.write_text("\n".join(map(json.dumps, kept)), encoding="utf-8")
        report = import_jobtech(path, name)
        if report.rejected or report.problem:
            raise RuntimeError(f"{name}: {report.rejected[:3]} {report.problem}")
    ads, judged = [], {}
    for ad in JobAd.select().order_by(JobAd.id):
        ads.append(replace(indexed(ad), closes=None))
        judged[ad.id] = raw[f"{ad.source}/{ad.external_id}"]
    return ads, judged


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with (DATA / name).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _raw(record: dict[str, Any]) -> RawAd:
    address = record["workplace_address"]
    employer = record["employer"]
    occupation = record.get("occupation") or {}
    if isinstance(occupation, list):
        occupation = occupation[0] if occupation else {}
    return RawAd(
        headline=record["headline"],
        occupation=occupation.get("label") or "",
        employer=_joined(employer["name"], employer["workplace"]),
        place=_joined(address.get("municipality"), address.get("region"), address.get("city")),
        text=record["description"]["text"] or "",
    )


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _job_postings() -> Iterator[dict[str, Any]]:
    """schema.org JobPostings in the JobTech shape, with the fields that a search reads.

    Some of these ads were put in twice, from two sites; both copies stay, as in a real feed.
    """
    for entry in json.loads((DATA / JOB_POSTINGS).read_text(encoding="utf-8")):
        posting = entry["originalJobPosting"]
        yield {
            "id": str(entry["id"]),
            "headline": posting["title"],
            "description": {"text": posting.get("description") or ""},
            "employer": {"name": _name(posting.get("hiringOrganization")), "workplace": None},
            "workplace_address": {"city": _place_of(posting.get("jobLocation"))},
            "occupation": {"label": _name(posting.get("relevantOccupation"))},
            "publication_date": "2020-05-15T00:00:00",
        }


def _name(thing: Any) -> str | None:
    """The name of an organisation or occupation, which some sites give as a bare text."""
    return thing.get("name") if isinstance(thing, dict) else thing or None


def _place_of(location: Any) -> str | None:
    places = location if isinstance(location, list) else [location or {}]
    named = (place.get("address") or place.get("name") for place in places)
    return _joined(*(name for name in named if isinstance(name, str))) or None
