"""Why a record of a company's file could not be read, in the reader's language."""

from __future__ import annotations

from webapp.adapters.feed_reason import Fault, Reason
from webapp.i18n import gettext as _
from webapp.i18n import lazy_gettext as _l

WORDS = {
    Fault.MISSING: _l("is missing"),
    Fault.MISSING_WITH_URL: _l("is missing, and so is url"),
    Fault.TOO_LONG: _l("is longer than %(most)s characters"),
    Fault.NO_OBJECT: _l("is not an object"),
    Fault.NO_TEXT: _l("is not a text"),
    Fault.NO_TIME: _l("“%(text)s” is not a time"),
    Fault.OUT_OF_RANGE: _l("“%(text)s” is out of range"),
    Fault.NO_FLAG: _l("is neither true nor false"),
    Fault.NO_WHOLE_NUMBER: _l("is not a whole number"),
    Fault.NO_CONCEPT: _l("is not a concept"),
    Fault.NO_CONCEPTS: _l("is not a list of concepts"),
    Fault.NO_POSTING: _l("is not JobPosting"),
    Fault.NO_POSTINGS: _l("holds no JobPosting"),
    Fault.NOT_UTF8: _l("The record is not written in UTF-8."),
    Fault.NESTED: _l("The record is nested too deeply."),
    Fault.MALFORMED: _l("The record is not whole or not valid JSON."),
    Fault.MALFORMED_AT: _l("The JSON is malformed at character %(position)s of the record."),
    Fault.NOT_AN_OBJECT: _l("The record is not a JSON object."),
    Fault.TOO_LARGE: _l("The record is larger than %(most)s MB."),
    Fault.AFTER_THE_END: _l("There is text after the end of the array."),
}


def in_words(reason: Reason) -> str:
    """A sentence; the field is named as the file names it."""
    words = str(WORDS[reason.fault]) % reason.values
    if reason.field is None:
        return words
    return _("%(field)s: %(words)s.", field=reason.field, words=words)
