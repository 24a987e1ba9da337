"""A page that has not changed is not sent again; a page that has changed is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from jinja2 import Template
from werkzeug.test import TestResponse

from tests.support.page_store import PageStore
from tests.support.sites import SiteUnderTest, build_site, job_record
from tests.web.addresses import FORM_PAGES, PAGES
from tests.web.filled import REMOVED_AD, ad_path
from webapp.base import clock
from webapp.base.keyring import KEY_FILE

PART = {"HX-Request": "true", "HX-Target": "results"}
SAME_IN_304 = ("ETag", "Cache-Control", "Vary")
CACHED_PAGES = [page for page in PAGES if page not in FORM_PAGES]


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Names of the templates that were rendered, in order."""
    names: list[str] = []
    render = Template.render

    def noted(self: Template, *args: object, **kwargs: object) -> str:
        names.append(str(self.name))
        return render(self, *args, **kwargs)

    monkeypatch.setattr(Template, "render", noted)
    return names


def etag(client: FlaskClient, path: str, **headers: str) -> str:
    return str(client.get(path, headers=headers).headers["ETag"])


def again(client: FlaskClient, first: TestResponse, **headers: str) -> TestResponse:
    return client.get(
        first.request.full_path, headers={"If-None-Match": first.headers["ETag"], **headers}
    )


@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "br"}])
@pytest.mark.parametrize("page", CACHED_PAGES)
def test_an_unchanged_page_is_not_sent_again(
    filled: SiteUnderTest, page: str, headers: dict[str, str], renders: list[str]
) -> None:
    first = filled.client.get(f"/sv/{page}", headers=headers)
    rendered = len(renders)

    second = again(filled.client, first, **headers)

    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert rendered > 0
    assert (second.status_code, second.data) == (304, b"")
    assert "Content-Encoding" not in second.headers
    assert len(renders) == rendered
    assert {n: second.headers[n] for n in SAME_IN_304} == {n: first.headers[n] for n in SAME_IN_304}


def test_an_unchanged_ad_and_an_unchanged_part_are_not_sent_again(filled: SiteUnderTest) -> None:
    for path, headers in ((f"/sv/{ad_path(1)}", {}), ("/sv/jobs", PART)):
        first = filled.client.get(path, headers=headers)
        second = again(filled.client, first, **headers)

        assert (second.status_code, second.data) == (304, b"")
        assert {n: second.headers[n] for n in SAME_IN_304} == {
            n: first.headers[n] for n in SAME_IN_304
        }


@pytest.mark.parametrize("condition", ['W/"{0}"', '"{0}"', '"other", W/"{0}"', "*"])
def test_the_comparison_is_weak(filled: SiteUnderTest, condition: str) -> None:
    """RFC 9110, section 13.1.2."""
    bare = etag(filled.client, "/sv/about").removeprefix("W/").strip('"')

    response = filled.client.get("/sv/about", headers={"If-None-Match": condition.format(bare)})

    assert response.status_code == 304


@pytest.mark.parametrize("condition", ['"other"', "", "nonsense", '"'])
def test_another_etag_gets_the_page(filled: SiteUnderTest, condition: str) -> None:
    response = filled.client.get("/sv/about", headers={"If-None-Match": condition})

    assert (response.status_code, bool(response.data)) == (200, True)


def test_every_address_has_an_etag_of_its_own(filled: SiteUnderTest) -> None:
    paths = [f"/{lang}/{page}" for lang in ("sv", "en") for page in CACHED_PAGES]
    paths += [f"/sv/{ad_path(1)}", f"/en/{ad_path(1)}", f"/sv/{ad_path(2)}", "/sv/jobs?page=2"]

    etags = {path: etag(filled.client, path) for path in paths}
    etags["part"] = etag(filled.client, "/sv/jobs", **PART)

    assert len(set(etags.values())) == len(etags)


def test_an_import_changes_what_shows_ads_and_nothing_else(site: SiteUnderTest) -> None:
    site.import_records(job_record())
    paths = ["/sv/", "/sv/jobs", "/sv/about", f"/sv/{ad_path(1)}"]
    before = {path: etag(site.client, path) for path in paths}

    # No job like the first, so that ad's page stays as it is.
    site.import_records(job_record(2, headline="Svetsare"))
    after_new = {path: etag(site.client, path) for path in paths}
    site.import_records(job_record(2, headline="Svetsare"))
    after_same = {path: etag(site.client, path) for path in paths}
    site.import_records({"id": "2", "removed": True})
    after_removal = {path: etag(site.client, path) for path in paths}

    changed = [path for path in paths if before[path] != after_new[path]]
    assert changed == ["/sv/", "/sv/jobs"]
    assert after_same == after_new
    assert [path for path in paths if after_removal[path] != after_new[path]] == changed


def test_an_ad_that_changes_is_sent_again(site: SiteUnderTest) -> None:
    site.import_records(job_record())
    path = f"/sv/{ad_path(1)}"
    first = site.client.get(path)

    site.import_records(job_record(number_of_vacancies=7))
    changed = again(site.client, first)
    site.import_records({"id": "1", "removed": True})
    removed = again(site.client, changed)

    assert (changed.status_code, "7 " in changed.text) == (200, True)
    assert removed.status_code == 410


def test_a_new_day_changes_every_page(site: SiteUnderTest) -> None:
    site.import_records(job_record())
    paths = ["/sv/", "/sv/jobs", "/sv/about", f"/sv/{ad_path(1)}"]
    today = {path: etag(site.client, path) for path in paths}

    with clock.set_to(clock.now() + timedelta(days=1)):
        tomorrow = {path: etag(site.client, path) for path in paths}

    assert [path for path in paths if today[path] == tomorrow[path]] == []


def test_another_operator_profile_changes_every_page(
    site: SiteUnderTest, sqlite_url: str, tmp_path: Path, page_store: PageStore
) -> None:
    before = etag(site.client, "/sv/about")
    profile = tmp_path / "operator.toml"
    sample = (files("webapp.site") / "operator.toml").read_text(encoding="utf-8")
    profile.write_text(sample.replace("Gustavslundsvägen 137", "Storgatan 1"), encoding="utf-8")

    # Another machine of the same site: its keys are those of the database.
    keys = (site.settings.instance / KEY_FILE).read_text().strip()
    with build_site(
        tmp_path / "other",
        sqlite_url,
        page_store,
        STEPSTONE_OPERATOR_PROFILE=str(profile),
        STEPSTONE_DATA_KEYS=keys,
    ) as other:
        response = other.client.get("/sv/about", headers={"If-None-Match": before})

    assert response.status_code == 200
    assert "Storgatan 1" in response.text


def test_a_closed_ad_turns_at_midnight(site: SiteUnderTest) -> None:
    site.import_records(job_record())
    first = site.client.get(f"/sv/{ad_path(1)}")

    with clock.set_to(clock.now() + timedelta(days=32)):
        later = again(site.client, first)
        search = site.client.get("/sv/jobs")

    assert (later.status_code, "noindex" in later.text) == (200, True)
    assert 'data-total="0"' in search.text


@pytest.mark.parametrize(
    "path", ["/sv/nothing", "/sv/jobs?page=0", "/sv/jobs?where=b", "/sv/design", "/health"]
)
def test_errors_and_private_answers_are_never_kept(filled: SiteUnderTest, path: str) -> None:
    for headers in ({}, {"If-None-Match": "*"}, PART):
        response = filled.client.get(path, headers=headers)
        if "If-None-Match" not in headers or "jobs" not in path:
            assert response.headers["Cache-Control"] == "private, no-store, max-age=0"
            assert "ETag" not in response.headers


def test_a_withdrawn_ad_is_not_kept(filled: SiteUnderTest) -> None:
    response = filled.client.get(f"/sv/{ad_path(REMOVED_AD)}")

    assert response.status_code == 410
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "private, no-store, max-age=0"


@pytest.mark.parametrize("path", ["/sv/design", "/sv/jobs", "/", "/nothing"])
def test_the_answer_to_a_post_is_never_kept(filled: SiteUnderTest, path: str) -> None:
    response = filled.client.post(path, headers={"If-None-Match": "*"})

    assert response.headers["Cache-Control"] == "private, no-store, max-age=0"
    assert "ETag" not in response.headers
