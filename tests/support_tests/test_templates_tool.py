"""What `tools/templates.py` lets a template do."""

from __future__ import annotations

import re
import runpy

import pytest

from tests.support.tools import PROJECT_DIRECTORY

FORBIDDEN = runpy.run_path(str(PROJECT_DIRECTORY / "tools" / "templates.py"))["FORBIDDEN"]


def findings(template: str) -> list[str]:
    return [why for pattern, why in FORBIDDEN.items() if re.search(pattern, template)]


@pytest.mark.parametrize(
    "template",
    [
        '<script src="/static/site.js" defer></script>',
        '<script type="application/ld+json">{{ structured|tojson }}</script>',
    ],
)
def test_files_and_data_are_allowed(template: str) -> None:
    assert findings(template) == []


@pytest.mark.parametrize(
    "template",
    [
        "<script>alert(1)</script>",
        '<script type="module">alert(1)</script>',
        '<script type="application/json">{{ structured|tojson }}</script>',
        '<script type="application/ld+json">{{ structured }}</script>',
        '<script type="application/ld+json">{{ structured|tojson|safe }}</script>',
        '<script type="application/ld+json">{"a": {{ b|tojson }}}</script>',
        '<script type="application/ld+json">{{ a|tojson }}</script><script>alert(1)</script>',
        '<script type="application/ld+json" nonce="1">alert(1)</script>',
    ],
)
def test_scripts_in_a_page_are_not(template: str) -> None:
    assert "has an inline script" in findings(template)
