"""The words for what a CV's sections hold: fields, choices, and why something can't be taken."""

from __future__ import annotations

from webapp.domain.cv.hints import Hint
from webapp.domain.cv.rules import Kind
from webapp.domain.cv.section_values import Problem
from webapp.i18n import LazyText
from webapp.i18n import lazy_gettext as _l

# Where kinds call a field differently; else ``FIELDS``.
OF_KIND = {
    (Kind.EXPERIENCE, "place"): _l("Town"),
    (Kind.EXPERIENCE, "title"): _l("Job title"),
    (Kind.EXPERIENCE, "text"): _l("What you did"),
    (Kind.EXPERIENCE, "highlights"): _l("Results you are proud of"),
    (Kind.EDUCATION, "area"): _l("Programme or subject"),
    (Kind.EDUCATION, "level"): _l("Level"),
    (Kind.EDUCATION, "courses"): _l("Courses worth naming"),
    (Kind.SKILLS, "name"): _l("Skill"),
    (Kind.SKILLS, "level"): _l("How well"),
    (Kind.SKILLS, "keywords"): _l("Tools and methods"),
    (Kind.LANGUAGES, "name"): _l("Language"),
    (Kind.LANGUAGES, "level"): _l("How well"),
    (Kind.COURSES, "name"): _l("Course or certificate"),
    (Kind.PROJECTS, "name"): _l("Project"),
    (Kind.PROJECTS, "highlights"): _l("Results"),
    (Kind.REFERENCES, "text"): _l("What they can tell"),
    (Kind.WANTED, "from"): _l("From when"),
}
FIELDS = {
    "text": _l("In your own words"),
    "occupations": _l("Occupations"),
    "places": _l("Places where you want to work"),
    "extent": _l("Extent"),
    "salary": _l("Salary wish"),
    "employer": _l("Employer"),
    "start": _l("From"),
    "end": _l("Until"),
    "date": _l("When"),
    "url": _l("Web address"),
    "school": _l("School"),
    "grade": _l("Grade"),
    "issuer": _l("Given by"),
    "role": _l("Your part in it"),
    "organisation": _l("For whom"),
    "keywords": _l("Keywords"),
    "name": _l("Name"),
    "contact": _l("How to reach them"),
    "classes": _l("Classes"),
}
READ = {"places": _l("Places")}
CHOICES = {
    "full-time": _l("Full time"),
    "part-time": _l("Part time"),
    "hourly": _l("By the hour"),
    "basic": _l("Basic"),
    "good": _l("Good"),
    "very-good": _l("Very good"),
    "expert": _l("Expert"),
    "primary": _l("Compulsory school"),
    "secondary": _l("Upper secondary school"),
    "vocational": _l("Higher vocational education"),
    "bachelor": _l("Bachelor’s degree or alike"),
    "master": _l("Master’s degree or alike"),
    "doctorate": _l("Doctorate"),
}
LANGUAGE_LEVELS = {
    "a1": _l("A1: a few words"),
    "a2": _l("A2: everyday matters"),
    "b1": _l("B1: gets by"),
    "b2": _l("B2: works in it"),
    "c1": _l("C1: fluent"),
    "c2": _l("C2: like a native speaker"),
    "native": _l("Mother tongue"),
}
HELP = {
    (Kind.WANTED, "places"): _l(
        "Towns, municipalities or counties with a semicolon between them. Employers find an "
        "anonymous CV by these, never by where you live."
    ),
    (Kind.WANTED, "from"): _l("For instance 2027-01, or leave it empty for at once."),
    (Kind.WANTED, "salary"): _l("Only if you want to say it already here."),
    (Kind.EXPERIENCE, "start"): _l("As exactly as you know: 2019, 2019-05 or May 2019."),
    (Kind.EXPERIENCE, "end"): _l("Leave it empty if it goes on."),
    (Kind.EDUCATION, "end"): _l("Leave it empty if it goes on."),
    (Kind.PROJECTS, "end"): _l("Leave it empty if it goes on."),
    (Kind.LANGUAGES, "level"): _l("The levels of the European framework, CEFR."),
}
PROBLEMS = {
    Problem.TOO_LONG: _l("That is longer than we can take."),
    Problem.TOO_MANY: _l("Those are more lines than we can take."),
    Problem.NO_DATE: _l("Write a year, a month or a day, such as 2019, 2019-05 or 2019-05-17."),
    Problem.NO_ADDRESS: _l("Write a whole web address, such as https://example.com."),
    Problem.NO_CHOICE: _l("Choose one of these, or none."),
}
HINTS = {
    Hint.OCCUPATIONS: _l("Say which occupations you want: employers search by them."),
    Hint.PLACES: _l("Say where you want to work: an anonymous CV is found by that alone."),
    Hint.EXPERIENCE: _l("Tell what you have worked with, the latest first."),
    Hint.EDUCATION: _l("Tell what you have studied."),
    Hint.SKILLS: _l("Name three skills or more."),
    Hint.LANGUAGES: _l("Say which languages you speak."),
    Hint.SUMMARY: _l("Say in two or three sentences who you are at work."),
}
ADD = {
    Kind.EXPERIENCE: _l("Save and add another job"),
    Kind.EDUCATION: _l("Save and add another education"),
    Kind.SKILLS: _l("Save and add more skills"),
    Kind.LANGUAGES: _l("Save and add more languages"),
    Kind.COURSES: _l("Save and add another course"),
    Kind.PROJECTS: _l("Save and add another project"),
    Kind.REFERENCES: _l("Save and add another person"),
}


def field_label(kind: str, name: str, *, of_entry: bool = True) -> LazyText:
    """What a field of a section, or of an entry in it, is called."""
    if name == "text" and not of_entry:
        return FIELDS[name]
    return OF_KIND.get((Kind(kind), name)) or FIELDS[name]


def read_label(kind: str, name: str) -> LazyText:
    """What a field is called for those who read it, not for the one who writes."""
    return READ.get(name) or field_label(kind, name)


def choice_label(kind: str, code: str) -> str:
    """What a choice is called; classes of driving licences are called by their own letters."""
    if kind == Kind.LANGUAGES:
        return str(LANGUAGE_LEVELS[code])
    if kind == Kind.LICENCES:
        return code.upper()
    return str(CHOICES[code])
