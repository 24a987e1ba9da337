"""Somebody looks for work: in Chromium with and without scripts, lynx and w3m, in each language."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.journeys.conftest import EXPIRED, WITHDRAWN
from tests.journeys.people import ONE_LANGUAGE_EACH, Person
from tests.journeys.stage import Meet
from tests.support.served import Fetched, ServedSite

in_one_language_each = pytest.mark.parametrize(("browser_name", "lang"), ONE_LANGUAGE_EACH)
SKANE = {"sv": "Skåne län", "en": "Skåne County"}


def page_of(site: ServedSite, person: Person) -> Fetched:
    """The page that the person is on, as the site sends it."""
    return site.fetch(person.address())


def asked(person: Person) -> dict[str, str]:
    """What the address of the person's page asks for."""
    query = parse_qs(urlsplit(person.address()).query)
    return {name: value for name, (value,) in query.items()}


@pytest.mark.promise("account.language")
def test_a_job_is_found_refined_read_and_read_in_the_other_language(
    person: Person, site: ServedSite
) -> None:
    say = person.words

    person.fill(say("Job title, keyword or company"), "utvecklare")
    person.fill(say("Town, county or postcode"), "Stockholm")
    person.press(say("Find jobs"))
    in_town = page_of(site, person).total
    person.reads(say.jobs(in_town), say.showing(1, 20))

    person.choose(say("County"), say("All counties"))
    person.choose(say("Sort order"), say("Newest first"))
    person.press(say("Find jobs"))
    assert asked(person).items() >= {"where": "Stockholm", "sort": "newest"}.items()
    assert page_of(site, person).total == in_town

    person.choose(say("Distance"), say("Within %(count)s km", count=10))
    person.press(say("Find jobs"))
    assert asked(person)["radius"] == "10"
    assert page_of(site, person).total >= in_town
    person.choose(say("Distance"), say("The place itself"))
    person.press(say("Find jobs"))
    assert page_of(site, person).total == in_town

    person.follow(say("Next", context="page"))
    second_page = person.address()
    assert asked(person)["page"] == "2"
    person.reads(say.jobs(in_town), say.showing(21, min(40, in_town)))

    headline, address = page_of(site, person).hits()[0]
    person.follow(headline)
    assert person.address() == address
    person.reads(headline, say("About the job"))

    person.back()
    person.reads(say.showing(21, min(40, in_town)))
    assert person.address() == second_page

    person.follow(say.switch)
    other = say.in_other_language
    assert person.address() == second_page.replace(f"/{say.lang}/", f"/{other.lang}/")
    person.reads(other.jobs(in_town), other.showing(21, min(40, in_town)))
    assert person.holds(other("Job title, keyword or company"), "utvecklare")

    person.follow(headline)
    assert person.address() == address.replace(f"/{say.lang}/", f"/{other.lang}/")
    person.reads(headline, other("About the job"))


def test_a_search_is_narrowed_to_a_county_and_widened_again(
    person: Person, site: ServedSite
) -> None:
    say = person.words

    person.fill(say("Job title, keyword or company"), "undersköterska")
    person.press(say("Find jobs"))
    everywhere = page_of(site, person).total
    person.follow(SKANE[say.lang])
    in_county = page_of(site, person).total
    person.reads(say.jobs(in_county))
    assert 0 < in_county < everywhere
    assert asked(person)["county"] == "12"

    person.follow(say("All counties"))
    person.reads(say.jobs(everywhere))
    assert asked(person) == {"what": "undersköterska"}


@in_one_language_each
def test_what_the_boxes_hold_is_what_is_shown(person: Person, site: ServedSite) -> None:
    """A link that changes the place changes the box: pressing the button again means the same."""
    say = person.words
    person.fill(say("Job title, keyword or company"), "undersköterska")
    person.fill(say("Town, county or postcode"), "Malmö")
    person.press(say("Find jobs"))

    person.follow(say("All counties"))
    everywhere = page_of(site, person).total
    person.press(say("Find jobs"))

    assert page_of(site, person).total == everywhere


@in_one_language_each
def test_a_misspelt_town_gives_a_suggestion_that_works(person: Person, site: ServedSite) -> None:
    say = person.words

    person.fill(say("Job title, keyword or company"), "undersköterska")
    person.fill(say("Town, county or postcode"), "Mlamö")
    person.press(say("Find jobs"))
    person.takes("422")
    person.reads(
        say("We know no place called %(name)s.", name=say("“%(word)s”", word="Mlamö")),
        say("Did you mean:"),
    )
    assert person.holds(say("Town, county or postcode"), "Mlamö")

    person.follow("Malmö")
    assert asked(person) == {"what": "undersköterska", "where": "Malmö"}
    person.reads(say.jobs(page_of(site, person).total))
    assert person.holds(say("Town, county or postcode"), "Malmö")


@in_one_language_each
def test_a_search_without_hits_shows_the_way_on(person: Person) -> None:
    say = person.words

    person.fill(say("Job title, keyword or company"), "nattportierlärling")
    person.press(say("Find jobs"))
    person.reads(say("No jobs match, but do not give up"))

    person.follow(say("See all jobs"))
    person.reads(say("All open jobs"), say.showing(1, 20))


@in_one_language_each
def test_an_address_that_leads_nowhere_shows_the_way_on(meet: Meet, lang: str) -> None:
    with meet(f"/{lang}/finns-inte") as person:
        say = person.words
        person.takes("404")
        person.reads(say("There is no page here"), say("Ways on from here"))

        person.follow(say("To the first page"))
        person.reads(say("Newest jobs"))
        assert person.address() == f"/{lang}/"


@in_one_language_each
def test_a_page_of_hits_that_does_not_exist_says_so(meet: Meet, lang: str) -> None:
    with meet(f"/{lang}/jobs?what=java&page=99") as person:
        say = person.words
        person.takes("404")
        person.reads(say("There are not so many pages of hits."))

        person.follow(say("To the first page of hits"))
        person.reads(say("Jobs: %(what)s", what="java"))


@in_one_language_each
@pytest.mark.parametrize(
    ("headline", "notice", "complaints"),
    [
        (EXPIRED, "This ad is closed", ()),
        (WITHDRAWN, "This ad has been withdrawn", ("410",)),
    ],
)
def test_a_closed_ad_says_so_and_leads_to_others(
    meet: Meet,
    lang: str,
    closed_ads: dict[str, str],
    headline: str,
    notice: str,
    complaints: tuple[str, ...],
) -> None:
    with meet(f"/{lang}{closed_ads[headline]}") as person:
        say = person.words
        person.takes(*complaints)
        person.reads(headline, say(notice), say("This job is closed"))
        assert say("To the application") not in person.text()

        person.follow(say("Jobs in %(where)s", where=SKANE[lang]))
        assert headline not in person.text()
        person.reads(say("Jobs: %(what)s", what=SKANE[lang]))


def test_closed_ads_are_out_of_the_search(site: ServedSite, closed_ads: dict[str, str]) -> None:
    assert len(closed_ads) == 2
    assert site.fetch("/sv/jobs?what=fyrvaktare").total == 0
