"""The design page of a demo: every component, and a form that keeps nothing."""

from __future__ import annotations

from flask import Blueprint, Response, request

from webapp import access
from webapp.base import clock
from webapp.blueprints.demo.forms import ExampleForm
from webapp.forms import switches_language
from webapp.htmx import page_context, render
from webapp.i18n import LANGUAGE_PREFIX

bp = Blueprint("demo", __name__, url_prefix=LANGUAGE_PREFIX)


@bp.get("/design")
@access.demo
def design() -> Response:
    return _page(ExampleForm())


@bp.post("/design")
@access.demo
def send_example() -> Response:
    form = ExampleForm(request.form)
    if switches_language():
        return _page(form)
    if not form.accepts():
        return _page(form, status=422)
    return _page(ExampleForm(), done=True)


def _page(form: ExampleForm, *, status: int = 200, done: bool = False) -> Response:
    view = form.view(done=done)
    return render(
        "demo/design.html",
        status=status,
        page=page_context(noindex=True, form_id="example", form_endpoint="demo.design"),
        form=view,
        form_token=view.token,
        sample_date=clock.today(),
    )
