"""Tables of accounts. An account exists from its confirmation on; before, it is a registration."""

from __future__ import annotations

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    DateField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from webapp.base.db import JsonField, Table, UtcDateTimeField
from webapp.base.register import Entry, Ground, Kind, OnErasure, column

LONGEST_ADDRESS = 254


def _of_holder(purpose: str, *, exported: bool, retention: int | None = None) -> Entry:
    return Entry(
        Kind.PERSONAL,
        whose="account holder",
        purpose=purpose,
        ground=Ground.CONTRACT,
        retention=retention,
        exported=exported,
        on_erasure=OnErasure.DELETE,
    )


IDENTITY = _of_holder("logging in and reaching the account holder", exported=True)
SECRET = _of_holder("checking that the account holder is the one who logs in", exported=False)
SESSION = _of_holder("keeping the account holder logged in, and listing where", exported=True)
PENDING = _of_holder("registering an account, until confirmed", exported=False, retention=7)


class Account(Table):
    """One person's or colleague's account, confirmed.

    ``email_key`` is the address as it is compared. ``roles`` lists values of ``Role``. Hashes are
    argon2id's own strings; ``totp_secret`` is sealed (``webapp/base/sealing.py``), and
    ``totp_step`` is the last 30-second step whose code was used. A closed account keeps its row,
    emptied, so that nobody gets its number again.
    """

    id = column(BigAutoField())
    email = column(CharField(max_length=LONGEST_ADDRESS, null=True), IDENTITY)
    email_key = column(CharField(max_length=LONGEST_ADDRESS, null=True, unique=True), IDENTITY)
    password_hash = column(TextField(null=True), SECRET)
    question = column(TextField(null=True), IDENTITY)
    answer_hash = column(TextField(null=True), SECRET)
    language = column(CharField(max_length=2), IDENTITY)
    roles = column(JsonField(default=list), IDENTITY)
    totp_secret = column(TextField(null=True), SECRET)
    totp_step = column(BigIntegerField(null=True), SECRET)
    created_at = column(UtcDateTimeField(), IDENTITY)
    closed_at = column(UtcDateTimeField(null=True))

    class Meta:
        table_name = "account"


class Registration(Table):
    """What somebody registered with and has not confirmed. Several may wait for one address."""

    id = column(BigAutoField())
    email = column(CharField(max_length=LONGEST_ADDRESS), PENDING)
    email_key = column(CharField(max_length=LONGEST_ADDRESS, index=True), PENDING)
    password_hash = column(TextField(), PENDING)
    question = column(TextField(), PENDING)
    answer_hash = column(TextField(), PENDING)
    language = column(CharField(max_length=2), PENDING)
    created_at = column(UtcDateTimeField(index=True))

    class Meta:
        table_name = "registration"


class Session(Table):
    """One browser that has logged in. ``key_hash`` is the SHA-256 of what its cookie holds.

    ``stage`` is a value of ``Stage``. ``notice`` is the name of a message to show once.
    ``challenge`` is the one that a passkey must sign, ``totp_offered`` a sealed secret that waits
    for its first code. No address is kept, only the class of device. ``partner_link_id`` is the
    link by which an employer user came, if any.
    """

    id = column(BigAutoField())
    key_hash = column(CharField(max_length=64, unique=True), SECRET)
    account = column(ForeignKeyField(Account, on_delete="CASCADE", backref="+"), SESSION)
    stage = column(CharField(max_length=20))
    device = column(CharField(max_length=20), SESSION)
    created_at = column(UtcDateTimeField(), SESSION)
    seen_at = column(UtcDateTimeField(index=True), SESSION)
    proved_at = column(UtcDateTimeField(null=True), SESSION)
    wrong_codes = column(IntegerField(default=0))
    notice = column(CharField(max_length=40, null=True))
    challenge = column(CharField(max_length=128, null=True), SECRET)
    totp_offered = column(TextField(null=True), SECRET)
    partner_link_id = column(BigIntegerField(null=True), SESSION)

    class Meta:
        table_name = "session"


class Link(Table):
    """A single-use link that was mailed or printed; using it deletes the row.

    ``purpose`` is a value of ``Purpose``. ``new_email`` is the address that a link confirms.
    ``wrong_answers`` counts what was tried with it.
    """

    id = column(BigAutoField())
    token_hash = column(CharField(max_length=64, unique=True), SECRET)
    purpose = column(CharField(max_length=20))
    account = column(
        ForeignKeyField(Account, null=True, on_delete="CASCADE", backref="+"), IDENTITY
    )
    registration = column(
        ForeignKeyField(Registration, null=True, on_delete="CASCADE", backref="+"), PENDING
    )
    new_email = column(CharField(max_length=LONGEST_ADDRESS, null=True), IDENTITY)
    wrong_answers = column(IntegerField(default=0))
    created_at = column(UtcDateTimeField())
    expires_at = column(UtcDateTimeField(index=True))

    class Meta:
        table_name = "account_link"


class RecoveryCode(Table):
    """A code that stands in for a forgotten answer or a lost second factor, once."""

    id = column(BigAutoField())
    account = column(ForeignKeyField(Account, on_delete="CASCADE", backref="+"), SECRET)
    code_hash = column(CharField(max_length=64), SECRET)

    class Meta:
        table_name = "recovery_code"
        indexes = ((("account", "code_hash"), True),)


class Passkey(Table):
    """A public key of an authenticator. ``credential`` and ``public_key`` are base64url."""

    id = column(BigAutoField())
    account = column(ForeignKeyField(Account, on_delete="CASCADE", backref="+"), SECRET)
    credential = column(CharField(max_length=1400, unique=True), SECRET)
    public_key = column(TextField(), SECRET)
    sign_count = column(BigIntegerField(), SECRET)
    name = column(CharField(max_length=60), IDENTITY)
    created_at = column(UtcDateTimeField(), IDENTITY)
    used_at = column(UtcDateTimeField(null=True), IDENTITY)

    class Meta:
        table_name = "passkey"


class RecoveryWait(Table):
    """The 72 hours in which the owner can stop somebody who says they forgot the answer."""

    id = column(BigAutoField())
    account = column(
        ForeignKeyField(Account, unique=True, on_delete="CASCADE", backref="+"), SECRET
    )
    started_at = column(UtcDateTimeField())
    reminded_at = column(UtcDateTimeField(null=True))

    class Meta:
        table_name = "recovery_wait"


class Tries(Table):
    """How full a bucket of tries is. ``bucket`` is a hash with the day's salt, never an address."""

    id = column(BigAutoField())
    bucket = column(CharField(max_length=64, unique=True))
    level = column(DoubleField())
    changed_at = column(UtcDateTimeField(index=True))

    class Meta:
        table_name = "tries"


class DaySalt(Table):
    """The salt of one day's buckets; destroyed when the day after has passed."""

    id = column(BigAutoField())
    day = column(DateField(unique=True))
    salt = column(CharField(max_length=64))

    class Meta:
        table_name = "day_salt"
