"""Finds the programs that the tests run; `tests/install` installs them."""

from __future__ import annotations

import shutil
from pathlib import Path

TESTS_DIRECTORY = Path(__file__).resolve().parents[1]
PROJECT_DIRECTORY = TESTS_DIRECTORY.parent
NODE_MODULES = TESTS_DIRECTORY / "node_modules"


class MissingToolError(RuntimeError):
    """A program or file that the tests need is not installed."""

    def __init__(self, tool: str) -> None:
        super().__init__(f"{tool} is missing; install what the tests need with: tests/install")


def program(*names: str) -> str:
    """Return the path of the first of these programs that is installed.

    Raises MissingToolError when none is: a test that needs a program fails without it.
    """
    for name in names:
        if found := shutil.which(name):
            return found
    raise MissingToolError(" or ".join(names))


def node_file(relative_path: str) -> Path:
    """Return a file below `tests/node_modules`, or raise MissingToolError."""
    path = NODE_MODULES / relative_path
    if not path.is_file():
        raise MissingToolError(relative_path)
    return path


def postgres_programs() -> Path:
    """Return the directory with `initdb` and `postgres`, of the newest version installed.

    Debian keeps each version in a directory of its own outside PATH. Raises MissingToolError.
    """
    versions = [
        path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")
        if path.parts[-3].isdigit()
    ]
    if versions:
        return max(versions, key=lambda directory: int(directory.parent.name))
    return Path(program("initdb")).resolve().parent
