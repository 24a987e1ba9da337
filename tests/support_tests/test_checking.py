"""Each rule must find the one thing that is wrong with an otherwise sound page."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.support.checking import check_fragment, check_page, fragment_findings, page_findings
from tests.support_tests.pages import GOOD_PAGE

URL = "https://jobb.example/sv/jobs"


@dataclass(frozen=True)
class Break:
    """What to replace in the good page, by what, and words of the finding that must come."""

    old: str
    new: str
    finding: str


BREAKS = {
    "nesting": Break("</h2>", "</h3>", "not well-formed"),
    "duplicate attribute": Break('name="what"', 'name="what" name="x"', "not well-formed"),
    "bare ampersand": Break("Till exempel", "A &hej; B", "not well-formed"),
    "doctype": Break("<!doctype html>", "", "does not begin with <!doctype html>"),
    "old doctype": Break(
        "<!doctype html>",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">',
        "does not begin with <!doctype html>",
    ),
    "no h1": Break("<h1>Lediga jobb</h1>", "", "0 h1"),
    "two h1": Break("<h2>Träffar</h2>", "<h1>Träffar</h1>", "2 h1"),
    "skipped heading": Break("<h2>Träffar</h2>", "<h3>Träffar</h3>", "h3 after h1"),
    "heading before h1": Break("<header>", "<header><h2>Meny</h2>", "h2 after no heading"),
    "no title": Break("<title>Lediga jobb</title>", "", "exactly one <title>"),
    "empty title": Break("<title>Lediga jobb</title>", "<title> </title>", "exactly one <title>"),
    "same id": Break('id="tips"', 'id="vad"', "'vad' is used 2 times"),
    "empty id": Break('<section id="traffar">', '<section id="">', "id '' is empty"),
    "no label": Break('<label for="vad">Yrke</label>', "Yrke", "control without a label"),
    "empty label": Break(">Yrke</label>", "></label>", "control without a label"),
    "label of the wrapped words only": Break(
        "<label>Meddelande <textarea", "<label><textarea", "control without a label"
    ),
    "wordless button": Break(">Sök</button>", "></button>", "control without a label"),
    "image button": Break(
        '<button type="submit">Sök</button>', '<input type="image" src="/x.png">', "image button"
    ),
    "wordless link": Break(">Kock i Umeå</a>", "></a>", "link without words"),
    "no action": Break('action="/sv/contact" ', "", "form without an action"),
    "empty action": Break('action="/sv/contact"', 'action=""', "form without an action"),
    "no method": Break(' method="get"', "", "without the method"),
    "dialog method": Break('method="post"', 'method="dialog"', "without the method"),
    "no token": Break('<input type="hidden" name="token" value="abc123">', "", "post form without"),
    "visible token": Break('type="hidden"', 'type="text"', "post form without"),
    "empty token": Break('value="abc123"', 'value=""', "post form without"),
    "token in a get form": Break('method="post"', 'method="get"', "get form with a token"),
    "language": Break('lang="sv"', 'lang="en"', "'en', expected 'sv'"),
    "no language": Break(' lang="sv"', "", "None, expected 'sv'"),
    "no alt": Break(' alt=""', "", "img without alt"),
    "label for nothing": Break('for="vad"', 'for="var"', "for='var' points to no id"),
    "described by nothing": Break(
        'aria-describedby="tips"', 'aria-describedby="tips mer"', "aria-describedby='mer'"
    ),
    "controls nothing": Break(
        'type="submit">Sök', 'type="submit" aria-controls="x">Sök', "aria-controls='x'"
    ),
    "labelled by nothing": Break(
        '<section id="traffar">', '<section id="traffar" aria-labelledby="x">', "aria-labelledby"
    ),
    "link to no id": Break('href="#innehall"', 'href="#saknas"', "no id 'saknas'"),
    "link to no id by address": Break('href="#innehall"', f'href="{URL}#å"', "no id 'å'"),
    "hx-get elsewhere": Break('data-hx-get="/sv/jobs"', 'hx-get="/sv/x"', "hx-get is not"),
    "hx-get on a section": Break(
        '<section id="traffar">', '<section id="traffar" hx-get="/x">', "hx-get is not"
    ),
    "data-hx-get elsewhere": Break('hx-get="/sv/jobs"', 'hx-get="/sv/x"', "hx-get is not"),
    "hx-post on a link": Break('href="/sv/jobs/1"', 'href="/a" hx-post="/a"', "hx-post is not"),
    "hx-delete": Break('href="/sv/jobs/1"', 'href="/a" hx-delete="/a"', "no counterpart"),
    "hx-target": Break('hx-target="#traffar"', 'hx-target="#x"', "hx-target '#x'"),
    "hx-trigger alone": Break(
        'href="/sv/jobs/1"', 'href="/a" hx-trigger="load"', "hx-trigger without"
    ),
    "hx-on": Break('href="/sv/jobs/1"', 'href="/a" hx-on:click="x()"', "inline event handler"),
    "htmx script": Break('href="/sv/jobs/1"', 'href="/a" hx-vals="js:{a:1}"', "evaluate a script"),
    "style attribute": Break("<section", '<section style="color:red"', "style attribute"),
    "style element": Break("</head>", "<style>p{}</style></head>", "style element"),
    "inline script": Break("</head>", "<script>1</script></head>", "script without src"),
    "broken data": Break(
        "</head>", '<script type="application/ld+json">{</script></head>', "not JSON"
    ),
    "other data": Break(
        "</head>", '<script type="application/json">{}</script></head>', "script without src"
    ),
    "handler": Break("<section", '<section onclick="x()"', "inline event handler onclick"),
    "script address": Break('href="/sv/jobs/1"', 'href="javascript:x()"', "javascript: address"),
    "canary": Break("Kock", "KANARIE-17", "reveals 'kanarie-17'"),
    "escaped canary": Break("Kock", "&#107;anarie-17", "reveals 'kanarie-17'"),
    "quoted canary": Break("/sv/jobs/1", "/sv/%6Banarie-17", "reveals 'kanarie-17'"),
    "foreign image": Break("/static/bild.png", "https://x.example/b.png", "another origin"),
    "foreign script": Break("/static/site.js", "//x.example/s.js", "another origin"),
    "foreign style": Break("/static/site.css", "https://x.example/s.css", "another origin"),
    "foreign form": Break('action="/sv/contact"', 'action="https://x.example/"', "another origin"),
    "foreign source set": Break(
        'alt=""', 'alt="" srcset="/a.png 1x, https://x.example/b.png 2x"', "another origin"
    ),
    "plain http": Break("/static/bild.png", "http://jobb.example/b.png", "another origin"),
    "data image": Break("/static/bild.png", "data:image/gif;base64,R0lGODlhAQAB", "another origin"),
}


def findings_of(html: str) -> list[str]:
    return page_findings(html, url=URL, lang="sv", canaries={"kanarie-17"})


def test_a_sound_page_has_no_findings() -> None:
    assert findings_of(GOOD_PAGE) == []


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_page_is_reported(name: str) -> None:
    case = BREAKS[name]
    assert GOOD_PAGE.count(case.old) >= 1
    findings = findings_of(GOOD_PAGE.replace(case.old, case.new, 1))
    assert any(case.finding in finding for finding in findings), findings


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('href="/sv/jobs/1"', 'href="https://x.example/"', id="link to another site"),
        pytest.param('href="#innehall"', 'href="#top"', id="link to the top"),
        pytest.param('href="#innehall"', 'href="/sv/about#x"', id="fragment of another page"),
        pytest.param("/static/bild.png", f"{URL}/b.png", id="own address in full"),
        pytest.param(
            "</head>", '<link rel="canonical" href="https://x.example/"></head>', id="canonical"
        ),
        pytest.param(
            "</head>", '<script type="application/ld+json">{}</script></head>', id="data block"
        ),
        pytest.param(
            '<label for="vad">Yrke</label> <input', '<input aria-label="Yrke"', id="aria-label"
        ),
    ],
)
def test_what_is_allowed_is_not_reported(old: str, new: str) -> None:
    assert findings_of(GOOD_PAGE.replace(old, new, 1)) == []


def test_all_findings_are_in_one_message() -> None:
    broken = GOOD_PAGE.replace(' alt=""', "").replace("<title>Lediga jobb</title>", "")
    with pytest.raises(AssertionError) as raised:
        check_page(broken, url=URL, lang="sv")
    message = str(raised.value)
    assert URL in message
    assert "img without alt" in message
    assert "<title>" in message


def test_a_sound_fragment_has_no_findings() -> None:
    check_fragment('<h2>Träffar</h2><p><a href="/sv/jobs/1" hx-target="#t">Kock</a></p>')


@pytest.mark.parametrize(
    ("html", "finding"),
    [
        ("<p>Kock</b></p>", "not well-formed"),
        ('<img src="/a.png">', "img without alt"),
        ('<p id="a">x</p><p id="a">y</p>', "used 2 times"),
        ('<form action="/a" method="post"><button>Skicka</button></form>', "post form without"),
        ('<p style="color:red">x</p>', "style attribute"),
        ("<h2>A</h2><h4>B</h4>", "h4 after h2"),
        ('<div hx-get="/a">x</div>', "hx-get is not"),
        ('<input name="a">', "control without a label"),
        ("<p>kanarie-17</p>", "reveals"),
    ],
)
def test_a_broken_fragment_is_reported(html: str, finding: str) -> None:
    findings = fragment_findings(html, url=URL, canaries=["kanarie-17"])
    assert any(finding in each for each in findings), findings
