"""The disclosure ledger. Its triggers are set after every migration (base/append_only.py)."""

from peewee import BigAutoField, BigIntegerField, CharField, DateTimeField, Model, TextField


def models(db):
    class DisclosureChain(Model):
        id = BigAutoField()
        account_id = BigIntegerField(null=True, unique=True)
        length = BigIntegerField(default=0)
        head = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "disclosure_chain"

    class Disclosure(Model):
        id = BigAutoField()
        chain_id = BigIntegerField()
        number = BigIntegerField()
        disclosed_at = DateTimeField()
        company_id = BigIntegerField(null=True, index=True)
        company_name = TextField(null=True)
        country = CharField(max_length=2, null=True)
        role = CharField(max_length=20)
        fields = TextField()
        channel = CharField(max_length=20)
        ground = CharField(max_length=30)
        commitment = CharField(max_length=64)
        previous_hash = CharField(max_length=64)
        hash = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "disclosure"
            indexes = ((("chain_id", "number"), True),)

    class DisclosureSubject(Model):
        id = BigAutoField()
        disclosure_id = BigIntegerField(unique=True)
        salt = CharField(max_length=64)
        account_id = BigIntegerField(index=True)
        cv_id = BigIntegerField(null=True)
        recipient = TextField(null=True)

        class Meta:
            database = db
            table_name = "disclosure_subject"

    return [DisclosureChain, Disclosure, DisclosureSubject]


def up(migrator, db):
    db.create_tables(models(db))


def down(migrator, db):
    db.drop_tables(models(db))
