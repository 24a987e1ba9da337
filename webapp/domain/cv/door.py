"""The one door: what a viewer may see of a CV, and the ledger's entry in the same transaction.

PRODUCT.md, section 4, is the specification. Whatever isn't said there to be visible is None, which
a page shows exactly as a CV that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from webapp.base.db import transaction
from webapp.base.register import Ground
from webapp.domain.cv import queries
from webapp.domain.cv.models import Cv, CvLink
from webapp.domain.cv.personal.models import OWN_USE, SHOW_EMPLOYERS, SHOW_LINK_HOLDERS
from webapp.domain.cv.personal.sealed import open_details
from webapp.domain.cv.rules import (
    BIRTH_YEAR,
    Detail,
    Sight,
    State,
    sight_of_company,
)
from webapp.domain.cv.shapes import view_of
from webapp.domain.cv.views import (
    AnonymousView,
    AttachedView,
    Glimpse,
    PublicView,
    View,
)
from webapp.domain.employers.partner_links import DeadPartnerLinkError, partner_of
from webapp.domain.employers.queries import company_of
from webapp.domain.employers.rules import CompanyFacts
from webapp.domain.employers.rules import Role as CompanyRole
from webapp.domain.privacy.actions import NewDisclosure, Recipient, record_disclosure
from webapp.domain.privacy.rules import Channel

NOBODY = 0


class Occasion(Enum):
    """Why a CV is opened: how it is named, for which purpose of the register, by what channel."""

    OWN = ("id", OWN_USE, None)
    PAGE = ("address", SHOW_EMPLOYERS, Channel.PAGE)
    PRINT = ("address", SHOW_EMPLOYERS, Channel.PRINT)
    MAIL = ("address", SHOW_EMPLOYERS, Channel.MAIL)
    EXPORT = ("address", SHOW_EMPLOYERS, Channel.EXPORT)
    LINK = ("token", SHOW_LINK_HOLDERS, Channel.LINK)

    def __init__(self, named_by: str, purpose: str, channel: Channel | None) -> None:
        self.named_by = named_by
        self.purpose = purpose
        self.channel = channel


@dataclass(frozen=True, slots=True)
class _Decision:
    """What a viewer sees of a CV: how, with which details, and who is told to have seen it.

    Of an owner's own CV everything is read at once; of others what it says comes after the yes.
    ``partner`` is whose link the viewer came by.
    """

    cv: Cv
    sight: Sight
    details: frozenset[str]
    company: CompanyFacts | None = None
    link: CvLink | None = None
    partner: str | None = None
    is_owners: bool = False

    @property
    def is_disclosure(self) -> bool:
        """Whether it tells somebody else who the person is; whoever holds a link knows already."""
        return self.sight is not Sight.OWNER and (bool(self.details) or self.link is not None)


def glimpse(address: str, account_id: int, *, held: bool = False) -> Glimpse | None:
    """Whether an address leads this viewer to a CV at this moment; None where there is none.

    ``held``: it stays so until the transaction ends.
    """
    decision = _by_address(address, account_id, held)
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

    ``key`` is what the occasion names a CV by: its id for its owner, its address for employers,
    the token of a live link. ``account_id`` None is a visitor. ``came_by`` is the partner link of
    an employer's session: the ledger names its partner, and a dead one shows nothing. When the
    view holds identity, it is returned only after its ledger entry has been stored.

    Raises:
        PurposeError: the register doesn't name the occasion's purpose for a detail.
    """
    decision = _decide(key, account_id, occasion, came_by)
    if decision is None or not decision.is_disclosure:
        return _view(decision, _opened(decision, occasion)) if decision else None
    with transaction():
        # Decided again where nothing can come between decision, entry and details: who switches,
        # withdraws or blocks meanwhile waits, and what they did before is seen here.
        decision = _decide(key, account_id, occasion, came_by, held=True)
        if decision is None:
            return None
        details = _opened(decision, occasion)
        _record(decision, frozenset(details) - {Detail.PHOTO}, occasion.channel)
        return _view(decision, details)


def photo_of(
    key: int | str, account_id: int | None, occasion: Occasion, *, came_by: int | None = None
) -> bytes | None:
    """The photo (JPEG) where this viewer may see it, with an entry of its own in the ledger."""
    with transaction():
        decision = _decide(key, account_id, occasion, came_by, held=True)
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
    decision = _Decision(cv, sight, _details_by_state(cv, sight), is_owners=True)
    view = _view(decision, _opened(decision, Occasion.OWN))
    assert isinstance(view, PublicView | AnonymousView)
    return view


def preview_of_link(cv_id: int, account_id: int, details: Iterable[str]) -> AttachedView | None:
    """The owner's own look at what a live link with these details opens; None for no such CV."""
    cv = queries.cv_of_owner(cv_id, account_id)
    if cv is None:
        return None
    decision = _Decision(cv, Sight.ATTACHED, frozenset(details), is_owners=True)
    view = _view(decision, _opened(decision, Occasion.OWN))
    assert isinstance(view, AttachedView)
    return view


def _decide(
    key: int | str,
    account_id: int | None,
    occasion: Occasion,
    came_by: int | None = None,
    *,
    held: bool = False,
) -> _Decision | None:
    """``held``: what it rests on stays as it is until the transaction ends."""
    if occasion.named_by == "token":
        return _by_link(str(key), held)
    if account_id is None:
        return None
    if occasion.named_by == "id":
        cv = queries.cv_of_owner(int(key), account_id)
        return _Decision(cv, Sight.OWNER, frozenset(Detail), is_owners=True) if cv else None
    try:
        partner = None if came_by is None else partner_of(came_by)
    except DeadPartnerLinkError:
        return None
    return _by_address(str(key), account_id, held, partner)


def _by_link(token: str, held: bool) -> _Decision | None:
    link = queries.open_link(token)
    cv = queries.cv_of_link(link.cv_id, held=held) if link else None
    if held and cv is not None:
        # A withdrawal holds the CV: one that was first is seen now, a later one waits.
        link = queries.open_link(token)
    if link is None or cv is None:
        return None
    return _Decision(cv, Sight.ATTACHED, frozenset(link.details), link=link)


def _by_address(
    address: str, account_id: int, held: bool, partner: str | None = None
) -> _Decision | None:
    cv = queries.cv_at(address, held=held)
    company = company_of(account_id)
    if company is None:
        return None
    # Asked of nobody where there is no CV, so that none is as long in coming as a hidden one.
    blocked = queries.is_blocked(cv.account_id if cv else NOBODY, company)
    if cv is None:
        return None
    sight = sight_of_company(
        State(cv.state), company, blocked=blocked, third_countries=cv.third_countries
    )
    if sight is None:
        return None
    details = _details_by_state(cv, sight)
    granted = queries.granted_details(cv.id, company.id) if sight is Sight.ANONYMOUS else None
    if granted is not None:
        sight, details = Sight.PUBLIC, frozenset(granted) | {Detail.NAME.value}
    return _Decision(cv, sight, details, company, partner=partner)


def _details_by_state(cv: Cv, sight: Sight) -> frozenset[str]:
    if sight is Sight.PUBLIC:
        # A public CV is public by its name; all else is the owner's choice.
        return frozenset(cv.shown_details) | {Detail.NAME.value}
    return frozenset(cv.anonymous_choices)


def _opened(decision: _Decision, occasion: Occasion) -> dict[str, str]:
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


def _record(decision: _Decision, details: frozenset[str], channel: Channel | None) -> None:
    if channel is None or not (details or decision.link):
        return
    company, link = decision.company, decision.link
    role = Recipient.LINK_HOLDER
    if company is not None:
        owner = company.role is CompanyRole.OWNER
        role = Recipient.COMPANY_OWNER if owner else Recipient.RECRUITER
    record_disclosure(
        NewDisclosure(
            account_id=decision.cv.account_id,
            cv_id=decision.cv.id,
            fields=tuple(sorted(details)),
            role=role,
            channel=channel,
            ground=Ground.CONSENT.value,
            company_id=company.id if company else None,
            company_name=company.name if company else None,
            country=company.country if company else None,
            recipient=link.recipient if link else None,
            partner=decision.partner,
        )
    )


def _view(decision: _Decision, details: Mapping[str, str]) -> View | None:
    cv = decision.cv if decision.is_owners else queries.content_of(decision.cv)
    return view_of(cv, decision.sight, details) if cv is not None else None
