"""Style, icon and scripts: under names of their content, compressed beforehand, kept for ever."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import time
from importlib.resources import files
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from webapp.static_files import KEPT_SECONDS, publish

KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
LARGEST_OWN_SCRIPT = 1024


def static_addresses(site: SiteUnderTest) -> set[str]:
    """Every static address that any page names."""
    found = set()
    for path in ("/sv/about", "/sv/jobs"):
        tree = HtmlTree.of_page(site.client.get(path).text, path)
        named = [element.get("src") or element.get("href") or "" for element in tree.elements]
        found |= {address for address in named if address.startswith("/static/")}
    return found


def test_files_are_named_by_their_content_and_kept_for_ever(filled: SiteUnderTest) -> None:
    addresses = static_addresses(filled)

    assert {address.rpartition(".")[2] for address in addresses} == set(KINDS)
    for address in addresses:
        response = filled.client.get(address, buffered=True)
        kind = address.rpartition(".")[2]
        digest = hashlib.sha256(response.data).hexdigest()
        assert response.status_code == 200
        assert re.fullmatch(rf"/static/[a-z]+\.{digest[:10]}\.{kind}", address)
        assert response.mimetype == KINDS[kind]
        assert "immutable" in response.headers["Cache-Control"]
        assert int(re.findall(r"max-age=(\d+)", response.headers["Cache-Control"])[0]) >= 31536000
        assert "Access-Control-Allow-Origin" not in response.headers
        assert "Set-Cookie" not in response.headers


def test_files_come_compressed(filled: SiteUnderTest) -> None:
    for address in static_addresses(filled):
        plain = filled.client.get(address, buffered=True)
        for coding, decoded in (("br", brotli.decompress), ("gzip", gzip.decompress)):
            response = filled.client.get(
                address, headers={"Accept-Encoding": coding}, buffered=True
            )
            if len(plain.data) > 1000:
                assert response.headers["Content-Encoding"] == coding
                assert len(response.data) < len(plain.data) / 2
            if "Content-Encoding" in response.headers:
                assert decoded(response.data) == plain.data
                assert "Accept-Encoding" in response.vary


@pytest.mark.parametrize(
    "path", ["nothing.css", "site.css", "../secret_key", "%2e%2e/secret_key", "", "..%2fsecret_key"]
)
def test_an_unknown_file_is_not_found(filled: SiteUnderTest, path: str) -> None:
    response = filled.client.get(f"/static/{path}")

    assert response.status_code == 404
    assert filled.settings.secret_key not in response.text


def test_our_own_script_is_small_and_rides_with_htmx(filled: SiteUnderTest) -> None:
    own = (files("webapp") / "static" / "site.js").read_bytes()
    htmx = (files("js_lib_htmx") / "static" / "htmx" / "htmx.min.js").read_bytes()
    (live,) = [address for address in static_addresses(filled) if "/live." in address]
    (alone,) = [
        address for address in static_addresses(filled) if "/site." in address and "js" in address
    ]

    assert len(own) <= LARGEST_OWN_SCRIPT
    assert filled.client.get(alone, buffered=True).data == own
    assert filled.client.get(live, buffered=True).data == htmx + b"\n" + own


def test_files_of_earlier_releases_stay_for_thirty_days(tmp_path: Path) -> None:
    folder = tmp_path / "static"
    publish(folder)
    younger, older = folder / "site.0000000001.css", folder / "site.0000000002.css"
    for path, age in ((younger, KEPT_SECONDS - 3600), (older, KEPT_SECONDS + 3600)):
        path.write_text("body{}")
        os.utime(path, (time.time() - age,) * 2)
    current = folder / publish(folder)["site.css"]
    os.utime(current, (0, 0))

    publish(folder)

    assert younger.exists()
    assert not older.exists()
    assert current.exists()
