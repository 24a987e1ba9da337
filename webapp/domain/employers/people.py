"""The people of a company: invited, made owner or recruiter, and ended by its owners."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.base import clock
from webapp.base.db import transaction
from webapp.domain.accounts.limits import MAIL_ADDRESS, Charge, charge
from webapp.domain.accounts.roles import colleagues
from webapp.domain.accounts.sessions import key_hash
from webapp.domain.employers.actions import (
    act_as,
    add_employer_user,
    end_employer_user,
    held,
)
from webapp.domain.employers.models import Invitation
from webapp.domain.employers.queries import Member, company_name, members_of
from webapp.domain.employers.rules import Role, Verification
from webapp.domain.mail.actions import Recipient, send_mail
from webapp.domain.mail.rules import Service, address_key

INVITATION_LASTS = timedelta(days=7)


class DeadInvitationError(Exception):
    """The link was used or withdrawn, is too old, or was never made."""


class OtherAddressError(Exception):
    """The invitation is for another address than the account's."""


class UnverifiedError(Exception):
    """The company is not verified, or it is suspended."""


class LastOwnerError(Exception):
    """A company keeps one owner at least."""


class NoMemberError(Exception):
    """Nobody of that account acts for the company."""


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that can still be answered."""

    id: int
    company_id: int
    company: str
    email: str
    expires_at: datetime


def invite(company_id: int, email: str, language: str) -> None:
    """Mails a colleague a link; an earlier one to the same address ends.

    Whether the address has an account makes no difference.

    Raises:
        UnverifiedError: the company is not verified, so that nobody can mail in its name.
        TooManyTriesError: the address has been invited too often.
    """
    key = address_key(email)
    charge(Charge("company invitation", MAIL_ADDRESS, f"{company_id} {key}"))
    token = secrets.token_urlsafe(24)
    now = clock.now()
    with transaction():
        company = held(company_id)
        if company.verification != Verification.VERIFIED or company.suspended_at is not None:
            raise UnverifiedError(company_id)
        Invitation.delete().where(
            Invitation.company_id == company_id, Invitation.email == key
        ).execute()
        Invitation.create(
            token_hash=key_hash(token),
            company_id=company_id,
            email=key,
            created_at=now,
            expires_at=now + INVITATION_LASTS,
        )
        data = {"token": token, "company": company.name}
        send_mail(Service.ACCOUNT, Recipient(email, language), "company_invitation", data)


def invitations_of(company_id: int) -> list[OpenInvitation]:
    """What a company has sent and nobody has answered; for its owners."""
    rows = Invitation.select().where(
        Invitation.company_id == company_id, Invitation.expires_at > clock.now()
    )
    name = company_name(company_id) or ""
    return [
        OpenInvitation(row.id, row.company_id, name, row.email, row.expires_at)
        for row in rows.order_by(Invitation.id)
    ]


def withdraw_invitation(company_id: int, invitation_id: int) -> None:
    """Makes one of a company's invitations useless."""
    Invitation.delete().where(
        Invitation.id == invitation_id, Invitation.company_id == company_id
    ).execute()


def look_at_invitation(token: str) -> OpenInvitation:
    """What an invitation is about, without answering it.

    Raises:
        DeadInvitationError: it can't be used.
    """
    row = Invitation.get_or_none(
        Invitation.token_hash == key_hash(token), Invitation.expires_at > clock.now()
    )
    if row is None:
        raise DeadInvitationError
    name = company_name(row.company_id) or ""
    return OpenInvitation(row.id, row.company_id, name, row.email, row.expires_at)


def accept_invitation(token: str, account_id: int) -> None:
    """Lets the invited account act for the company as recruiter; of two at once, one does.

    Raises:
        DeadInvitationError: it can't be used.
        OtherAddressError: the account has another address than the one invited.
        ActsAlreadyError: the account acts for a company.
    """
    with transaction():
        found = look_at_invitation(token)
        account = colleagues([account_id]).get(account_id)
        if account is None or address_key(account.email) != found.email:
            raise OtherAddressError
        if not Invitation.delete().where(Invitation.id == found.id).execute():
            raise DeadInvitationError
        add_employer_user(account_id, found.company_id, Role.RECRUITER)


def member(company_id: int, account_id: int) -> Member:
    """One of a company's people, for its owners.

    Raises:
        NoMemberError: nobody of that account acts for the company.
    """
    found = {each.account.account_id: each for each in members_of(company_id)}
    if account_id not in found:
        raise NoMemberError
    return found[account_id]


def set_role(company_id: int, account_id: int, role: Role) -> None:
    """Makes one of a company's people owner or recruiter.

    Raises:
        NoMemberError: nobody of that account acts for the company.
        LastOwnerError: no owner would be left.
    """
    with transaction():
        held(company_id)
        if role is not Role.OWNER:
            _keep_an_owner(company_id, account_id)
        act_as(member(company_id, account_id).account.account_id, role)


def hand_over(company_id: int, owner_id: int, to_account_id: int) -> None:
    """Makes another of a company's people owner in place of one, who stays as recruiter.

    Raises:
        NoMemberError: one of them does not act for the company.
    """
    with transaction():
        set_role(company_id, to_account_id, Role.OWNER)
        if to_account_id != owner_id:
            set_role(company_id, owner_id, Role.RECRUITER)


def end_member(company_id: int, account_id: int) -> None:
    """Ends somebody's acting for a company, and their sessions, from the next request on.

    Raises:
        NoMemberError: nobody of that account acts for the company.
        LastOwnerError: no owner would be left.
    """
    with transaction():
        held(company_id)
        _keep_an_owner(company_id, account_id)
        end_employer_user(member(company_id, account_id).account.account_id)


def forget_old_invitations(due: datetime) -> int:
    """Deletes invitations past their time; returns how many."""
    with transaction():
        return int(Invitation.delete().where(Invitation.expires_at < due).execute())


def _keep_an_owner(company_id: int, leaving: int) -> None:
    owners = {each.account.account_id for each in members_of(company_id) if each.role is Role.OWNER}
    if owners == {leaving}:
        raise LastOwnerError
