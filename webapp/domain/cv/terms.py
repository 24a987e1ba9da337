"""The words of active CVs: in postings, and in order in the database's own full-text table.

The analyser's tokens are stored as they are. Marks that begin with a colon, as no word does, part
kinds of tokens: ``:tail:`` for the tail of a compound, ``:place:`` and ``:within:`` for wanted
places, ``:name:`` for a public CV's fingerprints. Postings answer all but phrases, for which
SQLite's FTS5 and PostgreSQL's tsvector know which word stands beside which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.base.db import database, is_postgresql
from webapp.base.keyring import ring
from webapp.base.text import fold, words
from webapp.domain.cv.postings import read, write

MOST_TOKENS = 20_000
# A token of its own, so that no phrase reaches from one text into the next.
BREAK = "::"

FIELDS = ("title", "wanted", "skills")
SQLITE_MATCHES = "SELECT rowid FROM cv_terms WHERE cv_terms MATCH ?"
POSTGRESQL_MATCHES = {
    None: "SELECT cv_id FROM cv_terms WHERE terms @@ CAST(? AS tsquery)",
    "title": "SELECT cv_id FROM cv_terms WHERE title @@ CAST(? AS tsquery)",
    "wanted": "SELECT cv_id FROM cv_terms WHERE wanted @@ CAST(? AS tsquery)",
    "skills": "SELECT cv_id FROM cv_terms WHERE skills @@ CAST(? AS tsquery)",
}
STORED = {
    False: "SELECT title, wanted, skills, body FROM cv_terms WHERE rowid = ?",
    True: "SELECT tsvector_to_array(title), tsvector_to_array(wanted), tsvector_to_array(skills), "
    "tsvector_to_array(terms) FROM cv_terms WHERE cv_id = ?",
}
DELETE = {
    False: "DELETE FROM cv_terms WHERE rowid = ?",
    True: "DELETE FROM cv_terms WHERE cv_id = %s",
}
INSERT = {
    False: "INSERT INTO cv_terms (rowid, title, wanted, skills, body) VALUES (?, ?, ?, ?, ?)",
    True: "INSERT INTO cv_terms (cv_id, title, wanted, skills, terms) VALUES (?, "
    "CAST(? AS tsvector), CAST(? AS tsvector), CAST(? AS tsvector), CAST(? AS tsvector))",
}
REWRITE = {
    False: "INSERT INTO cv_terms(cv_terms) VALUES ('optimize')",
    True: "VACUUM cv_terms, cv_posting",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """Tokens of a CV by column; ``marks`` are those that stand for no word of its text."""

    title: Sequence[str]
    wanted: Sequence[str]
    skills: Sequence[str]
    body: Sequence[str]
    marks: Sequence[str]

    @property
    def posted(self) -> frozenset[str]:
        """The tokens of the CV's postings."""
        fields = (self.title, self.wanted, self.skills)
        return _posted(fields, [*self.body, *self.marks])


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
    write(INSERT[is_postgresql()], [(cv_id, *stored_values(terms))])


def stored_values(terms: Terms) -> Sequence[str]:
    """What ``INSERT`` stores beside the id."""
    body = [*terms.body, BREAK, *terms.marks]
    fields = (terms.title, terms.wanted, terms.skills)
    if is_postgresql():
        whole = [token for tokens in (*fields, body) for token in (*tokens, BREAK)]
        return [_tsvector(tokens) for tokens in (*fields, whole)]
    return [" ".join(tokens) for tokens in (*fields, body)]


def stored_tokens(cv_id: int) -> frozenset[str]:
    """The tokens of the postings of a CV as it was last stored; none if it isn't there."""
    rows = read(STORED[is_postgresql()], [cv_id])
    if not rows:
        return frozenset()
    *fields, body = (each if is_postgresql() else each.split(" ") for each in rows[0])
    return _posted(fields, body)


def field_token(token: str, field: str | None) -> str:
    """The token of a word that stands in a field; without a field, of one that stands anywhere."""
    return f":{field}:{token}" if field else token


def _posted(fields: Sequence[Iterable[str]], others: Iterable[str]) -> frozenset[str]:
    tokens = {*others}
    for name, held in zip(FIELDS, fields, strict=True):
        tokens.update(held)
        # Where a field counts, the word itself has to stand there.
        tokens.update(field_token(token, name) for token in held if not token.startswith(":"))
    return frozenset(tokens - {BREAK, ""})


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


def phrase_matches(stems: Sequence[str], field: str | None) -> list[int]:
    """Ids of the active CVs in which words stand next to each other, anywhere or in one field."""
    if is_postgresql():
        beside = " <-> ".join(map(_quoted, stems))
        return [row[0] for row in read(POSTGRESQL_MATCHES[field], [beside])]
    phrase = " ".join(stems).replace('"', '""')
    within = f"{{{field}}} : " if field else ""
    return [row[0] for row in read(SQLITE_MATCHES, [f'{within}"{phrase}"'])]
