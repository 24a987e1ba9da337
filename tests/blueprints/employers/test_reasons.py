"""What is wrong with a record of a company's file, said in the language of the page."""

from __future__ import annotations

import io
import re

import pytest

from tests.blueprints.employers.office import Office
from tests.support.signed_in import token_on
from tests.support.sites import job_record
from webapp.adapters.feed_reason import Fault, Reason
from webapp.blueprints.employers.reasons import WORDS, in_words
from webapp.i18n import speaking

FILE = (
    ('{"id": "1"}', "headline: saknas.", "headline: is missing."),
    ("[1]", "Posten är inget JSON-objekt.", "The record is not a JSON object."),
    (
        '{"id": "2", "headline": "Kock", "publication_date": "i vår"}',
        "publication_date: ”i vår” är ingen tidpunkt.",
        "publication_date: “i vår” is not a time.",
    ),
    ('{"id": "3", "headline": ["Kock"]}', "headline: är ingen text.", "headline: is not a text."),
    (
        '{"id": "4", "headline": "%s"}' % ("x" * 501),
        "headline: är längre än 500 tecken.",
        "headline: is longer than 500 characters.",
    ),
)
VALUES = {"most": 7, "text": "100 %", "detail": "Odd", "position": 3}


@pytest.mark.parametrize(("lang", "index"), [("sv", 1), ("en", 2)])
def test_each_reason_is_said_in_the_language_of_the_page(
    office: Office, lang: str, index: int
) -> None:
    good = str(job_record(9)).replace("'", '"').replace("None", "null").replace("False", "false")
    raw = "\n".join([*(line for line, *_ in FILE), good]).encode()
    path = f"/{lang}/employer/ads/import"
    data = {
        "token": token_on(office.owner.get(path).text),
        "file": (io.BytesIO(raw), "ads.jsonl"),
    }
    page = office.owner.post(path, data=data, content_type="multipart/form-data")
    assert page.status_code == 200
    said = re.sub(r"\s+", " ", page.text)
    for number, case in enumerate(FILE, start=1):
        line = {"sv": "Rad", "en": "Line"}[lang]
        assert f"{line} {number}: {case[index]}" in said
    assert ("is missing" in said) is (lang == "en")


def test_every_fault_has_words_and_the_same_sentence_for_commands(office: Office) -> None:
    assert set(WORDS) == set(Fault)
    with office.site.app.test_request_context("/sv/"), speaking("sv"):
        swedish = {fault: in_words(Reason(fault, "id", **VALUES)) for fault in Fault}
    for fault, words in swedish.items():
        reason = Reason(fault, "id", **VALUES)
        assert reason == f"id: {fault.value % VALUES}"
        assert words.startswith("id: ")
        assert "%(" not in words
        assert words != f"{reason}."
