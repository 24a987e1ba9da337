"""The fields of the ad index, and how values stand in them."""

from __future__ import annotations

from datetime import date, datetime

import tantivy
from tantivy import FieldType, Query, SchemaBuilder

# Fields that a word is looked for in, by how much a match there says that the ad is about it.
WEIGHTS = {
    "headline": 6.0,
    "occupation": 4.0,
    "employer": 3.0,
    "skills": 2.0,
    "place": 2.0,
    "body": 1.0,
}
# What ads are chosen by and counted for, and the field of whole values that each stands in.
CHOICES = {
    "county": "county",
    "field": "field",
    "group": "group",
    "type": "type",
    "extent": "extent",
    "remote": "remote",
    "language": "language",
    "partner": "partner",
    "employer": "employed_by",
}
# Choices of few values are counted together, in one column that names all of an ad's.
COUNTED_TOGETHER = {
    "employment": ("type", "extent"),
    "origin": ("remote", "language", "partner"),
}
PUBLISHED = "published"
PLACES = "places"
YES = "yes"
# Near enough that the logarithm of a day's number still tells it from the next in single precision.
EPOCH = date(1970, 1, 1)


def _schema() -> tantivy.Schema:
    builder = SchemaBuilder()
    for name in WEIGHTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("alternates", "tails"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    together = {name for names in COUNTED_TOGETHER.values() for name in names}
    for name, field in CHOICES.items():
        alone = name not in together
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=alone)
    for name in COUNTED_TOGETHER:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("municipality", "place_id"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    # Signed, because deleting by an unsigned field deletes nothing.
    builder.add_integer_field("id", indexed=True)
    builder.add_integer_field("newest_key", fast=True)
    builder.add_integer_field("deadline_key", fast=True)
    builder.add_integer_field("published_day", fast=True)
    builder.add_integer_field("closes", indexed=True, fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


SCHEMA = _schema()


def seconds(moment: datetime) -> int:
    """An aware moment as the index keeps it."""
    return int(moment.timestamp())


def closed_by(moment: datetime) -> Query:
    """The ads that have closed by an aware moment."""
    return Query.range_query(
        SCHEMA,
        "closes",
        FieldType.Integer,
        upper_bound=seconds(moment),
        use_inverted_index=True,
    )


def day_number(day: date) -> int:
    """A day in Stockholm as the index keeps it."""
    return (day - EPOCH).days
