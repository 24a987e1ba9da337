"""My StepStone Mailbox: the service's notices to one person.

Opening an unread notice is a POST, because it changes what the person owns; it leads on to the
notice's own address. Whatever fetches addresses by itself marks nothing as read.
"""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, Response, abort, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from webapp import access
from webapp.access import viewer
from webapp.base.text import fold
from webapp.blueprints.mail.views import service_name
from webapp.domain.mail import mailbox
from webapp.domain.mail.mailbox import Notice
from webapp.forms import PublicForm
from webapp.htmx import address, page_context, render
from webapp.i18n import LANGUAGE_PREFIX, language, localized_url
from webapp.mail_writer import MailWriter, absolute_link

bp = Blueprint("mailbox", __name__, url_prefix=f"{LANGUAGE_PREFIX}/my/mailbox")
ON_A_PAGE = 20


class NoticeForm(PublicForm):
    """A button beside a notice; it has nothing but its token."""

    form_name = "mailbox"


@bp.get("")
@access.signed_in
def notices() -> Response:
    words = request.args.get("words", "").strip()
    person = viewer().account_id
    # Only a search has to read them all.
    found = [each for each in mailbox.notices_of(person) if _matches(each, words)] if words else []
    total = len(found) if words else mailbox.count_notices(person)
    pages = max(1, -(-total // ON_A_PAGE))
    number = _wanted_page(pages)
    skipped = (number - 1) * ON_A_PAGE
    shown = (
        found[skipped:] if words else mailbox.notices_of(person, skipped=skipped, most=ON_A_PAGE)
    )
    return render(
        "mailbox/notices.html",
        page=page_context(noindex=True),
        words=words,
        total=total,
        notices=[_shown(each) for each in shown[:ON_A_PAGE]],
        token=NoticeForm().view().token,
        list=_pages(number, pages, words),
    )


def _wanted_page(pages: int) -> int:
    """The page that the address asks for; the nearest there is, where it is odd."""
    wanted = request.args.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    return min(max(number, 1), pages)


@bp.get("/<int:notice_id>")
@access.signed_in
def notice(notice_id: int) -> Response:
    found = mailbox.notice_of(viewer().account_id, notice_id)
    if found is None:
        abort(404)
    base_url = current_app.config["SETTINGS"].base_url
    return render(
        "mailbox/notice.html",
        page=page_context(noindex=True),
        notice=_shown(found),
        data=found.data,
        link=absolute_link(base_url, language()),
        content=f"mail/{found.template}/body.html",
        token=NoticeForm().view().token,
    )


@bp.post("/<int:notice_id>")
@access.signed_in
def open_notice(notice_id: int) -> AnyResponse:
    """Marks a notice as read and leads to it."""
    _check_token()
    if not mailbox.mark_read(viewer().account_id, notice_id):
        abort(404)
    return redirect(localized_url("mailbox.notice", notice_id=notice_id), 303)


@bp.post("/<int:notice_id>/delete")
@access.signed_in
def delete(notice_id: int) -> AnyResponse:
    _check_token()
    if not mailbox.delete_notices(viewer().account_id, [notice_id]):
        abort(404)
    return redirect(localized_url("mailbox.notices"), 303)


def _check_token() -> None:
    if not NoticeForm(request.form).accepts():
        abort(422)


def _writer() -> MailWriter:
    writer = current_app.extensions["mail_writer"]
    assert isinstance(writer, MailWriter)
    return writer


def _matches(found: Notice, words: str) -> bool:
    """Whether a notice holds every word that was looked for, capitals and accents apart."""
    text = fold(_writer().whole_text(found.template, language(), found.data))
    return all(word in text for word in fold(words).split())


def _shown(found: Notice) -> SimpleNamespace:
    return SimpleNamespace(
        id=found.id,
        subject=_writer().subject(found.template, language(), found.data),
        service=service_name(found.service),
        created_at=found.created_at,
        unread=found.read_at is None,
    )


def _pages(number: int, pages: int, words: str) -> SimpleNamespace:
    path = localized_url("mailbox.notices")

    def href(page: int) -> str:
        return address(path, {"words": words, "page": page if page > 1 else None})

    near = sorted({1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)})
    links: list[SimpleNamespace | None] = []
    for index, page in enumerate(near):
        if index and page > near[index - 1] + 1:
            links.append(None)
        links.append(SimpleNamespace(number=page, href=href(page), current=page == number))
    return SimpleNamespace(
        page_links=links,
        previous_href=href(number - 1) if number > 1 else None,
        next_href=href(number + 1) if number < pages else None,
    )
