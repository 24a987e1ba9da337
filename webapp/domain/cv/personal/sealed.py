"""Opening and sealing of personal details. The only code that touches them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from webapp.base import clock
from webapp.base.keyring import ring
from webapp.base.register import require_purpose
from webapp.domain.cv.personal.models import PersonalDetails
from webapp.domain.cv.rules import Detail


def open_details(account_id: int, details: Iterable[Detail], purpose: str) -> dict[Detail, bytes]:
    """The given ones among these details of a person, decrypted.

    Raises:
        PurposeError: the register does not name the purpose for each of them.
        SealError: a value does not open.
    """
    columns = {detail: getattr(PersonalDetails, detail.value) for detail in details}
    require_purpose(purpose, columns.values())
    if not columns:
        return {}
    row = (
        PersonalDetails.select(*columns.values())
        .where(PersonalDetails.account_id == account_id)
        .first()
    )
    sealed = {detail: getattr(row, detail.value) for detail in columns} if row else {}
    return {
        detail: ring().open(bytes(value), _place(detail, account_id))
        for detail, value in sealed.items()
        if value is not None
    }


def given_details(account_id: int) -> frozenset[Detail]:
    """Which details a person has given, without opening any."""
    row = PersonalDetails.get_or_none(PersonalDetails.account_id == account_id)
    if row is None:
        return frozenset()
    return frozenset(detail for detail in Detail if getattr(row, detail.value) is not None)


def seal_details(account_id: int, changes: Mapping[Detail, bytes | None]) -> None:
    """Stores changed details of a person; None or nothing takes one away."""
    sealed = {
        detail.value: ring().seal(value, _place(detail, account_id)) if value else None
        for detail, value in changes.items()
    }
    sealed["changed_at"] = clock.now()  # type: ignore[assignment]
    PersonalDetails.insert(
        account_id=account_id, changed_at=clock.now()
    ).on_conflict_ignore().execute()
    PersonalDetails.update(**sealed).where(PersonalDetails.account_id == account_id).execute()


def delete_details(account_id: int) -> None:
    PersonalDetails.delete().where(PersonalDetails.account_id == account_id).execute()


def _place(detail: Detail, account_id: int) -> str:
    return f"personal_details.{detail.value}/{account_id}"
