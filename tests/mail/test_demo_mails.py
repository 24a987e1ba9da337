"""The mails of a demo, readable at its own machine and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.mail.writing import write
from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from webapp.domain.mail.models import OutboxMail
from webapp.postman import Postman


@pytest.fixture
def mailed(site: SiteUnderTest) -> Iterator[SiteUnderTest]:
    """A demo that has mailed twice."""
    write("asa@example.se", data={"reference": "AAAA-1111", "answer": "Se <b>här</b>."})
    write("bo@example.se", data={"reference": "BBBB-2222", "answer": "Hej"})
    with closing(Postman(site.settings)) as postman:
        while postman.step():
            pass
    yield site


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_mails_of_a_demo_can_be_read(mailed: SiteUnderTest, lang: str) -> None:
    listed = mailed.client.get(f"/{lang}/demo/mail")
    assert listed.text.index("BBBB-2222") < listed.text.index("AAAA-1111")
    first = OutboxMail.get(OutboxMail.recipient == "asa@example.se")

    read = mailed.client.get(f"/{lang}/demo/mail/{first.id}")

    assert "Se &lt;b&gt;här&lt;/b&gt;." in read.text
    assert "asa@example.se" in read.text
    tree = HtmlTree.of_page(read.text, "/")
    base = mailed.settings.base_url
    assert f"{base}/sv/contact" in [link.get("href") for link in tree.named("a")]
    for response in (listed, read):
        assert response.headers["Cache-Control"] == "private, no-store, max-age=0"


def test_an_empty_folder_says_so(site: SiteUnderTest) -> None:
    assert site.client.get("/sv/demo/mail").status_code == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "2001:db8::1", "::ffff:192.0.2.7"])
def test_nobody_else_reads_them(mailed: SiteUnderTest, address: str) -> None:
    number = OutboxMail.select().first().id
    for path in ("/sv/demo/mail", f"/sv/demo/mail/{number}"):
        response = mailed.client.get(path, environ_overrides={"REMOTE_ADDR": address})
        assert response.status_code == 404


@pytest.mark.parametrize(
    "name", ["0", "999", "x", "..%2fconfig", "..%2f..%2fetc%2fpasswd", "1.eml"]
)
def test_only_mails_are_read(mailed: SiteUnderTest, name: str) -> None:
    (mailed.settings.mail_path / "x.eml").write_text("not named by an id")
    assert mailed.client.get(f"/sv/demo/mail/{name}").status_code == 404
