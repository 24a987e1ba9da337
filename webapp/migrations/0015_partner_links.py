"""Partner links, the origin of sessions and of ledger entries, and when a company closed.

The release before this one can't verify entries that name a partner: its hashes know of none.
"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    IntegerField,
    Model,
    TextField,
)


def models(db):
    class PartnerLink(Model):
        id = BigAutoField()
        key = CharField(max_length=40, unique=True)
        partner = CharField(max_length=80)
        note = TextField()
        ends_on = DateField(null=True)
        created_by = BigIntegerField()
        created_at = DateTimeField()
        withdrawn_by = BigIntegerField(null=True)
        withdrawn_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "partner_link"

    class PartnerLinkUse(Model):
        id = BigAutoField()
        link_id = BigIntegerField()
        day = DateField()
        logins = IntegerField()

        class Meta:
            database = db
            table_name = "partner_link_use"
            indexes = ((("link_id", "day"), True),)

    return [PartnerLink, PartnerLinkUse]


ADDED = (
    ("session", "partner_link_id", BigIntegerField(null=True)),
    ("disclosure", "partner", TextField(null=True)),
    ("company", "closed_at", DateTimeField(null=True)),
)


def up(migrator, db):
    db.create_tables(models(db))
    migrator.migrate(*(migrator.add_column(*column) for column in ADDED))


def down(migrator, db):
    migrator.migrate(*(migrator.drop_column(table, name) for table, name, _ in ADDED))
    db.drop_tables(models(db))
