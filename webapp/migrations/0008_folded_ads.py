"""When ads changed at their source, what was gone before it came, and ads of one job."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    CompositeKey,
    DateTimeField,
    Model,
    TextField,
)

from webapp.domain.jobs.folding import fold_key

ROWS_AT_A_TIME = 1000


def models(db):
    class FeedRemoval(Model):
        source = CharField(max_length=40)
        external_id = CharField(max_length=200)
        removed_at = DateTimeField()

        class Meta:
            database = db
            table_name = "feed_removal"
            primary_key = CompositeKey("source", "external_id")

    class JobAd(Model):
        id = BigAutoField()
        headline = TextField()
        employer_name = TextField()
        municipality_code = CharField(null=True, max_length=4)
        fold_key = CharField(null=True, max_length=32)

        class Meta:
            database = db
            table_name = "job_ad"

    return FeedRemoval, JobAd


def up(migrator, db):
    feed_removal, job_ad = models(db)
    db.create_tables([feed_removal])
    migrator.migrate(
        migrator.add_column("job_ad", "source_changed_at", DateTimeField(null=True)),
        migrator.add_column("job_ad", "fold_key", CharField(null=True, max_length=32)),
        migrator.add_column("job_ad", "folded_into", BigIntegerField(null=True)),
    )
    set_keys(job_ad)
    migrator.migrate(
        migrator.add_index("job_ad", ["fold_key"]),
        migrator.add_index("job_ad", ["folded_into"]),
    )


def set_keys(job_ad):
    """What the ads here share; the worker folds them the next night."""
    last = 0
    while True:
        page = list(
            job_ad.select().where(job_ad.id > last).order_by(job_ad.id).limit(ROWS_AT_A_TIME)
        )
        if not page:
            return
        for ad in page:
            ad.fold_key = fold_key(ad.employer_name, ad.headline, ad.municipality_code)
        job_ad.bulk_update([ad for ad in page if ad.fold_key], [job_ad.fold_key], batch_size=200)
        last = page[-1].id


def down(migrator, db):
    feed_removal, _ = models(db)
    migrator.migrate(
        migrator.drop_index("job_ad", "job_ad_folded_into"),
        migrator.drop_index("job_ad", "job_ad_fold_key"),
        migrator.drop_column("job_ad", "folded_into"),
        migrator.drop_column("job_ad", "fold_key"),
        migrator.drop_column("job_ad", "source_changed_at"),
    )
    db.drop_tables([feed_removal])
