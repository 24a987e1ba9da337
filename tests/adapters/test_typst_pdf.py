"""The PDF of a CV: what it says, what it doesn't, and that it is tagged as PDF/UA-1 asks."""

from __future__ import annotations

import io
import re
import threading

import pytest
from pypdf import PdfReader

from webapp.adapters import typst_pdf
from webapp.adapters.typst_pdf import MISSING, BusyError, Layout, TooLongError, pdf

ENTRY = {
    "title": "Svetsare",
    "beside": "Kockums AB, Malmö",
    "period": "mars 2018 –",
    "url": "https://exempel.se/varv",
    "text": [["Skrov och rör.", "Två lärlingar."], ["Nytt stycke."]],
    "bullets": ["TIG", "MIG"],
    "tags": "stål, rör",
}
SECTION = {
    "heading": "Erfarenhet",
    "rows": [("Från", "2027")],
    "text": [["Tio år."]],
    "entries": [ENTRY],
    "is_list": False,
    "is_side": False,
}
SKILLS = SECTION | {"heading": "Kunskaper", "is_list": True, "is_side": True}
WORDS = (
    "Erfarenhet Från 2027 Tio år Svetsare Kockums AB, Malmö mars 2018 exempel.se/varv Skrov och "
    "rör Två lärlingar Nytt stycke TIG MIG stål, rör Kunskaper Åsa Öberg"
)


def sheet(**changes: object) -> dict[str, object]:
    return {
        "title": "Svetsare på varv",
        "language": "sv",
        "name": "Åsa Öberg",
        "facts": [("Ort", "Malmö")],
        "sections": [SECTION, SKILLS],
    } | changes


def words_of(made: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return " ".join(text.split())


@pytest.mark.parametrize("layout", Layout)
def test_everything_of_a_sheet_is_on_paper(layout: Layout) -> None:
    words = words_of(pdf(sheet(), layout))
    for word in WORDS.split():
        assert word in words


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_is_tagged_and_says_its_title_and_language(layout: Layout, language: str) -> None:
    reader = PdfReader(io.BytesIO(pdf(sheet(language=language), layout)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"].split("-")[0] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Svetsare på varv"
    xmp = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part>1<", xmp)
    assert all(page["/StructParents"] is not None for page in reader.pages)
    levels = [level for level in _roles(root["/StructTreeRoot"]) if re.fullmatch(r"/H\d", level)]
    assert levels[0] == "/H1"
    assert {"/H2", "/H3"} <= set(levels)


def _roles(element: object) -> list[str]:
    """The roles of a structure tree, in reading order."""
    found: list[str] = []
    waiting = [element]
    while waiting:
        each = waiting.pop()
        each = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(each, list):
            waiting += reversed(each)
        elif isinstance(each, dict):
            if "/S" in each:
                found.append(str(each["/S"]))
            if "/K" in each:
                waiting.append(each["/K"])
    return found


def test_it_tells_nobody_when_and_by_whom_it_was_made() -> None:
    made = pdf(sheet(name=""), Layout.PLAIN)
    reader = PdfReader(io.BytesIO(made))
    assert set(reader.metadata or {}) == {"/Title", "/Creator"}
    xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "Date" not in xmp
    assert "dc:creator" not in xmp
    assert pdf(sheet(name=""), Layout.PLAIN) == made


@pytest.mark.parametrize("layout", Layout)
def test_signs_without_a_font_become_squares_and_never_an_error(layout: Layout) -> None:
    odd = "glad 😀 👩‍👩‍👧 \u200b\u202eomvänd\u202c עברית العربية 中文字 \ue000 ½ € – “c++”"
    words = words_of(pdf(sheet(title=odd, facts=[(odd, odd)]), layout))
    assert "½ € – “c++”" in words
    assert f"glad {MISSING} {MISSING * 3}" in words


def test_more_odd_signs_than_rounds_do_not_end_it() -> None:
    odd = "".join(chr(0x4E00 + 7 * number) for number in range(200))
    assert MISSING * 20 in words_of(pdf(sheet(title=odd), Layout.PLAIN))


def test_what_looks_like_markup_is_text() -> None:
    text = '#read("/etc/passwd") $x^2$ *b* = h @ref <tag> \\ // #{ 1 + 1 } "q"'
    words = words_of(pdf(sheet(title=text, facts=[(text, text)]), Layout.PLAIN))
    assert words.count('#read("/etc/passwd") $x^2$ *b* = h @ref <tag> \\ // #{ 1 + 1 } "q"') >= 2


@pytest.mark.parametrize("layout", Layout)
def test_no_heading_is_left_alone_at_the_foot_of_a_page(layout: Layout) -> None:
    entry = ENTRY | {
        "text": [["Ord som fyller en rad. " * 9]],
        "bullets": [],
        "url": "",
        "tags": "",
    }
    for number in range(8, 13):
        sections = [SECTION | {"text": [], "rows": [], "entries": [entry] * number}] * 3
        reader = PdfReader(io.BytesIO(pdf(sheet(sections=sections), layout)))
        assert len(reader.pages) > 1
        for page in reader.pages:
            lines = [line for line in page.extract_text().splitlines() if line.strip()]
            body = [line for line in lines if not re.fullmatch(r"\d+ / \d+", line.strip())]
            assert body[-1].strip() not in ("Svetsare", "Erfarenhet", "Kockums AB, Malmö")


def test_no_more_than_two_are_made_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst_pdf, "LONGEST_WAIT_SECONDS", 0.01)
    taken = [typst_pdf._free.acquire() for _press in range(typst_pdf.AT_ONCE)]
    try:
        refused: list[BaseException] = []

        def make() -> None:
            try:
                pdf(sheet(), Layout.PLAIN)
            except BusyError as busy:
                refused.append(busy)

        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        assert len(refused) == 1
    finally:
        for _each in taken:
            typst_pdf._free.release()
    assert pdf(sheet(), Layout.PLAIN)


def test_a_sheet_that_would_take_minutes_is_refused() -> None:
    with pytest.raises(TooLongError):
        pdf(sheet(title="a" * typst_pdf.LARGEST_SHEET), Layout.PLAIN)
