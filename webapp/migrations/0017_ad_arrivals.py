"""Totals of clicks that partners send here."""

from peewee import BigIntegerField, CharField, CompositeKey, DateField, IntegerField, Model


def models(db):
    class AdArrival(Model):
        ad_id = BigIntegerField()
        day = DateField()
        source = CharField(max_length=40)
        count = IntegerField()

        class Meta:
            database = db
            table_name = "ad_arrival"
            primary_key = CompositeKey("ad_id", "day", "source")

    return [AdArrival]


def up(migrator, db):
    db.create_tables(models(db))


def down(migrator, db):
    db.drop_tables(models(db))
