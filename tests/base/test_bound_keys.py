"""A database is used with its own keys or not at all, and a lost key is never replaced by a new."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.support.sites import build_site
from webapp.base import db
from webapp.base.bound_keys import DataKey, WrongKeysError, bound_ring, check_keys, use_bound_keys
from webapp.base.keyring import KEY_FILE, SealError, ring, use_keys

OLD, NEW, FOREIGN = (base64.b64encode(letter * 32).decode() for letter in (b"o", b"n", b"f"))


def test_a_new_database_keeps_a_fingerprint_of_the_key_it_gets(
    database_url: str, tmp_path: Path
) -> None:
    check_keys(tmp_path)
    assert not (tmp_path / KEY_FILE).exists()
    made = bound_ring(tmp_path)
    assert [row.fingerprint for row in DataKey.select()] == list(made.fingerprints)
    check_keys(tmp_path)
    assert bound_ring(tmp_path).fingerprints == made.fingerprints
    assert made.fingerprints[0] not in (tmp_path / KEY_FILE).read_text().lower()


def test_a_lost_key_is_missed_and_no_new_one_is_made(database_url: str, tmp_path: Path) -> None:
    bound_ring(tmp_path)
    kept = (tmp_path / KEY_FILE).read_text()
    (tmp_path / KEY_FILE).unlink()
    for use in (bound_ring, check_keys):
        with pytest.raises(SealError, match=r"is missing.*from your backup"):
            use(tmp_path)
    assert not (tmp_path / KEY_FILE).exists()
    (tmp_path / KEY_FILE).write_text(kept)
    assert bound_ring(tmp_path)


@pytest.mark.parametrize("given", [[FOREIGN], [NEW], [NEW, OLD], [FOREIGN, OLD, NEW], [OLD]])
def test_other_keys_are_refused(database_url: str, tmp_path: Path, given: list[str]) -> None:
    bound_ring(tmp_path, [OLD])
    bound_ring(tmp_path, [OLD, NEW])
    for use in (bound_ring, check_keys):
        with pytest.raises(WrongKeysError, match="not the keys that this database"):
            use(tmp_path, given)
    assert DataKey.select().count() == 2


def test_a_process_takes_no_foreign_key_into_use(sqlite_url: str, tmp_path: Path) -> None:
    with build_site(tmp_path, sqlite_url, STEPSTONE_DATA_KEYS=OLD):
        assert ring().fingerprints == bound_ring(tmp_path, [OLD]).fingerprints
    foreign = build_site(tmp_path, sqlite_url, STEPSTONE_DATA_KEYS=FOREIGN)
    with pytest.raises(WrongKeysError), foreign:
        pass


def test_keys_are_checked_as_soon_as_the_database_answers(sqlite_url: str, tmp_path: Path) -> None:
    db.connect(sqlite_url)
    bound_ring(tmp_path, [OLD])
    db.database.close()
    db.connect(f"sqlite:///{tmp_path}/empty.sqlite3")
    use_bound_keys(tmp_path, [FOREIGN])
    db.database.close()
    db.connect(sqlite_url)
    with pytest.raises(WrongKeysError):
        ring()
    use_keys(None)
