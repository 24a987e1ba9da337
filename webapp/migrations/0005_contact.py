"""Messages to the operator, and their answers."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    Model,
    TextField,
)


def models(db):
    class ContactMessage(Model):
        id = BigAutoField()
        reference = CharField(max_length=9, unique=True)
        kind = CharField(max_length=20)
        language = CharField(max_length=2)
        text = TextField()
        address = CharField(max_length=254, null=True, index=True)
        account_id = BigIntegerField(null=True, index=True)
        created_at = DateTimeField()
        due_on = DateField()
        closed_at = DateTimeField(null=True, index=True)

        class Meta:
            database = db
            table_name = "contact_message"

    class ContactAnswer(Model):
        id = BigAutoField()
        message = ForeignKeyField(ContactMessage, on_delete="CASCADE")
        text = TextField()
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "contact_answer"

    return [ContactMessage, ContactAnswer]


def up(migrator, db):
    db.create_tables(models(db))


def down(migrator, db):
    db.drop_tables(models(db))
