"""A CV that starts from a file or from another CV. The file is read and forgotten."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from webapp import access
from webapp.adapters.documents import LARGEST_BYTES, Problem, UnreadableError
from webapp.blueprints.cv.exporting import bp
from webapp.blueprints.cv.forms import CheckForm, CopyForm, ImportForm
from webapp.blueprints.cv.import_report import draft_of, packed, report_of, unpacked
from webapp.blueprints.cv.pages import FORM_ID, go, me, notice, say
from webapp.domain.cv.actions import DetailsMissingError, NoSuchCvError
from webapp.domain.cv.drafts import Draft
from webapp.domain.cv.importing import copy_cv, create_filled_cv
from webapp.domain.cv.json_resume_reading import NotAResumeError
from webapp.domain.cv.json_values import JsonError
from webapp.domain.cv.own_details import has_required_details
from webapp.domain.cv.queries import cvs_of
from webapp.forms import PublicForm, switches_language, token_for
from webapp.htmx import page_context, render
from webapp.i18n import LANGUAGES, language, localized_url
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l

__all__ = ["bp"]
IMPORT, CHECK, DETAILS_FIRST = "cv/import.html", "cv/import_check.html", "cv/details_first.html"
# Beside the file itself there is little in its form; the draft comes back with its report.
LARGEST_UPLOAD = LARGEST_BYTES + 64 * 1024
LARGEST_DRAFT = 3 * 1024**2
PROBLEMS = {
    Problem.EMPTY: _l("Choose a file first."),
    Problem.TOO_LARGE: _l("The file is too large. It can be 5 MB at most."),
    Problem.UNKNOWN_KIND: _l(
        "The file is none of the kinds that we can read, whatever it is called. "
        "Choose a PDF, DOCX, ODT or JSON Resume."
    ),
    Problem.LOCKED_OR_OLD: _l(
        "The file is locked with a password, or written by an old Word. Save it anew "
        "without a password as DOCX or PDF."
    ),
    Problem.MACROS: _l("The document has macros in it. Save it without them, as DOCX or PDF."),
    Problem.TOO_MANY_PAGES: _l("The document has too many pages. It can have 50 at most."),
    Problem.TOO_MUCH_TEXT: _l("There is too much text in the file for a CV."),
    Problem.NO_TEXT: _l(
        "There is no text in the file, perhaps because its pages are pictures. "
        "Save it from the program in which you wrote it."
    ),
    Problem.BOMB: _l("The file unpacks to far more than a CV can be, so we did not read it."),
    Problem.TOO_HEAVY: _l("The file took too much time or memory to read. Save it anew as PDF."),
    Problem.DAMAGED: _l("The file is damaged, so that we can’t read it. Save it anew."),
    Problem.BUSY: _l("We are reading many files just now. Please send it once more in a while."),
}


@bp.get("/my/cvs/import")
@access.job_seeker
def import_page() -> Response:
    if not has_required_details(me()):
        return say(DETAILS_FIRST)
    return _import_page(ImportForm())


@bp.post("/my/cvs/import")
@access.job_seeker
def send() -> Response:
    request.max_content_length = LARGEST_UPLOAD
    try:
        form = ImportForm(request.form)
    except RequestEntityTooLarge:
        return _refused(ImportForm(), Problem.TOO_LARGE)
    if switches_language():
        return _import_page(form)
    if not form.accepts():
        return _import_page(form, status=422)
    sent = request.files.get("file")
    try:
        draft = draft_of(sent.read() if sent else b"")
    except UnreadableError as error:
        return _refused(form, error.problem)
    except NotAResumeError:
        form.refuse(_("The file is JSON, but no JSON Resume."), "file")
        return _import_page(form, status=422)
    except JsonError as error:
        reason = _("The file begins like JSON Resume, but it is nested too deeply.")
        if error.line is not None:
            reason = _(
                "The file begins like JSON Resume, but line %(line)s is no JSON.", line=error.line
            )
        form.refuse(reason, "file")
        return _import_page(form, status=422)
    filled = CheckForm()
    filled.title.data, filled.language.data = draft.title, draft.language
    filled.draft.data = packed(draft)
    return _check_page(filled, draft)


@bp.post("/my/cvs/import/check")
@access.job_seeker
def send_check() -> BaseResponse:
    request.max_content_length = request.max_form_memory_size = LARGEST_DRAFT
    form = CheckForm(request.form)
    draft = unpacked(form.draft.data or "")
    if draft is None:
        lost = ImportForm()
        lost.refuse(_("What we had read was lost on the way. Please send the file again."), "file")
        return _import_page(lost, status=422)
    if switches_language():
        return _check_page(form, draft)
    if not form.accepts():
        return _check_page(form, draft, status=422)
    try:
        cv_id = create_filled_cv(
            me(), title=form.title.data, language=form.language.data, sections=draft.sections
        )
    except DetailsMissingError:
        return say(DETAILS_FIRST, status=422)
    notice("cv-imported")
    return go("cvs.edit", cv_id=cv_id)


@bp.post("/my/cvs/import/copy")
@access.job_seeker
def send_copy() -> BaseResponse:
    form = CopyForm(request.form)
    if not form.accepts():
        return _import_page(form, status=422)
    try:
        cv_id = copy_cv(int(form.cv.data), me(), mark=_("(copy)"))
    except NoSuchCvError:
        form.refuse(_("Choose one of your CVs."), "cv")
        return _import_page(form, status=422)
    except DetailsMissingError:
        return say(DETAILS_FIRST, status=422)
    notice("cv-copied")
    return go("cvs.edit", cv_id=cv_id)


def _refused(form: ImportForm, problem: Problem) -> Response:
    status = {Problem.TOO_LARGE: 413, Problem.BUSY: 503}.get(problem, 422)
    form.refuse(str(PROBLEMS[problem]), "file")
    response = _import_page(form, status=status)
    if problem is Problem.BUSY:
        response.headers["Retry-After"] = "10"
    return response


def _import_page(form: PublicForm, *, status: int = 200) -> Response:
    """The page with its two forms, of which ``form`` is the one that was sent, if any was.

    There is nothing to write in it, so that its language switch is a plain link.
    """
    return render(
        IMPORT,
        status=status,
        page=_page("cv_files.import_page", form_id=None),
        errors=form.view().errors,
        token=token_for(ImportForm.form_name),
        copy_token=token_for(CopyForm.form_name),
        chosen=form.cv.data if isinstance(form, CopyForm) else "",
        cvs=[(str(cv.id), cv.title) for cv in cvs_of(me())],
    )


def _check_page(form: CheckForm, draft: Draft, *, status: int = 200) -> Response:
    return render(
        CHECK,
        status=status,
        page=_page("cv_files.send_check", form_id=FORM_ID),
        form=form.view(),
        action=localized_url("cv_files.send_check"),
        notice_text=None,
        report=report_of(draft),
    )


def _page(endpoint: str, **changes: Any) -> Any:
    """The frame of a page whose form leads elsewhere than to the address that it answers."""
    languages = [
        (code, lang.label, lang.name, url_for(endpoint, lang=code), code == language())
        for code, lang in LANGUAGES.items()
    ]
    return page_context(noindex=True, canonical=None, alternates=[], languages=languages, **changes)
