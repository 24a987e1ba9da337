"""Coming to the CV centre by a partner's link, and what remains of that once the link is dead."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.accounts.forms import ButtonForm
from webapp.blueprints.accounts.pages import dead_partner_link, form_page, go, say, unfinished
from webapp.domain.accounts.sessions import note_partner_link
from webapp.domain.employers.partner_links import (
    DeadPartnerLinkError,
    WayIn,
    count_login,
    partner_of,
    way_in,
)
from webapp.domain.employers.queries import company_of
from webapp.i18n import LANGUAGE_PREFIX, choose_language, localized_url
from webapp.signing_in import sign_out

bp = Blueprint("partner_links", __name__)
ARRIVED, ENDED = "cv_centre/partner.html", "cv_centre/partner_ended.html"


@bp.get("/partner/<token>")
@access.anyone
def choose(token: str) -> BaseResponse:
    """The address that a partner is given: in the language that the browser asks for."""
    lang = choose_language(request.accept_languages)
    response = redirect(url_for("partner_links.arrive", token=token, lang=lang))
    response.vary.add("Accept-Language")
    return response


@bp.get(f"{LANGUAGE_PREFIX}/partner/<token>")
@access.anyone
def arrive(token: str) -> BaseResponse:
    try:
        way = _way(token)
    except DeadPartnerLinkError as dead:
        return dead_partner_link(dead)
    if g.account is None:
        return go("accounts.login", next=localized_url("cv_centre.index"), came_by=token)
    if company_of(g.account.account_id) is None:
        return say("cv_centre/partner_no_company.html", partner=way.partner)
    return form_page(ARRIVED, ButtonForm(), partner=way.partner)


@bp.post(f"{LANGUAGE_PREFIX}/partner/<token>")
@access.employer_user
def send_arrival(token: str) -> BaseResponse:
    """Notes where a session that was there already comes from."""
    form = ButtonForm(request.form)
    try:
        way = _way(token)
    except DeadPartnerLinkError as dead:
        return dead_partner_link(dead)
    if answer := unfinished(ARRIVED, form, partner=way.partner):
        return answer
    note_partner_link(g.session.id, way.id)
    count_login(way.id)
    return go("cv_centre.index")


@bp.get(f"{LANGUAGE_PREFIX}/partner/ended")
@access.employer_user
def ended() -> Response:
    return form_page(ENDED, ButtonForm(), partner=_dead_partner())


@bp.post(f"{LANGUAGE_PREFIX}/partner/ended")
@access.employer_user
def send_ended() -> BaseResponse:
    """Logs out, to log in without the link."""
    form = ButtonForm(request.form)
    if answer := unfinished(ENDED, form, partner=_dead_partner):
        return answer
    sign_out()
    return go("accounts.login", next=localized_url("cv_centre.index"))


def _way(token: str) -> WayIn:
    return way_in(token) or abort(404)


def _dead_partner() -> str | None:
    """Whose dead link this session came by; None where it came by none, or by one that lives."""
    if g.session.partner_link_id is None:
        return None
    try:
        partner_of(g.session.partner_link_id)
    except DeadPartnerLinkError as dead:
        return dead.partner
    return None
