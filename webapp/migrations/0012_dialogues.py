"""Requests about CVs, their messages, and who takes none."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    ForeignKeyField,
    Model,
    TextField,
)


def models(db):
    class Dialogue(Model):
        id = BigAutoField()
        account_id = BigIntegerField(null=True, index=True)
        cv_id = BigIntegerField(null=True)
        address = CharField(max_length=40, null=True, index=True)
        company_id = BigIntegerField(index=True)
        asked_by = BigIntegerField(null=True, index=True)
        position = CharField(max_length=120)
        asked_for = TextField()
        standing = CharField(max_length=10)
        with_block = BooleanField(default=False)
        asked_at = DateTimeField(index=True)
        answered_at = DateTimeField(null=True)
        last_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "dialogue"

    class DialogueMessage(Model):
        id = BigAutoField()
        dialogue = ForeignKeyField(Dialogue, on_delete="CASCADE", backref="+")
        from_company = BooleanField()
        text = TextField()
        removed = TextField()
        written_at = DateTimeField()

        class Meta:
            database = db
            table_name = "dialogue_message"

    class MutedRequests(Model):
        id = BigAutoField()
        account_id = BigIntegerField(unique=True)
        muted_at = DateTimeField()

        class Meta:
            database = db
            table_name = "muted_requests"

    return [Dialogue, DialogueMessage, MutedRequests]


def up(migrator, db):
    db.create_tables(models(db))


def down(migrator, db):
    db.drop_tables(models(db))
