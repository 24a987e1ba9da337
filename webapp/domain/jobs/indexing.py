"""Keeps this machine's ad index in step with the ads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from webapp.adapters.job_document import IndexedAd
from webapp.adapters.job_index import (
    JobIndexWriter,
    current_generation,
    new_generation,
    read_note,
)
from webapp.adapters.job_schema import YES
from webapp.base import clock
from webapp.base.work import Position, changes_after, newest_change
from webapp.domain.jobs import rules
from webapp.domain.jobs.actions import CHANGE_KIND
from webapp.domain.jobs.ad_text import plain_text, shortened
from webapp.domain.jobs.models import JobAd
from webapp.domain.jobs.queries import ads_by_id, open_ads
from webapp.domain.reference.geometry import Point
from webapp.domain.reference.queries import (
    county,
    municipality,
    occupation_field_of,
    place_ids_of,
    reference_version,
)

log = structlog.get_logger("index")
BATCH_SIZE = 500
SNIPPET_LENGTH = 160
# The change log is kept longer than this, so an index that was read later than it misses nothing.
TRUSTED_FOR = timedelta(days=25)


def rebuild(folder: Path, progress: Callable[[int], None] = lambda count: None) -> int:
    """Builds the index anew from all open ads and puts it in place; returns their number."""
    position = newest_change(CHANGE_KIND)
    count = 0
    with new_generation(folder) as writer:
        for ad in open_ads(clock.now()):
            writer.put(indexed(ad))
            count += 1
            if count % BATCH_SIZE == 0:
                progress(count)
        writer.commit(_note(position))
    progress(count)
    return count


class IndexFollower:
    """Brings changes of ads into the current generation. One process of a machine holds it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer: JobIndexWriter | None = None

    def follow(self) -> int:
        """Takes in what changed since last time; returns the number of ads looked at."""
        writer = self._current_writer()
        position = Position(*writer.note["position"])
        handled = 0
        while True:
            ids, after = changes_after(CHANGE_KIND, position, BATCH_SIZE)
            if not ids:
                break
            self._apply(writer, ids)
            position = after
            handled += len(ids)
        if handled:
            writer.commit(_note(position))
        return handled

    def remove_closed(self) -> None:
        """Takes out the ads whose last day has passed."""
        writer = self._current_writer()
        writer.remove_closed(clock.now())
        writer.commit(_note(Position(*writer.note["position"])))

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _apply(self, writer: JobIndexWriter, ids: list[int]) -> None:
        now = clock.now()
        ads = {ad.id: ad for ad in ads_by_id(ids)}
        for ad_id in ids:
            ad = ads.get(ad_id)
            if ad and ad.folded_into is None and _is_open(ad, now):
                writer.put(indexed(ad))
            else:
                writer.remove(ad_id)

    def _current_writer(self) -> JobIndexWriter:
        folder = current_generation(self._folder)
        if self._writer is not None and self._writer.folder == folder:
            return self._writer
        self._writer = self._opened(folder) if folder is not None and _trusted(folder) else None
        if self._writer is None:
            rebuild(self._folder)
            folder = current_generation(self._folder)
            if folder is None:
                raise RuntimeError("The index that was just built is gone.")
            self._writer = JobIndexWriter(folder)
        return self._writer

    def _opened(self, folder: Path) -> JobIndexWriter | None:
        """The writer of an index that is there, or None where it can't be used."""
        try:
            return JobIndexWriter(folder)
        except ValueError as error:
            log.warning("index unusable, building it anew", reason=str(error))
            return None


def _is_open(ad: JobAd, now: datetime) -> bool:
    return rules.status(now, ad.closes_at, ad.removed_at) is rules.Status.OPEN


def _trusted(folder: Path) -> bool:
    """Whether an index of an earlier start is of these places, and misses no change."""
    path = folder / "note.json"
    if not path.exists() or read_note(folder).get("reference") != reference_version():
        return False
    written = datetime.fromtimestamp(path.stat().st_mtime, tz=clock.now().tzinfo)
    return clock.now() - written < TRUSTED_FOR


def _note(position: Position) -> dict[str, Any]:
    return {"position": list(asdict(position).values()), "reference": reference_version()}


def indexed(ad: JobAd) -> IndexedAd:
    """An ad as the index takes it."""
    text = plain_text(ad.description)
    deadline = ad.deadline_at or ad.closes_at
    last = rules.last_date(deadline)
    extents = rules.extents(ad.working_hours)
    return IndexedAd(
        id=ad.id,
        zones={
            "headline": ad.headline,
            "occupation": " ".join(filter(None, (ad.occupation, ad.occupation_group))),
            "employer": " ".join(
                dict.fromkeys(filter(None, (ad.employer_name, ad.employer_workplace)))
            ),
            "skills": " ".join(skill["label"] for skill in [*ad.skills, *ad.languages]),
            "place": " ".join(_place_names(ad)),
            "body": text,
        },
        choices=_choices(ad, extents),
        municipality_code=ad.municipality_code,
        place_ids=place_ids_of(ad.postcode, ad.locality, ad.municipality_code, _point(ad)),
        published=ad.published_at,
        deadline=deadline,
        closes=ad.closes_at,
        shown={
            "id": ad.id,
            "headline": ad.headline,
            "employer": ad.employer_name,
            "municipality": ad.municipality_code,
            "county": ad.county_code,
            "country": ad.country_code,
            "locality": ad.locality,
            "language": ad.language,
            "published": clock.stockholm_day(ad.published_at).toordinal(),
            "deadline": last.toordinal() if last else None,
            "remote": rules.is_remote(ad.remote, ad.headline),
            "extents": extents,
            "partner": ad.partner,
            "snippet": shortened(text, SNIPPET_LENGTH),
        },
    )


def _choices(ad: JobAd, extents: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    trade = occupation_field_of(ad.occupation_field_code, ad.occupation_field)
    one = {
        "county": ad.county_code,
        "field": trade.code if trade else None,
        "group": ad.occupation_group,
        "remote": YES if rules.is_remote(ad.remote, ad.headline) else None,
        "language": ad.language,
        "partner": ad.partner,
        "employer": ad.employer_name,
    }
    return {
        **{name: (value,) for name, value in one.items() if value},
        "type": rules.employment_kinds(ad.employment_type, ad.duration),
        "extent": extents,
    }


def _point(ad: JobAd) -> Point | None:
    if ad.latitude is None or ad.longitude is None:
        return None
    return Point(ad.latitude, ad.longitude)


def _place_names(ad: JobAd) -> Iterator[str]:
    town = municipality(ad.municipality_code) if ad.municipality_code else None
    region = county(ad.county_code) if ad.county_code else None
    names = {ad.locality} if ad.locality else set()
    if town:
        names |= {town.name, town.name_en or town.name}
    if region:
        names |= {region.name_sv, region.name_en}
    yield from sorted(names)
