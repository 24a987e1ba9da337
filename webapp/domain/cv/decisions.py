"""What a viewer may see of a CV, decided before anything of it is opened (``door.py`` opens it)."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.domain.accounts.roles import has_role
from webapp.domain.accounts.rules import Role
from webapp.domain.cv import queries
from webapp.domain.cv.forwarding_rules import Forwarding, staff_may_read
from webapp.domain.cv.models import Cv, CvLink
from webapp.domain.cv.rules import Detail, Sight, State, sight_of_company
from webapp.domain.employers.partner_links import DeadPartnerLinkError, partner_of
from webapp.domain.employers.queries import company_of
from webapp.domain.employers.rules import CompanyFacts

NOBODY = 0


@dataclass(frozen=True, slots=True)
class Decision:
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


def decide(
    named_by: str,
    key: int | str,
    account_id: int | None,
    *,
    came_by: int | None = None,
    held: bool = False,
) -> Decision | None:
    """``named_by`` says what the key is (``door.Occasion``).

    ``came_by`` is the partner link of a company's user. ``held``: what the decision rests on stays
    as it is until the transaction ends.
    """
    if named_by == "token":
        return _by_link(str(key), held)
    if account_id is None:
        return None
    if named_by == "id":
        cv = queries.cv_of_owner(int(key), account_id)
        return Decision(cv, Sight.OWNER, frozenset(Detail), is_owners=True) if cv else None
    if named_by == "address for staff":
        return _by_staff(str(key), account_id, held)
    return by_address(str(key), account_id, came_by=came_by, held=held)


def by_address(
    address: str, account_id: int, *, came_by: int | None = None, held: bool
) -> Decision | None:
    """What somebody of a company sees of the CV at an address; nothing by a dead partner link."""
    try:
        partner = None if came_by is None else partner_of(came_by)
    except DeadPartnerLinkError:
        return None
    cv = queries.cv_at(address, held=held)
    company = company_of(account_id)
    if company is None:
        return None
    # Asked of nobody where there is no CV, so that none is as long in coming as a hidden one.
    blocked = queries.is_blocked(cv.account_id if cv else NOBODY, company)
    hidden = cv is None or cv.state == State.INACTIVE
    forwarded = queries.forwarded_sight(cv.id if cv else NOBODY, company.id) if hidden else None
    if cv is None:
        return None
    sight = sight_of_company(
        State(cv.state),
        company,
        blocked=blocked,
        third_countries=cv.third_countries,
        forwarded=forwarded,
    )
    if sight is None:
        return None
    details = details_by_state(cv, sight)
    anonymous = cv.state == State.ANONYMOUS
    granted = queries.granted_details(cv.id, company.id) if anonymous else None
    if granted is not None:
        sight, details = Sight.PUBLIC, frozenset(granted) | {Detail.NAME.value}
    return Decision(cv, sight, details, company, partner=partner)


def forwarded_to(
    address: str, staff_id: int, recipient_id: int, *, held: bool = False
) -> Decision | None:
    """What the recipient would see of a CV that our staff may forward; None: it can't be."""
    if _by_staff(address, staff_id, held) is None:
        return None
    return by_address(address, recipient_id, held=held)


def may_be_asked_for(address: str, staff_id: int, recipient_id: int) -> Decision | None:
    """Whether the owner of an inactive CV can be asked about the recipient's company.

    Where a yes could open nothing, as for a blocked company, nobody is asked.
    """
    staffs, company = _by_staff(address, staff_id, False), company_of(recipient_id)
    if staffs is None or company is None or staffs.cv.state != State.INACTIVE:
        return None
    cv = staffs.cv
    possible = sight_of_company(
        State.ANONYMOUS,
        company,
        blocked=queries.is_blocked(cv.account_id, company),
        third_countries=cv.third_countries,
    )
    return Decision(cv, staffs.sight, staffs.details, company) if possible else None


def details_by_state(cv: Cv, sight: Sight) -> frozenset[str]:
    """The details that a view of a CV holds by its owner's choice for all."""
    if sight is Sight.PUBLIC:
        # A public CV is public by its name; all else is the owner's choice.
        return frozenset(cv.shown_details) | {Detail.NAME.value}
    return frozenset(cv.anonymous_choices)


def _by_staff(address: str, account_id: int, held: bool) -> Decision | None:
    """Our staff read a CV that they may forward, without any detail of its owner's.

    Of an inactive one they see only what they need to know whether to ask.
    """
    cv = queries.cv_at(address, held=held)
    if cv is None or not has_role(account_id, Role.ADMINISTRATOR):
        return None
    if not staff_may_read(Forwarding(cv.forwarding), State(cv.state)):
        return None
    sight = Sight.WANTED if cv.state == State.INACTIVE else Sight.ANONYMOUS
    return Decision(cv, sight, frozenset())


def _by_link(token: str, held: bool) -> Decision | None:
    link = queries.open_link(token)
    cv = queries.cv_of_link(link.cv_id, held=held) if link else None
    if held and cv is not None:
        # A withdrawal holds the CV: one that was first is seen now, a later one waits.
        link = queries.open_link(token)
    if link is None or cv is None:
        return None
    return Decision(cv, Sight.ATTACHED, frozenset(link.details), link=link)
