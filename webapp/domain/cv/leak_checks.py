"""Which findings of the leak finder a CV's owner still has to decide about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from webapp.base.keyring import ring
from webapp.domain.accounts.queries import address_of
from webapp.domain.cv.leaks import Finding, LeakKind, Person, find_leaks, leaks_in, texts_to_check
from webapp.domain.cv.leaks import organisations_in as named_in
from webapp.domain.cv.models import Cv, KeptFinding
from webapp.domain.cv.personal.models import WARN
from webapp.domain.cv.personal.sealed import open_details
from webapp.domain.cv.queries import cv_of_owner
from webapp.domain.cv.rules import (
    BIRTH_YEAR,
    Detail,
    Sight,
    State,
    sections_from,
    visible_sections,
)
from webapp.domain.cv.sections import Text, texts_of
from webapp.domain.reference.queries import names_of_places

# What the finder compares the text with. The photo is shown by no anonymous CV and holds no words.
COMPARED = (
    Detail.NAME,
    Detail.EMAIL,
    Detail.ADDRESS,
    Detail.POSTCODE,
    Detail.TOWN,
    Detail.PHONE,
    Detail.MOBILE,
    Detail.BIRTH_DATE,
)


def findings_of(cv_id: int, account_id: int) -> list[Finding]:
    """What an anonymous view of a CV gives away, and its owner has not chosen to keep."""
    cv = cv_of_owner(cv_id, account_id)
    return undecided(cv) if cv is not None else []


def open_findings(cv_id: int, account_id: int) -> int:
    """How many findings of a CV wait for its owner's decision."""
    return len(findings_of(cv_id, account_id))


def open_findings_of(account_id: int) -> dict[int, int]:
    """The open findings of a person's anonymous CVs by the CV's id, where there are any."""
    anonymous = Cv.select().where(Cv.account_id == account_id, Cv.state == State.ANONYMOUS.value)
    counted = {int(cv.id): len(undecided(cv)) for cv in anonymous}
    return {cv_id: number for cv_id, number in counted.items() if number}


def undecided(cv: Cv) -> list[Finding]:
    """The findings of a CV of which none has been kept."""
    rows = KeptFinding.select(KeptFinding.fingerprint).where(KeptFinding.cv_id == cv.id)
    kept = {row.fingerprint for row in rows}
    found = all_findings(cv)
    return [each for each in found if fingerprint_of(cv.id, each) not in kept] if kept else found


def all_findings(cv: Cv) -> list[Finding]:
    """Everything that the finder sees in what an anonymous view of a CV shows."""
    return find_leaks(_person(cv), texts_to_check(cv.title, sections_from(cv.sections)))


def gives_nothing_away(cv: Cv, words: str) -> bool:
    """Whether some words hold nothing of their writer, apart from naming an organisation."""
    person = replace(_person(cv), employers=(), schools=())
    return not leaks_in(person, words)


def fingerprint_of(cv_id: int, finding: Finding) -> str:
    """By which a kept finding is known again: its kind, its field and its words, as a fingerprint.

    The same words in the same field of another entry are the same decision.
    """
    place = f"{finding.kind}\0{finding.text.kind}.{finding.text.field}\0{finding.found}"
    return ring().blind(f"{cv_id}\0{place}", "kept finding")


def key_of(finding: Finding) -> str:
    """A finding's name in a form: another one as soon as its text says something else."""
    text = finding.text
    place = (text.kind, text.item, text.field, text.line, text.value, finding.start, finding.end)
    return hashlib.sha256(repr((*place, finding.kind.value)).encode()).hexdigest()[:16]


def _person(cv: Cv) -> Person:
    """Whom the text is compared with: the person's details, mail addresses, and what else they
    wrote."""
    opened = open_details(cv.account_id, COMPARED, WARN)
    public = Cv.select().where(
        Cv.account_id == cv.account_id, Cv.state == State.PUBLIC.value, Cv.id != cv.id
    )
    named = named_in(_all_texts([cv, *public]))
    return Person(
        details={detail: value.decode() for detail, value in opened.items()},
        account_email=address_of(cv.account_id) or "",
        employers=tuple(dict.fromkeys(named[LeakKind.EMPLOYER])),
        schools=tuple(dict.fromkeys(named[LeakKind.SCHOOL])),
        public_texts=tuple(text for each in public for text in _public_texts(each)),
        birth_year_shown=BIRTH_YEAR in cv.anonymous_choices,
        places=names_of_places(),
    )


def _all_texts(cvs: Iterable[Cv]) -> Iterable[Text]:
    """All texts of some CVs, hidden ones too: an employer is one also where it isn't shown."""
    for cv in cvs:
        for section in sections_from(cv.sections):
            yield from texts_of(section.kind, section.content)


def _public_texts(cv: Cv) -> Iterable[str]:
    for section in visible_sections(sections_from(cv.sections), Sight.PUBLIC):
        yield from (text.value for text in texts_of(section.kind, section.content))
