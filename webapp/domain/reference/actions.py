"""Takes in an operator's own files of places."""

from __future__ import annotations

import csv
import io
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from webapp.domain.reference.gazetteer import Gazetteer
from webapp.domain.reference.geometry import Point, distance_km
from webapp.domain.reference.loading import (
    MUNICIPALITY_HEADER,
    POSTCODE_HEADER,
    TAXONOMY_HEADER,
    BadFileError,
    Row,
    read_municipalities,
    read_postcodes,
    read_taxonomy,
)
from webapp.domain.reference.queries import LOADED_FOLDER


class LoadRefusedError(Exception):
    """A file can't be used: which one, and what is wrong with it. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many postcodes, municipalities and concepts were taken in; None where no file was."""

    postcodes: int | None = None
    municipalities: int | None = None
    concepts: int | None = None


def load_reference(
    instance: Path,
    *,
    postcodes: Path | None = None,
    municipalities: Path | None = None,
    taxonomy: Path | None = None,
) -> Loaded:
    """Checks files and packs them into an instance, to be used from the next start on.

    All given files are taken in, or none.

    Raises:
        LoadRefusedError: one of them is unreadable or faulty.
    """
    folder = instance / LOADED_FOLDER
    now = Gazetteer(folder)
    packed: dict[str, tuple[Row, list[Row]]] = {}
    codes = set(now.municipality_of)
    municipality_rows: list[Row] = []
    if municipalities:
        points = {code: home.point for code, home in now.municipality_of.items()}
        english = {code: home.name_en for code, home in now.municipality_of.items()}
        with _named(municipalities):
            municipality_rows = read_municipalities(
                _text(municipalities), now.counties, points, english
            )
        packed["municipalities.csv"] = MUNICIPALITY_HEADER, municipality_rows
        codes = {row[0] for row in municipality_rows}
    postcode_rows: list[Row] = []
    if postcodes:
        with _named(postcodes):
            postcode_rows = read_postcodes(_text(postcodes), codes, _home_among(now, codes))
        packed["postcodes.csv"] = POSTCODE_HEADER, postcode_rows
    if municipality_rows and postcode_rows:
        new = codes - set(now.municipality_of)
        packed["municipalities.csv"] = (
            MUNICIPALITY_HEADER,
            _with_centres(municipality_rows, postcode_rows, new),
        )
    taxonomy_rows: list[Row] = []
    if taxonomy:
        with _named(taxonomy):
            taxonomy_rows = read_taxonomy(_text(taxonomy))
        packed["taxonomy.csv"] = TAXONOMY_HEADER, taxonomy_rows
    _write(folder, packed)
    return Loaded(
        sum(len(row[-1].split()) for row in postcode_rows) if postcodes else None,
        len(municipality_rows) if municipalities else None,
        len(taxonomy_rows) if taxonomy else None,
    )


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Says of which file a fault was."""
    try:
        yield
    except BadFileError as error:
        raise LoadRefusedError(f"{path.name}:\n{error}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BadFileError([f"line {line}: is not UTF-8"]) from error
    except OSError as error:
        raise BadFileError([f"can't be read: {error.strerror}"]) from error


def _home_among(gazetteer: Gazetteer, codes: set[str]) -> Callable[[str, Point], str]:
    """Finds a municipality: that of the postcode so far, else the one with the nearest centre."""

    def home_of(code: str, point: Point) -> str:
        known = gazetteer.postcodes.get(code)
        if known and known.municipality_code in codes:
            return known.municipality_code
        homes = [home for home in gazetteer.municipalities if home.code in codes]
        nearest = min(homes, key=lambda home: distance_km(home.point, point), default=None)
        return nearest.code if nearest else ""

    return home_of


def _with_centres(municipalities: list[Row], postcodes: list[Row], new: set[str]) -> list[Row]:
    """Puts new municipalities in the middle of their postcodes."""
    points: defaultdict[str, list[Point]] = defaultdict(list)
    for _area, _town, code, lat, lon, _endings in postcodes:
        points[code].append(Point(float(lat), float(lon)))
    return [
        (
            *row[:4],
            f"{median(point.lat for point in points[row[0]]):.4f}",
            f"{median(point.lon for point in points[row[0]]):.4f}",
        )
        if row[0] in new and row[0] in points
        else row
        for row in municipalities
    ]


def _write(folder: Path, packed: dict[str, tuple[Row, list[Row]]]) -> None:
    """Writes all files beside those in use, then puts each in its place."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (header, rows) in packed.items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([header, *rows])
        with (folder / f"{name}.new").open("w", encoding="utf-8") as file:
            file.write(text.getvalue())
            file.flush()
            os.fsync(file.fileno())
    for name in packed:
        (folder / f"{name}.new").replace(folder / name)
