"""The words of active CVs in the database's own full-text table, and how they are asked for.

The analyser's tokens are stored as they are: SQLite's FTS5 and PostgreSQL's tsvector only find
them. Marks with a colon, which no word has, part kinds of tokens: ``tail:`` for the tail of a
compound, ``place:`` and ``within:`` for wanted places, ``name:`` for a public CV's fingerprints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.base.db import database, is_postgresql
from webapp.base.keyring import ring
from webapp.base.text import Term, Word, fold, words

# Columns of FTS5, and the weights of PostgreSQL that stand for them.
COLUMNS = {"title": "A", "wanted": "B", "skills": "C", "body": "D"}
MOST_TOKENS = 20_000
# A token of its own, so that no phrase reaches from one text into the next.
BREAK = "::"

MATCHES = {
    False: "SELECT rowid FROM cv_terms WHERE cv_terms MATCH ?",
    True: "SELECT cv_id FROM cv_terms WHERE terms @@ CAST(? AS tsquery)",
}
DELETE = {
    False: "DELETE FROM cv_terms WHERE rowid = ?",
    True: "DELETE FROM cv_terms WHERE cv_id = %s",
}
INSERT = {
    False: "INSERT INTO cv_terms (rowid, title, wanted, skills, body) VALUES (?, ?, ?, ?, ?)",
    True: "INSERT INTO cv_terms (cv_id, terms) VALUES (%s, CAST(%s AS tsvector))",
}
REWRITE = {False: "INSERT INTO cv_terms(cv_terms) VALUES ('optimize')", True: "VACUUM cv_terms"}


@dataclass(frozen=True, slots=True)
class Terms:
    """Tokens of a CV by column; ``marks`` are those that stand for no word of its text."""

    title: Sequence[str]
    wanted: Sequence[str]
    skills: Sequence[str]
    body: Sequence[str]
    marks: Sequence[str]


def tokens_of(texts: Iterable[str]) -> list[str]:
    """The stems of some texts in order, then the other forms under which they are found."""
    stems: list[str] = []
    others: set[str] = set()
    for text in texts:
        for word in words(text):
            stems.append(word.stem)
            others.update(word.alternates)
            others.update(f"tail:{tail}" for tail in word.tails)
        stems.append(BREAK)
    return [token for token in stems[:MOST_TOKENS] + sorted(others)[:MOST_TOKENS] if token]


def store_terms(cv_id: int, terms: Terms) -> None:
    """Writes a CV's words in place of what was there; call it in the CV's own transaction."""
    delete_terms(cv_id)
    body = [*terms.body, BREAK, *terms.marks]
    by_column = (terms.title, terms.wanted, terms.skills, body)
    if is_postgresql():
        values = [cv_id, _tsvector(by_column)]
    else:
        values = [cv_id, *(" ".join(tokens) for tokens in by_column)]
    database.execute_sql(INSERT[is_postgresql()], values)


def delete_terms(cv_id: int) -> None:
    database.execute_sql(DELETE[is_postgresql()], (cv_id,))


def rewrite_terms() -> None:
    """Rewrites the full-text table, so that no file holds the words of what was deleted."""
    database.execute_sql(REWRITE[is_postgresql()])


def name_token(surface: str) -> str:
    """The fingerprint under which a word of a name is found; it can't be read back."""
    return "name:" + ring().blind(fold(surface), "name index")


def _tsvector(by_column: Sequence[Sequence[str]]) -> str:
    position, lexemes = 0, []
    for tokens, weight in zip(by_column, COLUMNS.values(), strict=True):
        for token in tokens:
            position += 1
            lexemes.append(f"{_quoted(token)}:{position}{weight}")
    return " ".join(lexemes)


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def matching(term: Term, *, column: str | None = None) -> str:
    """A search term in the database's own query language; with ``column``, in that one alone."""
    weight = f":{COLUMNS[column]}" if column else ""
    if is_postgresql():
        return _Postgresql(weight).term(term)
    inside = _Sqlite(weight).term(term)
    return f"{{{column}}} : ({inside})" if column else inside


def all_of(expressions: Iterable[str]) -> str:
    """Expressions that must all match."""
    return (" & " if is_postgresql() else " AND ").join(f"({each})" for each in expressions)


def any_of(tokens: Iterable[str]) -> str:
    """Plain tokens of which one must be there."""
    if is_postgresql():
        return " | ".join(map(_quoted, tokens))
    return " OR ".join(f'"{token}"' for token in tokens)


class _Dialect:
    """One way to write a query: how tokens, choices and phrases look."""

    choice = " OR "

    def __init__(self, weight: str) -> None:
        # Only where a word stands is asked with a weight; its tails and names count for less.
        self._narrow = bool(weight)
        self.weight = weight

    def token(self, token: str, *, prefix: bool = False) -> str:
        raise NotImplementedError

    def phrase(self, stems: Sequence[str]) -> str:
        raise NotImplementedError

    def all_of(self, expressions: Sequence[str]) -> str:
        raise NotImplementedError

    def term(self, term: Term) -> str:
        stems = [word.stem for word in term.words if word.stem]
        names = [name_token(word.surface) for word in term.words]
        if len(term.words) > 1:
            choices = [self.phrase(stems)]
            if not self._narrow:
                choices.append(self.all_of([self.token(name) for name in names]))
        else:
            choices = self._one(term.words[0], names[0], prefix=term.prefix)
        return self.choice.join(f"({each})" for each in choices)

    def _one(self, word: Word, name: str, *, prefix: bool) -> list[str]:
        choices = [self.token(token) for token in (word.stem, *word.alternates) if token]
        if prefix:
            choices.append(self.token(word.surface, prefix=True))
        if not self._narrow:
            choices += [self.token(f"tail:{word.stem}"), self.token(name)]
        return choices


class _Sqlite(_Dialect):
    def token(self, token: str, *, prefix: bool = False) -> str:
        quoted = token.replace('"', '""')
        return f'"{quoted}"*' if prefix else f'"{quoted}"'

    def phrase(self, stems: Sequence[str]) -> str:
        return self.token(" ".join(stems))

    def all_of(self, expressions: Sequence[str]) -> str:
        return " AND ".join(expressions)


class _Postgresql(_Dialect):
    choice = " | "

    def token(self, token: str, *, prefix: bool = False) -> str:
        star = self.weight or ":" if prefix else self.weight
        return _quoted(token) + star + ("*" if prefix else "")

    def phrase(self, stems: Sequence[str]) -> str:
        return " <-> ".join(self.token(stem) for stem in stems)

    def all_of(self, expressions: Sequence[str]) -> str:
        return " & ".join(expressions)
