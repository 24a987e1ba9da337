"""Marks that CVs are counted by, and shortlists of companies."""

from peewee import BigAutoField, BigIntegerField, CharField, DateTimeField, Model, TextField

# Active CVs get their marks from the worker, which has the keys that indexing needs.
INDEX_ANEW = """
INSERT INTO due_job (name, due_at, attempts)
SELECT 'index-cvs-anew', '2026-01-01 00:00:00.000000', 0
WHERE EXISTS (SELECT 1 FROM findable_cv)
"""


def models(db):
    class ShortlistEntry(Model):
        id = BigAutoField()
        company_id = BigIntegerField()
        address = CharField(max_length=40, index=True)
        list_name = CharField(max_length=80)
        note = TextField()
        saved_at = DateTimeField()

        class Meta:
            database = db
            table_name = "shortlist_entry"
            indexes = ((("company_id", "address"), True),)

    return [ShortlistEntry]


def up(migrator, db):
    db.create_tables(models(db))
    migrator.migrate(migrator.add_column("findable_cv", "marks", TextField(default="")))
    db.execute_sql(INDEX_ANEW)


def down(migrator, db):
    db.execute_sql("DELETE FROM due_job WHERE name = 'index-cvs-anew'")
    migrator.migrate(migrator.drop_column("findable_cv", "marks"))
    db.drop_tables(models(db))
