"""Companies and the people who act for them."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    CharField,
    DateTimeField,
    Model,
    TextField,
)


def models(db):
    class Company(Model):
        id = BigAutoField()
        name = TextField()
        legal_form = CharField(max_length=40)
        organization_number = CharField(max_length=10, null=True)
        sealed_number = BlobField(null=True)
        number_key = CharField(max_length=16, null=True, index=True)
        name_key = TextField()
        country = CharField(max_length=2)
        verification = CharField(max_length=20)
        verified_at = DateTimeField(null=True)
        suspended_at = DateTimeField(null=True)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "company"

    class EmployerUser(Model):
        id = BigAutoField()
        account_id = BigIntegerField(unique=True)
        company_id = BigIntegerField(index=True)
        role = CharField(max_length=20)
        created_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "employer_user"

    return [Company, EmployerUser]


def up(migrator, db):
    db.create_tables(models(db))


def down(migrator, db):
    db.drop_tables(models(db))
