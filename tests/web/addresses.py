"""The pages that tests of the web floor visit."""

from __future__ import annotations

# Every page of the site by its path after the language, with states that an address can hold.
PAGES = (
    "",
    "jobs",
    "jobs?what=sjukskoterska&where=malmo",
    "jobs?what=finnsinte",
    "jobs?what=a&where=lund&sort=deadline",
    "jobs?county=12&sort=newest",
    "security",
    "about",
    "contact",
    "privacy",
    "cookies",
    "group",
    "create-cv",
    "jobs-by-email",
    "newsletter",
    "recruit",
    "login",
    "design",
    "places?where=malmo",
)
# What programs read beside the pages, by its path after the language.
DOCUMENTS = ("jobs.atom", "opensearch.xml")
LANGUAGES = ("sv", "en")
OTHER = {"sv": "en", "en": "sv"}
