"""Ads that the demo's company has written itself: two in Swedish, one in English, and a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from webapp.base import clock
from webapp.domain.accounts.demo import demo_account_ids
from webapp.domain.cv.demo import OWNER
from webapp.domain.employers.queries import company_of
from webapp.domain.jobs.ad_rules import AdContent, Channel
from webapp.domain.jobs.own_ads import draft_ad, publish_ad
from webapp.domain.jobs.own_queries import own_ads

OPEN_DAYS = (24, 38, 52)
# Nobody's: addresses under example are kept for examples (RFC 2606).
NURSE_AID = AdContent(
    headline="Undersköterska till demensboende med egen trädgård",
    language="sv",
    occupation="Undersköterska",
    field="health-care",
    place="Malmö",
    workplace="Eklidens demensboende",
    kind="permanent",
    extent="either",
    vacancies="2",
    pay_from="29 500",
    pay_to="33 000",
    text="# Om arbetet\n\nDu är kontaktperson för fem av våra sextioen boende. Vi äter lunch "
    "tillsammans, och schemat lägger vi själva i gruppen.\n\n"
    "# Vi söker dig som\n\n- är undersköterska och har arbetat med demensvård\n"
    "- talar och skriver svenska obehindrat\n- trivs med att ta det i den andres takt\n\n"
    "Du får en månads bredvidgång och handledning var tredje vecka.",
    channel=Channel.EMAIL.value,
    application_email="jobb@ekliden.example",
    reference="EV-14",
)
COORDINATOR = AdContent(
    headline="Samordnare i hemtjänsten",
    language="sv",
    occupation="Samordnare",
    field="health-care",
    place="Lund",
    workplace="Ekliden Hemtjänst",
    kind="temporary",
    duration="Ett år, med möjlighet till förlängning",
    extent="full-time",
    pay_from="34 000",
    pay_to="38 500",
    text="# Om arbetet\n\nDu planerar dagarna för arton medarbetare, svarar i telefon när någon "
    "undrar och är den som ser när planen behöver ändras.\n\n"
    "# Vi söker dig som\n\n- har arbetat i vård och omsorg\n- är van vid planeringsprogram\n"
    "- har körkort B\n\nVikariatet börjar när du kan och varar i ett år.",
    channel=Channel.WEB.value,
    application_url="https://ekliden.example/jobb/samordnare",
)
NURSE = AdContent(
    headline="Registered nurse, nights",
    language="en",
    occupation="Sjuksköterska",
    field="health-care",
    place="Malmö",
    workplace="Ekliden",
    kind="permanent",
    extent="part-time",
    pay_from="41 000",
    pay_to="46 000",
    pay_note="Full-time pay, before the supplement for nights",
    text="# The work\n\nYou are the nurse on duty for three houses, together with six assistant "
    "nurses who know every resident. Most nights are calm.\n\n"
    "# You\n\n- are licensed as a nurse in Sweden\n- have worked with older people\n"
    "- speak Swedish with our residents; our team speaks English too\n\n"
    "Three nights a week, and every other weekend off.",
    channel=Channel.EMAIL.value,
    application_email="jobb@ekliden.example",
    reference="EV-15",
)
DRAFT = AdContent(
    headline="Kock till vårt eget kök",
    language="sv",
    occupation="Kock",
    place="Malmö",
    text="Vi lagar maten själva, till sextioen boende och alla som hälsar på.",
)


def add_demo_company_ads() -> int:
    """Adds the ads of the demo's company where it has none; returns how many are published."""
    company = company_of(demo_account_ids()[OWNER])
    if company is None or own_ads(company.id):
        return 0
    draft_ad(company.id, DRAFT)
    for content, days in zip((NURSE_AID, COORDINATOR, NURSE), OPEN_DAYS, strict=True):
        last = clock.today() + timedelta(days=days)
        publish_ad(company.id, draft_ad(company.id, replace(content, deadline=last.isoformat())))
    return len(OPEN_DAYS)
