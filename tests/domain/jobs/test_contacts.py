"""People's addresses and numbers are masked in ads; all else stays, and a way to apply too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.jobs.contacts import (
    addresses,
    is_role_address,
    way_to_apply,
    without_identity_numbers,
    without_personal_contacts,
)

TELEPHONES = [
    "070-123 45 67",
    "070-1234567",
    "0701234567",
    "070 123 45 67",
    "070.123.45.67",
    "070 / 123 45 67",
    "070\u2011123 45 67",
    "070 \u2013 123 45 67",
    "+46 70 123 45 67",
    "+46701234567",
    "+46 (0)70-123 45 67",
    "0046 70 123 45 67",
    "08-123 456 78",
    "(08) 12 34 56 78",
    "08/123 45 67",
    "0500-12 34 56",
    "0921-123 45",
    "010-123 45 67",
    "+47 22 33 44 55",
]
ADDRESSES = [
    "anna@foretag.se",
    "anna.svensson@foretag.se",
    "Anna.Svensson@FÖRETAG.SE",
    "åsa@företag.se",
    "a.b+c@mail.foretag.co.uk",
    "anna (at) foretag.se",
    "anna.svensson[at]foretag.se",
    "anna (a) foretag.se",
    "anna {at} foretag.se",
    "anna(snabel-a)foretag.se",
    "anna snabel-a foretag.se",
    "anna [at] foretag [dot] se",
    "anna@foretag (punkt) se",
    "anna @ foretag.se",
]
# None of these is anybody's: years, pay, places, percentages, dates, hours, references.
HARMLESS = [
    "åren 2024-2025",
    "25 000 kr",
    "25 000 - 35 000 kr i månaden",
    "112 71 Stockholm",
    "SE-112 71",
    "75-100 %",
    "2024-10-25",
    "2024-11-01 - 2025-05-31",
    "20241101",
    "kl 08.00-17.00",
    "07:30\u201316:15",
    "06.30-15.30/14.00-22.30",
    "Ref 2024-1234",
    "ref.nr 12345678",
    "dnr 2024-000123",
    "annons 29000000",
    "org.nr 556012-5790",
    "ISO 9001:2015",
    "24/7, 365 dagar",
    "1 500 000 000 kr",
    "work at foretag.se",
    "se https://foretag.se/jobb",
    "följ @foretag",
    "C# (.net) och c++",
]


@pytest.mark.parametrize("number", TELEPHONES)
def test_a_telephone_number_is_masked(number: str) -> None:
    for before, after in (("Ring ", "."), ("tel. ", " så"), ("<p>Tel: ", "</p>"), ("", "")):
        masked = without_personal_contacts(f"{before}{number}{after}", "sv")
        assert masked == f"{before}[telefon]{after}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_persons_address_is_masked(address: str) -> None:
    for before, after in (("Skriv till ", "."), ("<p>", "</p>"), ("(", ")"), ("", ", tack")):
        masked = without_personal_contacts(f"{before}{address}{after}", "sv")
        assert masked == f"{before}[e-post]{after}"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_nobodys_stays(text: str) -> None:
    assert without_personal_contacts(text, "sv") == text
    assert without_personal_contacts(f"<p>{text}.</p>", "en") == f"<p>{text}.</p>"


@pytest.mark.parametrize(
    "address",
    ["jobb@foretag.se", "rekrytering.malmo@foretag.se", "hr@foretag.se", "info (at) foretag.se"],
)
def test_an_address_of_a_function_stays(address: str) -> None:
    assert without_personal_contacts(f"Skriv till {address}.", "sv") == f"Skriv till {address}."


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("jobb@a.se", True),
        ("Jobb.Norr@a.se", True),
        ("hr2@a.se", True),
        ("rekrytering-syd@a.se", True),
        ("anna@jobb.se", False),
        ("anna.svensson@a.se", False),
        ("christer@a.se", False),
        ("informatör@a.se", False),
    ],
)
def test_a_function_is_told_from_a_person(address: str, role: bool) -> None:
    assert is_role_address(address) is role


def test_the_word_that_stands_there_is_of_the_ads_language() -> None:
    text = "anna@foretag.se, 070-123 45 67, 640823-3234"
    swedish = "[e-post], [telefon], [personnummer]"
    assert without_personal_contacts(text, "sv") == swedish
    assert without_personal_contacts(text, None) == swedish
    english = "[e-mail], [telephone], [personal identity number]"
    assert without_personal_contacts(text, "en") == english


@pytest.mark.parametrize("number", ["640823-3234", "6408233234", "19640823-3234", "640823+3234"])
def test_a_personal_identity_number_is_masked(number: str) -> None:
    assert without_identity_numbers(f"Åkeri {number} AB", "sv") == "Åkeri [personnummer] AB"


@pytest.mark.parametrize("number", ["640823-3235", "649923-3234", "556012-5790", "1640823-32345"])
def test_another_number_stays(number: str) -> None:
    assert without_identity_numbers(number, "sv") == number


def test_disguised_addresses_are_read() -> None:
    assert addresses("anna (at) foretag (punkt) se eller jobb@a.se") == [
        "anna@foretag.se",
        "jobb@a.se",
    ]


URL, SOURCE = "https://foretag.se/jobb", "https://partner.example/1"


@pytest.mark.parametrize(
    ("url", "email", "source_url", "text", "expected"),
    [
        (URL, None, None, "", (URL, None, None)),
        (URL, "anna@a.se", None, "", (URL, None, None)),
        (URL, "jobb@a.se", None, "", (URL, "jobb@a.se", None)),
        (None, "anna@a.se", SOURCE, "070-123 45 67", (None, None, None)),
        (None, "anna@a.se", None, "", (None, "anna@a.se", None)),
        (None, "mailto:anna@a.se", None, "", (None, "anna@a.se", None)),
        (None, "anna@a.se; jobb@a.se", None, "", (None, "jobb@a.se", None)),
        (None, "skriv till oss", None, "", (None, None, None)),
        (None, None, None, "anna@a.se, bo@a.se", (None, "anna@a.se", None)),
        (None, None, None, "anna@a.se, hr@a.se", (None, "hr@a.se", None)),
        (None, None, None, "Ring 070-123 45 67", (None, None, "070-123 45 67")),
        (None, None, None, "anna@a.se 070-123 45 67", (None, "anna@a.se", None)),
        (None, None, None, "Kom förbi 08.00-17.00", (None, None, None)),
    ],
)
def test_a_persons_address_is_kept_only_where_it_is_the_only_way(
    url: str | None, email: str | None, source_url: str | None, text: str, expected: object
) -> None:
    way = way_to_apply(url=url, email=email, source_url=source_url, text=text)
    assert (way.url, way.email, way.telephone_in_text) == expected


def test_the_number_that_is_the_only_way_stays_alone() -> None:
    text = "Ring 070-123 45 67 eller 08-123 456 78."
    assert without_personal_contacts(text, "sv", "070-123 45 67") == (
        "Ring 070-123 45 67 eller [telefon]."
    )


@given(text=st.text(max_size=200) | st.text(alphabet="0123456789 -+()@.at[]aåse", max_size=80))
def test_no_persons_address_is_left_in_any_text(text: str) -> None:
    masked = without_personal_contacts(text, "sv")
    assert not [found for found in addresses(masked) if not is_role_address(found)]


@pytest.mark.parametrize(
    "text",
    ["a" * 200_000, "a@" * 100_000, "a." * 100_000, "(at)" * 50_000, "a@b" + " (dot) b" * 20_000],
)
def test_a_long_hostile_text_costs_no_square(text: str) -> None:
    # A pattern that looks back at every place would need minutes here.
    assert len(without_personal_contacts(text, "sv")) <= len(text)
