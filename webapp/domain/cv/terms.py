"""The words of active CVs in the database's own full-text table, and how they are asked for.

The analyser's tokens are stored as they are: SQLite's FTS5 and PostgreSQL's tsvector only find
them. Marks that begin with a colon, as no word does, part kinds of tokens: ``:tail:`` for the
tail of a compound, ``:place:`` and ``:within:`` for wanted places, ``:name:`` for a public CV's
fingerprints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.base.db import database, is_postgresql
from webapp.base.keyring import ring
from webapp.base.text import Term, Word, fold, words

MOST_TOKENS = 20_000
# A token of its own, so that no phrase reaches from one text into the next.
BREAK = "::"

# Of PostgreSQL, by field; SQLite names the field in the query itself.
FIELD_MATCHES = {
    "title": "SELECT cv_id FROM cv_terms WHERE title @@ CAST(? AS tsquery)",
    "wanted": "SELECT cv_id FROM cv_terms WHERE wanted @@ CAST(? AS tsquery)",
    "skills": "SELECT cv_id FROM cv_terms WHERE skills @@ CAST(? AS tsquery)",
}
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
    True: "INSERT INTO cv_terms (cv_id, title, wanted, skills, terms) VALUES (%s, "
    "CAST(%s AS tsvector), CAST(%s AS tsvector), CAST(%s AS tsvector), CAST(%s AS tsvector))",
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
            others.update(f":tail:{tail}" for tail in word.tails)
        stems.append(BREAK)
    return [token for token in stems[:MOST_TOKENS] + sorted(others)[:MOST_TOKENS] if token]


def store_terms(cv_id: int, terms: Terms) -> None:
    """Writes a CV's words in place of what was there; call it in the CV's own transaction."""
    delete_terms(cv_id)
    body = [*terms.body, BREAK, *terms.marks]
    fields = (terms.title, terms.wanted, terms.skills)
    if is_postgresql():
        whole = [token for tokens in (*fields, body) for token in (*tokens, BREAK)]
        values = [cv_id, *(_tsvector(tokens) for tokens in (*fields, whole))]
    else:
        values = [cv_id, *(" ".join(tokens) for tokens in (*fields, body))]
    database.execute_sql(INSERT[is_postgresql()], values)


def delete_terms(cv_id: int) -> None:
    database.execute_sql(DELETE[is_postgresql()], (cv_id,))


def rewrite_terms() -> None:
    """Rewrites the full-text table, so that no file holds the words of what was deleted."""
    database.execute_sql(REWRITE[is_postgresql()])


def name_token(surface: str) -> str:
    """The fingerprint under which a word of a name is found; it can't be read back."""
    return ":name:" + ring().blind(fold(surface), "name index")


def _tsvector(tokens: Sequence[str]) -> str:
    return " ".join(f"{_quoted(token)}:{place}" for place, token in enumerate(tokens, start=1))


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def matching(term: Term, *, field: str | None = None) -> str:
    """A search term in the database's own query language; with ``field``, as it counts there."""
    if is_postgresql():
        return _Postgresql(in_field=field is not None).term(term)
    inside = _Sqlite(in_field=field is not None).term(term)
    return f"{{{field}}} : ({inside})" if field else inside


def matches(field: str | None = None) -> str:
    """The statement that gives the ids of CVs that match, anywhere or in one field."""
    if field is not None and is_postgresql():
        return FIELD_MATCHES[field]
    return MATCHES[is_postgresql()]


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

    def __init__(self, *, in_field: bool) -> None:
        # Where a field counts, the word itself has to stand there: no tail, no name.
        self._in_field = in_field

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
            if not self._in_field:
                choices.append(self.all_of([self.token(name) for name in names]))
        else:
            choices = self._one(term.words[0], names[0], prefix=term.prefix)
        return self.choice.join(f"({each})" for each in choices)

    def _one(self, word: Word, name: str, *, prefix: bool) -> list[str]:
        choices = [self.token(token) for token in (word.stem, *word.alternates) if token]
        if prefix:
            choices.append(self.token(word.surface, prefix=True))
        if not self._in_field:
            choices += [self.token(f":tail:{word.stem}"), self.token(name)]
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
        return _quoted(token) + (":*" if prefix else "")

    def phrase(self, stems: Sequence[str]) -> str:
        return " <-> ".join(self.token(stem) for stem in stems)

    def all_of(self, expressions: Sequence[str]) -> str:
        return " & ".join(expressions)
