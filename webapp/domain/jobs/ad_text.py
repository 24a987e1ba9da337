"""Text of ads: HTML that is safe and valid inside a ``div``, and plain words."""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser
from itertools import groupby

import nh3

INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em"}
# Feeds write headings and paragraphs in many ways; these become the ones that the page styles.
_PARAGRAPHS = "p div section article header footer main blockquote pre address table tr dl dt dd hr"
BLOCKS = {
    **dict.fromkeys(("h1", "h2", "h3"), "h3"),
    **dict.fromkeys(("h4", "h5", "h6"), "h4"),
    **dict.fromkeys(_PARAGRAPHS.split(), "p"),
}
LISTS = {"ul", "ol"}
CELLS = {"td", "th"}
KEPT_TAGS = {"br", "li", *INLINE, *BLOCKS, *LISTS, *CELLS}
# What stands inside these is not text of the ad.
DROPPED_TAGS = {"script", "style", "title", "template", "iframe", "textarea", "select"}
DROPPED_TAGS |= {"noscript", "noembed", "noframes", "svg", "math"}
_ANY_TAG = re.compile(r"</?[a-zA-Z]")
_BREAKING_TAG = re.compile(rf"<(?:br|li|{'|'.join(sorted(BLOCKS))})\b", re.IGNORECASE)
# Control characters, surrogates and noncharacters, which no valid page holds.
_NONCHARACTERS = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_INVALID = re.compile(
    rf"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]"
)
_BULLET = re.compile(r"[•·*\u2013\u2014-]\s+(.+)")


def clean_html(html: str) -> str:
    """Ad text as valid HTML of a few tags without attributes, headings below the page's own."""
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    if not _ANY_TAG.search(html):
        return html_from_text(unescape(html))
    if not _BREAKING_TAG.search(html):
        html = html.replace("\n", "<br>")
    safe = nh3.clean(html, tags=KEPT_TAGS, attributes={}, clean_content_tags=DROPPED_TAGS)
    writer = _Writer()
    writer.feed(safe)
    writer.close()
    return writer.html()


class _Writer(HTMLParser):
    """Writes sanitised HTML anew as a flat row of paragraphs, headings and lists.

    Parsing alone allows what the content model forbids, such as a paragraph in a heading or text
    directly in a list; here such things can't be written.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._written: list[str] = []
        self._list: str | None = None
        self._list_depth = 0
        self._block = "p"
        self._open: list[str] = []
        # Pieces of the current block with the inline tags around them; "\n" is a line break.
        self._pieces: list[tuple[str, tuple[str, ...]]] = []

    def html(self) -> str:
        self._end_list()
        return "".join(self._written)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in INLINE:
            self._open.append(INLINE[tag])
        elif tag == "br":
            self._pieces.append(("\n", ()))
        elif tag in CELLS:
            self._pieces.append((" ", ()))
        elif tag in LISTS:
            self._begin_list(tag)
        elif tag == "li":
            self._end_block()
            self._list = self._list or "ul"
            self._block = "li"
        else:
            self._begin_block(BLOCKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in INLINE:
            if INLINE[tag] in self._open:
                self._open.remove(INLINE[tag])
        elif tag in LISTS:
            self._end_block()
            self._list_depth = max(0, self._list_depth - 1)
            if not self._list_depth:
                self._end_list()
        elif tag == "li":
            self._end_block()
        elif tag in BLOCKS:
            self._begin_block("p")

    def handle_data(self, data: str) -> None:
        data = _INVALID.sub("", data)
        if not self._list_depth and self._list and self._block != "li" and data.strip():
            self._end_list()
        inline = tuple(tag for tag in ("strong", "em") if tag in self._open)
        self._pieces.append((re.sub(r"\s+", " ", data), inline))

    def _begin_list(self, tag: str) -> None:
        # A list inside a list goes on with the outer one's items.
        self._end_block()
        if not self._list_depth:
            self._end_list()
            self._list = tag
        self._list_depth += 1
        self._block = "li"

    def _begin_block(self, block: str) -> None:
        if self._list_depth:
            self._pieces.append(("\n", ()))
            return
        self._end_list()
        self._block = block

    def _end_list(self) -> None:
        self._end_block()
        if self._list and self._written and self._written[-1].startswith("<li>"):
            first = len(self._written)
            while first and self._written[first - 1].startswith("<li>"):
                first -= 1
            items = "".join(self._written[first:])
            self._written[first:] = [f"<{self._list}>{items}</{self._list}>"]
        self._list = None

    def _end_block(self) -> None:
        block = self._block
        self._block = "li" if self._list_depth else "p"
        lines: list[list[tuple[str, tuple[str, ...]]]] = [[]]
        for text, inline in self._pieces:
            if text == "\n":
                lines.append([])
            else:
                lines[-1].append((text, inline))
        self._pieces = []
        written = [_line(line) for line in lines]
        # Two breaks in a row part paragraphs, except where there can be no paragraph.
        parts = groupby(written, bool) if block == "p" else [(True, filter(None, written))]
        for filled, group in parts:
            content = "<br>".join(group)
            if filled and content:
                self._written.append(f"<{block}>{content}</{block}>")


def _line(pieces: list[tuple[str, tuple[str, ...]]]) -> str:
    """One line of a block: white space collapsed, each run of equal inline tags written once."""
    runs: list[tuple[str, tuple[str, ...]]] = []
    for inline, group in groupby(pieces, lambda piece: piece[1]):
        runs.append(("".join(text for text, _ in group), inline))
    whole, line = "".join(text for text, _ in runs), ""
    if not whole.strip():
        return ""
    at_space = True
    last = len(whole.rstrip())
    done = 0
    for text, inline in runs:
        kept = text[: max(0, last - done)]
        done += len(text)
        collapsed = re.sub(r"\s+", " ", kept)
        if at_space:
            collapsed = collapsed.lstrip()
        if not collapsed:
            continue
        at_space = collapsed.endswith(" ")
        line += _tagged(collapsed, inline if collapsed.strip() else ())
    return line


def _tagged(text: str, inline: tuple[str, ...]) -> str:
    before = "".join(f"<{tag}>" for tag in inline)
    after = "".join(f"</{tag}>" for tag in reversed(inline))
    return f"{before}{escape(text, quote=False)}{after}"


def html_from_text(text: str) -> str:
    """Plain ad text as HTML: paragraphs at blank lines, lists where lines begin with a bullet."""
    text = _INVALID.sub("", text)
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> str:
    html = []
    lines = [" ".join(line.split()) for line in block.split("\n")]
    for is_list, group in groupby(filter(None, lines), lambda line: bool(_BULLET.match(line))):
        texts = [
            escape(_BULLET.sub(r"\1", line) if is_list else line, quote=False) for line in group
        ]
        if is_list:
            html.append("<ul>" + "".join(f"<li>{item}</li>" for item in texts) + "</ul>")
        else:
            html.append("<p>" + "<br>".join(texts) + "</p>")
    return "".join(html)


def plain_text(html: str) -> str:
    """The words of sanitised HTML, with a space where a block, a line or an item ended."""
    text = re.sub(r"</?(?:strong|em)>", "", html)
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", text)).split())


def shortened(text: str, length: int) -> str:
    """The start of a text, cut between words, with an ellipsis where something follows."""
    if len(text) <= length:
        return text
    cut = text.rfind(" ", 0, length)
    return text[: cut if cut > 0 else length - 1].rstrip(" ,.;:–-") + "…"
