"""A CV centre with more than a page of CVs, and searches in it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.blueprints.cv.scene import Scene
from tests.support.people import seeker
from webapp.domain.cv.rules import Detail, Section, State

LANGUAGES = ("sv", "en")
SECTIONS = (
    Section("wanted", False, {"text": "Svetsare", "places": ["1280"], "extent": ["full-time"]}),
    Section("education", False, {"items": [{"area": "Svets", "level": "vocational"}]}),
    Section("languages", False, {"items": [{"name": "Engelska", "level": "b2"}]}),
    Section("licences", False, {"classes": ["b"]}),
)
SEARCHES: tuple[dict[str, str], ...] = (
    {},
    {"text": "svetsare"},
    {"text": "finnsinte"},
    {"place": "Malmö", "extent": "full-time"},
    {"language": "en", "language_level": "b1", "licence": "b"},
    {"education": "secondary", "updated": "week"},
    {"available": "6"},
    {"page": "2"},
    {"place": "Atlantis"},
    {"extent": "x", "text": "a" * 201},
    {"text": "<b>", "occupation": '"halv'},
)


def centre(lang: str = "sv", **query: str) -> str:
    return f"/{lang}/cv-centre" + (f"?{urlencode(query)}" if query else "")


@pytest.fixture
def filled(scene: Scene) -> Scene:
    """More than a page of CVs, public and anonymous ones."""
    for number in range(21):
        state = State.PUBLIC if number % 2 else State.ANONYMOUS
        seeker(state, sections=SECTIONS, shown=list(Detail))
    return scene
