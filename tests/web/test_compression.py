"""Pages are compressed as the browser asks; one with a token never is (tests/web/test_forms.py)."""

from __future__ import annotations

import gzip

import brotli  # type: ignore[import-untyped]
import pytest

from tests.support.sites import SiteUnderTest

PATHS = ("/sv/", "/sv/jobs", "/sv/about")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("zstd, deflate", None),
        ("identity", None),
        ("", None),
    ],
)
def test_a_page_is_compressed_as_asked(
    filled: SiteUnderTest, path: str, accepted: str, coding: str | None
) -> None:
    plain = filled.client.get(path)

    response = filled.client.get(path, headers={"Accept-Encoding": accepted})

    decoded = {"br": brotli.decompress, "gzip": gzip.decompress}.get(coding or "", bytes)
    assert response.headers.get("Content-Encoding") == coding
    assert decoded(response.data) == plain.data
    assert len(response.data) == response.content_length
    assert "Accept-Encoding" in response.vary
    assert "Accept-Encoding" in plain.vary
