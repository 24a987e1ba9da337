"""Templates escape as the library does."""

from __future__ import annotations

from decimal import Decimal

import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from webapp.escaping import escaped
from webapp.i18n import LanguageEnvironment, LazyText


class Name(str):
    """Text that says itself how it stands in a page."""

    def __html__(self) -> str:
        return f"<b>{markupsafe.escape(str(self))}</b>"


@given(st.text() | st.text(st.sampled_from("a<>&\"'é")))
def test_any_text_is_escaped_as_the_library_does(text: str) -> None:
    assert escaped(text) == str(markupsafe.escape(text))
    assert escaped(Markup(text)) == text
    assert escaped(Name(text)) == str(markupsafe.escape(Name(text)))


@pytest.mark.parametrize("value", [0, 12, -1, True, None, Decimal("1.5"), LazyText("<p>"), ["<p>"]])
def test_any_value_is_escaped_as_the_library_does(value: object) -> None:
    assert escaped(value) == str(markupsafe.escape(value))


def test_templates_escape_text_and_attributes() -> None:
    template = LanguageEnvironment("en").from_string('<p title="{{ it }}">{{ it }}, {{ ok }}</p>')
    page = template.render(it="\"><script>'&", ok=Markup("<br>"))
    bad = "&#34;&gt;&lt;script&gt;&#39;&amp;"
    assert page == f'<p title="{bad}">{bad}, <br></p>'
