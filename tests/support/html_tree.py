"""A parsed page with the questions that the page rules ask of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as PARSE_ERRORS

# Form elements that a label may belong to, HTML Standard §4.10.2 "labelable elements".
CONTROLS = frozenset({"input", "meter", "output", "progress", "select", "textarea"})


@dataclass(frozen=True)
class HtmlTree:
    """One parsed page or fragment.

    `url` is the absolute address it was fetched from; `parse_errors` are those of the HTML
    Standard's parser, each with its line and column.
    """

    source: str
    url: str
    root: Element
    parse_errors: tuple[str, ...]

    @classmethod
    def of_page(cls, html: str, url: str) -> HtmlTree:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        root = parser.parse(html)
        return cls(html, _absolute(url), root, _messages(parser))

    @classmethod
    def of_fragment(cls, html: str, url: str, container: str = "div") -> HtmlTree:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        root = parser.parseFragment(html, container=container)
        return cls(html, _absolute(url), root, _messages(parser))

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """All elements in document order; comments are left out."""
        return tuple(element for element in self.root.iter() if isinstance(element.tag, str))

    @cached_property
    def ids(self) -> Counter[str]:
        return Counter(element.attrib["id"] for element in self.elements if "id" in element.attrib)

    @cached_property
    def labels_by_control(self) -> dict[Element, list[Element]]:
        """The label elements of each control, by `for` and by wrapping."""
        labels: dict[Element, list[Element]] = {}
        by_id = {element.attrib["id"]: element for element in self.elements if element.get("id")}
        for label in self.named("label"):
            target = by_id.get(label.attrib["for"]) if "for" in label.attrib else None
            if "for" not in label.attrib:
                target = next((e for e in label.iter() if e.tag in {*CONTROLS, "button"}), None)
            if target is not None:
                labels.setdefault(target, []).append(label)
        return labels

    def named(self, *tags: str) -> Iterator[Element]:
        return (element for element in self.elements if element.tag in tags)

    def by_id(self, identifier: str) -> Element | None:
        return next((e for e in self.elements if e.get("id") == identifier), None)

    def resolved(self, address: str) -> str:
        return urljoin(self.url, address.strip())

    def is_same_origin(self, address: str) -> bool:
        here, there = urlsplit(self.url), urlsplit(self.resolved(address))
        return (here.scheme, here.netloc) == (there.scheme, there.netloc)

    def is_named(self, element: Element) -> bool:
        """Tell whether a screen reader has a name for this element.

        A reduced reading of W3C "Accessible Name and Description Computation 1.2": labels,
        `aria-labelledby`, `aria-label`, and the content of buttons and links.
        """
        referred = (self.by_id(part) for part in element.get("aria-labelledby", "").split())
        if any(has_text(target) for target in referred if target is not None):
            return True
        if element.get("aria-label", "").strip():
            return True
        if any(has_text(label) for label in self.labels_by_control.get(element, ())):
            return True
        return element.tag in {"a", "button"} and has_text(element)


def has_text(element: Element) -> bool:
    """Tell whether an element holds words, or an image whose `alt` gives words."""
    if "".join(_spoken_text(element)).strip():
        return True
    return any(image.get("alt", "").strip() for image in element.iter("img"))


def describe(element: Element) -> str:
    """Return the element's start tag, shortened, for messages."""
    attributes = "".join(f' {_plain(name)}="{value}"' for name, value in element.attrib.items())
    start_tag = f"<{_plain(str(element.tag))}{attributes}>"
    return start_tag if len(start_tag) <= 160 else start_tag[:157] + "…>"


def htmx_attributes(element: Element) -> dict[str, str]:
    """Return the element's `hx-*` attributes; htmx reads `data-hx-*` as the same."""
    return {
        name.removeprefix("data-"): value
        for name, value in element.attrib.items()
        if name.removeprefix("data-").startswith("hx-")
    }


def _spoken_text(element: Element) -> Iterator[str]:
    # A control inside its own label has text (options, typed words) that names nothing.
    if element.get("aria-hidden") == "true" or element.tag in CONTROLS:
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _spoken_text(child)
        yield child.tail or ""


def _absolute(url: str) -> str:
    return urljoin("http://localhost/", url)


def _messages(parser: html5lib.HTMLParser) -> tuple[str, ...]:
    return tuple(
        f"line {line}, column {column}: {PARSE_ERRORS[code] % (values or {})}"
        for (line, column), code, values in parser.errors
    )


def _plain(name: str) -> str:
    return re.sub(r"^\{[^}]*\}", "", name)
