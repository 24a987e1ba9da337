"""What owners let the operator forward, and its requests about inactive CVs."""

from peewee import BigAutoField, BigIntegerField, BooleanField, CharField, DateTimeField, Model


def models(db):
    class ForwardingRequest(Model):
        id = BigAutoField()
        account_id = BigIntegerField(index=True)
        cv_id = BigIntegerField()
        company_id = BigIntegerField()
        position = CharField(max_length=120)
        recipient_id = BigIntegerField(null=True, index=True)
        asked_by = BigIntegerField(null=True, index=True)
        standing = CharField(max_length=10)
        with_identity = BooleanField(default=False)
        asked_at = DateTimeField()
        changed_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "forwarding_request"
            indexes = ((("cv_id", "company_id"), False),)

    return [ForwardingRequest]


def up(migrator, db):
    db.create_tables(models(db))
    migrator.migrate(
        migrator.add_column("cv", "forwarding", CharField(max_length=10, default="no"))
    )


def down(migrator, db):
    migrator.migrate(migrator.drop_column("cv", "forwarding"))
    db.drop_tables(models(db))
