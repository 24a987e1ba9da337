"""Where JSON Resume 1.0.0 (jsonresume.org/schema) keeps what a CV's fields hold.

Names that begin with ``x-`` are our own; the schema allows them, and other readers skip them.
"""

from __future__ import annotations

from collections.abc import Mapping

from webapp.domain.cv.rules import BIRTH_YEAR, Detail, Kind

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
# In ``meta``: language, and each section's kind, whether it is hidden, and its own fields.
LANGUAGE, SECTIONS = "x-language", "x-sections"

_PERIOD = {"start": "startDate", "end": "endDate"}
# The list of a kind's entries, and the name of each field in it.
LISTS: Mapping[Kind, tuple[str, Mapping[str, str]]] = {
    Kind.EXPERIENCE: (
        "work",
        {
            "title": "position",
            "employer": "name",
            "place": "location",
            **_PERIOD,
            "url": "url",
            "text": "summary",
            "highlights": "highlights",
        },
    ),
    Kind.EDUCATION: (
        "education",
        {
            "area": "area",
            "school": "institution",
            "level": "studyType",
            **_PERIOD,
            "grade": "score",
            "url": "url",
            "courses": "courses",
            "text": "x-text",
        },
    ),
    Kind.SKILLS: ("skills", {"name": "name", "level": "level", "keywords": "keywords"}),
    Kind.LANGUAGES: ("languages", {"name": "language", "level": "fluency"}),
    Kind.COURSES: (
        "certificates",
        {"name": "name", "issuer": "issuer", "date": "date", "url": "url", "text": "x-text"},
    ),
    Kind.PROJECTS: (
        "projects",
        {
            "name": "name",
            "role": "roles",
            "organisation": "entity",
            **_PERIOD,
            "url": "url",
            "text": "description",
            "highlights": "highlights",
            "keywords": "keywords",
        },
    ),
    Kind.REFERENCES: ("references", {"name": "name", "contact": "x-contact", "text": "reference"}),
}
# Names of drafts before 1.0.0, which many files still have.
OLD_NAMES: Mapping[str, Mapping[str, str]] = {
    "work": {"company": "name", "website": "url"},
    "volunteer": {"website": "url"},
    "publications": {"website": "url"},
}
# Where in ``basics`` a detail stands.
DETAIL_NAMES: Mapping[str, tuple[str, ...]] = {
    Detail.NAME: ("name",),
    Detail.EMAIL: ("email",),
    Detail.PHONE: ("phone",),
    Detail.MOBILE: ("x-mobile",),
    Detail.ADDRESS: ("location", "address"),
    Detail.POSTCODE: ("location", "postalCode"),
    Detail.TOWN: ("location", "city"),
    Detail.GENDER: ("x-gender",),
    Detail.CITIZENSHIP: ("x-citizenship",),
    Detail.BIRTH_DATE: ("x-birth-date",),
    BIRTH_YEAR: ("x-birth-year",),
}
