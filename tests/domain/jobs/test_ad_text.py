"""Ad text becomes safe, valid HTML of a few tags; cleaned again it stays as it is."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.jobs.ad_text import clean_html, html_from_text, plain_text, shortened

BLOCKS = {"p", "h3", "h4", "ul", "ol"}
# What each element may hold, of the elements that may be there at all (HTML standard, 4.4 and 4.5).
PHRASING = {"br", "strong", "em"}
ALLOWED_INSIDE = {
    "div": BLOCKS,
    "p": PHRASING,
    "h3": PHRASING,
    "h4": PHRASING,
    "ul": {"li"},
    "ol": {"li"},
    "li": PHRASING,
    "strong": {"em"},
    "em": set(),
    "br": set(),
}


def assert_safe_and_valid(html: str) -> None:
    """The text parses without errors in a div and holds only what the standard lets it."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(f"<!DOCTYPE html><html><head></head><body><div>{html}</div></body></html>")
    div = tree.find("body/div")
    assert div is not None and len(tree.find("body")) == 1
    for element in div.iter():
        assert not element.attrib
        assert {child.tag for child in element} <= ALLOWED_INSIDE[element.tag]
        if element.tag in ("div", "ul", "ol"):
            texts = [element.text, *(child.tail for child in element)]
            assert not "".join(filter(None, texts)).strip()
    assert not re.search(r"<(?:p|li|h3|h4|strong|em)></", html)
    assert clean_html(html) == html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p><p>b</p>", "<p>a</p><p>b</p>"),
        ("<div>a</div>b", "<p>a</p><p>b</p>"),
        ("<div><p>a</p>b<div>c</div></div>", "<p>a</p><p>b</p><p>c</p>"),
        ('<p class="x" onclick="y()">a</p>', "<p>a</p>"),
        ('<div title="1>0">a</div>', "<p>a</p>"),
        ("<h1>a</h1><h2>b</h2><h4>c</h4><h6>d</h6>", "<h3>a</h3><h3>b</h3><h4>c</h4><h4>d</h4>"),
        ("<p>a <b>b</b><i>c</i></p>", "<p>a <strong>b</strong><em>c</em></p>"),
        ("<p><b>a</b><b> b</b></p>", "<p><strong>a b</strong></p>"),
        ("<b>a<p>b</p></b>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("a<br>b<br><br>c", "<p>a<br>b</p><p>c</p>"),
        ("<p><br>&nbsp;<br/></p><p>a<br></p>", "<p>a</p>"),
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "<ol><li>a<br>b</li></ol>"),
        ("<li>a</li><li>b</li>c", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        ("<ul>a<li>b</li></ul>c", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("<p>a<ul><li>b</li></ul>c</p>", "<p>a</p><ul><li>b</li></ul><p>c</p>"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "<p>a b</p><p>c</p>"),
        ("<p>R&amp;D &lt;3 &aring;</p>", "<p>R&amp;D &lt;3 å</p>"),
        ("<p>070-123&nbsp;45</p>", "<p>070-123 45</p>"),
        ("en\ntvå\n\n- tre\n- fyra", "<p>en<br>två</p><ul><li>tre</li><li>fyra</li></ul>"),
        ("<b>en</b>\r\ntvå", "<p><strong>en</strong><br>två</p>"),
        ("Lön &gt; 3 &amp; 4", "<p>Lön &gt; 3 &amp; 4</p>"),
        ("<a href='https://a.se'>länk</a> <img src=x>", "<p>länk</p>"),
        ("", ""),
        (" \n ", ""),
        ("<p> </p><div></div><ul></ul><li></li>", ""),
    ],
)
def test_html_is_cleaned(html: str, expected: str) -> None:
    assert clean_html(html) == expected
    assert_safe_and_valid(expected)


HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<style>p{}</style>",
    "<iframe src=x>y</iframe>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>x</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>x</script>'>",
    "<a href=javascript:x>",
    "<template><p>x",
    "<noscript><p title='</noscript><img src=x onerror=x>'>",
    "<textarea></p>",
    "<select><option>x",
    "<form action=x><input name=y>",
    "<object><p>x</p></object>",
    "<base href=x>",
    "<meta http-equiv=refresh>",
    "<link rel=x>",
    "<plaintext>",
    "<xmp><b>",
    "<title><b>x",
    "<!--",
    "-->",
    "<!DOCTYPE x>",
    "<?php ?>",
    "<![CDATA[x]]>",
    "</p>",
    "</div>",
    "</body></html>",
    "<",
    ">",
    "&lt;script&gt;",
    "&#60;b&#62;",
    "&amp;lt;b",
    "&#0;",
    "&#xD800;",
    "\x00",
    '"',
    "'",
    "`",
    "=",
    "\ufeff",
    "\u2028",
]
PLAIN_TAGS = "p div ul ol li b i strong em h1 h2 h3 h4 h5 h6 br table tr td th dl dt dd pre section"
TAGS = [f"<{slash}{tag}>" for tag in PLAIN_TAGS.split() for slash in ("", "/")]
PIECES = st.sampled_from(HOSTILE) | st.sampled_from(TAGS) | st.text(max_size=6)


@given(pieces=st.lists(PIECES, max_size=14))
def test_whatever_comes_leaves_safe_and_valid(pieces: list[str]) -> None:
    assert_safe_and_valid(clean_html("".join(pieces)))


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_pieces_leave_no_element(piece: str) -> None:
    cleaned = clean_html(f"<p>före</p>{piece}")
    assert_safe_and_valid(cleaned)
    assert "före" in cleaned
    assert not re.search(r"<(?!/?(?:p|br|strong|em|ul|ol|li|h3|h4)>)", cleaned)
    for text in ("onerror=alert", "p{}"):
        assert text not in cleaned


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
        ("a\r\n\r\n\r\nb\rc", "<p>a</p><p>b<br>c</p>"),
        ("Krav:\n* a\n• b\n- c\n\u2013 d\nSlut", "<p>Krav:</p><ul><li>a</li><li>b</li><li>c</li>"
         "<li>d</li></ul><p>Slut</p>"),
        ("  a   b  \n   \t\n  c", "<p>a b</p><p>c</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("-5 grader", "<p>-5 grader</p>"),
        ("-\n*", "<p>-<br>*</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("", ""),
        ("\n\n \n", ""),
    ],
)  # fmt: skip
def test_text_becomes_paragraphs_and_lists(text: str, html: str) -> None:
    assert html_from_text(text) == html
    assert_safe_and_valid(html)


@given(text=st.text(max_size=80) | st.text(alphabet="a<>&;-* \n\r\t", max_size=60))
def test_any_text_becomes_safe_html_of_the_same_words(text: str) -> None:
    text = "".join(
        character for character in text if character.isprintable() or character in "\n\r\t"
    )
    html = html_from_text(text)
    assert_safe_and_valid(html)
    bare = re.sub(r"(?m)^[ \t]*[•·*\u2013\u2014-][ \t]+(?=\S)", "", text.replace("\r", "\n"))
    assert plain_text(html).split() == bare.split()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b<br>c</p>", "a b c"),
        ("<p><strong>Sjuk</strong>sköterska</p>", "Sjuksköterska"),
        ("<p>R&amp;D &lt;b&gt; &amp;lt; &quot;x&quot; &aring;&#246;</p>", 'R&D <b> &lt; "x" åö'),
        ("", ""),
    ],
)
def test_the_words_of_html(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("kort text", 20, "kort text"),
        ("en lång text här", 10, "en lång…"),
        ("ord, och mer", 8, "ord…"),
        ("x" * 500, 20, "x" * 19 + "…"),
        ("xx " + "y" * 50, 10, "xx…"),
    ],
)
def test_a_text_is_shortened_between_words(text: str, length: int, short: str) -> None:
    assert shortened(text, length) == short


@given(text=st.text(max_size=100), length=st.integers(2, 40))
def test_a_shortened_text_fits(text: str, length: int) -> None:
    assert len(shortened(text, length)) <= max(length, 1)


def test_long_hostile_text_costs_no_square() -> None:
    for piece in ("<", "<b>", "&", "<!--", "</p>"):
        assert clean_html(piece * 20_000) is not None
        assert plain_text(piece * 50_000) is not None
