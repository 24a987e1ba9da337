"""The people of a company, for its owners; and the invitation that a colleague gets."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, g, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.accounts.pages import form_page, go, refused, say, unfinished
from webapp.blueprints.employers.forms import ActionForm, InviteForm
from webapp.blueprints.employers.pages import me, own_company
from webapp.domain.accounts.limits import TooManyTriesError
from webapp.domain.employers import people
from webapp.domain.employers.actions import ActsAlreadyError
from webapp.domain.employers.people import (
    DeadInvitationError,
    LastOwnerError,
    NoMemberError,
    OtherAddressError,
    UnverifiedError,
)
from webapp.domain.employers.queries import CompanyRecord, Member, members_of
from webapp.domain.employers.rules import Role
from webapp.forms import token_for
from webapp.i18n import LANGUAGE_PREFIX, language
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l
from webapp.signing_in import notice

bp = Blueprint("company_people", __name__, url_prefix=LANGUAGE_PREFIX)
LIST, ONE, INVITATION = (
    "employers/people.html",
    "employers/person.html",
    "employers/invitation.html",
)
ROLES = {Role.OWNER: _l("Owner"), Role.RECRUITER: _l("Recruiter")}


@bp.get("/employer/people")
@access.employer_owner
def index() -> Response:
    return form_page(LIST, InviteForm(), **_around(own_company()))


@bp.post("/employer/people")
@access.employer_owner
def send_invitation() -> BaseResponse:
    form, company = InviteForm(request.form), own_company()
    if answer := unfinished(LIST, form, **_around(company)):
        return answer
    try:
        people.invite(company.id, form.email.data, language())
    except UnverifiedError:
        form.refuse(_("You can invite colleagues once we have checked the company."))
        return form_page(LIST, form, status=422, **_around(company))
    except TooManyTriesError as refusal:
        return refused(LIST, form, refusal, **_around(company))
    notice("colleague-invited")
    return go("company_people.index")


@bp.post("/employer/invitations/<int:invitation_id>")
@access.employer_owner
def send_withdrawal(invitation_id: int) -> BaseResponse:
    company = own_company()
    if not ActionForm(request.form).accepts():
        return form_page(LIST, InviteForm(), status=422, **_around(company))
    people.withdraw_invitation(company.id, invitation_id)
    notice("invitation-withdrawn")
    return go("company_people.index")


@bp.get("/employer/people/<int:account_id>")
@access.employer_owner
@access.recently_proved
def person(account_id: int) -> Response:
    return _person_page(ActionForm(), _member(own_company(), account_id))


@bp.post("/employer/people/<int:account_id>")
@access.employer_owner
@access.recently_proved
def send_person(account_id: int) -> BaseResponse:
    company, form = own_company(), ActionForm(request.form)
    found = _member(company, account_id)
    if not form.accepts():
        return _person_page(form, found, status=422)
    try:
        told = _change(company.id, account_id, request.form.get("do", ""))
    except LastOwnerError:
        form.refuse(_("A company keeps one owner. Make a colleague owner first."))
        return _person_page(form, found, status=422)
    if account_id != me() or told != "colleague-ended":
        notice(told)
    return go("company.index" if account_id == me() or told == "company-handed-over"
              else "company_people.index")  # fmt: skip


@bp.get("/employer/invitation/<token>")
@access.anyone
def invitation(token: str) -> Response:
    try:
        found = people.look_at_invitation(token)
    except DeadInvitationError:
        return say("employers/invitation_dead.html", status=410)
    return form_page(INVITATION, ActionForm(), invitation=found, signed_in=g.account is not None)


@bp.post("/employer/invitation/<token>")
@access.signed_in
def send_acceptance(token: str) -> BaseResponse:
    form = ActionForm(request.form)
    try:
        found = people.look_at_invitation(token)
        if not form.accepts():
            return form_page(INVITATION, form, status=422, invitation=found, signed_in=True)
        people.accept_invitation(token, me())
    except DeadInvitationError:
        return say("employers/invitation_dead.html", status=410)
    except OtherAddressError:
        form.refuse(_("The invitation is for another address than the one you are logged in with."))
    except ActsAlreadyError:
        form.refuse(_("You act for a company already. An account can act for one at a time."))
    else:
        notice("invitation-accepted")
        return go("company.index")
    return form_page(INVITATION, form, status=422, invitation=found, signed_in=True)


def _change(company_id: int, account_id: int, wanted: str) -> str:
    """Does what a button says; returns what to say of it."""
    if wanted == "hand-over":
        people.hand_over(company_id, me(), account_id)
        return "company-handed-over"
    if wanted == "end":
        people.end_member(company_id, account_id)
        return "colleague-ended"
    if wanted not in tuple(Role):
        abort(400)
    people.set_role(company_id, account_id, Role(wanted))
    return "colleague-changed"


def _member(company: CompanyRecord, account_id: int) -> Member:
    try:
        return people.member(company.id, account_id)
    except NoMemberError:
        abort(404)


def _person_page(form: ActionForm, found: Member, *, status: int = 200) -> Response:
    return form_page(
        ONE, form, status=status, person=found, role=str(ROLES[found.role]),
        is_owner=found.role is Role.OWNER, is_me=found.account.account_id == me(),
    )  # fmt: skip


def _around(company: CompanyRecord) -> dict[str, Any]:
    return {
        "company": company,
        "members": [(each, str(ROLES[each.role])) for each in members_of(company.id)],
        "invitations": people.invitations_of(company.id),
        "withdraw_token": token_for(ActionForm.form_name),
    }
