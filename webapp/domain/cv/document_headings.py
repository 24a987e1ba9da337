"""Headings of CVs in Swedish and English, and what stands under them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from webapp.domain.cv.rules import Kind

PERSONAL = "personal"
# Kinds whose words stand under their own heading in free text.
AS_FREE_TEXT = "free text"
_HEADINGS: Mapping[str, str] = {
    PERSONAL: """kontakt|kontaktuppgifter|kontaktinformation|personuppgifter|personliga uppgifter|
        personlig information|contact|contact details|contact information|personal details|
        personal information|personal data""",
    Kind.SUMMARY: """profil|sammanfattning|om mig|personligt|presentation|kort om mig|min profil|
        profile|summary|about|about me|personal statement|professional summary|career summary""",
    Kind.EXPERIENCE: """arbetslivserfarenhet(?:er)?|yrkeserfarenhet(?:er)?|arbetserfarenhet(?:er)?|
        erfarenhet(?:er)?|anställningar|tidigare anställningar|anställning|arbete|
        relevant erfarenhet|work experience|experience|professional experience|employment|
        employment history|work history|career history|relevant experience|volunteering|
        ideellt arbete|ideella uppdrag|volunteer experience""",
    Kind.EDUCATION: """utbildning(?:ar)?|utbildningsbakgrund|studier|akademisk utbildning|
        formell utbildning|education|education and training|academic background|studies""",
    Kind.SKILLS: """kompetens(?:er)?|färdigheter|kunskaper|nyckelkompetenser|it-kunskaper|
        datakunskaper|it-kompetens(?:er)?|datorkunskaper|teknisk kompetens|teknik|skills|key skills|
        technical skills|core skills|core competencies|competencies|it skills|computer skills""",
    Kind.LANGUAGES: r"språk|språkkunskaper|languages?|language skills",
    Kind.LICENCES: r"körkort|körkortsbehörighet(?:er)?|driving licen[cs]es?|driver’?s licen[cs]e",
    Kind.COURSES: """kurser|kurser och certifikat|certifikat|certifieringar|
        kurser och certifieringar|vidareutbildning|fortbildning|övriga kurser|
        kurser/certifikat|courses|certificates|
        certifications|training|courses and certificates|licenses and certifications""",
    Kind.PROJECTS: r"projekt|uppdrag|projects?|assignments|selected projects",
    Kind.REFERENCES: r"referenser|referens|referees|references?",
    AS_FREE_TEXT: """intressen|fritidsintressen|fritid|hobbyer|hobby|övrigt|annat|meriter|
        övriga meriter|utmärkelser|publikationer|förtroendeuppdrag|styrelseuppdrag|interests|
        hobbies|hobbies and interests|other|miscellaneous|awards|honou?rs|publications|
        additional information|merits""",
}
_PATTERNS = {
    kind: re.compile("(?:" + re.sub(r"\s*\n\s*", "", words) + ")")
    for kind, words in _HEADINGS.items()
}
LONGEST_HEADING = 60


def heading_of(line: str) -> tuple[str, str] | None:
    """What stands under a line that is a heading, and what stands behind its colon.

    The first is a kind of section, ``PERSONAL`` or ``AS_FREE_TEXT``; None for any other line.
    """
    title, colon, rest = line.partition(":")
    if len(title) > LONGEST_HEADING or (rest.strip() and not colon):
        return None
    kind = kind_of_heading(title)
    return (kind, rest.strip()) if kind else None


def kind_of_heading(title: str) -> str | None:
    """What stands under a heading; letters set apart, as in "P R O F I L", are put together."""
    plain = " ".join(title.replace("'", "’").replace("&", " and ").casefold().split())
    plain = plain.strip("-–—•*_# ")
    if re.fullmatch(r"\w(?: \w){3,}", plain):
        plain = plain.replace(" ", "")
    if plain.startswith("mina "):
        plain = plain.removeprefix("mina ")
    # Swedish headings join with "och" where English ones have "and".
    for words in (plain, plain.replace(" and ", " och ")):
        for kind, pattern in _PATTERNS.items():
            if pattern.fullmatch(words):
                return kind
    parts = re.split(r" och | and |, | / ", plain)
    if len(parts) == 2:
        kinds = {kind_of_heading(part) for part in parts}
        if len(kinds) == 1:
            return kinds.pop()
    return None
