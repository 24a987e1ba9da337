"""The promise catalogue as templates show it."""

from __future__ import annotations

from types import SimpleNamespace

from webapp.i18n import language
from webapp.site.promises import Decision, load_promises, tests_of_promises


def kept_promises() -> list[SimpleNamespace]:
    """The promises kept in this release, each with the tests that check it."""
    tests = tests_of_promises()
    return [
        SimpleNamespace(
            id=promise.id,
            title=promise.title[language()],
            text=promise.text[language()],
            tests=tests.get(promise.id, []),
        )
        for promise in load_promises().kept
        if promise.title and promise.text
    ]


def planned_promises() -> int:
    """How many promises of the catalogue are not kept yet."""
    catalogue = load_promises()
    return len(catalogue.promises) - len(catalogue.kept)


def limits_at(decision: Decision) -> list[SimpleNamespace]:
    """What nobody can promise, to be said where a person takes this decision."""
    return [
        SimpleNamespace(title=limit.title[language()], text=limit.text[language()])
        for limit in load_promises().limits
        if decision in limit.shown_at
    ]
