"""What is taken out of messages of anonymous dialogues, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.dialogues.rules import REMOVED, Contact, without_contacts

TAKEN_OUT = [
    ("Skriv till anna.berg@exempel.se, tack.", "Skriv till […], tack.", Contact.EMAIL),
    ("anna (at) exempel (punkt) se", "[…]", Contact.EMAIL),
    ("anna snabel-a exempel punkt se", "[…]", Contact.EMAIL),
    ("ａｎｎａ＠ｅｘｅｍｐｅｌ．ｓｅ", "[…]", Contact.EMAIL),
    ("anna\u200b@exem\u00adpel.se", "[…]", Contact.EMAIL),
    ("Ring 070-174 06 35 i dag", "Ring […] i dag", Contact.TELEPHONE),
    ("Ring +46 8 123 456 78 i dag", "Ring […] i dag", Contact.TELEPHONE),
    ("0 7 0 1 7 4 0 6 3 5", "[…]", Contact.TELEPHONE),
    ("０７０１７４０６３５", "[…]", Contact.TELEPHONE),
    ("Se https://exempel.se/jag?x=1 där", "Se […] där", Contact.LINK),
    ("Se www.exempel.se och sedan", "Se […] och sedan", Contact.LINK),
    ("Min sida är exempel.se.", "Min sida är […].", Contact.LINK),
    ("linkedin.com/in/anna-berg", "[…]", Contact.LINK),
    ("Jag heter @annaberg där", "Jag heter […] där", Contact.LINK),
    ("Nummer 640823-3234 har jag", "Nummer […] har jag", Contact.IDENTITY_NUMBER),
    ("19640823-3234", "[…]", Contact.IDENTITY_NUMBER),
]
LEFT = [
    "Jag kan c++, .net, node.js och t.ex. asp.net.",
    "Lön 35 000 kr, från 2026-11-22 till 2027, klockan 8.30-17.00.",
    "Två@-tecken finns inte. 100 % heltid, 37,5 timmar/vecka.",
    "Kom den 3/12 kl. 10. Rum 4711.",
    "",
]


@pytest.mark.promise("cv.anonymous.contact-through-service")
@pytest.mark.parametrize(("text", "left", "kind"), TAKEN_OUT)
def test_what_leads_past_the_service_is_taken_out(text: str, left: str, kind: Contact) -> None:
    stripped = without_contacts(text)
    assert stripped.text == left
    assert kind in stripped.removed


@pytest.mark.parametrize("text", LEFT)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert without_contacts(text).text == text
    assert without_contacts(text).removed == ()


@given(st.text(max_size=80) | st.text("0123456789 -+@.se/w:()[]…aå\u200b", max_size=60))
def test_nothing_is_left_to_take_out(text: str) -> None:
    once = without_contacts(text)
    assert bool(once.removed) == (REMOVED in once.text) or REMOVED in text or "..." in text
    assert without_contacts(once.text).removed == () or once.removed
