"""The words on the page, by their English message, so that a journey reads in English."""

from __future__ import annotations

from webapp.i18n import LANGUAGES, catalogue, number

OTHER = {"sv": "en", "en": "sv"}


class Words:
    """What the site says in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._catalogue = catalogue(lang)

    def __call__(self, message: str, *, context: str | None = None, **values: str) -> str:
        """A message as the page shows it, with its placeholders filled in."""
        if context is None:
            text = self._catalogue.ugettext(message)
        else:
            text = self._catalogue.upgettext(context, message)
        return text % values if values else text

    @property
    def in_other_language(self) -> Words:
        return Words(OTHER[self.lang])

    @property
    def switch(self) -> str:
        """The words of the link to this page in the other language."""
        other = LANGUAGES[OTHER[self.lang]]
        return f"{other.label} {other.name}"

    def jobs(self, count: int) -> str:
        """How the page says that there are so many hits."""
        shown = number(count, self.lang)
        return str(
            self._catalogue.ungettext("%(count)s job", "%(count)s jobs", count) % {"count": shown}
        )

    def showing(self, first: int, last: int) -> str:
        """How the page says which of the hits it shows."""
        return self("showing %(first)s–%(last)s", first=str(first), last=str(last))
