"""The Markdown that ads may be written in: headings, lists, bold, italics; nothing that leads out.

A subset of CommonMark 0.31. HTML in it is shown as text, and so are links and images.
"""

from __future__ import annotations

from markdown_it import MarkdownIt

# One line end is a line break, as people expect who have never heard of Markdown.
_WRITER = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["heading", "list", "emphasis", "escape", "newline"]
)


def html_of_markdown(text: str) -> str:
    """HTML of a text, to be cleaned like any other before it is shown."""
    return str(_WRITER.render(text))
