"""An operator's own files are checked, packed and used; a faulty one changes nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from webapp.cli import main
from webapp.domain.reference import queries
from webapp.domain.reference.actions import LoadRefusedError, load_reference
from webapp.domain.reference.gazetteer import Gazetteer, ReferenceDataError
from webapp.domain.reference.geometry import Point

SHIPPED = Gazetteer()


def line(**changes: str) -> str:
    fields = {
        "country": "SE", "code": "990 01", "town": "Nyby", "county": "Skåne", "letter": "M",
        "municipality": "Malmö", "municipality_code": "1280", "name3": "", "code3": "",
        "lat": "55.6", "lon": "13.0", "accuracy": "4",
    }  # fmt: skip
    return "\t".join((fields | changes).values())


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    queries.use_reference(None)


def run(instance: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(
        main,
        ["reference", "load", *map(str, arguments)],
        env={"STEPSTONE_INSTANCE": str(instance)},
    )


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_postcodes_are_used_from_the_next_start(instance: Path) -> None:
    lines = [line(), line(code="99002"), line(code="990 03", town="Gamla Byn"), line(country="NO")]
    path = written(instance, "SE.txt", "\r\n".join(lines))

    result = run(instance, "--postcodes", path)

    assert (result.exit_code, result.output.split()[:2]) == (0, ["postcodes", "3"])
    assert "index rebuild" in result.output
    assert queries.find_where("990 01").places == ()
    queries.use_reference(instance)
    assert list(queries.postcodes()) == ["99001", "99002", "99003"]
    (found,) = queries.find_where("SE-990 01").places
    assert queries.place_name(found, "sv") == "990 01 Nyby"
    assert found.point == Point(55.6, 13.0)
    assert queries.find_where("Gamla Byn").places[0].point == Point(55.6, 13.0)
    assert len(queries.municipalities()) == 290
    assert queries.place_ids_of("99002", None, None, None) == ("55.6000,13.0000",)
    assert queries.reference_version()


def test_a_postcode_without_a_municipality_gets_the_likeliest(instance: Path) -> None:
    # 1917 was Heby until 2007; GeoNames has it still.
    lines = [
        line(code="74430", municipality_code="1917", lat="59.94", lon="16.86"),
        line(code="99009", municipality_code="", lat="57.70", lon="11.97"),
    ]
    load_reference(instance, postcodes=written(instance, "SE.txt", "\n".join(lines)))
    queries.use_reference(instance)
    codes = {code: found.municipality_code for code, found in queries.postcodes().items()}
    assert codes == {"74430": "0331", "99009": "1480"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "9900"}, 'line 2: postal code: "9900" is not five digits'),
        ({"code": "990 0x"}, 'line 2: postal code: "990 0x" is not five digits'),
        ({"code": "٩٩٠٠١"}, "is not five digits"),
        ({"municipality_code": "128"}, 'line 2: admin code2: "128" is not four digits'),
        ({"lat": "north"}, 'line 2: latitude: "north" is not a number'),
        ({"lat": "nan"}, "line 2: latitude: nan is not between -90 and 90"),
        ({"lon": "1e999"}, "line 2: longitude: 1e999 is not between -180 and 180"),
        (
            {"lat": "13.0", "lon": "55.6"},
            "line 2: latitude, longitude: 13.0, 55.6 is not in Sweden",
        ),
        ({"town": " "}, 'line 2: place name: "" is not a name'),
        ({"town": "Ny\u0000by"}, "line 2: place name"),
        ({"accuracy": "4\tmore"}, "line 2: columns: 13 between tabs instead of 12"),
    ],
)
def test_a_faulty_line_is_named_and_the_old_kept(
    instance: Path, changes: dict[str, str], said: str
) -> None:
    good = written(instance, "good.txt", line())
    bad = written(instance, "bad.txt", f"{line()}\n{line(**changes)}\n")
    assert run(instance, "--postcodes", good).exit_code == 0
    before = (instance / "reference" / "postcodes.csv").read_bytes()

    result = run(instance, "--postcodes", bad)

    assert result.exit_code == 1
    assert "bad.txt" in result.output
    assert said in result.output
    assert "Nothing was changed." in result.output
    assert (instance / "reference" / "postcodes.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no postcode of Sweden"),
        (line(country="NO").encode(), "no postcode of Sweden"),
        (b"<html>", "line 1: columns: 1 between tabs instead of 12"),
        (line().encode() + b"\n\xff\xfe", "line 2: is not UTF-8"),
        ("\n".join([line(code="x")] * 50).encode(), "and perhaps more"),
    ],
)
def test_a_file_of_another_kind_is_refused(instance: Path, content: bytes, said: str) -> None:
    path = instance / "SE.txt"
    path.write_bytes(content)
    result = run(instance, "--postcodes", path)
    assert (result.exit_code, said in result.output) == (1, True)
    assert not (instance / "reference").exists()
    assert len(result.output.splitlines()) < 30


def municipality_file(folder: Path, *rows: str) -> Path:
    return written(folder, "m.csv", "\n".join(("code,name,county", *rows)))


def test_municipalities_come_by_code_or_name_of_their_county(instance: Path) -> None:
    path = municipality_file(instance, "1280,Malmö,12", "0180,Stockholm,Stockholms län",
                             '1450,"Nya staden",Västra Götaland')  # fmt: skip
    postcodes = written(
        instance,
        "SE.txt",
        line(municipality_code="1450", lat="58.1", lon="12.1", town="Nya staden"),
    )
    assert run(instance, "--municipalities", path, "--postcodes", postcodes).exit_code == 0
    queries.use_reference(instance)
    assert [m.code for m in queries.municipalities()] == ["0180", "1280", "1450"]
    (new,) = queries.find_where("nya staden").places
    assert new.point == Point(58.1, 12.1)
    assert queries.municipality("1280") == SHIPPED.municipality_of["1280"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["128,Malmö,12"], 'line 2: code: "128" is not four digits'),
        (["1280,Malmö,12", "1280,Malmö,12"], "line 3: code: 1280 stands twice"),
        (["1280,Malmö,Småland"], 'line 2: county: "Småland" is no county'),
        (["1280,Malmö,14"], "line 2: county: 1280 does not begin with the county's code 14"),
        (["1280,,12"], 'line 2: name: "" is not a name'),
        (["1280"], 'line 2: county: "" is no county'),
        ([], "holds no municipality"),
    ],
)
def test_faulty_municipalities_are_named(instance: Path, rows: list[str], said: str) -> None:
    result = run(instance, "--municipalities", municipality_file(instance, *rows))
    assert (result.exit_code, said in result.output) == (1, True), result.output


def test_a_header_must_name_its_columns(instance: Path) -> None:
    path = written(instance, "m.csv", "kod,namn\n1280,Malmö")
    result = run(instance, "--municipalities", path)
    assert (result.exit_code, "line 1: the header lacks code, county, name" in result.output) == (
        1, True,
    )  # fmt: skip


def concept(**changes: object) -> dict[str, object]:
    return {
        "type": "place", "label": "Nya Byn", "legacyAmsTaxonomyId": "1280-nya-byn",
    } | changes  # fmt: skip


def test_places_of_a_taxonomy_are_found_in_their_municipality(instance: Path) -> None:
    path = written(instance, "t.json", json.dumps({"abc1_def_ghi": concept()}))
    result = run(instance, "--taxonomy", path, "--json")
    assert (result.exit_code, json.loads(result.output)) == (0, {"concepts": 1})
    queries.use_reference(instance)
    (found,) = queries.find_where("nya byn").places
    assert found.point == SHIPPED.municipality_of["1280"].point


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is not a JSON object of concepts"),
        ("{}", "is not a JSON object of concepts"),
        ('{"a": 1}', 'concept "a": is not an object'),
        (json.dumps({"a": concept(label=None)}), 'concept "a": label: is not a text'),
        (json.dumps({"a": {"type": "place", "label": "x"}}), 'concept "a": legacyAmsTaxonomyId'),
    ],
)
def test_a_faulty_taxonomy_is_named(instance: Path, content: str, said: str) -> None:
    result = run(instance, "--taxonomy", written(instance, "t.json", content))
    assert (result.exit_code, said in result.output) == (1, True), result.output


def test_all_files_are_taken_in_or_none(instance: Path) -> None:
    good = written(instance, "SE.txt", line())
    bad = written(instance, "t.json", "[]")
    assert run(instance, "--postcodes", good, "--taxonomy", bad).exit_code == 1
    assert not (instance / "reference").exists()


def test_wrong_use_says_what_is_right(instance: Path) -> None:
    assert run(instance).exit_code == 2
    assert run(instance, "--postcodes", instance / "missing").exit_code == 2
    helped = run(instance, "--help")
    assert helped.exit_code == 0
    assert all(f"--{name}" in helped.output for name in ("postcodes", "municipalities", "taxonomy"))


def test_a_damaged_file_in_the_instance_says_what_to_do(instance: Path) -> None:
    (instance / "reference").mkdir()
    (instance / "reference" / "postcodes.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(ReferenceDataError, match="stepstone reference load"):
        assert Gazetteer(instance / "reference").postcodes


@given(
    st.text(max_size=200)
    | st.lists(st.text("SE\t0123456789.-x \n", max_size=60), max_size=12).map("\t".join),
    st.sampled_from(["postcodes", "municipalities", "taxonomy"]),
)
def test_any_text_is_taken_or_refused_with_a_reason(
    tmp_path_factory: pytest.TempPathFactory, text: str, option: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = folder / "file"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        load_reference(folder, **{option: path})
    except LoadRefusedError as refusal:
        assert len(str(refusal).splitlines()) > 1


def test_the_real_files_load(instance: Path, real_data: Path) -> None:
    municipalities = instance / "m.csv"
    with (real_data / "places" / "municipalities.csv").open(encoding="utf-8") as file:
        rows = [
            f"{row['municipality_code']},{row['municipality_name_short']},{row['county_code']}"
            for row in csv.DictReader(file)
        ]
    municipality_file(instance, *rows)
    loaded = load_reference(
        instance,
        postcodes=real_data / "places" / "geonames_SE.txt",
        municipalities=municipalities,
        taxonomy=real_data / "taxonomy" / "jobtech_concept_to_taxonomy.json",
    )
    assert (loaded.municipalities, loaded.concepts) == (290, 12_496)
    queries.use_reference(instance)
    assert loaded.postcodes == len(queries.postcodes()) > 18_000
    assert queries.municipalities() == SHIPPED.municipalities
    assert queries.find_where("211 20").understood
