"""Marks that CVs are counted by, and shortlists of companies."""

from peewee import BigAutoField, BigIntegerField, CharField, DateTimeField, Model, TextField


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
    # Active CVs get their marks from the worker, which has the keys that indexing needs.
    migrator.migrate(migrator.add_column("findable_cv", "marks", TextField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("findable_cv", "marks"))
    db.drop_tables(models(db))
