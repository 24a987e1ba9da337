"""Accounts, their sessions and links, their second factors, and what slows guessing."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def models(db):
    class Account(Model):
        id = BigAutoField()
        email = CharField(null=True, max_length=254)
        email_key = CharField(null=True, max_length=254, unique=True)
        password_hash = TextField(null=True)
        question = TextField(null=True)
        answer_hash = TextField(null=True)
        language = CharField(max_length=2)
        roles = TextField()
        totp_secret = TextField(null=True)
        totp_step = BigIntegerField(null=True)
        created_at = DateTimeField()
        closed_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "account"

    class Registration(Model):
        id = BigAutoField()
        email = CharField(max_length=254)
        email_key = CharField(max_length=254, index=True)
        password_hash = TextField()
        question = TextField()
        answer_hash = TextField()
        language = CharField(max_length=2)
        created_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "registration"

    class Session(Model):
        id = BigAutoField()
        key_hash = CharField(max_length=64, unique=True)
        account = ForeignKeyField(Account, on_delete="CASCADE", backref="+")
        stage = CharField(max_length=20)
        device = CharField(max_length=20)
        created_at = DateTimeField()
        seen_at = DateTimeField(index=True)
        proved_at = DateTimeField(null=True)
        wrong_codes = IntegerField()
        notice = CharField(null=True, max_length=40)
        challenge = CharField(null=True, max_length=128)
        totp_offered = TextField(null=True)

        class Meta:
            database = db
            table_name = "session"

    class Link(Model):
        id = BigAutoField()
        token_hash = CharField(max_length=64, unique=True)
        purpose = CharField(max_length=20)
        account = ForeignKeyField(Account, null=True, on_delete="CASCADE", backref="+")
        registration = ForeignKeyField(Registration, null=True, on_delete="CASCADE", backref="+")
        new_email = CharField(null=True, max_length=254)
        wrong_answers = IntegerField()
        created_at = DateTimeField()
        expires_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "account_link"

    class RecoveryCode(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, on_delete="CASCADE", backref="+")
        code_hash = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "recovery_code"
            indexes = ((("account", "code_hash"), True),)

    class Passkey(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, on_delete="CASCADE", backref="+")
        credential = CharField(max_length=1400, unique=True)
        public_key = TextField()
        sign_count = BigIntegerField()
        name = CharField(max_length=60)
        created_at = DateTimeField()
        used_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "passkey"

    class RecoveryWait(Model):
        id = BigAutoField()
        account = ForeignKeyField(Account, unique=True, on_delete="CASCADE", backref="+")
        started_at = DateTimeField()
        reminded_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "recovery_wait"

    class Tries(Model):
        id = BigAutoField()
        bucket = CharField(max_length=64, unique=True)
        level = DoubleField()
        changed_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "tries"

    class DaySalt(Model):
        id = BigAutoField()
        day = DateField(unique=True)
        salt = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "day_salt"

    return [
        Account,
        Registration,
        Session,
        Link,
        RecoveryCode,
        Passkey,
        RecoveryWait,
        Tries,
        DaySalt,
    ]


def up(migrator, db):
    db.create_tables(models(db))


def down(migrator, db):
    db.drop_tables(models(db))
