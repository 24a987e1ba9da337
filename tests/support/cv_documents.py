"""CVs as the programs of others write them, and files that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx
from odfdo import Document, Header, List, Paragraph
from pypdf import PdfReader, PdfWriter

from webapp.adapters.typst_pdf import Layout, pdf

LINES = (
    ("heading", "Anna Ek"),
    ("", "anna.ek@example.com"),
    ("heading", "Arbetslivserfarenhet"),
    ("", "mars 2018 – nu\tSvetsare, Kockums AB"),
    ("bullet", "TIG och MIG"),
    ("heading", "Språk"),
    ("", "Svenska (modersmål), engelska B2"),
    ("heading", "Segling"),
    ("", "Seglar på somrarna."),
)


def word(lines: tuple[tuple[str, str], ...] = LINES) -> bytes:
    """A DOCX, as python-docx writes it."""
    document = docx.Document()
    for style, text in lines:
        if style == "heading":
            document.add_heading(text, 1)
        else:
            document.add_paragraph(text, style="List Bullet" if style else None)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def open_document(lines: tuple[tuple[str, str], ...] = LINES) -> bytes:
    """An ODT, as odfdo writes it."""
    document = Document("text")
    document.body.clear()
    for style, text in lines:
        if style == "heading":
            document.body.append(Header(1, text))
        else:
            document.body.append(List([text]) if style else Paragraph(text))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def printed(text: str = "Utbildning\nKTH") -> bytes:
    """A PDF with these lines."""
    sheet = {"title": "CV", "language": "sv", "name": "", "facts": [], "sections": []}
    section = {"heading": "Text", "rows": [], "entries": [], "is_list": False, "is_side": False}
    sheet["sections"] = [section | {"text": [text.splitlines()]}]
    return pdf(sheet, Layout.PLAIN)


def pages(number: int) -> bytes:
    """A PDF of empty pages."""
    writer = PdfWriter()
    for _number in range(number):
        writer.add_blank_page(72, 72)
    return _written(writer)


def locked() -> bytes:
    """A PDF that asks for a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed())))
    writer.encrypt("hemligt", algorithm="AES-256")
    return _written(writer)


def packed(parts: Mapping[str, str | bytes], *, like: bytes | None = None) -> bytes:
    """A ZIP file of these parts, in place of those of another one or beside them."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        if like is not None:
            with zipfile.ZipFile(io.BytesIO(like)) as old:
                for name in old.namelist():
                    if name not in parts:
                        new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return written.getvalue()


def _written(writer: PdfWriter) -> bytes:
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
