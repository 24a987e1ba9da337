"""Requests that no browser sends: each gets the site's own page, and the site goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.processes import ask_raw, get
from tests.support.server import Site

LONG = b"x" * (200 * 1024)
BODY_BYTES = 17 * 1024 * 1024


def host(site: Site) -> bytes:
    return b"Host: " + site.url.removeprefix("http://").encode() + b"\r\n"


def chunked_body() -> Iterator[bytes]:
    for _ in range(BODY_BYTES // 65536):
        yield b"10000\r\n" + b"a" * 65536 + b"\r\n"
    yield b"0\r\n\r\n"


HEADS: dict[str, tuple[bytes, int]] = {
    "garbage": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    "no version": (b"GET\r\n\r\n", 400),
    "a bare line feed": (b"GET /sv/ HTTP/1.1\nHost: a\r\n\r\n", 400),
    "a header without a colon": (b"GET /{lang}/ HTTP/1.1\r\nnonsense\r\n\r\n", 400),
    "a length that is none": (b"POST /{lang}/ HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400),
    "a length of 5,000 digits": (
        b"POST /{lang}/ HTTP/1.1\r\nContent-Length: " + b"1" * 5000 + b"\r\n\r\n",
        400,
    ),
    "an unknown encoding": (
        b"POST /{lang}/ HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        501,
    ),
    "a broken chunk": (
        b"POST /{lang}/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
        400,
    ),
    "a broken host in the address": (b"GET http://[/{lang}/ HTTP/1.1\r\n\r\n", 400),
    "an oversize header": (b"GET /{lang}/ HTTP/1.1\r\nX-Long: " + LONG + b"\r\n\r\n", 431),
    "an oversize address": (b"GET /{lang}/" + LONG + b" HTTP/1.1\r\n\r\n", 431),
}


def stays_well(site: Site) -> None:
    assert get(site, "/health").status == 200


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("kind", HEADS)
def test_what_the_server_refuses_gets_the_sites_page(
    shared_site: Site, kind: str, lang: str
) -> None:
    head, status = HEADS[kind]
    answer = ask_raw(shared_site, [head.replace(b"{lang}", lang.encode())])
    assert answer.status == status
    # Where the address says nothing of the language, the site's first language answers.
    said = b"/{lang}/ " in head or b"/{lang}/xxx" in head
    answer.check(lang if said and b"http://" not in head else "sv")
    stays_well(shared_site)


def test_the_readers_language_counts_where_the_address_has_none(shared_site: Site) -> None:
    for lang in ("sv", "en"):
        head = f"GET / HTTP/1.1\r\nAccept-Language: {lang}\r\nbroken\r\n\r\n"
        answer = ask_raw(shared_site, [head.encode()])
        assert answer.status == 400
        answer.check(lang)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_body_of_17_megabytes_is_refused(shared_site: Site, lang: str) -> None:
    head = b"POST /%s/jobs HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n"
    begins = head % (lang.encode(), host(shared_site), BODY_BYTES)
    answer = ask_raw(shared_site, [begins, *[b"a" * 65536] * (BODY_BYTES // 65536)])
    assert answer.status == 413
    answer.check(lang)
    stays_well(shared_site)


def test_a_body_without_a_length_is_refused_when_it_grows_too_large(shared_site: Site) -> None:
    head = b"POST /en/jobs HTTP/1.1\r\n" + host(shared_site) + b"Transfer-Encoding: chunked\r\n\r\n"
    answer = ask_raw(shared_site, [head, *chunked_body()])
    assert answer.status == 413
    answer.check("en")
    stays_well(shared_site)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (b"/sv/jobs?what=l\xc3\xa4rare", 200),
        (b"/sv/jobs?what=l\xe4rare", None),
        (b"/sv/\xff\xfe", 404),
        (b"/sv/jobs?what=%00", None),
        (b"/en/jobs?what=" + b"%C3%A5" * 10_000, None),
    ],
)
def test_bytes_of_any_kind_in_an_address_get_a_page(
    shared_site: Site, path: bytes, status: int | None
) -> None:
    head = b"GET " + path + b" HTTP/1.1\r\n" + host(shared_site) + b"Connection: close\r\n\r\n"
    answer = ask_raw(shared_site, [head])
    assert answer.status == status if status else answer.status in (200, 400, 422)
    answer.check(path[1:3].decode())
    stays_well(shared_site)


@settings(max_examples=40)
@given(
    start=st.sampled_from(
        [b"", b"GET ", b"GET /sv/ HTTP/1.1\r\n", b"POST /sv/ HTTP/1.1\r\nHost: "]
    ),
    noise=st.binary(min_size=1, max_size=60),
)
def test_noise_never_gets_an_error_of_ours(shared_site: Site, start: bytes, noise: bytes) -> None:
    answer = ask_raw(shared_site, [start + noise + b"\r\nConnection: close\r\n\r\n\r\n\r\n"])
    assert answer.status < 500 or answer.status == 501
    if not 300 <= answer.status < 400:
        answer.check("sv")


@pytest.mark.parametrize("name", ["other.example", "a b", "[::", "", "-", "\xe4", "a" * 300])
def test_a_foreign_or_broken_host_gets_the_sites_page(shared_site: Site, name: str) -> None:
    head = f"GET /en/ HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"
    answer = ask_raw(shared_site, [head.encode("latin-1")])
    assert answer.status == 400
    answer.check("en")
    stays_well(shared_site)
