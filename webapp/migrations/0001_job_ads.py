"""The change log, due jobs and job ads."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    DoubleField,
    IntegerField,
    Model,
    PostgresqlDatabase,
    TextField,
)


def models(db):
    class Change(Model):
        id = BigAutoField()
        transaction_id = BigIntegerField(default=0)
        kind = CharField(max_length=40)
        subject_id = BigIntegerField()
        made_at = DateTimeField()

        class Meta:
            database = db
            table_name = "change_log"
            indexes = ((("kind", "transaction_id", "id"), False),)

    class DueJob(Model):
        id = BigAutoField()
        name = CharField(max_length=80)
        due_at = DateTimeField()
        leased_until = DateTimeField(null=True)
        attempts = IntegerField(default=0)
        finished_at = DateTimeField(null=True)
        last_error = TextField(null=True)

        class Meta:
            database = db
            table_name = "due_job"
            indexes = ((("name", "due_at"), True), (("finished_at", "due_at"), False))

    class JobAd(Model):
        id = BigAutoField()
        source = CharField(max_length=40)
        external_id = CharField(max_length=200)
        partner = CharField(null=True, max_length=100)
        source_url = TextField(null=True)
        content_hash = CharField(max_length=64)
        headline = TextField()
        description = TextField()
        language = CharField(null=True, max_length=8)
        employer_name = TextField()
        employer_workplace = TextField(null=True)
        employer_url = TextField(null=True)
        organization_number = CharField(null=True, max_length=10)
        municipality_code = CharField(null=True, max_length=4)
        county_code = CharField(null=True, max_length=2)
        country_code = CharField(null=True, max_length=2)
        locality = TextField(null=True)
        postcode = CharField(null=True, max_length=16)
        latitude = DoubleField(null=True)
        longitude = DoubleField(null=True)
        remote = BooleanField(null=True)
        occupation = TextField(null=True)
        occupation_code = CharField(null=True, max_length=40)
        occupation_group = TextField(null=True)
        occupation_group_code = CharField(null=True, max_length=40)
        occupation_field = TextField(null=True)
        occupation_field_code = CharField(null=True, max_length=40)
        employment_type = TextField(null=True)
        employment_type_code = CharField(null=True, max_length=40)
        duration = TextField(null=True)
        working_hours = TextField(null=True)
        scope_min = IntegerField(null=True)
        scope_max = IntegerField(null=True)
        start = TextField(null=True)
        salary_type = TextField(null=True)
        salary_description = TextField(null=True)
        vacancies = IntegerField(null=True)
        skills = TextField()
        languages = TextField()
        driving_licences = TextField()
        experience_required = BooleanField(null=True)
        application_url = TextField(null=True)
        application_email = TextField(null=True)
        application_reference = TextField(null=True)
        application_information = TextField(null=True)
        published_at = DateTimeField()
        deadline_at = DateTimeField(null=True)
        closes_at = DateTimeField(null=True)
        removed_at = DateTimeField(null=True)
        imported_at = DateTimeField()
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "job_ad"
            indexes = ((("source", "external_id"), True), (("closes_at",), False))

    return [Change, DueJob, JobAd]


def up(migrator, db):
    db.create_tables(models(db))
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(
            "ALTER TABLE change_log ALTER COLUMN transaction_id "
            "SET DEFAULT pg_current_xact_id()::text::bigint"
        )


def down(migrator, db):
    db.drop_tables(models(db))
