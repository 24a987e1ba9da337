"""CVs, personal details, blocked companies, live links, grants and the words of active CVs."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    DateTimeField,
    Model,
    PostgresqlDatabase,
    TextField,
)

# The tokens are the analyser's own and hold signs (c++, name:…), which must not part them.
SQLITE_TERMS = """
CREATE VIRTUAL TABLE cv_terms USING fts5(
    title, wanted, skills, body, columnsize=0,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*' tokenchars '+#.,:'"
)
"""
# Fields have columns of their own: an index knows no weights, so each row would have to be read.
POSTGRESQL_COLUMNS = ("title", "wanted", "skills", "terms")
POSTGRESQL_TERMS = """
CREATE TABLE cv_terms (
    cv_id BIGINT PRIMARY KEY,
    title tsvector NOT NULL,
    wanted tsvector NOT NULL,
    skills tsvector NOT NULL,
    terms tsvector NOT NULL
)
"""


def models(db):
    class Cv(Model):
        id = BigAutoField()
        account_id = BigIntegerField(index=True)
        title = CharField(max_length=120)
        language = CharField(max_length=2)
        sections = TextField()
        state = CharField(max_length=10)
        address = CharField(max_length=40, unique=True)
        shown_details = TextField()
        anonymous_choices = TextField()
        third_countries = BooleanField(default=False)
        created_at = DateTimeField()
        updated_at = DateTimeField()
        state_changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "cv"

    class FindableCv(Model):
        id = BigAutoField()
        account_id = BigIntegerField(index=True)
        rank = BigIntegerField(index=True)
        third_countries = BooleanField()

        class Meta:
            database = db
            table_name = "findable_cv"

    class PersonalDetails(Model):
        id = BigAutoField()
        account_id = BigIntegerField(unique=True)
        name = BlobField(null=True)
        email = BlobField(null=True)
        address = BlobField(null=True)
        postcode = BlobField(null=True)
        town = BlobField(null=True)
        phone = BlobField(null=True)
        mobile = BlobField(null=True)
        photo = BlobField(null=True)
        gender = BlobField(null=True)
        citizenship = BlobField(null=True)
        birth_date = BlobField(null=True)
        changed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "personal_details"

    class BlockedCompany(Model):
        id = BigAutoField()
        account_id = BigIntegerField(index=True)
        label = TextField()
        number_key = CharField(max_length=16, null=True, index=True)
        name_key = TextField(null=True, index=True)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "blocked_company"

    class CvLink(Model):
        id = BigAutoField()
        cv_id = BigIntegerField(index=True)
        token_hash = CharField(max_length=64, unique=True)
        recipient = TextField()
        details = TextField()
        created_at = DateTimeField()
        expires_at = DateTimeField()
        withdrawn_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "cv_link"

    class DisclosureGrant(Model):
        id = BigAutoField()
        cv_id = BigIntegerField()
        company_id = BigIntegerField()
        details = TextField()
        granted_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "disclosure_grant"
            indexes = ((("cv_id", "company_id"), False),)

    return [Cv, FindableCv, PersonalDetails, BlockedCompany, CvLink, DisclosureGrant]


def up(migrator, db):
    db.create_tables(models(db))
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(POSTGRESQL_TERMS)
        for column in POSTGRESQL_COLUMNS:
            db.execute_sql(f"CREATE INDEX cv_terms_{column} ON cv_terms USING gin ({column})")
    else:
        db.execute_sql(SQLITE_TERMS)


def down(migrator, db):
    db.execute_sql("DROP TABLE cv_terms")
    db.drop_tables(models(db))
