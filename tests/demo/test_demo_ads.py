"""The demo ads have the JobTech shape, hold true places and point at nobody real."""

import json
import re
from datetime import datetime, time
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest

from webapp.domain.reference.queries import county, municipality

Ad = dict[str, Any]

NEWEST = datetime(2026, 11, 20, 8, 0)

AD_KEYS = (
    "id external_id webpage_url logo_url headline application_deadline number_of_vacancies "
    "description employment_type salary_type salary_description duration working_hours_type "
    "scope_of_work access employer application_details experience_required access_to_own_car "
    "driving_license_required driving_license occupation occupation_group occupation_field "
    "workplace_address must_have nice_to_have application_contacts publication_date "
    "last_publication_date removed removed_date source_type timestamp remote_work "
    "detected_language"
)
NESTED_KEYS = {
    "description": "text text_formatted company_information needs requirements conditions",
    "employer": "phone_number email url organization_number name workplace",
    "application_details": "information reference email via_af url other",
    "scope_of_work": "min max",
    "workplace_address": "municipality municipality_code municipality_concept_id region "
    "region_code region_concept_id country country_code country_concept_id street_address "
    "postcode city coordinates",
    "must_have": "skills languages work_experiences education education_level",
    "nice_to_have": "skills languages work_experiences education education_level",
}
CONCEPT_FIELDS = (
    "employment_type salary_type duration working_hours_type occupation occupation_group "
    "occupation_field"
)
CONCEPT_KEYS = {"concept_id", "label", "legacy_ams_taxonomy_id"}

OCCUPATION_FIELDS = {
    "Administration, ekonomi, juridik",
    "Bygg och anläggning",
    "Chefer och verksamhetsledare",
    "Data/IT",
    "Försäljning, inköp, marknadsföring",
    "Hantverksyrken",
    "Hotell, restaurang, storhushåll",
    "Hälso- och sjukvård",
    "Industriell tillverkning",
    "Installation, drift, underhåll",
    "Kropps- och skönhetsvård",
    "Kultur, media, design",
    "Militärt arbete",
    "Naturbruk",
    "Naturvetenskapligt arbete",
    "Pedagogiskt arbete",
    "Sanering och renhållning",
    "Socialt arbete",
    "Säkerhetsarbete",
    "Tekniskt arbete",
    "Transport",
}

ADDRESS_HOST = re.compile(r"(?:https?://|[\w.+-]+@)([\w.-]+)")
BARE_HOST = re.compile(r"\b[\w-]+\.(?:se|com|org|net|nu|eu|io)\b", re.IGNORECASE)
# Ten or twelve digits with an optional sign, as a Swedish personal identity number is written.
IDENTITY_NUMBER = re.compile(r"(?<!\d)(?:\d\d)?\d{6}[-+ ]?\d{4}(?!\d)")
TELEPHONE = re.compile(r"(?<![\d.,])(?:\+46|0)\d{1,3}[- ]\d{2,3}[ \d]{4,}")


class HtmlOutline(HTMLParser):
    """Collects tags and text, and insists that elements close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.text: list[str] = []
        self.longest_list = 0
        self._items = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs, f"<{tag}> carries {attrs}"
        self.open.append(tag)
        self.tags.add(tag)
        self._items = 0 if tag == "ul" else self._items + (tag == "li")
        self.longest_list = max(self.longest_list, self._items)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag != "strong":
            self.text.append(" ")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def outline(ad: Ad) -> HtmlOutline:
    parser = HtmlOutline()
    parser.feed(ad["description"]["text_formatted"])
    parser.close()
    assert parser.open == []
    return parser


@cache
def lines() -> tuple[str, ...]:
    return tuple(
        files("webapp.demo").joinpath("job_ads.jsonl").read_text(encoding="utf-8").splitlines()
    )


@cache
def ads() -> tuple[Ad, ...]:
    return tuple(json.loads(line) for line in lines())


def when(ad: Ad, field: str) -> datetime:
    return datetime.strptime(ad[field], "%Y-%m-%dT%H:%M:%S")


def test_there_are_52_ads_in_two_languages_under_their_own_ids() -> None:
    assert [ad["id"] for ad in ads()] == [f"demo-{number}" for number in range(1, 53)]
    languages = [ad["detected_language"] for ad in ads()]
    assert (languages.count("sv"), languages.count("en")) == (40, 12)


def test_each_ad_has_the_jobtech_shape() -> None:
    for ad in ads():
        assert set(ad) == set(AD_KEYS.split())
        for field, keys in NESTED_KEYS.items():
            assert set(ad[field]) == set(keys.split())
        for field in CONCEPT_FIELDS.split():
            assert set(ad[field]) == CONCEPT_KEYS
            assert ad[field]["label"]
        assert ad["removed"] is False
        assert ad["remote_work"] in (True, False, None)
        assert 0 < ad["scope_of_work"]["min"] <= ad["scope_of_work"]["max"] <= 100
        assert ad["number_of_vacancies"] >= 1
        assert ad["driving_license_required"] == bool(ad["driving_license"])


@pytest.mark.parametrize(("field", "weight"), [("must_have", 10), ("nice_to_have", 5)])
def test_each_wish_has_a_label_and_its_weight(field: str, weight: int) -> None:
    wishes = [wish for ad in ads() for kind in ad[field].values() for wish in kind]
    assert len(wishes) > 50
    for wish in wishes:
        assert set(wish) == CONCEPT_KEYS | {"weight"}
        assert wish["label"]
        assert wish["weight"] == weight


def test_each_ad_can_be_applied_for_in_exactly_one_way() -> None:
    for ad in ads():
        details = ad["application_details"]
        assert bool(details["url"]) != bool(details["email"])


def test_dates_fit_together() -> None:
    assert max(when(ad, "publication_date") for ad in ads()) == NEWEST
    for ad in ads():
        published, deadline = when(ad, "publication_date"), when(ad, "application_deadline")
        assert 0 <= (NEWEST.date() - published.date()).days <= 30
        assert 10 <= (deadline.date() - published.date()).days <= 60
        assert deadline > NEWEST
        assert deadline.time() == time(23, 59, 59)
        assert ad["last_publication_date"] == ad["application_deadline"]


def test_places_agree_with_the_reference_data() -> None:
    in_municipality = [ad for ad in ads() if ad["workplace_address"]["municipality_code"]]
    assert len(in_municipality) == 50
    for ad in in_municipality:
        address = ad["workplace_address"]
        place = municipality(address["municipality_code"])
        region = county(address["region_code"])
        assert place
        assert region
        assert (place.name, place.county_code) == (address["municipality"], region.code)
        assert address["region"] == region.name_sv
        longitude, latitude = address["coordinates"]
        assert 10.9 < longitude < 24.2
        assert 55.3 < latitude < 69.1
    assert len({ad["workplace_address"]["region_code"] for ad in in_municipality}) == 21


def test_every_occupation_field_has_work() -> None:
    assert {ad["occupation_field"]["label"] for ad in ads()} == OCCUPATION_FIELDS


def test_texts_are_well_formed_and_long_enough_to_read() -> None:
    for ad in ads():
        parsed = outline(ad)
        assert parsed.tags <= {"p", "ul", "li", "strong", "h3"}
        plain = ad["description"]["text"].replace("•", "").split()
        assert plain == "".join(parsed.text).split()
        assert 120 <= len(plain) <= 300


def test_no_address_leads_outside_the_reserved_domain() -> None:
    for line in lines():
        hosts = ADDRESS_HOST.findall(line)
        assert hosts
        assert all(host.endswith(".example") for host in hosts)
        assert not BARE_HOST.search(line)


def test_no_person_can_be_reached_or_identified() -> None:
    for ad, line in zip(ads(), lines(), strict=True):
        assert ad["application_contacts"] == []
        assert ad["employer"]["phone_number"] is None
        assert ad["employer"]["organization_number"] is None
        assert not IDENTITY_NUMBER.search(line)
        assert not TELEPHONE.search(line)


def test_names_are_used_by_one_employer_each() -> None:
    assert len({ad["employer"]["name"] for ad in ads()}) == len(ads())


def test_there_is_an_ad_for_each_unusual_look() -> None:
    addresses = [ad["workplace_address"] for ad in ads()]
    nowhere = [a for a in addresses if a["municipality_code"] is None]
    assert sorted((a["country"], a["region_code"]) for a in nowhere) == [
        ("Norge", None),
        ("Sverige", None),
    ]
    whole_sweden = [ad for ad in ads() if ad["workplace_address"]["city"] is None]
    assert [ad["remote_work"] for ad in whole_sweden] == [True]
    assert max(len(ad["headline"]) for ad in ads()) == 110
    assert max(ad["number_of_vacancies"] for ad in ads()) == 12
    assert max(outline(ad).longest_list for ad in ads()) >= 15
    assert any("C#/.NET" in ad["headline"] and "C++" in ad["headline"] for ad in ads())
    first_to_close = min(when(ad, "application_deadline") for ad in ads())
    assert (first_to_close.date() - NEWEST.date()).days == 1
