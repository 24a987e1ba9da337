"""Documents of others: what is read, and what is refused within bounds of time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import threading

import pytest

from tests.support import cv_documents as made
from webapp.adapters import document_reader, documents
from webapp.adapters.documents import Problem, Style, UnreadableError, paragraphs_of

BILLION_LAUGHS = (
    '<!DOCTYPE a [<!ENTITY b "ha">'
    + "".join(f'<!ENTITY b{n} "{f"&b{n - 1 if n else str()};" * 10}">' for n in range(9))
    + "]><a>&b8;</a>"
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def problem(sent: bytes) -> Problem:
    with pytest.raises(UnreadableError) as refused:
        paragraphs_of(sent)
    return refused.value.problem


@pytest.mark.parametrize("make", [made.word, made.open_document])
def test_headings_bullets_and_text_come_in_their_order(make: object) -> None:
    found = paragraphs_of(make())  # type: ignore[operator]
    assert [(each.style.value, each.text) for each in found if each.text] == list(made.LINES)


def test_a_pdf_gives_its_lines() -> None:
    texts = [each.text for each in paragraphs_of(made.printed("Åsa Öst\nKTH"))]
    assert texts[-2:] == ["Åsa Öst", "KTH"]


def test_tables_text_boxes_and_content_controls_are_read_once() -> None:
    box = f"<w:txbxContent {WORD}><w:p><w:r><w:t>I rutan</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f'<w:document {WORD} xmlns:mc="{OFFICE}"><w:body>'
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>I fältet</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:t>Före</w:t><w:br/><w:t>efter</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        "</w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>I tabellen</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:del><w:r><w:delText>struket</w:delText></w:r></w:del></w:p></w:body></w:document>"
    )
    found = paragraphs_of(made.packed({"word/document.xml": body}, like=made.word()))
    assert [each.text for each in found if each.text] == [
        "I fältet",
        "Före",
        "efter",
        "I rutan",
        "I tabellen",
    ]
    assert all(each.style is Style.PLAIN for each in found)


def test_what_is_no_document_is_refused_by_its_content() -> None:
    assert problem(b"") is Problem.EMPTY
    assert problem(b"MZ\x90\0 a program called cv.docx") is Problem.UNKNOWN_KIND
    assert problem(made.packed({"a.txt": "a"})) is Problem.UNKNOWN_KIND
    assert problem(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old") is Problem.LOCKED_OR_OLD
    assert problem(made.locked()) is Problem.LOCKED_OR_OLD
    assert problem(b"x" * (documents.LARGEST_BYTES + 1)) is Problem.TOO_LARGE
    assert problem(b"%PDF-1.7 and nothing more") is Problem.DAMAGED
    assert problem(made.word()[:2000]) is Problem.DAMAGED
    assert problem(made.packed({"word/document.xml": "<w"}, like=made.word())) is Problem.DAMAGED


def test_macros_are_refused() -> None:
    with_macro = made.packed({"word/vbaProject.bin": b"\0"}, like=made.word())
    assert problem(with_macro) is Problem.MACROS
    with_basic = made.packed({"Basic/script-lc.xml": "<a/>"}, like=made.open_document())
    assert problem(with_basic) is Problem.MACROS


def test_too_much_is_refused_before_it_is_read() -> None:
    assert problem(made.pages(200)) is Problem.TOO_MANY_PAGES
    assert problem(made.pages(3)) is Problem.NO_TEXT
    long = made.word((("", "a" * (document_reader.MOST_CHARACTERS + 1)),))
    assert problem(long) is Problem.TOO_MUCH_TEXT
    bomb = made.packed({"x": b"\0" * (document_reader.LARGEST_UNPACKED + 1)}, like=made.word())
    assert len(bomb) < documents.LARGEST_BYTES
    assert problem(bomb) is Problem.BOMB
    xml = b"<a>" + b" " * document_reader.LARGEST_XML
    assert problem(made.packed({"content.xml": xml}, like=made.open_document())) is Problem.BOMB
    laughing = made.packed({"content.xml": BILLION_LAUGHS}, like=made.open_document())
    assert problem(laughing) is Problem.DAMAGED


def test_the_reader_can_not_take_more_than_its_share() -> None:
    """Memory and time of the process are bounded whatever a file makes it do."""
    program = (
        "import document_reader, json, resource, sys\n"
        "document_reader.limit_this_process()\n"
        "kinds = {'AS': resource.RLIMIT_AS, 'CPU': resource.RLIMIT_CPU}\n"
        "limits = {name: resource.getrlimit(kind)[1] for name, kind in kinds.items()}\n"
        "try:\n    bytearray(2 * limits['AS'])\n    limits['had'] = True\n"
        "except MemoryError:\n    limits['had'] = False\n"
        "print(json.dumps(limits))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=documents.READER.parent,
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == {
        "AS": document_reader.LARGEST_MEMORY,
        "CPU": document_reader.LONGEST_CPU_SECONDS,
        "had": False,
    }


def test_a_reader_that_its_limits_end_is_a_clear_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    heavy = tmp_path / "heavy.py"  # type: ignore[operator]
    heavy.write_text(
        "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass\n"
    )
    monkeypatch.setattr(documents, "READER", heavy)
    assert problem(made.word()) is Problem.TOO_HEAVY
    slow = tmp_path / "slow.py"  # type: ignore[operator]
    slow.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(documents, "READER", slow)
    monkeypatch.setattr(documents, "LONGEST_SECONDS", 0.2)
    assert problem(made.word()) is Problem.TOO_HEAVY


def test_no_more_than_two_files_are_read_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LONGEST_WAIT_SECONDS", 0.01)
    taken = [documents._free.acquire() for _reader in range(documents.AT_ONCE)]
    try:
        refused: list[Problem] = []
        thread = threading.Thread(target=lambda: refused.append(problem(made.word())))
        thread.start()
        thread.join()
        assert refused == [Problem.BUSY]
    finally:
        for _each in taken:
            documents._free.release()
    assert paragraphs_of(made.word())
