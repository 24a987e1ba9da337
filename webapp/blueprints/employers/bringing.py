"""Bringing a company's own ads in as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from webapp import access
from webapp.blueprints.accounts.pages import form_page
from webapp.blueprints.employers.forms import ActionForm
from webapp.blueprints.employers.pages import own_company
from webapp.blueprints.employers.reasons import in_words
from webapp.domain.jobs.bringing import LARGEST_FILE, MOST_RECORDS, TooManyError, bring_ads
from webapp.domain.jobs.own_ads import NotVerifiedError
from webapp.domain.jobs.storing import ImportReport
from webapp.i18n import LANGUAGE_PREFIX
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l

bp = Blueprint("company_bringing", __name__, url_prefix=LANGUAGE_PREFIX)
BRING = "employers/bring.html"
REASONS_SHOWN = 50
# Beside the file, the form's own fields.
LARGEST_FORM = LARGEST_FILE + 64 * 1024
PROBLEMS = {
    "empty": _l("The file is empty."),
    "html": _l("The file holds a web page, not ads."),
    "not_json": _l("The file is not JSON."),
    "encoding": _l("The file is not written in UTF-8."),
    "truncated": _l("The file ends in the middle of a record. What came before is stored."),
}


@bp.get("/employer/ads/import")
@access.employer_user
def bring() -> Response:
    own_company()
    return _page(ActionForm())


@bp.post("/employer/ads/import")
@access.employer_user
def send_file() -> Response:
    company = own_company()
    request.max_content_length = LARGEST_FORM
    try:
        form = ActionForm(request.form)
        sent = request.files.get("file")
    except RequestEntityTooLarge:
        return _refused(ActionForm(), _too_large(), status=413)
    if not form.accepts():
        return _page(form, status=422)
    raw = sent.read() if sent else b""
    if not sent or not sent.filename:
        return _refused(form, _("Choose a file."))
    if len(raw) > LARGEST_FILE:
        return _refused(form, _too_large(), status=413)
    return _store(company.id, form, raw)


def _store(company_id: int, form: ActionForm, raw: bytes) -> Response:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ads.json"
        path.write_bytes(raw)
        try:
            report = bring_ads(company_id, path)
        except NotVerifiedError:
            return _refused(form, _("Only a company that we have checked can publish."))
        except TooManyError:
            return _refused(form, _("The file holds more than %(count)s ads.", count=MOST_RECORDS))
    if report.problem:
        form.refuse(str(PROBLEMS[report.problem]), None)
    return _page(form, status=422 if report.problem else 200, report=report)


def _refused(form: ActionForm, reason: str, *, status: int = 422) -> Response:
    form.refuse(reason)
    return _page(form, status=status)


def _too_large() -> str:
    return _("The file is too large. It can be 4 MB at most.")


def _page(form: ActionForm, *, status: int = 200, report: ImportReport | None = None) -> Response:
    return form_page(
        BRING,
        form,
        status=status,
        report=report,
        rejected=[
            (each.line, in_words(each.reason))
            for each in (report.rejected[:REASONS_SHOWN] if report else [])
        ],
        most=MOST_RECORDS,
    )
