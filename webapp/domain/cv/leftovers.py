"""What no section is for: kept as free text, so that nothing a person wrote is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

UNPLACED = "unplaced"
HEADINGS: Mapping[str, Mapping[str, str]] = {
    "awards": {"sv": "Utmärkelser", "en": "Awards"},
    "publications": {"sv": "Publikationer", "en": "Publications"},
    "interests": {"sv": "Intressen", "en": "Interests"},
    UNPLACED: {"sv": "Det här fick ingen plats", "en": "What found no place"},
}


@dataclass
class Leftovers:
    """Lines by the heading they get, in the order in which they were found."""

    lines: dict[str, list[str]] = field(default_factory=dict)

    def heading(self, name: str, lines: list[str]) -> None:
        """Lines under one of ``HEADINGS``, or under a heading in the file's own words."""
        if lines:
            self.lines.setdefault(name, []).extend(lines)

    def unplaced(self, line: str) -> None:
        self.lines.setdefault(UNPLACED, []).append(line)

    @property
    def any_unplaced(self) -> bool:
        return UNPLACED in self.lines

    def text(self, language: str, before: str = "") -> str:
        """All of it as one text, in paragraphs that begin with their headings."""
        names = sorted(self.lines, key=lambda name: name == UNPLACED)
        parts = [before] if before.strip() else []
        for name in names:
            title = HEADINGS[name][language] if name in HEADINGS else name
            parts.append("\n".join([title, *self.lines[name]]))
        return "\n\n".join(parts)
