"""Rules for what a page may load, run and reveal; the same for whole pages and fragments."""

from __future__ import annotations

import html
import json
from collections.abc import Collection, Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from tests.support.html_tree import HtmlTree, describe, htmx_attributes
from tests.support.page_rules import Rule

# Which attributes make a browser fetch or send something by itself, by element.
RESOURCES = {
    "audio": ("src",),
    "button": ("formaction",),
    "embed": ("src",),
    "form": ("action",),
    "iframe": ("src",),
    "image": ("href", "{http://www.w3.org/1999/xlink}href"),
    "img": ("src",),
    "input": ("src", "formaction"),
    "object": ("data",),
    "script": ("src",),
    "source": ("src",),
    "track": ("src",),
    "use": ("href", "{http://www.w3.org/1999/xlink}href"),
    "video": ("src", "poster"),
}
# Link types that load their target; canonical, alternate and their like do not.
LOADING_LINKS = frozenset(
    [
        "apple-touch-icon",
        "dns-prefetch",
        "icon",
        "manifest",
        "mask-icon",
        "modulepreload",
        "preconnect",
        "prefetch",
        "preload",
        "stylesheet",
    ]
)
# A block of data is not run, so no Content-Security-Policy forbids it.
DATA_SCRIPTS = frozenset({"application/ld+json"})


def nothing_inline(tree: HtmlTree) -> Iterator[str]:
    for element in tree.elements:
        if element.tag == "style":
            yield f"style element: {describe(element)}"
        if element.tag == "script" and "src" not in element.attrib:
            yield from _inline_script(element)
        for name, value in element.attrib.items():
            if name == "style":
                yield f"style attribute: {describe(element)}"
            if name.startswith("on") or name.removeprefix("data-").startswith("hx-on"):
                yield f"inline event handler {name}: {describe(element)}"
            if value.strip().lower().startswith("javascript:"):
                yield f"javascript: address in {name}: {describe(element)}"


def htmx_elements_are_real(tree: HtmlTree) -> Iterator[str]:
    """Each element that htmx makes send a request does the same without scripts."""
    forms = {inner: form for form in tree.named("form") for inner in form.iter()}
    for element in tree.elements:
        attributes = htmx_attributes(element)
        for verb in ("put", "patch", "delete"):
            if f"hx-{verb}" in attributes:
                yield f"hx-{verb} has no counterpart without scripts: {describe(element)}"
        if "hx-get" in attributes and not _does_the_same(element, "get", attributes["hx-get"]):
            yield f"hx-get is not the link or get form that it sits on: {describe(element)}"
        if "hx-post" in attributes and not _does_the_same(
            # A button that sends its form is as good as the form.
            forms[element] if element.tag == "button" and element in forms else element,
            "post",
            attributes["hx-post"],
        ):
            yield f"hx-post is not the post form that it sits on: {describe(element)}"
        if "hx-trigger" in attributes and not attributes.keys() & {"hx-get", "hx-post"}:
            yield f"hx-trigger without hx-get or hx-post: {describe(element)}"
        if "hx-vars" in attributes or "js:" in attributes.get("hx-vals", ""):
            yield f"htmx would evaluate a script: {describe(element)}"


def htmx_targets_exist(tree: HtmlTree) -> Iterator[str]:
    for element in tree.elements:
        target = htmx_attributes(element).get("hx-target", "")
        if target.startswith("#") and target[1:] not in tree.ids:
            yield f"hx-target {target!r} is no id of the page: {describe(element)}"


def loads_from_own_origin_only(tree: HtmlTree) -> Iterator[str]:
    for element in tree.elements:
        for address in _loaded_addresses(element):
            if not tree.is_same_origin(address):
                yield f"another origin, {address!r}: {describe(element)}"


def reveals_none_of(canaries: Collection[str]) -> Rule:
    """Return the rule that none of these words is in the source, plain, escaped or quoted."""

    def rule(tree: HtmlTree) -> Iterator[str]:
        source = tree.source.casefold()
        readings = (source, html.unescape(source), unquote(source))
        for canary in canaries:
            if any(canary.casefold() in reading for reading in readings):
                yield f"the page reveals {canary!r}"

    return rule


def _inline_script(script: Element) -> Iterator[str]:
    if script.get("type", "").lower() not in DATA_SCRIPTS:
        yield f"script without src: {describe(script)}"
        return
    try:
        json.loads(script.text or "")
    except ValueError as error:
        yield f"data block is not JSON ({error}): {describe(script)}"


def _does_the_same(element: Element, method: str, address: str) -> bool:
    if element.tag == "form":
        return (element.get("action"), element.get("method", "get").lower()) == (address, method)
    if element.tag == "input" and element.get("list"):
        # Suggestions come from a page that one can also open, and only fill the list of the field.
        return method == "get" and htmx_attributes(element).get("hx-target") == (
            f"#{element.get('list')}"
        )
    # What follows the address in a link is a place on the page, which a part has no need of.
    linked = element.get("href", "").partition("#")[0]
    return element.tag == "a" and method == "get" and linked == address


def _loaded_addresses(element: Element) -> Iterator[str]:
    tag = str(element.tag)
    for attribute in RESOURCES.get(tag, ()):
        if attribute in element.attrib:
            yield element.attrib[attribute]
    if tag in {"img", "source"}:
        for candidate in element.get("srcset", "").split(","):
            if candidate.strip():
                yield candidate.split()[0]
    if tag == "link" and LOADING_LINKS & set(element.get("rel", "").lower().split()):
        yield element.get("href", "")


FRAGMENT_SAFETY_RULES: tuple[Rule, ...] = (
    nothing_inline,
    htmx_elements_are_real,
    loads_from_own_origin_only,
)

PAGE_SAFETY_RULES: tuple[Rule, ...] = (*FRAGMENT_SAFETY_RULES, htmx_targets_exist)
