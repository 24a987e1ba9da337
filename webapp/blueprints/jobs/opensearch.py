"""How a browser can search this site from its address bar (OpenSearch 1.1, draft 6)."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from webapp.base.xml import xml_text

MEDIA_TYPE = "application/opensearchdescription+xml"
LONGEST_SHORT_NAME = 16


def description(*, name: str, about: str, language: str, page: str, feed: str, own: str) -> str:
    """The description; ``page``, ``feed`` and ``own`` are whole addresses.

    A search adds its words to ``page`` and ``feed``.
    """
    links = (
        ("text/html", "results", f"{page}?what={{searchTerms}}"),
        ("application/atom+xml", "results", f"{feed}?what={{searchTerms}}"),
        (MEDIA_TYPE, "self", own),
    )
    urls = "".join(
        f"<Url type={quoteattr(kind)} rel={quoteattr(rel)} template={quoteattr(template)}/>\n"
        for kind, rel, template in links
    )
    short = escape(xml_text(name)[:LONGEST_SHORT_NAME].strip())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{short}</ShortName>\n"
        f"<Description>{escape(xml_text(about))}</Description>\n"
        f"{urls}"
        f"<Language>{language}</Language>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        "<OutputEncoding>UTF-8</OutputEncoding>\n"
        "</OpenSearchDescription>\n"
    )
