"""What the pages of a company's ads share."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import abort

from webapp.blueprints.employers.pages import own_company
from webapp.blueprints.jobs.ad_views import ad_reference, ad_view
from webapp.domain.jobs.ad_rules import FROM_STATES, AdAction, AdState, Channel, PayUnit, day
from webapp.domain.jobs.own_queries import OwnAd, own_ad
from webapp.domain.jobs.own_row import preview_of
from webapp.domain.jobs.queries import public_ad
from webapp.domain.reference.queries import (
    counties,
    municipalities,
    occupation_fields,
    occupation_names,
    place_name,
)
from webapp.i18n import LANGUAGES, language, localized_url
from webapp.i18n import lazy_gettext as _l
from webapp.search_frame import KIND_LABELS

STATES = {
    AdState.DRAFT: _l("Draft"),
    AdState.PUBLISHED: _l("Published"),
    AdState.PAUSED: _l("Paused"),
    AdState.CLOSED: _l("Closed"),
}
ENDED = _l("The last day has passed")
ACTIONS = {
    AdAction.PUBLISH: _l("Publish"),
    AdAction.PAUSE: _l("Pause"),
    AdAction.CLOSE: _l("Close"),
    AdAction.COPY: _l("Copy"),
}
EXTENT_LABELS = {
    "full-time": _l("Full time"),
    "part-time": _l("Part time"),
    "either": _l("Full or part time"),
}
PAY_UNITS = {PayUnit.MONTH: _l("a month"), PayUnit.HOUR: _l("an hour"), PayUnit.YEAR: _l("a year")}
CHANNELS = {
    Channel.WEB: _l("On a web page of ours"),
    Channel.EMAIL: _l("By e-mail"),
}


def ad_of_mine(ad_id: int) -> OwnAd:
    """An ad of the company that the account acts for; another's does not exist here."""
    return own_ad(own_company().id, ad_id) or abort(404)


def ad_line(ad: OwnAd, views: int | None = None) -> SimpleNamespace:
    """An ad as lists show it."""
    return SimpleNamespace(
        id=ad.id,
        job_ad_id=ad.job_ad_id,
        headline=ad.content.headline,
        language=ad.content.language,
        state=str(ENDED if ad.ended else STATES[ad.state]),
        shown=ad.state is AdState.PUBLISHED and not ad.ended,
        editable=ad.state is not AdState.CLOSED,
        changed=ad.changed_at,
        deadline=day(ad.content.deadline),
        views=views,
        has_figures=ad.job_ad_id is not None,
        actions=[
            (action.value, str(label))
            for action, label in ACTIONS.items()
            if ad.state in FROM_STATES[action]
        ],
        href=_public_href(ad.job_ad_id) if ad.state is AdState.PUBLISHED else None,
    )


def _public_href(job_ad_id: int | None) -> str | None:
    found = public_ad(job_ad_id) if job_ad_id else None
    return localized_url("jobs.ad", ref=ad_reference(found)) if found else None


def choices() -> dict[str, Any]:
    """What the form of an ad offers to choose from, in the language of the page."""
    lang = language()
    trades = [(each.code, each.name_en if lang == "en" else each.name_sv)
              for each in occupation_fields()]  # fmt: skip
    return {
        "languages": [(code, found.name) for code, found in LANGUAGES.items()],
        "trades": [("", str(_l("Choose"))), *trades],
        "kinds": [("", str(_l("Choose"))), *_named(KIND_LABELS)],
        "extents": [("", str(_l("Choose"))), *_named(EXTENT_LABELS)],
        "units": _named(PAY_UNITS),
        "channels": _named(CHANNELS),
        "towns": [
            *(place_name(each, lang) for each in counties()),
            *(place_name(each, lang) for each in municipalities()),
        ],
        "occupations": occupation_names(lang),
    }


def _named(labels: dict[Any, Any]) -> list[tuple[str, str]]:
    return [(str(code), str(label)) for code, label in labels.items()]


def preview_view(ad: OwnAd) -> SimpleNamespace:
    """An ad as its page will show it, its ways to apply being the employer's own, uncounted."""
    view = ad_view(preview_of(ad.id, ad.content, own_company()), back_href=None)
    view.out_href = view.calendar_href = None
    if view.apply.kind == "url":
        view.apply.href = ad.content.application_url
    return view
