"""Which active CVs each token finds, as bitmaps, made of the words that are stored already."""

from collections import defaultdict

from peewee import (
    BigAutoField,
    BlobField,
    IntegerField,
    Model,
    PostgresqlDatabase,
    TextField,
)
from pyroaring import BitMap

SPAN = 1 << 16
LOT_BITS = 31
PERIOD_BITS = 5
FIELDS = ("title", "wanted", "skills")
STORED = {
    False: "SELECT f.id, f.rank, f.third_countries, t.title, t.wanted, t.skills, t.body "
    "FROM findable_cv AS f JOIN cv_terms AS t ON t.rowid = f.id WHERE f.id >= ? AND f.id < ?",
    True: "SELECT f.id, f.rank, f.third_countries, tsvector_to_array(t.title), "
    "tsvector_to_array(t.wanted), tsvector_to_array(t.skills), tsvector_to_array(t.terms) "
    "FROM findable_cv AS f JOIN cv_terms AS t ON t.cv_id = f.id WHERE f.id >= %s AND f.id < %s",
}


def models(db):
    class CvPosting(Model):
        id = BigAutoField()
        token = TextField()
        span = IntegerField()
        members = BlobField()

        class Meta:
            database = db
            table_name = "cv_posting"
            indexes = ((("token", "span"), True),)

    return [CvPosting]


def up(migrator, db):
    (posting,) = models(db)
    db.create_tables([posting])
    is_postgresql = isinstance(db, PostgresqlDatabase)
    if is_postgresql:
        # Compared by code points as on SQLite; compressed already.
        db.execute_sql(
            'ALTER TABLE cv_posting ALTER COLUMN token TYPE TEXT COLLATE "C", '
            "ALTER COLUMN members SET STORAGE EXTERNAL"
        )
    first, last = db.execute_sql("SELECT MIN(id), MAX(id) FROM findable_cv").fetchone()
    for span in range(first // SPAN, last // SPAN + 1) if last else ():
        members = defaultdict(BitMap)
        bounds = (span * SPAN, (span + 1) * SPAN)
        for row in db.execute_sql(STORED[is_postgresql], bounds).fetchall():
            for token in tokens_of(*row[1:], is_postgresql=is_postgresql):
                members[token].add(row[0])
        for token, bitmap in members.items():
            posting.insert(token=token, span=span, members=bitmap.serialize()).execute()


def tokens_of(rank, third_countries, *stored, is_postgresql):
    *fields, rest = (each if is_postgresql else each.split(" ") for each in stored)
    day = rank >> LOT_BITS
    tokens = {*rest, ":active", f":day:{day:07}", f":period:{day >> PERIOD_BITS:07}"}
    if third_countries:
        tokens.add(":abroad")
    for name, words in zip(FIELDS, fields, strict=True):
        tokens.update(words)
        tokens.update(f":{name}:{word}" for word in words if not word.startswith(":"))
    return tokens - {"", "::"}


def down(migrator, db):
    db.drop_tables(models(db))
