"""``docs/operating.md`` and the program say the same: settings, commands, files."""

from __future__ import annotations

import re
from dataclasses import fields

import click
import pytest

from tests.base.test_config import SETTINGS, toml
from tests.support.tools import PROJECT_DIRECTORY
from webapp.base.config import COMMON_ENVIRONMENT_NAMES, Settings
from webapp.cli import main

PAGE = (PROJECT_DIRECTORY / "docs" / "operating.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (`[^|]+`) \| `([^|]*)` \| ([^|]+) \|$", re.MULTILINE)
ROWS = {
    name: (variables, default, meaning) for name, variables, default, meaning in ROW.findall(PAGE)
}


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    assert list(ROWS) == [item.name for item in fields(Settings) if item.name != "instance"]
    assert len(ROW.findall(PAGE)) == len(ROWS)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_settings_variables_and_default_are_documented(name: str) -> None:
    variables, default, meaning = ROWS[name]
    expected = [f"STEPSTONE_{name.upper()}"]
    if name in COMMON_ENVIRONMENT_NAMES:
        expected.append(COMMON_ENVIRONMENT_NAMES[name])
    assert re.findall(r"`(\w+)`", variables) == expected
    assert default == toml(SETTINGS[name].default)
    assert len(meaning.split()) >= 3


def test_no_other_variable_is_mentioned() -> None:
    known = {f"STEPSTONE_{name.upper()}" for name in SETTINGS} | {"STEPSTONE_INSTANCE"}
    mentioned = set(re.findall(r"STEPSTONE_\w+", PAGE))
    assert mentioned == known


def commands(group: click.Group, path: str = "stepstone") -> list[str]:
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, f"{path} {name}")
        does_something = not isinstance(command, click.Group) or command.invoke_without_command
        if does_something and not command.hidden:
            found.append(f"{path} {name}")
    return found


def test_every_command_is_documented_and_nothing_else_is() -> None:
    documented = re.findall(r"^\| `(stepstone [a-z ]*[a-z])", PAGE, re.MULTILINE)
    assert sorted(documented) == sorted(commands(main))
