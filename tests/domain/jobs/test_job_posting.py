"""What becomes of a JobPosting's values in an ad."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.test_jobposting import posting
from webapp.adapters.jobposting import PostingPlace, Salary, read_posting
from webapp.domain.jobs.actions import import_jobposting
from webapp.domain.jobs.job_posting import ad_of, employment, place_of, salary_text
from webapp.domain.jobs.models import JobAd


def place(**values: Any) -> PostingPlace:
    names = ("text", "locality", "region", "country", "postcode", "coordinates")
    return PostingPlace(**(dict.fromkeys(names) | values))


@pytest.mark.parametrize(
    ("places", "municipality", "county", "country", "locality"),
    [
        ([place(text="Malmö")], "1280", "12", "SE", None),
        ([place(text="Stockholm")], "0180", "01", "SE", None),
        ([place(text="Södermanlands län Katrineholm")], "0483", "04", "SE", None),
        ([place(text="Uppsala län"), place(text="Uppsala")], "0380", "03", "SE", None),
        ([place(text="Storgatan 1\n211 20 Malmö")], "1280", "12", "SE", None),
        ([place(locality="Malmö", region="Skåne", country="SE")], "1280", "12", "SE", "Malmö"),
        ([place(locality="Solna", region="Stockholm")], "0184", "01", "SE", "Solna"),
        ([place(locality="Kista", region="Stockholms län")], "0180", "01", "SE", "Kista"),
        ([place(locality="Bortbytarby", region="Skåne")], None, "12", "SE", "Bortbytarby"),
        ([place(text="Hindås")], "1401", "14", "SE", "Hindås"),
        ([place(text="Hindås", region="Skåne län")], None, "12", "SE", "Hindås"),
        # The postal town is Stockholm's, the address is Solna's.
        ([place(locality="Stockholm", postcode="169 70")], "0184", "01", "SE", "Stockholm"),
        ([place(postcode="21120")], "1280", "12", "SE", None),
        # A postcode far away is a mistake, or the head office's.
        ([place(locality="Stockholm", postcode="211 20")], "0180", "01", "SE", "Stockholm"),
        ([place(text="Sweden")], None, None, "SE", None),
        ([place(locality="Malmö", country="US")], None, None, "US", "Malmö"),
        ([place(locality="Oslo", country="Norge")], None, None, "NO", "Oslo"),
        # Håbo lies in Uppsala county, Habo in Jönköping's; without accents it could be either.
        ([place(locality="Habo", region="Uppsala län")], "0305", "03", "SE", "Habo"),
        ([place(text="Lund"), place(text="Malmö")], "1281", "12", "SE", None),
        ([place()], None, None, None, None),
        ([], None, None, None, None),
    ],
)
def test_a_place_is_known_by_what_is_written(
    places: list[PostingPlace],
    municipality: str | None,
    county: str | None,
    country: str | None,
    locality: str | None,
) -> None:
    found = place_of(places)

    assert (found.municipality.code if found.municipality else None) == municipality
    if not municipality:
        assert (found.county.code if found.county else None) == county
    assert (found.country_code, found.locality) == (country, locality)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("211 20", "211 20"), (None, "21120")],
)
def test_a_postcode_is_taken_from_the_address_where_it_has_no_field(
    written: str | None, expected: str
) -> None:
    found = place_of([place(text="Storgatan 1, SE-211 20 Malmö", postcode=written)])

    assert found.postcode == expected


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["FULL_TIME"], ("Heltid", None)),
        (["full-time", "Part time"], ("Heltid eller Deltid", None)),
        (["FULL_TIME", "TEMPORARY"], ("Heltid", "Tidsbegränsad anställning")),
        (["INTERN", "VOLUNTEER"], (None, "Praktik, Ideellt uppdrag")),
        (["OTHER"], (None, None)),
        (["Heltidsjobb (förstajobb)"], ("Heltid", "Heltidsjobb (förstajobb)")),
        (["Tillsvidareanställning"], (None, "Tillsvidareanställning")),
        ([], (None, None)),
    ],
)
def test_employment_in_words(types: list[str], expected: tuple[str | None, str | None]) -> None:
    assert employment(types) == expected


@pytest.mark.parametrize(
    ("salary", "expected"),
    [
        (Salary("SEK", 30000, 35000, "MONTH"), "30\xa0000–35\xa0000 SEK per månad"),
        (Salary("SEK", 182.5, 182.5, "HOUR"), "182,50 SEK per timme"),
        (Salary("EUR", 50000, 50000, None), "50\xa0000 EUR"),
        ("Enligt avtal", "Enligt avtal"),
        (None, None),
    ],
)
def test_salary_in_words(salary: Salary | str | None, expected: str | None) -> None:
    assert salary_text(salary) == expected


@pytest.mark.parametrize("direct", [True, False])
def test_the_address_is_where_one_applies_only_if_it_says_so(direct: bool) -> None:
    ad = ad_of(read_posting(posting(url="https://bro.example/1", directApply=direct)))

    assert ad.source_url == "https://bro.example/1"
    assert ad.application_url == ("https://bro.example/1" if direct else None)


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("<p>Du <b>öppnar</b> bron.</p>", "<p>Du <strong>öppnar</strong> bron.</p>"),
        ("&lt;p&gt;Du öppnar.&lt;/p&gt;", "<p>Du öppnar.</p>"),
        ("Rad ett\n\nRad två", "<p>Rad ett</p><p>Rad två</p>"),
        ("Lön &gt; 3 &amp; fika, 2 < 3", "<p>Lön &gt; 3 &amp; fika, 2 &lt; 3</p>"),
        ("<p onclick=x>Hej</p><script>alert(1)</script><img src=x>", "<p>Hej</p>"),
        ("&lt;p&gt;Hej&lt;script&gt;alert(1)&lt;/script&gt;", "<p>Hej</p>"),
        (
            "Ring 08-123 456 78 eller kalle.svensson@bro.example",
            "<p>Ring [telefon] eller [e-post]</p>",
        ),
    ],
)
def test_a_description_is_stored_as_safe_html(
    database_url: str, tmp_path: Path, description: str, expected: str
) -> None:
    record = posting(description=description, url="https://bro.example/1", inLanguage="sv")
    (tmp_path / "feed").write_text(json.dumps([record]), encoding="utf-8")
    import_jobposting(tmp_path / "feed", "Brobladet")

    assert (
        JobAd.get().description.replace("[e-mail]", "[e-post]").replace("[telephone]", "[telefon]")
        == expected
    )


def test_real_postings_become_ads_of_their_partner(database_url: str, real_data: Path) -> None:
    path = real_data / "joblinks_60_jobposting.json"
    first = import_jobposting(path, "JobbLänkar")
    again = import_jobposting(path, "JobbLänkar")

    assert (first.new, len(first.rejected), first.read) == (48, 12, 60)
    assert {bad.reason for bad in first.rejected} == {"datePosted: is missing"}
    assert (again.new, again.updated, again.unchanged) == (0, 0, 48)
    ads = list(JobAd.select())
    assert {(ad.source, ad.partner) for ad in ads} == {("partner-jobblankar", "JobbLänkar")}
    # The others name no town of Sweden.
    assert sum(1 for ad in ads if ad.municipality_code) == 42


def test_partners_and_other_feeds_keep_apart(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "feed").write_text(json.dumps([posting()]), encoding="utf-8")
    import_jobposting(tmp_path / "feed", "platsbanken")
    import_jobposting(tmp_path / "feed", "Annan")

    assert {ad.source for ad in JobAd.select()} == {"partner-platsbanken", "partner-annan"}


@pytest.mark.parametrize("partner", ["", "!!!", "x" * 33])
def test_a_name_that_can_be_no_source_is_refused(partner: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="partner's name"):
        import_jobposting(tmp_path / "none", partner)
