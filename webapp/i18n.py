"""Languages: the URL prefix, the catalogues, dates and numbers, and one Jinja environment each.

English is the source text; Swedish is its catalogue. Literal messages of templates are translated
when a template is compiled, so a request pays nothing for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request, url_for
from jinja2 import Environment, PackageLoader, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer

from webapp.base.clock import stockholm_day, stockholm_time
from webapp.compiled_templates import compiled_templates

DEFAULT_LANGUAGE = "sv"
MESSAGES = "messages"
# Every address outside /sv/ and /en/, in one place. A test holds the URL map against it.
ADDRESSES_WITHOUT_PREFIX = frozenset(
    {
        "/",
        "/health",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemaps/<int:number>.xml",
        "/.well-known/security.txt",
        "/partner/<token>",
    }
)
LANGUAGE_PREFIX = "/<any(sv, en):lang>"
# In bytes, as it stands in a link: more than the state of any page that has one takes.
LONGEST_STATE = 4000
# What may stand in a path as it is (RFC 3986, section 3.3).
PLAIN_IN_PATH = "/:@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    label: str
    name: str

    @property
    def locale(self) -> Locale:
        return _locale(self.code)


LANGUAGES = {
    "sv": Language("sv", "SE", "Svenska"),
    "en": Language("en", "EN", "English"),
}


@cache
def _locale(code: str) -> Locale:
    # British order and spelling of dates, as people in Europe read them.
    return Locale.parse("en_GB" if code == "en" else code)


@cache
def catalogue(code: str) -> NullTranslations:
    """The translations into a language; English gives the messages as they are."""
    folder = str(files("webapp") / "translations")
    if code == "en":
        return NullTranslations()
    return Translations.load(folder, [code], MESSAGES)


def language() -> str:
    """The code of the language that this request is answered in."""
    return str(g.lang) if has_request_context() and "lang" in g else DEFAULT_LANGUAGE


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Says things in a language other than the page's, as a CV's own."""
    before, g.lang = g.get("lang"), code
    try:
        yield
    finally:
        g.lang = before


def gettext(message: str, **values: Any) -> str:
    """A message in the language of the request, with named placeholders filled in."""
    text = str(catalogue(language()).ugettext(message))
    return text % values if values else text


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    """A message in the number that fits, in the language of the request."""
    return str(catalogue(language()).ungettext(one, many, num)) % {"num": num, **values}


class LazyText:
    """A message that is translated when it is shown."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __str__(self) -> str:
        return gettext(self.message)

    def __mod__(self, values: Mapping[str, Any]) -> str:
        # Some validators of WTForms fill their message in.
        return str(self) % values


def lazy_gettext(message: str) -> LazyText:
    return LazyText(message)


def choose_language(accepted: Any) -> str:
    """The best of our languages for an Accept-Language header."""
    return str(accepted.best_match(list(LANGUAGES), default=DEFAULT_LANGUAGE))


@lru_cache(maxsize=4096)
def number(value: float, code: str) -> str:
    return format_decimal(value, locale=_locale(code))


@lru_cache(maxsize=4096)
def long_date(day: date | str, code: str) -> str:
    return format_date(_day(day), "d MMMM y", locale=_locale(code))


@lru_cache(maxsize=4096)
def short_date(day: date | str, code: str) -> str:
    return format_date(_day(day), "d MMM", locale=_locale(code))


@lru_cache(maxsize=4096)
def partial_date(iso: str, code: str) -> str:
    """A year, a month or a day of ISO 8601 in words; nothing for nothing."""
    if len(iso) < 7:
        return iso
    if len(iso) == 7:
        return format_date(_day(f"{iso}-01"), "LLLL y", locale=_locale(code))
    return long_date(iso, code)


def clock_time(moment: datetime) -> str:
    """The time of day in Stockholm, in hours and minutes, as both languages write it."""
    return f"{stockholm_time(moment):%H:%M}"


def iso_date(day: date | str) -> str:
    return _day(day).isoformat()


@lru_cache(maxsize=1024)
def country_name(code: str, lang: str) -> str:
    return str(_locale(lang).territories.get(code, code))


def language_name(code: str, lang: str) -> str:
    """The name of the language with an ISO 639-1 code, or the code where it is none."""
    return str(_locale(lang).languages.get(code, code))


def list_of(items: Sequence[str]) -> str:
    """Several things in words, as in "Malmö, Lund and Ystad"."""
    return str(format_list(items, locale=_locale(language())))


def _day(value: date | str) -> date:
    if isinstance(value, str):
        # The data of mails are JSON, so their dates are ISO 8601.
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return stockholm_day(value) if isinstance(value, datetime) else value


class _LiteralMessages(NodeTransformer):
    """Replaces calls such as ``_("Cookies")`` by their translation, where nothing is filled in."""

    def __init__(self, translations: NullTranslations) -> None:
        self._translations = translations

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else None
        literals = [arg.value for arg in node.args if isinstance(arg, nodes.Const)]
        if node.kwargs or len(literals) != len(node.args):
            return node
        if name in ("_", "gettext") and len(literals) == 1:
            text = self._translations.ugettext(literals[0])
        elif name == "pgettext" and len(literals) == 2:
            text = self._translations.upgettext(*literals)
        else:
            return node
        # Newstyle gettext fills in even without values, so a percent sign is written twice.
        return nodes.MarkSafeIfAutoescape(nodes.Const(text % {}, lineno=node.lineno))


def _is_markup(template: str | None) -> bool:
    """Whether a template's values are escaped; the text parts of mails are plain text."""
    return template is None or not template.endswith(".txt")


class LanguageEnvironment(Environment):
    """A Jinja environment bound to one language."""

    def __init__(self, code: str) -> None:
        super().__init__(
            loader=PackageLoader("webapp"),
            autoescape=_is_markup,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=compiled_templates(code),
            extensions=["jinja2.ext.i18n"],
        )
        # JSON in a page is UTF-8 like the page, in the order in which it was made.
        self.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
        self.translations = catalogue(code)
        self.install_gettext_translations(self.translations, newstyle=True)  # type: ignore[attr-defined]
        self.globals["lang"] = code
        self.filters["number"] = lambda value: number(value, code)
        self.filters["date"] = lambda day: long_date(day, code)
        self.filters["shortdate"] = lambda day: short_date(day, code)
        self.filters["clocktime"] = clock_time
        self.filters["isodate"] = iso_date
        self.filters["country"] = lambda country: country_name(country, code)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        code = super()._generate(_LiteralMessages(self.translations).visit(source), *args, **kwargs)
        return f"{code}\nfrom webapp.escaping import escaped as escape\n"


def environment_of(app: Flask, code: str) -> LanguageEnvironment:
    found = app.extensions["environments"][code]
    assert isinstance(found, LanguageEnvironment)
    return found


def init_app(app: Flask, shared: Mapping[str, Any]) -> None:
    """Makes the environments, with ``shared`` among their globals, and reads the URL's prefix."""
    environments = {code: LanguageEnvironment(code) for code in LANGUAGES}
    for environment in environments.values():
        environment.globals.update(shared, url=localized_url)
        for name in environment.list_templates(extensions=["html"]):
            environment.get_template(name)
    app.extensions["environments"] = environments

    @app.url_value_preprocessor
    def take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "lang" in values:
            g.lang = values.pop("lang")

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values.setdefault("lang", language())


def localized_url(endpoint: str, **values: Any) -> str:
    """The path of a page in the language of the request."""
    if values:
        return url_for(endpoint, **values)
    return request.root_path + _plain_path(endpoint, language())


@cache
def _plain_path(endpoint: str, lang: str) -> str:
    """The path of a page without state, of which each frame shows twenty.

    Made without the request, so that the page about a wrong host has its links too.
    """
    return current_app.url_map.bind("any").build(endpoint, {"lang": lang})


def same_page_in(code: str) -> str:
    """The path of this page in another language, with the same state.

    A page outside the languages leads to the first page. A state that makes a longer path than any
    search has is left out, so that no page repeats it in every link of its frame.
    """
    prefix, slash, rest = request.path[1:].partition("/")
    if prefix not in LANGUAGES or not slash:
        return request.root_path + _plain_path("home.index", code)
    path = f"{request.root_path}/{code}/{quote(rest, safe=PLAIN_IN_PATH)}"
    query = urlencode(list(request.args.items(multi=True)))
    return f"{path}?{query}" if query and len(query) <= LONGEST_STATE else path
