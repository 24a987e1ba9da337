"""Sealed values: they open in their own place with a key of the ring, and nowhere else."""

from __future__ import annotations

import base64
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.base.keyring import KEY_FILE, KeyRing, SealError, load_keys, ring, use_keys

OLD, NEW = b"o" * 32, b"n" * 32
PLACE = "personal_details.name/17"


@given(plain=st.binary(max_size=200), place=st.text(max_size=30))
def test_a_sealed_value_comes_back(plain: bytes, place: str) -> None:
    keys = KeyRing([OLD])
    sealed = keys.seal(plain, place)
    assert keys.open(sealed, place) == plain
    assert len(plain) < 4 or plain not in sealed


def test_no_two_sealed_values_are_alike() -> None:
    keys = KeyRing([OLD])
    assert len({keys.seal(b"Moa", PLACE) for _ in range(100)}) == 100


@pytest.mark.parametrize("place", ["personal_details.name/18", "personal_details.email/17", ""])
def test_a_sealed_value_opens_in_no_other_place(place: str) -> None:
    keys = KeyRing([OLD])
    with pytest.raises(SealError) as refused:
        keys.open(keys.seal(b"Moa Canary", PLACE), place)
    assert "Moa" not in str(refused.value)


@given(at=st.integers(0, 60), bit=st.integers(0, 7))
def test_a_changed_bit_is_noticed(at: int, bit: int) -> None:
    keys = KeyRing([OLD])
    sealed = bytearray(keys.seal(b"Moa Canary", PLACE))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(SealError):
        keys.open(bytes(sealed), PLACE)


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    before, after = KeyRing([OLD]), KeyRing([OLD, NEW])
    assert after.open(before.seal(b"Moa", PLACE), PLACE) == b"Moa"
    with pytest.raises(SealError, match="which is not here"):
        before.open(after.seal(b"Moa", PLACE), PLACE)
    assert KeyRing([NEW]).open(after.seal(b"Moa", PLACE), PLACE) == b"Moa"


def test_fingerprints_match_through_a_change_of_keys_and_keep_uses_apart() -> None:
    before, after = KeyRing([OLD]), KeyRing([OLD, NEW])
    assert before.blind("moa", "name") == after.blind("moa", "name")
    words = [("moa", "name"), ("moa", "town"), ("mia", "name")]
    assert len({before.blind(*each) for each in words}) == 3
    assert before.blind("moa", "name") != KeyRing([NEW]).blind("moa", "name")


def test_an_instance_makes_one_key_for_its_owner_alone(tmp_path: Path) -> None:
    rings: list[KeyRing] = []
    threads = [threading.Thread(target=lambda: rings.append(load_keys(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    sealed = rings[0].seal(b"Moa", PLACE)
    assert [each.open(sealed, PLACE) for each in rings] == [b"Moa"] * 8
    kept = tmp_path / KEY_FILE
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_given_keys_are_used_instead_of_a_file(tmp_path: Path) -> None:
    keys = load_keys(tmp_path, [base64.b64encode(OLD).decode(), base64.b64encode(NEW).decode()])
    assert KeyRing([NEW]).open(keys.seal(b"Moa", PLACE), PLACE) == b"Moa"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", [["not base64!"], ["c2hvcnQ="], ["c2hvcnQ"]])
def test_a_wrong_key_is_refused(tmp_path: Path, given: list[str]) -> None:
    with pytest.raises(SealError):
        load_keys(tmp_path, given)


def test_without_keys_nothing_is_sealed() -> None:
    use_keys(None)
    with pytest.raises(SealError, match="No keys"):
        ring()
