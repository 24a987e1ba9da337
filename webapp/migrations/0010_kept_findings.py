"""Findings of the leak finder that owners keep, and fingerprints of what active CVs show."""

from peewee import BigAutoField, BigIntegerField, CharField, DateTimeField, Model


def models(db):
    class KeptFinding(Model):
        id = BigAutoField()
        cv_id = BigIntegerField()
        fingerprint = CharField(max_length=16)
        kept_at = DateTimeField()

        class Meta:
            database = db
            table_name = "kept_finding"
            indexes = ((("cv_id", "fingerprint"), True),)

    class CvTrait(Model):
        id = BigAutoField()
        cv_id = BigIntegerField()
        trait = CharField(max_length=16)

        class Meta:
            database = db
            table_name = "cv_trait"
            indexes = ((("cv_id", "trait"), True), (("trait", "cv_id"), False))

    return [KeptFinding, CvTrait]


def up(migrator, db):
    db.create_tables(models(db))


def down(migrator, db):
    db.drop_tables(models(db))
