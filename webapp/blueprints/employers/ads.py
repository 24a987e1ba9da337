"""A company's ads: the list, writing one, its preview, and what is done with it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.blueprints.accounts.pages import form_page, go, say, unfinished
from webapp.blueprints.employers.ad_forms import AdForm
from webapp.blueprints.employers.ad_pages import ad_line, ad_of_mine, choices, preview_view
from webapp.blueprints.employers.forms import ActionForm
from webapp.blueprints.employers.pages import own_company
from webapp.domain.jobs import own_ads
from webapp.domain.jobs.ad_rules import AdAction, AdContent, AdState
from webapp.domain.jobs.own_ads import MissingError, NotInStateError, NotVerifiedError
from webapp.domain.jobs.own_queries import OwnAd, brought_ads, views_in_total
from webapp.domain.jobs.own_queries import own_ads as ads_of
from webapp.forms import token_for
from webapp.htmx import page_context, render
from webapp.i18n import LANGUAGE_PREFIX, language
from webapp.i18n import gettext as _
from webapp.signing_in import notice, take_notice

bp = Blueprint("company_ads", __name__, url_prefix=LANGUAGE_PREFIX)
WRITE = "employers/ad.html"
DONE = {
    AdAction.PUBLISH: "ad-published",
    AdAction.PAUSE: "ad-paused",
    AdAction.CLOSE: "ad-closed",
}
DOING = {
    AdAction.PUBLISH: own_ads.publish_ad,
    AdAction.PAUSE: own_ads.pause_ad,
    AdAction.CLOSE: own_ads.close_ad,
}


@bp.get("/employer/ads")
@access.employer_user
def index() -> Response:
    company = own_company()
    ads = ads_of(company.id)
    views = views_in_total([ad.job_ad_id for ad in ads if ad.job_ad_id])
    return say(
        "employers/ads.html",
        company=company,
        ads=[ad_line(ad, views.get(ad.job_ad_id or 0, 0)) for ad in ads],
        brought=brought_ads(company.id),
        token=token_for(ActionForm.form_name),
    )


@bp.get("/employer/ads/new")
@access.employer_user
def new() -> Response:
    form = AdForm()
    form.fill(AdContent(language=language()))
    return form_page(WRITE, form, **_around(None))


@bp.post("/employer/ads/new")
@access.employer_user
def send_new() -> BaseResponse:
    company, form = own_company(), AdForm(request.form)
    if answer := unfinished(WRITE, form, **_around(None)):
        return answer
    return _go_on(own_ads.draft_ad(company.id, form.content()))


@bp.get("/employer/ads/<int:ad_id>")
@access.employer_user
def edit(ad_id: int) -> Response:
    ad, form = ad_of_mine(ad_id), AdForm()
    if ad.state is AdState.CLOSED:
        return say("employers/ad_closed.html", ad=ad_line(ad), token=token_for("company-action"))
    form.fill(ad.content)
    return form_page(WRITE, form, **_around(ad))


@bp.post("/employer/ads/<int:ad_id>")
@access.employer_user
def send_edit(ad_id: int) -> BaseResponse:
    ad, form = ad_of_mine(ad_id), AdForm(request.form)
    if answer := unfinished(WRITE, form, **_around(ad)):
        return answer
    try:
        own_ads.save_ad(ad.company_id, ad_id, form.content())
    except (MissingError, NotVerifiedError, NotInStateError) as error:
        return _cannot(form, ad, error)
    return _go_on(ad_id)


@bp.get("/employer/ads/<int:ad_id>/preview")
@access.employer_user
def preview(ad_id: int) -> Response:
    """The ad as people will see it."""
    ad = ad_of_mine(ad_id)
    return render(
        "employers/ad_preview.html",
        page=page_context(noindex=True),
        notice_text=take_notice(),
        ad=preview_view(ad),
        line=ad_line(ad),
        company=own_company(),
        token=token_for(ActionForm.form_name),
        also=[],
        similar=[],
        structured=None,
    )


@bp.post("/employer/ads/<int:ad_id>/state")
@access.employer_user
def send_state(ad_id: int) -> BaseResponse:
    ad, wanted = ad_of_mine(ad_id), request.form.get("do", "")
    if wanted not in tuple(AdAction):
        abort(400)
    form = _filled(ad)
    token = ActionForm(request.form)
    if not token.accepts():
        form.refuse(token.view().errors["token"])
        return form_page(WRITE, form, status=422, **_around(ad))
    try:
        return _do(ad, AdAction(wanted))
    except (MissingError, NotVerifiedError, NotInStateError) as error:
        return _cannot(form, ad, error)


@bp.post("/employer/ads/brought/<int:job_ad_id>")
@access.employer_user
def send_close_brought(job_ad_id: int) -> BaseResponse:
    if ActionForm(request.form).accepts():
        own_ads.close_brought_ad(own_company().id, job_ad_id)
        notice("ad-closed")
    return go("company_ads.index")


def _do(ad: OwnAd, action: AdAction) -> BaseResponse:
    if action is AdAction.COPY:
        copied = own_ads.copy_ad(ad.company_id, ad.id)
        notice("ad-copied")
        return go("company_ads.edit", ad_id=copied)
    DOING[action](ad.company_id, ad.id)
    notice(DONE[action])
    return go("company_ads.index")


def _go_on(ad_id: int) -> BaseResponse:
    """After saving: on to the preview, or back to writing, as the pressed button says."""
    notice("ad-saved")
    if request.form.get("do") == "preview":
        return go("company_ads.preview", ad_id=ad_id)
    return go("company_ads.edit", ad_id=ad_id)


def _cannot(form: AdForm, ad: OwnAd, error: Exception) -> Response:
    """The form again, with why the ad can't be shown to everybody."""
    status = 422
    if isinstance(error, MissingError):
        form.refuse_lacking(error.fields)
    elif isinstance(error, NotVerifiedError):
        form.refuse(_("Only a company that we have checked can publish. The draft is kept."))
    else:
        form.refuse(_("The ad is not in that state any more. Somebody may have been quicker."))
        status = 409
    return form_page(WRITE, form, status=status, **_around(ad))


def _filled(ad: OwnAd) -> AdForm:
    form = AdForm()
    form.fill(ad.content)
    return form


def _around(ad: OwnAd | None) -> dict[str, Any]:
    return {"ad": ad_line(ad) if ad else None, "action_token": token_for("company-action"),
            **choices()}  # fmt: skip
