"""What was read from a file and what was not, in the reader's words, and how the page keeps it.

Nothing is stored before the person has checked it: the draft travels in the page's own form, as the
JSON Resume that its CV would be exported as.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from types import SimpleNamespace

from webapp.adapters.document_reader import MOST_CHARACTERS
from webapp.adapters.documents import Problem, UnreadableError, json_text, paragraphs_of
from webapp.adapters.language import detect
from webapp.blueprints.cv.bodies import facts
from webapp.blueprints.cv.sheet import sheet_of
from webapp.blueprints.cv.views import KINDS
from webapp.domain.cv.document_sections import draft_of_document
from webapp.domain.cv.drafts import Draft, Remark, Why
from webapp.domain.cv.json_resume import json_resume
from webapp.domain.cv.json_resume_reading import read_json_resume
from webapp.domain.cv.rules import Kind
from webapp.domain.cv.sections import texts_of
from webapp.domain.cv.views import AttachedView
from webapp.i18n import lazy_gettext as _l

MOST_REMARKS = 200
WHY = {
    Why.PERSONAL: _l("Looks like personal details, and is not in the CV"),
    Why.UNPLACED: _l("Stood under no heading that we know"),
    Why.UNKNOWN: _l("We have no field for this"),
    Why.MOVED: _l("Stands in another place than in the file"),
    Why.READ_AS: _l("Understood as one of our levels or dates; see that it is right"),
    Why.NOT_A_CHOICE: _l("A level or a choice that we don’t know"),
    Why.NOT_A_DATE: _l("Not a date that we understand"),
    Why.NOT_A_LINK: _l("Not a whole web address"),
    Why.NOT_A_TEXT: _l("Should have been text"),
    Why.NOT_A_LIST: _l("Should have been a list"),
    Why.NOT_AN_OBJECT: _l("Should have been an object with fields"),
    Why.REPEATED: _l("Stood twice; the first one counts"),
    Why.TOO_LONG: _l("Too long; this part was cut off"),
    Why.TOO_MANY: _l("More than a CV can hold; this was left out"),
    Why.DAMAGED: _l("Held signs that can’t be shown; they were taken out"),
}


def draft_of(sent: bytes) -> Draft:
    """What a file holds.

    Raises:
        UnreadableError: it is no document that can be read.
        JsonError, NotAResumeError: it is JSON, or nearly, but no JSON Resume.
    """
    text = json_text(sent)
    if text is not None:
        draft = read_json_resume(text, detect)
        written = (each for part in draft.sections for each in texts_of(part.kind, part.content))
        if sum(len(each.value) for each in written) > MOST_CHARACTERS:
            raise UnreadableError(Problem.TOO_MUCH_TEXT)
        return draft
    return draft_of_document(((each.style, each.text) for each in paragraphs_of(sent)), detect)


def packed(draft: Draft) -> str:
    """A draft and its report as one text for the form of the page that shows it."""
    return json.dumps(
        {
            "resume": json_resume(_view(draft)),
            "remarks": [(each.why, each.where, each.words) for each in draft.remarks],
            "details": dict(draft.details),
        },
        ensure_ascii=False,
    )


def unpacked(text: str) -> Draft | None:
    """The draft that a form brought back, read anew with all of a file's checks; None: damaged."""
    try:
        told = json.loads(text)
        draft = read_json_resume(json.dumps(told["resume"]), detect)
        remarks = tuple(Remark(Why(why), str(at), str(words)) for why, at, words in told["remarks"])
        details = {str(name): str(value) for name, value in told["details"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return Draft(
        title=draft.title,
        language=draft.language,
        sections=draft.sections,
        details=details,
        remarks=remarks,
    )


def report_of(draft: Draft) -> SimpleNamespace:
    """The report as its template shows it."""
    return SimpleNamespace(
        sheet=sheet_of(_view(draft)),
        taken=[(str(KINDS[Kind(kind)]), number) for kind, number in draft.taken.items()],
        details=facts(draft.details),
        groups=_groups(draft.remarks[:MOST_REMARKS]),
        more=max(0, len(draft.remarks) - MOST_REMARKS),
        hides_text=any(
            section.kind == Kind.FREE and section.hidden and section.content
            for section in draft.sections
        ),
    )


def _groups(remarks: Sequence[Remark]) -> list[tuple[str, list[Remark]]]:
    grouped = {why: [each for each in remarks if each.why is why] for why in WHY}
    return [(str(WHY[why]), found) for why, found in grouped.items() if found]


def _view(draft: Draft) -> AttachedView:
    return AttachedView(
        title=draft.title,
        language=draft.language or "sv",
        sections=draft.sections,
        details={},
        has_photo=False,
    )
