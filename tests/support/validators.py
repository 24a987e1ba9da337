"""Runs the page validators: html-validate, the Nu Html Checker, and axe-core in a browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

from tests.support.tools import NODE_MODULES, TESTS_DIRECTORY, node_file, program

AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass(frozen=True, order=True)
class Finding:
    """One complaint of a validator; `line` and `column` count from 1, 0 where unknown."""

    file: str
    line: int
    column: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.rule}: {self.message}"


def html_validate(files: Sequence[Path]) -> list[Finding]:
    """Check these HTML files with html-validate, all in one process.

    Raises ValueError without files, since checking nothing proves nothing, and RuntimeError when
    the program itself fails.
    """
    script = node_file("html-validate/bin/html-validate.mjs")
    config = TESTS_DIRECTORY / "htmlvalidate.config.mjs"
    output = _run(
        [program("node"), str(script), "--config", str(config), "--formatter", "json"], files
    )
    return sorted(_html_validate_findings(json.loads(output)))


def nu_check(files: Sequence[Path], *, css: bool = False) -> list[Finding]:
    """Check HTML files, or CSS files with `css`, with the Nu Html Checker, all in one JVM.

    Warnings and remarks count like errors. Raises as `html_validate` does.
    """
    jar = NODE_MODULES / "vnu-jar/build/dist/vnu.jar"
    node_file("vnu-jar/build/dist/vnu.jar")
    # One short run gains nothing from the optimising compiler or a parallel collector.
    command = [program("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss2m"]
    command += ["-jar", str(jar), "--format", "json", "--stdout"]
    output = _run([*command, "--css"] if css else command, files)
    return sorted(_nu_findings(json.loads(output)))


def axe(page: Page) -> list[Finding]:
    """Check the page shown with axe-core and return the violations, one for each element.

    The page must come from a context with `bypass_csp=True` and scripts on.
    """
    page.add_script_tag(path=node_file("axe-core/axe.min.js"))
    options = {
        "runOnly": {"type": "tag", "values": list(AXE_TAGS)},
        "resultTypes": ["violations"],
        # axe leaves this WCAG 2.2 rule out unless it is asked for by name.
        "rules": {"target-size": {"enabled": True}},
    }
    result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        Finding(page.url, 0, 0, violation["id"], f"{violation['help']}: {node['html']}")
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def _run(command: Sequence[str], files: Sequence[Path]) -> str:
    if not files:
        raise ValueError("no files to check")
    # Into a file: node ends before it has written a long output to a pipe.
    with TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.run(
            [*command, *map(str, files)],
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            timeout=600,
            check=False,
        )
        output.seek(0)
        said = output.read()
    # Both programs end with 1 when they have findings, and then with JSON on their output.
    if process.returncode not in {0, 1} or not said.lstrip().startswith(("{", "[")):
        raise RuntimeError(f"{command[0]} failed ({process.returncode}): {process.stderr}")
    return said


def _html_validate_findings(report: list[dict[str, Any]]) -> Iterator[Finding]:
    for file in report:
        for message in file["messages"]:
            yield Finding(
                file["filePath"],
                message["line"],
                message["column"],
                message["ruleId"],
                message["message"],
            )


def _nu_findings(report: dict[str, Any]) -> Iterator[Finding]:
    for message in report["messages"]:
        yield Finding(
            unquote(urlsplit(message.get("url", "")).path),
            message.get("firstLine", message.get("lastLine", 0)),
            message.get("firstColumn", message.get("lastColumn", 0)),
            message.get("subType", message["type"]),
            message["message"],
        )
