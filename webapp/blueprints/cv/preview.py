"""A CV exactly as each kind of viewer sees it, for its owner."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from webapp import access
from webapp.blueprints.cv.bodies import cv_body
from webapp.blueprints.cv.pages import me, own_cv, say
from webapp.domain.cv.door import preview, preview_of_link
from webapp.domain.cv.queries import links_of
from webapp.domain.cv.rules import State
from webapp.domain.cv.views import AnonymousView, AttachedView, OwnerView, PublicView
from webapp.i18n import LANGUAGE_PREFIX, localized_url
from webapp.i18n import lazy_gettext as _l

bp = Blueprint("cv_preview", __name__, url_prefix=LANGUAGE_PREFIX)
NOW, LINK, OTHERS = "now", "link", "others"
VIEWERS = {
    NOW: _l("A verified employer, as it is now"),
    State.ANONYMOUS.value: _l("A verified employer, if it were anonymous"),
    State.PUBLIC.value: _l("A verified employer, if it were public"),
    LINK: _l("Whoever has your newest link"),
    OTHERS: _l("Everybody else: visitors, job seekers, search engines, companies you blocked"),
}


@bp.get("/my/cvs/<int:cv_id>/preview", defaults={"viewer": NOW})
@bp.get("/my/cvs/<int:cv_id>/preview/<any(anonymous, public, link, others):viewer>")
@access.job_seeker
def index(cv_id: int, viewer: str) -> Response:
    view = own_cv(cv_id)
    return say(
        "cv/preview.html",
        cv=view,
        viewers=[(code, str(label)) for code, label in VIEWERS.items()],
        chosen=viewer,
        **_shown(_seen_by(view, viewer)),
    )


def seen_by_employers(view: OwnerView) -> dict[str, Any]:
    """How a verified employer meets a CV; an inactive one as if it were anonymous."""
    state = State.PUBLIC if view.state is State.PUBLIC else State.ANONYMOUS
    return {"shown_as": state.value, **_shown(preview(view.id, me(), state))}


def _seen_by(view: OwnerView, viewer: str) -> PublicView | AnonymousView | AttachedView | None:
    if viewer == OTHERS:
        return None
    if viewer == LINK:
        newest = next((link for link in links_of(view.id, me()) if link.is_open), None)
        return preview_of_link(view.id, me(), newest.details) if newest else None
    return preview(view.id, me(), view.state if viewer == NOW else State(viewer))


def _shown(seen: PublicView | AnonymousView | AttachedView | None) -> dict[str, Any]:
    has_photo = not isinstance(seen, AnonymousView) and seen is not None and seen.has_photo
    return {
        "body": cv_body(seen) if seen is not None else None,
        "photo": localized_url("cv_details.photo_file", picture="photo") if has_photo else None,
    }
