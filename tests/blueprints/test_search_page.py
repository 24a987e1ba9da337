"""The search page takes whatever is typed: it finds, or says at the field what is wrong."""

from __future__ import annotations

import logging
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from tests.web.addresses import LANGUAGES
from tests.web.filled import NURSES

# What is asked for, and the status, the fields with an error, and what stands in the two boxes.
REFUSED = [
    ("page=-1", 400, {"page"}, "", ""),
    ("page=0", 400, {"page"}, "", ""),
    ("page=abc", 400, {"page"}, "", ""),
    ("page=1.5", 400, {"page"}, "", ""),
    ("page=", 400, {"page"}, "", ""),
    ("page=%D9%A3", 400, {"page"}, "", ""),
    ("page=999999", 404, {"page"}, "", ""),
    ("page=" + "9" * 5000, 400, {"page"}, "", ""),
    ("page=101", 404, {"page"}, "", ""),
    ("page=4", 404, {"page"}, "", ""),
    ("sort=nonsense", 400, {"sort"}, "", ""),
    ("county=99", 400, {"county"}, "", ""),
    ("county=99&sort=x&page=0&where=b", 422, {"county", "sort", "page", "where"}, "", "b"),
    ("what=" + "a" * 10_000, 422, {"what"}, "a" * 10_000, ""),
    ("what=" + "%C3%A5" * 201, 422, {"what"}, "å" * 201, ""),
    (
        "what=" + "+".join("abcdefghijklmnopqrstu"),
        422,
        {"what"},
        " ".join("abcdefghijklmnopqrstu"),
        "",
    ),
    ("where=" + "b" * 10_000, 422, {"where"}, "", "b" * 10_000),
    ("where=Atlantis", 422, {"where"}, "", "Atlantis"),
    ("what=%00", 400, {"what"}, "\ufffd", ""),
    ("what=a%00b&where=%01", 400, {"what", "where"}, "a\ufffdb", "\ufffd"),
    ("what=%ff", 400, {"what"}, "\ufffd", ""),
    ("what=%C3%28&where=malm%F6", 400, {"what", "where"}, "\ufffd(", "malm\ufffd"),
    ("what=%7f", 400, {"what"}, "\ufffd", ""),
    ("what=%EF%BF%BE", 400, {"what"}, "\ufffd", ""),
]
# What is odd but can be searched for.
TAKEN = [
    ("", NURSES + 1),
    ("what=%22sjuksk%C3%B6terska", NURSES),
    ("what=sjuksk%C3%B6terska%22", NURSES),
    ("what=%22%22%22", NURSES + 1),
    ("what=-", NURSES + 1),
    ("what=---+-", NURSES + 1),
    ("what=och+i+p%C3%A5", None),
    ("what=%F0%9F%91%A9%E2%80%8D%E2%9A%95%EF%B8%8F", None),
    ("what=%D7%A9%D7%9C%D7%95%D7%9D+%D8%B3%D9%84%D8%A7%D9%85", 0),
    ("what=%E2%80%AEabc", 0),
    ("what=%3Cscript%3Ealert()%3C/script%3E", 0),
    ("what='%20OR%201=1;--", None),
    ("what=*%3F~%5E:()%5B%5D%7B%7D%2B%5C/%26%7C!", None),
    ("what=title:sjuksk%C3%B6terska", None),
    ("what=%0A%09sjuksk%C3%B6terska%0D", NURSES),
    ("what=a&what=b", None),
    ("what", NURSES + 1),
    ("&&=&what==", None),
    ("unknown=1&_external=1&lang=en&endpoint=x", NURSES + 1),
    ("what=" + "a" * 200, 0),
]


def control(tree: HtmlTree, name: str) -> str:
    element = tree.by_id(name)
    assert element is not None
    return element.get("value", "")


def total(response: TestResponse) -> int:
    tree = HtmlTree.of_page(response.text, "/")
    (region,) = [e for e in tree.elements if "data-total" in e.attrib]
    assert region.get("role") == "status"
    return int(region.attrib["data-total"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("query", "status", "fields", "what", "where"), REFUSED)
def test_what_can_not_be_searched_for_is_refused_at_its_field(
    filled: SiteUnderTest,
    lang: str,
    query: str,
    status: int,
    fields: set[str],
    what: str,
    where: str,
) -> None:
    response = filled.client.get(f"/{lang}/jobs?{query}")
    tree = HtmlTree.of_page(response.text, f"/{lang}/jobs")
    summary = tree.by_id("errors")
    assert summary is not None
    messages = ["".join(item.itertext()).strip() for item in summary.iter("li")]
    leads_to = {str(link.get("href")).removeprefix("#") for link in summary.iter("a")}

    assert response.status_code == status
    assert len(messages) == len(fields)
    assert all(messages)
    # A page of hits is no field, so its message stands alone.
    assert leads_to == {
        f"by-{name}" if name in ("county", "sort") else name for name in fields - {"page"}
    }
    for name in leads_to:
        field = tree.by_id(name)
        assert field is not None
        assert field.get("aria-invalid") == "true"
        described = [tree.by_id(part) for part in field.get("aria-describedby", "").split()]
        assert {"".join(e.itertext()).strip() for e in described if e is not None} & set(messages)
    assert (control(tree, "what"), control(tree, "where")) == (what, where)
    assert '<meta name="robots" content="noindex">' in response.text
    assert response.headers["Cache-Control"] == "private, no-store, max-age=0"
    assert total(response) == 0


@pytest.mark.parametrize("name", ["what", "where", "county", "unknown"])
def test_what_is_too_long_for_a_search_stands_in_no_link(filled: SiteUnderTest, name: str) -> None:
    typed = "ö" * 10_000
    response = filled.client.get(f"/sv/jobs?{name}={quote(typed)}")
    links = [
        link.get("href", "") for link in HtmlTree.of_page(response.text, "/").named("a", "link")
    ]

    assert max(map(len, links)) < 1000
    # At most in its own field, so that it can be shortened there.
    assert len(response.get_data()) < 20_000 + 2 * len(typed.encode())
    assert "/en/jobs" in links


def test_the_longest_search_that_is_taken_is_kept_by_the_switch(filled: SiteUnderTest) -> None:
    query = f"what={quote('ö' * 200)}&where={quote('sälen ' * 16)}&employer={quote('å' * 200)}"
    response = filled.client.get(f"/sv/jobs?{query}")
    links = [
        link.get("href", "") for link in HtmlTree.of_page(response.text, "/").named("a", "link")
    ]

    assert any(link.startswith(f"/en/jobs?what={quote('ö' * 200)}&") for link in links)


@pytest.mark.parametrize(("query", "status", "fields", "what", "where"), REFUSED[::5])
def test_refusals_are_said_in_the_readers_language(
    filled: SiteUnderTest, query: str, status: int, fields: set[str], what: str, where: str
) -> None:
    said = {}
    for lang in LANGUAGES:
        tree = HtmlTree.of_page(filled.client.get(f"/{lang}/jobs?{query}").text, "/")
        summary = tree.by_id("errors")
        assert summary is not None
        said[lang] = "".join(summary.itertext())

    assert said["sv"] != said["en"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("query", "hits"), TAKEN)
def test_what_is_only_odd_is_searched_for(
    filled: SiteUnderTest, lang: str, query: str, hits: int | None
) -> None:
    response = filled.client.get(f"/{lang}/jobs?{query}")

    assert response.status_code == 200
    assert hits is None or total(response) == hits
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("what=%22halv", "citattecken"),
        ("what=-", "inget ord"),
        ("what=%22%22", "inget ord"),
    ],
)
def test_the_page_says_how_it_understood_what_is_odd(
    filled: SiteUnderTest, query: str, notice: str
) -> None:
    tree = HtmlTree.of_page(filled.client.get(f"/sv/jobs?{query}").text, "/sv/jobs")
    notices = [e for e in tree.elements if "notice" in e.get("class", "").split()]

    assert any(notice in "".join(e.itertext()).lower() for e in notices)


@pytest.mark.parametrize("page", [1, 2, 3])
def test_pages_of_hits_hold_each_hit_once(filled: SiteUnderTest, page: int) -> None:
    found = [
        [e.get("href") for e in HtmlTree.of_page(response.text, "/").elements if e.tag == "a"]
        for response in (
            filled.client.get(f"/sv/jobs?what=sjuksköterska&page={n}") for n in (1, 2, 3)
        )
    ]
    ads = [{href for href in links if href and "/jobs/" in href} for links in found]

    assert len(ads[page - 1]) == (20, 20, 5)[page - 1]
    assert len(set().union(*ads)) == NURSES


raw_bytes = st.binary(max_size=60).map(lambda raw: raw.decode("latin-1"))
pieces = st.sampled_from(
    [
        "what=",
        "where=",
        "county=",
        "sort=",
        "page=",
        "&",
        "=",
        "%00",
        "%ff",
        "%",
        '"',
        "-",
        "+",
        "#",
    ]
)
queries = st.lists(st.one_of(pieces, raw_bytes, st.text(max_size=12).map(quote)), max_size=8)


@given(query=queries.map("".join))
@example(query="what=\xff\xfe")
@example(query="what=\xc3\xa5&where=\xe5")
@example(query="\x00=\x00&page=1e9")
def test_no_query_breaks_the_search(filled: SiteUnderTest, query: str) -> None:
    environ = {"QUERY_STRING": query}

    response = filled.client.get("/sv/jobs", environ_overrides=environ)

    assert response.status_code in (200, 400, 404, 422)


@given(path=st.one_of(raw_bytes, st.text(max_size=20), st.from_regex(r"[0-9]{1,25}(-.*)?")))
@example(path="1-" + "a" * 5000)
@example(path="99999999999999999999")
@example(path="\xff\xfe")
@example(path="1\x00")
@example(path="٣")
def test_no_path_breaks_an_ads_page(filled: SiteUnderTest, path: str) -> None:
    environ = {"PATH_INFO": "/sv/jobs/" + path.encode().decode("latin-1")}

    response = filled.client.get("/sv/jobs/x", environ_overrides=environ)

    assert response.status_code in (200, 301, 308, 400, 404)


@pytest.mark.parametrize(
    "path",
    ["/sv/jobs", "/en/jobs?what=sjuksköterska&where=malmö&page=2", "/sv/jobs?where=b", "/sv/"],
)
def test_searching_reads_no_database(
    filled: SiteUnderTest, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="peewee"):
        filled.client.get(path)

    assert [record.getMessage() for record in caplog.records if record.name == "peewee"] == []
