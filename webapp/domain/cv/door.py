"""The one door: what a viewer may see of a CV, and the ledger's entry in the same transaction.

PRODUCT.md, section 4, is the specification. Whatever isn't said there to be visible is None, which
a page shows exactly as a CV that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum

from webapp.base.db import transaction
from webapp.base.register import Ground
from webapp.domain.cv import queries
from webapp.domain.cv.decisions import (
    Decision,
    by_address,
    decide,
    details_by_state,
    forwarded_to,
    may_be_asked_for,
)
from webapp.domain.cv.personal.models import OWN_USE, SHOW_EMPLOYERS, SHOW_LINK_HOLDERS
from webapp.domain.cv.personal.sealed import open_details
from webapp.domain.cv.rules import (
    BIRTH_YEAR,
    Detail,
    Sight,
    State,
)
from webapp.domain.cv.shapes import view_of
from webapp.domain.cv.views import (
    AnonymousView,
    AttachedView,
    Glimpse,
    PublicView,
    View,
)
from webapp.domain.employers.rules import Role as CompanyRole
from webapp.domain.privacy.actions import NewDisclosure, Recipient, record_disclosure
from webapp.domain.privacy.rules import Channel


class Occasion(Enum):
    """Why a CV is opened: how it is named, for which purpose of the register, by what channel.

    STAFF: our staff read what they may forward, which holds none of its owner's details.
    """

    OWN = ("id", OWN_USE, None)
    PAGE = ("address", SHOW_EMPLOYERS, Channel.PAGE)
    PRINT = ("address", SHOW_EMPLOYERS, Channel.PRINT)
    MAIL = ("address", SHOW_EMPLOYERS, Channel.MAIL)
    EXPORT = ("address", SHOW_EMPLOYERS, Channel.EXPORT)
    LINK = ("token", SHOW_LINK_HOLDERS, Channel.LINK)
    STAFF = ("address for staff", SHOW_EMPLOYERS, Channel.STAFF)

    def __init__(self, named_by: str, purpose: str, channel: Channel | None) -> None:
        self.named_by = named_by
        self.purpose = purpose
        self.channel = channel


def glimpse(address: str, account_id: int, *, held: bool = False) -> Glimpse | None:
    """Whether an address leads this viewer to a CV at this moment; None where there is none.

    ``held``: it stays so until the transaction ends.
    """
    return _glimpse(by_address(address, account_id, held=held))


def glimpse_for_asking(address: str, staff_id: int, recipient_id: int) -> Glimpse | None:
    """Whether the owner of an inactive CV can be asked to let us forward it to a company.

    None also where the owner shuts that company out, or lets none in its country see the CV.
    """
    return _glimpse(may_be_asked_for(address, staff_id, recipient_id))


def _glimpse(decision: Decision | None) -> Glimpse | None:
    cv = queries.content_of(decision.cv) if decision else None
    if decision is None or decision.company is None or cv is None:
        return None
    return Glimpse(
        cv_id=cv.id,
        account_id=cv.account_id,
        title=cv.title,
        language=cv.language,
        company=decision.company,
        shows_identity=decision.sight is Sight.PUBLIC,
    )


def view_cv(
    key: int | str, account_id: int | None, occasion: Occasion, *, came_by: int | None = None
) -> View | None:
    """A CV as this viewer may see it at this moment; None where for them it does not exist.

    ``key`` is what the occasion names a CV by: its id for its owner, its address for employers and
    staff, the token of a live link. ``account_id`` None is a visitor. ``came_by`` is the partner
    link of an employer's session: the ledger names its partner, and a dead one shows nothing. When
    the view holds identity, it is returned only after its ledger entry has been stored.

    Raises:
        PurposeError: the register doesn't name the occasion's purpose for a detail.
    """
    decision = decide(occasion.named_by, key, account_id, came_by=came_by)
    if decision is None or not decision.is_disclosure:
        return _view(decision, _opened(decision, occasion)) if decision else None
    with transaction():
        # Decided again where nothing can come between decision, entry and details: who switches,
        # withdraws or blocks meanwhile waits, and what they did before is seen here.
        decision = decide(occasion.named_by, key, account_id, came_by=came_by, held=True)
        if decision is None:
            return None
        details = _opened(decision, occasion)
        _record(decision, frozenset(details) - {Detail.PHOTO}, occasion.channel)
        return _view(decision, details)


def note_link(
    address: str, sender_id: int, recipient_id: int, *, by_staff: bool, came_by: int | None = None
) -> Glimpse | None:
    """Writes down that somebody is sent the address of a CV; None where they would not see it.

    ``by_staff``: our staff sends it, with the owner's leave, and it always stands in the ledger.
    Within a company it does where the CV shows who the person is. Call it in the transaction of the
    mail, which holds the address and nothing of the CV.
    """
    if by_staff:
        decision = forwarded_to(address, sender_id, recipient_id, held=True)
    else:
        seen = by_address(address, sender_id, came_by=came_by, held=True)
        decision = by_address(address, recipient_id, held=True) if seen else None
        if decision and seen:
            # Handed on in the sender's session, by whatever link that came.
            decision = replace(decision, partner=seen.partner)
    if decision is not None and (by_staff or decision.is_disclosure):
        role = Recipient.FORWARDED if by_staff else None
        _note(decision, frozenset(), Channel.MAIL, role)
    return _glimpse(decision)


def forwarded_on_paper(address: str, staff_id: int, recipient_id: int) -> View | None:
    """A CV as its recipient sees it, for our staff to print for them; None: it can't be forwarded.

    The ledger has it as handed to the company; with identity in it, as seen by our staff as well.
    """
    with transaction():
        decision = forwarded_to(address, staff_id, recipient_id, held=True)
        if decision is None:
            return None
        details = _opened(decision, Occasion.PRINT)
        told = frozenset(details) - {Detail.PHOTO}
        if told:
            _note(replace(decision, company=None), told, Channel.STAFF, Recipient.STAFF)
        _note(decision, told, Channel.PRINT, Recipient.FORWARDED)
        return _view(decision, details)


def photo_of(
    key: int | str, account_id: int | None, occasion: Occasion, *, came_by: int | None = None
) -> bytes | None:
    """The photo (JPEG) where this viewer may see it, with an entry of its own in the ledger."""
    with transaction():
        decision = decide(occasion.named_by, key, account_id, came_by=came_by, held=True)
        if decision is None or Detail.PHOTO.value not in decision.details:
            return None
        account = decision.cv.account_id
        photo = open_details(account, [Detail.PHOTO], occasion.purpose).get(Detail.PHOTO)
        if photo is not None and decision.sight is not Sight.OWNER:
            _record(decision, frozenset({Detail.PHOTO.value}), Channel.PHOTO)
        return photo


def preview(cv_id: int, account_id: int, state: State) -> PublicView | AnonymousView | None:
    """The owner's own look at what a verified employer would see in a state; None: nothing."""
    cv = queries.cv_of_owner(cv_id, account_id)
    if cv is None or state is State.INACTIVE:
        return None
    sight = Sight.PUBLIC if state is State.PUBLIC else Sight.ANONYMOUS
    decision = Decision(cv, sight, details_by_state(cv, sight), is_owners=True)
    view = _view(decision, _opened(decision, Occasion.OWN))
    assert isinstance(view, PublicView | AnonymousView)
    return view


def preview_of_link(cv_id: int, account_id: int, details: Iterable[str]) -> AttachedView | None:
    """The owner's own look at what a live link with these details opens; None for no such CV."""
    cv = queries.cv_of_owner(cv_id, account_id)
    if cv is None:
        return None
    decision = Decision(cv, Sight.ATTACHED, frozenset(details), is_owners=True)
    view = _view(decision, _opened(decision, Occasion.OWN))
    assert isinstance(view, AttachedView)
    return view


def _opened(decision: Decision, occasion: Occasion) -> dict[str, str]:
    """The values of the details that a view holds; of the photo only that there is one."""
    wanted = {
        Detail.BIRTH_DATE if name == BIRTH_YEAR else Detail(name) for name in decision.details
    }
    opened = open_details(decision.cv.account_id, sorted(wanted), occasion.purpose)
    found = {
        detail.value: "" if detail is Detail.PHOTO else value.decode()
        for detail, value in opened.items()
    }
    if BIRTH_YEAR in decision.details and Detail.BIRTH_DATE in found:
        found[BIRTH_YEAR] = found[Detail.BIRTH_DATE][:4]
    return {name: value for name, value in found.items() if name in decision.details}


def _record(decision: Decision, details: frozenset[str], channel: Channel | None) -> None:
    if channel is not None and (details or decision.link):
        _note(decision, details, channel, None)


def _note(
    decision: Decision, details: frozenset[str], channel: Channel, role: Recipient | None
) -> None:
    """Writes an entry; ``role`` None: as what the viewer opens it."""
    company, link = decision.company, decision.link
    record_disclosure(
        NewDisclosure(
            account_id=decision.cv.account_id,
            cv_id=decision.cv.id,
            fields=tuple(sorted(details)),
            role=role or _role_of(decision),
            channel=channel,
            ground=Ground.CONSENT.value,
            company_id=company.id if company else None,
            company_name=company.name if company else None,
            country=company.country if company else None,
            recipient=link.recipient if link else None,
            partner=decision.partner,
        )
    )


def _role_of(decision: Decision) -> Recipient:
    if decision.company is None:
        return Recipient.LINK_HOLDER
    owner = decision.company.role is CompanyRole.OWNER
    return Recipient.COMPANY_OWNER if owner else Recipient.RECRUITER


def _view(decision: Decision, details: Mapping[str, str]) -> View | None:
    cv = decision.cv if decision.is_owners else queries.content_of(decision.cv)
    return view_of(cv, decision.sight, details) if cv is not None else None
