"""Rules for the structure of pages and fragments: each takes a parsed tree and yields findings.

A finding is one sentence that names the element; yielding none means that the rule is kept.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias
from urllib.parse import unquote, urldefrag, urljoin
from xml.etree.ElementTree import Element

from tests.support.html_tree import CONTROLS, HtmlTree, describe

Rule: TypeAlias = Callable[[HtmlTree], Iterator[str]]

TOKEN_FIELD = "token"
ONE_CLICK_FIELD = "List-Unsubscribe"
UNLABELLED_INPUTS = frozenset({"hidden", "submit", "reset", "button", "image"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

# Attributes that hold ids of elements on the same page (HTML Standard, WAI-ARIA 1.2).
ID_REFERENCES = (
    "for",
    "form",
    "headers",
    "list",
    "popovertarget",
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
)


def well_formed(tree: HtmlTree) -> Iterator[str]:
    yield from (f"not well-formed: {error}" for error in tree.parse_errors)


def has_html_doctype(tree: HtmlTree) -> Iterator[str]:
    if not re.match(r"\s*<!doctype html>", tree.source, re.IGNORECASE):
        yield "the page does not begin with <!doctype html>"


def has_title(tree: HtmlTree) -> Iterator[str]:
    # An svg may hold titles of its own: only those of the head count.
    head = tree.root.find("head")
    titles = [] if head is None else head.findall("title")
    if len(titles) != 1 or not (titles[0].text or "").strip():
        yield "the page needs exactly one <title> with text"


def has_one_main_heading(tree: HtmlTree) -> Iterator[str]:
    count = sum(1 for _ in tree.named("h1"))
    if count != 1:
        yield f"the page has {count} h1, not exactly one"


def headings_descend_by_one(tree: HtmlTree) -> Iterator[str]:
    previous = 0
    for heading in tree.named(*HEADINGS):
        level = int(str(heading.tag)[1])
        if level > previous + 1:
            before = f"h{previous}" if previous else "no heading"
            yield f"heading level skipped: {heading.tag} after {before}"
        previous = level


def fragment_headings_descend_by_one(tree: HtmlTree) -> Iterator[str]:
    levels = [int(str(heading.tag)[1]) for heading in tree.named(*HEADINGS)]
    for previous, level in itertools.pairwise(levels):
        if level > previous + 1:
            yield f"heading level skipped: h{level} after h{previous}"


def ids_are_unique(tree: HtmlTree) -> Iterator[str]:
    for identifier, count in tree.ids.items():
        if not identifier or re.search(r"\s", identifier):
            yield f"id {identifier!r} is empty or holds white space"
        if count > 1:
            yield f"id {identifier!r} is used {count} times"


def controls_are_labelled(tree: HtmlTree) -> Iterator[str]:
    for element in tree.named(*CONTROLS, "button"):
        kind = element.get("type", "text").lower()
        if element.tag == "input" and kind in UNLABELLED_INPUTS:
            if kind == "image" and not element.get("alt", "").strip():
                yield f"image button without alt: {describe(element)}"
            continue
        if not tree.is_named(element):
            yield f"control without a label: {describe(element)}"


def links_have_names(tree: HtmlTree) -> Iterator[str]:
    for link in tree.named("a"):
        if "href" in link.attrib and not tree.is_named(link):
            yield f"link without words: {describe(link)}"


def forms_say_where_and_how(tree: HtmlTree) -> Iterator[str]:
    for form in tree.named("form"):
        if not form.get("action", "").strip():
            yield f"form without an action: {describe(form)}"
        if form.get("method", "").lower() not in {"get", "post"}:
            yield f"form without the method get or post: {describe(form)}"


def forms_carry_tokens(tree: HtmlTree) -> Iterator[str]:
    for form in tree.named("form"):
        is_post = form.get("method", "").lower() == "post"
        if any(field.get("name") == ONE_CLICK_FIELD for field in _fields(tree, form)):
            # Ends mail by its address alone, as mail programs do (RFC 8058).
            continue
        fields = [field for field in _fields(tree, form) if field.get("name") == TOKEN_FIELD]
        if is_post and not any(f.get("type") == "hidden" and f.get("value") for f in fields):
            yield f"post form without a filled hidden field {TOKEN_FIELD!r}: {describe(form)}"
        if not is_post and fields:
            # The fields of a get form end up in addresses, and so in logs and histories.
            yield f"get form with a token: {describe(form)}"


def images_have_alternatives(tree: HtmlTree) -> Iterator[str]:
    for image in tree.named("img"):
        if "alt" not in image.attrib:
            yield f"img without alt: {describe(image)}"


def references_exist(tree: HtmlTree) -> Iterator[str]:
    for element in tree.elements:
        for attribute in ID_REFERENCES:
            for identifier in element.get(attribute, "").split():
                if identifier not in tree.ids:
                    yield f"{attribute}={identifier!r} points to no id: {describe(element)}"


def fragment_links_lead_somewhere(tree: HtmlTree) -> Iterator[str]:
    here = urldefrag(tree.url).url
    base = tree.root.find("head/base")
    base_url = tree.url if base is None else urljoin(tree.url, base.get("href", ""))
    for link in tree.named("a", "area"):
        if "#" not in link.get("href", ""):
            continue
        address, fragment = urldefrag(urljoin(base_url, link.attrib["href"]))
        # "#top" leads to the top of any page (HTML Standard, "select the indicated part").
        if address != here or fragment.lower() == "top":
            continue
        if unquote(fragment) not in tree.ids:
            yield f"the page has no id {unquote(fragment)!r}: {describe(link)}"


def has_language(expected: str) -> Rule:
    """Return the rule that `<html lang>` is this language tag."""

    def rule(tree: HtmlTree) -> Iterator[str]:
        actual = tree.root.get("lang")
        if actual != expected:
            yield f"<html lang> is {actual!r}, expected {expected!r}"

    return rule


def _fields(tree: HtmlTree, form: Element) -> Iterator[Element]:
    """Yield the inputs of a form: those inside it and those bound by their form attribute."""
    identifier = form.get("id")
    inside = set(form.iter("input"))
    for field in tree.named("input"):
        bound_to = field.get("form")
        if (bound_to is None and field in inside) or (bound_to and bound_to == identifier):
            yield field


FRAGMENT_RULES: tuple[Rule, ...] = (
    well_formed,
    fragment_headings_descend_by_one,
    ids_are_unique,
    controls_are_labelled,
    links_have_names,
    forms_say_where_and_how,
    forms_carry_tokens,
    images_have_alternatives,
)

PAGE_RULES: tuple[Rule, ...] = (
    well_formed,
    has_html_doctype,
    has_title,
    has_one_main_heading,
    headings_descend_by_one,
    ids_are_unique,
    controls_are_labelled,
    links_have_names,
    forms_say_where_and_how,
    forms_carry_tokens,
    images_have_alternatives,
    references_exist,
    fragment_links_lead_somewhere,
)
