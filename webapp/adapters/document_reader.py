"""The paragraphs of a PDF, a Word document or an OpenDocument text; a program of its own.

``documents.py`` starts it by its path, so that it loads nothing of the site, gives it the file on
standard input and reads one JSON object: ``{"paragraphs": [[style, text], …]}`` with the styles
"heading", "bullet" and "", or ``{"problem": code}`` with a code of ``documents.Problem``. Whatever
a hostile file does, it does within the limits that this process sets itself.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

LARGEST_MEMORY = 1024**3
LONGEST_CPU_SECONDS = 15
MOST_PAGES = 50
MOST_CHARACTERS = 200_000
MOST_PARTS = 5_000
LARGEST_UNPACKED = 50 * 1024**2
LARGEST_XML = 12 * 1024**2
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
OPEN_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OPEN_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
WORD_KIND = b"wordprocessingml.document.main+xml"
OPEN_KIND = b"application/vnd.oasis.opendocument.text"
# OLE 2: Word before 2007, and newer documents that are encrypted.
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Paragraph = tuple[str, str]


class RefusedError(Exception):
    """The file can't be read; the argument is the problem's code."""


def limit_this_process() -> None:
    """Bounds memory, time and files of this process; it can't raise them again."""
    for kind, most in (
        (resource.RLIMIT_AS, LARGEST_MEMORY),
        (resource.RLIMIT_CPU, LONGEST_CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def paragraphs_of(sent: bytes) -> list[Paragraph]:
    """The paragraphs of a file of any kind that can be read, which its content tells.

    Raises:
        RefusedError: it is of another kind, locked, or too large.
    """
    if b"%PDF-" in sent[:1024]:
        found = list(_pdf(sent))
    elif sent.startswith(b"PK\x03\x04"):
        found = list(_packed(sent))
    else:
        raise RefusedError("locked-or-old" if sent.startswith(OLD_WORD) else "unknown-kind")
    if sum(len(text) for _style, text in found) > MOST_CHARACTERS:
        raise RefusedError("too-much-text")
    if not any(text.strip() for _style, text in found):
        raise RefusedError("no-text")
    return found


def _pdf(sent: bytes) -> Iterator[Paragraph]:
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(sent))
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise RefusedError("locked-or-old")
    if len(reader.pages) > MOST_PAGES:
        raise RefusedError("too-many-pages")
    taken = 0
    for page in reader.pages:
        text = page.extract_text()
        taken += len(text)
        if taken > MOST_CHARACTERS:
            raise RefusedError("too-much-text")
        for line in text.splitlines():
            yield "", line


def _packed(sent: bytes) -> Iterator[Paragraph]:
    with zipfile.ZipFile(io.BytesIO(sent)) as packed:
        parts = packed.infolist()
        names = {part.filename for part in parts}
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise RefusedError("bomb")
        if any(part.flag_bits & 1 for part in parts):
            raise RefusedError("locked-or-old")
        if "[Content_Types].xml" in names:
            yield from _word(packed, names)
        elif "mimetype" in names and _part(packed, "mimetype").strip() == OPEN_KIND:
            yield from _open_document(packed, names)
        else:
            raise RefusedError("unknown-kind")


def _word(packed: zipfile.ZipFile, names: set[str]) -> Iterator[Paragraph]:
    kinds = _part(packed, "[Content_Types].xml")
    if b"macroEnabled" in kinds or any(name.endswith("vbaProject.bin") for name in names):
        raise RefusedError("macros")
    if WORD_KIND not in kinds or "word/document.xml" not in names:
        raise RefusedError("unknown-kind")
    yield from _word_paragraphs(_tree(_part(packed, "word/document.xml")))


def _word_paragraphs(root: Element) -> Iterator[Paragraph]:
    """Every paragraph where it begins, those in tables, text boxes and content controls too."""
    text_of = {
        f"{WORD}tab": "\t",
        f"{WORD}br": "\n",
        f"{WORD}cr": "\n",
        f"{WORD}noBreakHyphen": "-",
    }
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{COMPATIBILITY}Fallback":
            # The same again, for older programs.
            continue
        if element.tag != f"{WORD}p":
            waiting += reversed(element)
            continue
        words: list[str] = []
        inside: list[Element] = []
        runs = list(reversed(element))
        while runs:
            run = runs.pop()
            if run.tag == f"{WORD}p":
                inside.append(run)
            elif run.tag == f"{WORD}t":
                words.append(run.text or "")
            elif run.tag in text_of:
                words.append(text_of[run.tag])
            elif run.tag not in (f"{WORD}pPr", f"{COMPATIBILITY}Fallback"):
                runs += reversed(run)
        waiting += reversed(inside)
        for line in "".join(words).split("\n"):
            yield _word_style(element), line


def _word_style(paragraph: Element) -> str:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    name = (style.get(f"{WORD}val") or "").lower() if style is not None else ""
    if name.startswith(("heading", "rubrik", "title")):
        return "heading"
    is_list = paragraph.find(f"{WORD}pPr/{WORD}numPr") is not None
    return "bullet" if is_list or name.startswith(("list", "punktlista")) else ""


def _open_document(packed: zipfile.ZipFile, names: set[str]) -> Iterator[Paragraph]:
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in _part(packed, manifest):
        raise RefusedError("locked-or-old")
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise RefusedError("macros")
    if "content.xml" not in names:
        raise RefusedError("damaged")
    body = _tree(_part(packed, "content.xml")).find(f"{OPEN_OFFICE}body")
    waiting = [("", body)] if body is not None else []
    while waiting:
        style, element = waiting.pop()
        if element.tag == f"{OPEN_TEXT}h":
            style = "heading"
        elif element.tag == f"{OPEN_TEXT}list-item":
            style = "bullet"
        if element.tag in (f"{OPEN_TEXT}h", f"{OPEN_TEXT}p"):
            words, inside = _open_words(element)
            waiting += [("", each) for each in reversed(inside)]
            for line in words.split("\n"):
                yield style, line
        else:
            waiting += [(style, each) for each in reversed(element)]


def _open_words(paragraph: Element) -> tuple[str, list[Element]]:
    """The words of a paragraph, and the paragraphs of frames that hang in it."""
    words: list[str] = [paragraph.text or ""]
    inside: list[Element] = []
    waiting: list[Element | str] = [each for child in reversed(paragraph) for each in _after(child)]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            words.append(each)
        elif each.tag in (f"{OPEN_TEXT}p", f"{OPEN_TEXT}h"):
            inside.append(each)
        elif each.tag == f"{OPEN_TEXT}s":
            words.append(" " * min(int(each.get(f"{OPEN_TEXT}c") or 1), 100))
        elif each.tag == f"{OPEN_TEXT}tab":
            words.append("\t")
        elif each.tag == f"{OPEN_TEXT}line-break":
            words.append("\n")
        elif each.tag not in (f"{OPEN_OFFICE}annotation", f"{OPEN_TEXT}note"):
            waiting += [one for child in reversed(each) for one in _after(child)]
            words.append(each.text or "")
    return "".join(words), inside


def _after(child: Element) -> list[Element | str]:
    return [child.tail or "", child]


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as part:
        read = part.read(LARGEST_XML + 1)
    if len(read) > LARGEST_XML:
        raise RefusedError("bomb")
    return read


def _tree(xml: bytes) -> Element:
    from defusedxml.ElementTree import fromstring

    root: Element = fromstring(xml, forbid_dtd=True)
    return root


def main() -> None:
    limit_this_process()
    answer: dict[str, object]
    try:
        answer = {"paragraphs": paragraphs_of(sys.stdin.buffer.read())}
    except RefusedError as refused:
        answer = {"problem": str(refused)}
    except MemoryError:
        answer = {"problem": "too-heavy"}
    except Exception:
        # Its readers raise errors of dozens of kinds on damaged files.
        answer = {"problem": "damaged"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
