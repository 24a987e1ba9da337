"""How well the site knows Sweden's postcodes: with the files that ship, and with better ones.

The truth is the folder of reference data beside the checkout; without it there is nothing to say.
Printed by ``make bench``, and alone by ``python -m bench.places``.
"""

from __future__ import annotations

import csv
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from webapp.domain.reference.actions import load_reference
from webapp.domain.reference.areas import place_ids_within
from webapp.domain.reference.gazetteer import Gazetteer
from webapp.domain.reference.geometry import Point, distance_km
from webapp.domain.reference.suggesting import suggest
from webapp.domain.reference.where import read_where

TRUTH = Path(__file__).parents[2] / "shared" / "data" / "places"
ROUNDS = 200
TYPED = ("goteborg", "211 20", "Göteborg, Borås", "Stockholm med omnejd", "2 mil från Lund")


def place_figures() -> Iterator[tuple[str, Any]]:
    """Names and values: accuracy of both sets of files, then what a look-up costs."""
    shipped = Gazetteer()
    if TRUTH.is_dir():
        yield from accuracy("shipped", shipped)
        with tempfile.TemporaryDirectory() as folder:
            load_reference(Path(folder), postcodes=TRUTH / "geonames_SE.txt")
            yield from accuracy("loaded", Gazetteer(Path(folder) / "reference"))
    yield from speed(shipped)


def accuracy(files: str, gazetteer: Gazetteer) -> Iterator[tuple[str, Any]]:
    """Shares of right counties and municipalities, and distances to GeoNames' points."""
    homes = true_municipalities()
    known = {code: gazetteer.postcodes[code] for code in homes if code in gazetteer.postcodes}
    right = [code for code, found in known.items() if found.municipality_code == homes[code]]
    county = [code for code, found in known.items() if found.county_code == homes[code][:2]]
    points = true_points()
    away = [
        distance_km(found.point, points[code])
        for code, found in gazetteer.postcodes.items()
        if code in points
    ]
    yield f"places, {files}: postcodes known", percent(len(known), len(homes))
    yield f"places, {files}: right county", percent(len(county), len(known))
    yield f"places, {files}: right municipality", percent(len(right), len(known))
    yield f"places, {files}: km off, median", round(statistics.median(away), 2)
    yield f"places, {files}: km off, p95", round(statistics.quantiles(away, n=100)[94], 2)


def speed(gazetteer: Gazetteer) -> Iterator[tuple[str, Any]]:
    """Milliseconds of a look-up, of suggestions and of a radius; the median of many."""
    for text in (*TYPED, ""):
        read_where(text, gazetteer)
    suggest("s", gazetteer, 8)
    look_ups = median_ms(lambda n: read_where(TYPED[n % len(TYPED)], gazetteer))
    suggestions = median_ms(lambda n: suggest("malm"[: 1 + n % 4], gazetteer, 8))
    homes = gazetteer.municipalities
    radii = median_ms(lambda n: place_ids_within(homes[n % len(homes)].point, 25, gazetteer))
    widest = place_ids_within(gazetteer.municipality_of["0180"].point, 100, gazetteer)
    yield "places: ms to understand a text", look_ups
    yield "places: ms to suggest", suggestions
    yield "places: ms to list the ids in 25 km", radii
    yield "places: ids in 100 km of Stockholm", len(widest)


def median_ms(work: Callable[[int], object]) -> float:
    """The median milliseconds of some work, which is told the number of its round."""
    times = []
    for number in range(ROUNDS):
        started = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - started)
    return round(statistics.median(times) * 1000, 3)


def true_municipalities() -> dict[str, str]:
    with (TRUTH / "postal_to_municipality.csv").open(encoding="utf-8", newline="") as file:
        return {row["postal_code"]: row["municipality_code"] for row in csv.DictReader(file)}


def true_points() -> dict[str, Point]:
    with (TRUTH / "geonames_SE.txt").open(encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return {row[1].replace(" ", ""): Point(float(row[9]), float(row[10])) for row in rows}


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} % of {whole}"


if __name__ == "__main__":
    print("\n".join(f"{name:<45} {value}" for name, value in place_figures()))
