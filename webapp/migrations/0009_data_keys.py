"""Which keys of personal data a database is used with."""

from peewee import BigAutoField, CharField, IntegerField, Model


def models(db):
    class DataKey(Model):
        id = BigAutoField()
        number = IntegerField(unique=True)
        fingerprint = CharField(max_length=16)

        class Meta:
            database = db
            table_name = "data_key"

    return [DataKey]


def up(migrator, db):
    db.create_tables(models(db))


def down(migrator, db):
    db.drop_tables(models(db))
