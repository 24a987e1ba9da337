"""The outbox, the mailbox, delivery choices and addresses that refused mail."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    IntegerField,
    Model,
    TextField,
)


def models(db):
    class OutboxMail(Model):
        id = BigAutoField()
        service = CharField(max_length=20)
        account_id = BigIntegerField(null=True, index=True)
        recipient = CharField(max_length=254)
        recipient_key = CharField(max_length=254, index=True)
        language = CharField(max_length=2)
        template = CharField(max_length=60)
        data = TextField(null=True)
        message_id = CharField(max_length=320, unique=True)
        unsubscribe_handle = CharField(max_length=32, null=True)
        state = CharField(max_length=10)
        created_at = DateTimeField()
        tried_since = DateTimeField()
        next_attempt_at = DateTimeField()
        leased_until = DateTimeField(null=True)
        attempts = IntegerField(default=0)
        finished_at = DateTimeField(null=True)
        last_error = CharField(max_length=200, null=True)

        class Meta:
            database = db
            table_name = "outbox_mail"
            indexes = ((("state", "next_attempt_at"), False), (("finished_at",), False))

    class MailboxNotice(Model):
        id = BigAutoField()
        account_id = BigIntegerField()
        service = CharField(max_length=20)
        template = CharField(max_length=60)
        data = TextField()
        created_at = DateTimeField()
        read_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "mailbox_notice"
            indexes = ((("account_id", "created_at"), False),)

    class DeliveryChoice(Model):
        id = BigAutoField()
        account_id = BigIntegerField(null=True)
        address = CharField(max_length=254, null=True)
        service = CharField(max_length=20)
        by_mail = BooleanField()
        in_mailbox = BooleanField()
        handle = CharField(max_length=32, unique=True)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "delivery_choice"
            indexes = ((("account_id", "service"), True), (("address", "service"), True))

    class StoppedAddress(Model):
        id = BigAutoField()
        address = CharField(max_length=254, unique=True)
        reason = CharField(max_length=200)
        stopped_at = DateTimeField()

        class Meta:
            database = db
            table_name = "stopped_address"

    return [OutboxMail, MailboxNotice, DeliveryChoice, StoppedAddress]


def up(migrator, db):
    db.create_tables(models(db))


def down(migrator, db):
    db.drop_tables(models(db))
