"""Figures of ads, and ads that come in with a file."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.blueprints.employers.office import Office
from tests.support.checking import CheckingClient
from tests.support.signed_in import token_on
from tests.support.sites import job_record
from webapp.domain.jobs.bringing import LARGEST_FILE
from webapp.domain.jobs.own_queries import brought_ads, own_ads
from webapp.domain.jobs.views_count import counts_by_day

URL = "https://ekliden.example/jobb"


def bring(office: Office, client: CheckingClient, raw: bytes) -> TestResponse:
    token = token_on(client.get("/sv/employer/ads/import").text)
    values: dict[str, Any] = {"token": token, "file": FileStorage(io.BytesIO(raw), "ads.json")}
    boundary, body = encode_multipart(values)
    return client.post(
        "/sv/employer/ads/import",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )


@pytest.mark.promise("stats.anonymous")
def test_views_and_clicks_are_counted_without_a_trace_of_who(office: Office) -> None:
    path = office.publish(channel="url", application_url=URL)
    job_ad_id = own_ads(office.company.company_id)[0].job_ad_id
    assert job_ad_id is not None
    before = counts_by_day(job_ad_id)[0]
    page = office.visitor.get(path)
    office.visitor.get(path, headers={"User-Agent": "Examplebot/1.0 (+https://bot.example)"})
    office.visitor.get(path, headers={"Sec-Purpose": "prefetch"})
    office.visitor.head(path)
    assert "Set-Cookie" not in page.headers
    assert URL not in page.text
    out = office.visitor.get(f"{path}/out")
    assert (out.status_code, out.headers["Location"]) == (302, URL)
    after = counts_by_day(job_ad_id)[0]
    assert (after.views - before.views, after.clicks - before.clicks) == (1, 1)
    figures = office.owner.get(f"/sv/employer/figures/{job_ad_id}").text
    assert figures.count("<td><svg") == 2
    assert "Vidare till er: 1" in figures
    assert "Vi räknar summor per dag" in figures


def test_other_peoples_ads_are_not_counted(office: Office) -> None:
    office.site.import_records(job_record(1))
    page = office.visitor.get("/sv/jobs/1", follow_redirects=True)
    assert page.status_code == 200
    assert counts_by_day(1)[0].views == 0


def test_a_file_is_published_and_what_is_wrong_is_named(office: Office) -> None:
    records = [job_record(1), job_record(2) | {"headline": None}, "no object"]
    page = bring(office, office.owner, json.dumps(records).encode())
    assert page.status_code == 200
    assert "headline: saknas." in page.text
    assert "Rad 1:" in page.text
    assert office.found("sjuksköterska") == 1
    assert "Öppna annonser ur er fil" in office.owner.get("/sv/employer/ads").text


@pytest.mark.parametrize(
    ("raw", "status", "said"),
    [
        (b"", 422, "Filen är tom."),
        (b"<html>", 422, "webbsida"),
        (b'[{"id": "1"', 422, "mitt i en post"),
        (b"[" + b" " * (LARGEST_FILE + 1), 413, "högst 4 MB"),
        (b"[" + b" " * (2 * LARGEST_FILE), 413, "högst 4 MB"),
    ],
)
def test_a_bad_file_is_refused_in_words(office: Office, raw: bytes, status: int, said: str) -> None:
    page = bring(office, office.owner, raw)
    assert (page.status_code, said in page.text) == (status, True)
    assert brought_ads(office.company.company_id) == []


def test_an_unverified_company_brings_nothing(office: Office) -> None:
    page = bring(office, office.newcomer, json.dumps([job_record(1)]).encode())
    assert page.status_code == 422
    assert office.found("sjuksköterska") == 0
