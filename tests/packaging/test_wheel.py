"""The wheel: all that the site needs, nothing else, and a site that runs from it alone."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.support.server import running_site
from tests.support.tools import PROJECT_DIRECTORY

SOURCES = PROJECT_DIRECTORY / "webapp"
BUILT_FROM = ("pyproject.toml", "setup.py", "README.md", "LICENSE")
# The build's own name for the site, so that no page of the checkout can pass for one of the wheel.
SITE_NAME = "Provbygget"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the sources as a fresh checkout has them, without anything compiled."""
    folder = tmp_path_factory.mktemp("build")
    generated = shutil.ignore_patterns("__pycache__", "*.mo")
    shutil.copytree(SOURCES, folder / "webapp", ignore=generated)
    for name in BUILT_FROM:
        shutil.copy(PROJECT_DIRECTORY / name, folder)
    profile = folder / "webapp" / "site" / "operator.toml"
    text, renamed = re.subn(
        r'^site_name = ".*"$', f'site_name = "{SITE_NAME}"', profile.read_text("utf-8"), flags=re.M
    )
    assert renamed == 1
    profile.write_text(text, "utf-8")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", "out", ".", cwd=folder)
    (built,) = (folder / "out").iterdir()
    return built


def pip(*arguments: str, cwd: Path) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_carries_the_program_and_its_data_and_nothing_else(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")]
    program = {name for name in names if ".dist-info/" not in name}
    sources = {
        path.relative_to(PROJECT_DIRECTORY)
        for path in SOURCES.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    expected = {path for path in sources if path.suffix not in (".po", ".mo")}
    expected |= {path.with_suffix(".mo") for path in sources if path.suffix == ".po"}
    assert program == {str(path) for path in expected}
    for kind in (".html", ".css", ".svg", ".csv", ".toml", ".jsonl", ".txt", ".mo"):
        assert any(name.endswith(kind) for name in program), kind
    assert any(name.startswith("webapp/migrations/") for name in program)
    assert any(name.endswith("/LICENSE") for name in set(names) - program)


def test_the_wheels_translations_are_those_of_the_sources(wheel: Path) -> None:
    catalogues = list(SOURCES.glob("translations/*/LC_MESSAGES/*.po"))
    assert catalogues
    for source in catalogues:
        with source.open("rb") as file:
            texts = plain(read_po(file))
        compiled = source.with_suffix(".mo").relative_to(PROJECT_DIRECTORY)
        with zipfile.ZipFile(wheel).open(str(compiled)) as file:
            assert plain(read_mo(file)) == texts


def plain(catalogue: Catalog) -> dict[str, str]:
    """Messages and their translations, forms of number one a line."""

    def lines(text: str | Iterable[str]) -> str:
        return text if isinstance(text, str) else "\n".join(text)

    return {lines(each.id): lines(each.string) for each in catalogue if each.id}


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """A virtual environment that holds the wheel, and borrows what it depends on."""
    folder = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    own = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    # Only the folder: the checkout's own link in it is not followed from here.
    (own / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    python = str(folder / "bin" / "python")
    pip("--python", python, "install", "--no-deps", "--no-index", str(wheel), cwd=tmp_path)
    return folder


def test_a_site_runs_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    stepstone = str(installed / "bin" / "stepstone")
    said = subprocess.run(
        [stepstone, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"stepstone, version \d+\.\d+\.\d+\n", said.stdout)

    swedish = SOURCES / "translations" / "sv" / "LC_MESSAGES" / "messages.po"
    with swedish.open("rb") as file:
        texts = {one: other for one, other in plain(read_po(file)).items() if len(one) > 15}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with running_site(tmp_path / "instance", command=(stepstone, "run")) as site:
        for lang, words in (("sv", texts.values()), ("en", texts)):
            with opener.open(f"{site.url}/{lang}/") as response:
                page = html.unescape(response.read().decode())
            assert f'<html lang="{lang}"' in page
            assert sum(word in page for word in words) >= 5
            assert SITE_NAME in page
        style = re.search(r'href="(/static/[^"]+\.css)"', page)
        assert style
        with opener.open(site.url + style[1]) as response:
            assert response.status == 200
