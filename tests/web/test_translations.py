"""Swedish pages hold no English, English pages no Swedish, and each writes numbers its own way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from xml.etree.ElementTree import Element

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment

from tests.support.html_tree import HtmlTree
from tests.support.sites import SiteUnderTest
from tests.web.addresses import LANGUAGES, PAGES
from tests.web.filled import CLOSED_AD, ENGLISH_AD, REMOVED_AD, ad_path
from webapp import i18n
from webapp.i18n import LanguageEnvironment, catalogue

SPOKEN_ATTRIBUTES = ("title", "alt", "aria-label", "placeholder")
# Pages with words that only mistakes bring up.
REFUSALS = (
    "nothing",
    "jobs?what=%00&where=Atlantis&sort=x&county=99&page=x",
    "jobs?page=999",
    "jobs?page=5",
    "jobs?what=%22halv",
    "jobs?what=%22%22",
    "jobs?where=Lulea",
    "jobs?what=" + "a" * 201,
)
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def swedish() -> Catalog:
    path = files("webapp") / "translations" / "sv" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale="sv")


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return tuple(part for part in ([text] if isinstance(text, str) else text) if part)


def messages_of_only(lang: str) -> list[re.Pattern[str]]:
    """Every message as one language alone writes it; a placeholder stands for any words."""
    pairs = [(_forms(m.id), _forms(m.string)) for m in swedish() if m.id]
    shared = {text for ids, strings in pairs for text in ids} & {
        text for ids, strings in pairs for text in strings
    }
    texts = {text for ids, strings in pairs for text in (strings if lang == "sv" else ids)}
    return [
        _pattern(text) for text in sorted(texts - shared) if re.search(r"[A-Za-z]{2}", _bare(text))
    ]


def _bare(text: str) -> str:
    return PLACEHOLDER.sub("", text)


def _pattern(text: str) -> re.Pattern[str]:
    words = " ".join(text.split()).replace("%%", "%")
    return re.compile(".+?".join(re.escape(part) for part in re.split(r"%\(\w+\)s", words)))


def words_of(html: str) -> set[str]:
    """What a page says, piece by piece; what is marked as another language is left out."""
    tree = HtmlTree.of_page(html, "/")
    lang = tree.root.get("lang")
    said = {
        str(meta.get("content")) for meta in tree.named("meta") if meta.get("name") == "description"
    }
    return {" ".join(piece.split()) for piece in (*_spoken(tree.root, str(lang)), *said)} - {""}


def _spoken(element: Element, lang: str) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in ("script", "code"):
        return
    if element.get("lang", lang) == lang:
        yield from (element.get(name, "") for name in SPOKEN_ATTRIBUTES)
        yield element.text or ""
        for child in element:
            yield from _spoken(child, lang)
            yield child.tail or ""


def foreign(html: str, patterns: list[re.Pattern[str]]) -> set[str]:
    """Pieces of a page that are messages of the other language."""
    return {piece for piece in words_of(html) if any(p.fullmatch(piece) for p in patterns)}


@pytest.fixture(scope="module")
def other_languages_messages() -> dict[str, list[re.Pattern[str]]]:
    return {"sv": messages_of_only("en"), "en": messages_of_only("sv")}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES + REFUSALS)
def test_a_page_says_nothing_in_the_other_language(
    filled: SiteUnderTest,
    other_languages_messages: dict[str, list[re.Pattern[str]]],
    lang: str,
    page: str,
) -> None:
    html = filled.client.get(f"/{lang}/{page}").text

    assert foreign(html, other_languages_messages[lang]) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", [1, ENGLISH_AD, CLOSED_AD, REMOVED_AD])
def test_an_ads_page_says_nothing_in_the_other_language(
    filled: SiteUnderTest,
    other_languages_messages: dict[str, list[re.Pattern[str]]],
    lang: str,
    number: int,
) -> None:
    html = filled.client.get(f"/{lang}/{ad_path(number)}").text

    assert foreign(html, other_languages_messages[lang]) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refused_form_says_nothing_in_the_other_language(
    filled: SiteUnderTest, other_languages_messages: dict[str, list[re.Pattern[str]]], lang: str
) -> None:
    response = filled.client.post(f"/{lang}/design", data={"name": "x" * 200, "email": "x"})

    assert response.status_code == 422
    assert foreign(response.text, other_languages_messages[lang]) == set()


@pytest.mark.parametrize("page", [page for page in PAGES if "?" not in page])
def test_the_search_for_foreign_words_finds_them(
    filled: SiteUnderTest, other_languages_messages: dict[str, list[re.Pattern[str]]], page: str
) -> None:
    html = filled.client.get(f"/en/{page}").text

    assert len(foreign(html, other_languages_messages["sv"])) > 15


@pytest.mark.parametrize(("lang", "text"), [("sv", "12\xa0345"), ("en", "12,345")])
def test_numbers_are_written_as_the_language_does(lang: str, text: str) -> None:
    assert LanguageEnvironment(lang).from_string("{{ 12345|number }}").render() == text


@pytest.mark.parametrize(
    ("lang", "long", "short", "country"),
    [("sv", "1 maj 2026", "1 maj", "Tyskland"), ("en", "1 May 2026", "1 May", "Germany")],
)
def test_dates_and_countries_are_written_as_the_language_does(
    lang: str, long: str, short: str, country: str
) -> None:
    template = "{{ day|date }}/{{ day|shortdate }}/{{ day|isodate }}/{{ 'DE'|country }}"

    shown = LanguageEnvironment(lang).from_string(template).render(day=date(2026, 5, 1))

    assert shown == f"{long}/{short}/2026-05-01/{country}"


@pytest.mark.parametrize(
    ("lang", "query", "count"),
    [
        ("sv", "what=brovakt", "Inga jobb hittades"),
        ("en", "what=brovakt", "No jobs found"),
        ("sv", "what=bridge", "1 jobb"),
        ("en", "what=bridge", "1 job"),
        ("en", "what=sjuksköterska", "45 jobs"),
    ],
)
def test_counts_agree_with_their_noun(
    filled: SiteUnderTest, lang: str, query: str, count: str
) -> None:
    assert count in words_of(filled.client.get(f"/{lang}/jobs?{query}").text)


def usual(lang: str) -> Environment:
    """Jinja as it comes, which translates while it renders."""
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.install_gettext_translations(catalogue(lang), newstyle=True)  # type: ignore[attr-defined]
    return environment


TEMPLATES = (
    "{{ _('Cookies') }}",
    "{{ _('100%% of it, it\\'s <b>\"all\" & more</b>') }}",
    "{{ _('<i>')|upper }}{{ _('<i>') ~ '<' ~ typed }}",
    "{{ _('Jobs in %(where)s', where=typed) }}",
    "{{ _('All of %(what)s', what=_('Cookies')) }}",
    "{{ ngettext('%(num)s opening', '%(num)s openings', 1) }}",
    "{{ ngettext('%(num)s opening', '%(num)s openings', 3) }}",
    "{{ pgettext('navigation', 'About') }}",
    "{{ pgettext('navigation', '<b>%%') }}",
    "{% set x = _('Contact') %}{{ x }}{{ x == _('Contact') }}",
    "{% macro m(a) %}{{ a }}{{ typed }}{% endmacro %}{{ m(_('it\\'s <b>')) }}",
    "{% autoescape false %}{{ _('<b>') }}{{ typed }}{% endautoescape %}",
    "{{ _(typed) }}",
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_translating_early_changes_nothing(lang: str, template: str) -> None:
    typed = '<script>"it\'s"&'

    early = LanguageEnvironment(lang).from_string(template).render(typed=typed)

    assert early == usual(lang).from_string(template).render(typed=typed)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_literal_message_is_translated_early_as_it_would_be_late(lang: str) -> None:
    ids = [m.id for m in swedish() if isinstance(m.id, str) and m.id and m.context is None]
    plain = [message for message in ids if not PLACEHOLDER.search(message)]
    assert len(plain) > 100
    template = "\n".join("{{ _(" + repr(message) + ") }}" for message in plain)

    early = LanguageEnvironment(lang).from_string(template).render()

    assert early == usual(lang).from_string(template).render()
    assert i18n.catalogue("sv").ugettext("Cookies") in early or lang == "en"


def test_what_is_filled_in_is_escaped() -> None:
    template = LanguageEnvironment("sv").from_string("{{ _('Jobs in %(where)s', where=typed) }}")

    assert template.render(typed="<b>").endswith("&lt;b&gt;")
