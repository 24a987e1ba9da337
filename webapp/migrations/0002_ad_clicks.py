"""Totals of clicks to partners."""

from peewee import BigIntegerField, CompositeKey, DateField, IntegerField, Model


def models(db):
    class AdClick(Model):
        ad_id = BigIntegerField()
        day = DateField()
        count = IntegerField()

        class Meta:
            database = db
            table_name = "ad_click"
            primary_key = CompositeKey("ad_id", "day")

    return [AdClick]


def up(migrator, db):
    db.create_tables(models(db))


def down(migrator, db):
    db.drop_tables(models(db))
