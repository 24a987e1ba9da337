"""Companies with their contacts, decisions and invitations; ads that they write; views of ads.

The roles of accounts follow from here on what they are in their company, so they are brought there.
"""

import json

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    CompositeKey,
    DateField,
    DateTimeField,
    IntegerField,
    Model,
    TextField,
)

ACCOUNT_ROLES = {"owner": "employer_owner", "recruiter": "employer_user"}
CONTACT = ("street", "town", "website", "contact_name", "contact_phone", "register_number")


def models(db):
    class CompanyDecision(Model):
        id = BigAutoField()
        company_id = BigIntegerField(index=True)
        decision = CharField(max_length=20)
        reason = TextField()
        decided_by = BigIntegerField()
        decided_at = DateTimeField()

        class Meta:
            database = db
            table_name = "company_decision"

    class Invitation(Model):
        id = BigAutoField()
        token_hash = CharField(max_length=64, unique=True)
        company_id = BigIntegerField(index=True)
        email = TextField()
        created_at = DateTimeField()
        expires_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "company_invitation"

    class EmployerAd(Model):
        id = BigAutoField()
        company_id = BigIntegerField(index=True)
        job_ad_id = BigIntegerField(null=True, unique=True)
        state = CharField(max_length=20)
        content = TextField()
        created_at = DateTimeField()
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "employer_ad"

    class AdView(Model):
        ad_id = BigIntegerField()
        day = DateField()
        count = IntegerField()

        class Meta:
            database = db
            table_name = "ad_view"
            primary_key = CompositeKey("ad_id", "day")

    return [CompanyDecision, Invitation, EmployerAd, AdView]


def people(db):
    class Account(Model):
        id = BigAutoField()
        roles = TextField()

        class Meta:
            database = db
            table_name = "account"

    class EmployerUser(Model):
        id = BigAutoField()
        account_id = BigIntegerField()
        role = CharField(max_length=20)
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "employer_user"

    return Account, EmployerUser


def up(migrator, db):
    give_roles(db)
    migrator.migrate(
        *(migrator.add_column("company", name, TextField(null=True)) for name in CONTACT),
        migrator.add_column("company", "postcode", CharField(max_length=16, null=True)),
        migrator.add_column("company", "asked_at", DateTimeField(null=True)),
        migrator.add_column("job_ad", "company_id", BigIntegerField(null=True)),
        migrator.add_index("job_ad", ["company_id"]),
    )
    db.create_tables(models(db))


def give_roles(db):
    account, employer_user = people(db)
    for user in employer_user.select().where(employer_user.ended_at.is_null()):
        row = account.get_or_none(account.id == user.account_id)
        role = ACCOUNT_ROLES.get(user.role)
        if row is None or role is None:
            continue
        kept = set(json.loads(row.roles)) - set(ACCOUNT_ROLES.values())
        account.update(roles=json.dumps(sorted({*kept, role}))).where(
            account.id == row.id
        ).execute()


def down(migrator, db):
    db.drop_tables(models(db))
    migrator.migrate(
        migrator.drop_index("job_ad", "job_ad_company_id"),
        migrator.drop_column("job_ad", "company_id"),
        migrator.drop_column("company", "asked_at"),
        migrator.drop_column("company", "postcode"),
        *(migrator.drop_column("company", name) for name in CONTACT),
    )
