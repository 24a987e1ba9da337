"""The person's own details, which are kept apart from their CVs, and the photo."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.adapters.photo import LARGEST_BYTES, PhotoError, reencoded
from webapp.blueprints.cv.forms import ActionForm, DetailsForm
from webapp.blueprints.cv.pages import form_page, go, me, notice, unfinished
from webapp.domain.cv.own_details import own_details, own_photo, save_details
from webapp.domain.cv.rules import Detail
from webapp.forms import switches_language
from webapp.i18n import LANGUAGE_PREFIX
from webapp.i18n import gettext as _

bp = Blueprint("cv_details", __name__, url_prefix=LANGUAGE_PREFIX)
DETAILS, PHOTO = "cv/details.html", "cv/photo.html"
# Beside the photo itself there is little in its form.
LARGEST_PHOTO_FORM = LARGEST_BYTES + 64 * 1024
TYPED = tuple(detail for detail in Detail if detail is not Detail.PHOTO)


@bp.get("/my/details")
@access.job_seeker
def index() -> Response:
    form = DetailsForm()
    for detail, value in own_details(me()).items():
        form[detail.value].data = value
    return form_page(DETAILS, form, has_photo=own_photo(me()) is not None)


@bp.post("/my/details")
@access.job_seeker
def send() -> BaseResponse:
    form = DetailsForm(request.form)
    if answer := unfinished(DETAILS, form, has_photo=own_photo(me()) is not None):
        return answer
    save_details(me(), {detail: form[detail.value].data.strip() or None for detail in TYPED})
    notice("details-saved")
    return go("cv_details.index")


@bp.get("/my/details/photo")
@access.job_seeker
def photo() -> Response:
    return _photo_page(ActionForm())


@bp.post("/my/details/photo")
@access.job_seeker
def send_photo() -> BaseResponse:
    request.max_content_length = LARGEST_PHOTO_FORM
    try:
        form = ActionForm(request.form)
    except RequestEntityTooLarge:
        form = ActionForm()
        form.refuse(_("The photo is too large. It can be 8 MB at most."))
        return _photo_page(form, status=413)
    if switches_language():
        return _photo_page(form)
    if not form.accepts():
        return _photo_page(form, status=422)
    if request.form.get("remove"):
        save_details(me(), {Detail.PHOTO: None})
        notice("photo-removed")
        return go("cv_details.photo")
    sent = request.files.get("photo")
    try:
        save_details(me(), {Detail.PHOTO: reencoded(sent.read() if sent else b"")})
    except PhotoError:
        form.refuse(_("We could not use that file. Choose a photo in JPEG, PNG or WebP."))
        return _photo_page(form, status=422)
    notice("photo-saved")
    return go("cv_details.photo")


@bp.get("/my/details/<any(photo):picture>.jpg")
@access.job_seeker
def photo_file(picture: str) -> Response:
    found = own_photo(me())
    if found is None:
        abort(404)
    return Response(found, content_type="image/jpeg")


def _photo_page(form: ActionForm, *, status: int = 200) -> Response:
    return form_page(PHOTO, form, status=status, has_photo=own_photo(me()) is not None)
