"""Finds the names of employers and schools, with and without legal form, inflected, translated."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from enum import IntEnum
from itertools import pairwise

from webapp.domain.cv.leak_text import (
    LeakKind,
    Person,
    Span,
    Token,
    begins_sentence,
    tokens,
    without_genitive,
)
from webapp.domain.cv.leak_words import ORDINARY

LONGEST_NAME = 12
SHORTEST_SHORT_NAME = 3
SHORTEST_NAMESAKE = 5
FORMS = frozenset(
    """
    ab aktiebolag aktiebolaget hb kb handelsbolag kommanditbolag publ ltd limited inc llc plc
    corp gmbh as asa oy oyj aps ekonomisk forening ek for ideell stiftelsen bolaget co group
    gruppen koncernen holding sverige sweden svenska nordic scandinavia ag sa bv
    """.split()
)
# Words that say what an employer does, not which it is.
GENERIC = frozenset(
    """
    bygg byggnads vard omsorg hemtjanst konsult konsulter consulting stad stadservice service
    region kommun kommuns stads lan lans landsting regionen kommunen staden universitet
    universitetet university college hogskola hogskolan gymnasium gymnasiet gymnasieskola skola
    skolan school folkhogskola forskola forskolan grundskola komvux yrkeshogskola the of and och
    i pa for in at restaurang cafe kafe hotell hotel bageri butik butiken salong frisor akeri
    transport logistik el ror mekaniska verkstad industri industrier fastigheter fastighets bil
    bilar data it software systems solutions media reklam byra redovisning ekonomi juridik
    advokatbyra tandvard tandlakare apotek sjukhus sjukhuset vardcentral vardcentralen
    akademiska kungliga tekniska institute institutet technology high academy akademi utbildning
    education praktik eget egen foretag egenforetagare freelance frilans self employed own
    company diverse olika flera en ett den det de stora lilla nya gamla norra sodra ostra vastra
    norr soder city centrum first new old international internationella national nationella
    arbetsformedlingen
    """.split()
)
# Two words of which one names a place: the place alone says nothing.
_NAMED_BY_PLACE = frozenset(
    """
    kommun stad universitet university college hogskola region lan landsting gymnasium sjukhus
    municipality city
    """.split()
)
_TRANSLATED = {
    "universitet": ("university",),
    "university": ("universitet",),
    "kommun": ("municipality",),
    "stad": ("kommun", "municipality"),
    "hogskola": ("university",),
}
_WITH_FORM = re.compile(
    r"(?<![\w&-])(?:[A-ZÅÄÖ][\w&'’-]{0,40} (?:(?:och|and|&|i|of) )?){1,4}"
    r"(?:AB|HB|KB|Aktiebolag|Handelsbolag|Ltd|Limited|Inc|LLC|GmbH|ApS|Oyj?)(?![\w-])(?: \(publ\))?"
)
_LEGAL_NOUN = re.compile(r"^(?:Ett|Eget|Ditt|Mitt|Nytt|Starta|Startade|Driver|Drev|Private|En) ")


class Written(IntEnum):
    """How a name has to be written to count."""

    ANY = 0
    CAPITAL = 1
    # Not where any word would have it, as at the beginning of a sentence.
    TELLING_CAPITAL = 2


class OrganisationFinder:
    """Names of employers and schools, prepared for any number of texts."""

    def __init__(self, person: Person) -> None:
        self._by_first: defaultdict[str, list[tuple[tuple[str, ...], LeakKind, Written]]]
        self._by_first = defaultdict(list)
        for names, kind in (
            (person.employers, LeakKind.EMPLOYER),
            (person.schools, LeakKind.SCHOOL),
        ):
            for name in dict.fromkeys(names):
                for forms, written in _variants(name, person.places):
                    entry = (forms, kind, written)
                    if entry not in self._by_first[forms[0]]:
                        self._by_first[forms[0]].append(entry)

    def find(self, text: str, found: Sequence[Token]) -> list[Span]:
        spans = [
            Span(*hit.span(), LeakKind.EMPLOYER)
            for hit in _WITH_FORM.finditer(text)
            if not _LEGAL_NOUN.match(hit[0]) or len(hit[0].split()) > 2
        ]
        for at, token in enumerate(found):
            for first in without_genitive(token.form):
                for forms, kind, written in self._by_first.get(first, ()):
                    span = self._at(text, found, at, forms, kind, written)
                    if span is not None:
                        spans.append(span)
        return spans

    @staticmethod
    def _at(
        text: str,
        found: Sequence[Token],
        at: int,
        forms: Sequence[str],
        kind: LeakKind,
        needed: Written,
    ) -> Span | None:
        here = found[at : at + len(forms)]
        same = len(here) == len(forms) and all(
            wanted in without_genitive(token.form)
            or without_plain_genitive(wanted) == token.form
            or (len(wanted) > 4 and token.form in _definite(wanted))
            for token, wanted in zip(here, forms, strict=True)
        )
        if not same or not all(_near(text, *pair) for pair in pairwise(here)):
            return None
        if not _is_so_written(text, here[0], needed):
            return None
        return Span(here[0].start, here[-1].end, kind)


def _is_so_written(text: str, token: Token, needed: Written) -> bool:
    if needed is Written.ANY or (len(token.raw) > 1 and token.raw.isupper()):
        return True
    free = needed is Written.CAPITAL or not begins_sentence(text, token.start)
    return token.raw[0].isupper() and free


def without_plain_genitive(form: str) -> str:
    """A name's own final s left out, as in "Lund universitet"."""
    return form[:-1] if form.endswith("s") and len(form) > 3 else form


def _definite(form: str) -> tuple[str, ...]:
    """Inflected forms that a name of an organisation takes: gymnasiet, skolans, universitetets."""
    return (form + "et", form + "ets", form + "en", form + "ens", form + "n", form + "ns")


def _near(text: str, first: Token, second: Token) -> bool:
    between = text[first.end : second.start]
    return len(between) <= 3 and "\n" not in between and not set(between) & set(".;:!?")


def _variants(name: str, places: Set[str]) -> Iterator[tuple[tuple[str, ...], Written]]:
    """A name's forms as folded words, each with how it has to be written to count."""
    whole = tokens(name)[:LONGEST_NAME]
    core = [token for token in whole if token.form not in FORMS] or whole
    forms = tuple(token.form for token in core)
    if not forms:
        return
    yield forms, _needed(forms)
    yield from ((other, Written.ANY) for other in _translations(forms))
    namesake = _named_after(forms[0])
    if namesake and namesake not in GENERIC | ORDINARY | places:
        yield (namesake,), Written.CAPITAL
    if len(forms) < 2:
        return
    if all(name[one.end : two.start] == "-" for one, two in pairwise(core)):
        yield ("".join(forms),), Written.ANY
    acronyms = {"".join(form[0] for form in forms), "".join(map(_letters, forms))}
    for acronym in acronyms:
        if len(acronym) >= SHORTEST_SHORT_NAME:
            yield (acronym,), Written.TELLING_CAPITAL
    in_a_place = _NAMED_BY_PLACE.intersection(forms)
    if len(forms) > 2 and not in_a_place:
        yield forms[:2], max(_needed(forms[:2]), Written.CAPITAL)
    telling = [token for token in core if token.form not in GENERIC]
    alone = telling[0] if telling else None
    if alone is None or set(without_genitive(alone.form)) & places or (in_a_place and not places):
        return
    if alone.raw[0].isupper() and len(alone.form) >= SHORTEST_SHORT_NAME:
        yield (alone.form,), max(_needed((alone.form,)), Written.CAPITAL)


def _letters(form: str) -> str:
    """What a word gives an acronym: Sveriges lantbruksuniversitet is SLU."""
    for ending in ("universitet", "universitetet", "institut", "institutet", "hogskola"):
        if form.endswith(ending) and form != ending:
            return form[0] + ending[0]
    return form[0]


def _named_after(form: str) -> str | None:
    """Whom a school is called after: Wargentinsskolan, Wargentin."""
    for ending in ("sskolan", "skolan", "sgymnasiet", "gymnasiet", "skola"):
        if form.endswith(ending) and len(form) >= len(ending) + SHORTEST_NAMESAKE:
            return form[: -len(ending)]
    return None


def _needed(forms: Sequence[str]) -> Written:
    common = all(form in ORDINARY | GENERIC or len(form) < 3 for form in forms)
    return Written.TELLING_CAPITAL if common else Written.ANY


def _translations(forms: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Lunds universitet as Lund University, University of Lund and universitetet i Lund."""
    named = [form for form in forms if form not in ("of", "i")]
    if len(named) != 2:
        return
    for at, form in enumerate(named):
        for other in (form, *_TRANSLATED[form]) if form in _TRANSLATED else ():
            place = named[1 - at]
            for each in {place, without_plain_genitive(place)}:
                yield (each, other)
                yield (other, "of", each)
                yield (other + "et", "i", each)
                yield (other + "en", "i", each)
