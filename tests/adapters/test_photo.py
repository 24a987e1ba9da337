"""Photos: only the picture is left of what was sent, and what is no photo is refused."""

from __future__ import annotations

import io
import json
import subprocess
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from tests.support.tools import program
from webapp.adapters.photo import LARGEST_BYTES, LONGEST_SIDE, PhotoError, reencoded

# What describes the picture itself; all else that exiftool finds would be metadata.
OF_THE_PICTURE = {
    "SourceFile",
    "ExifTool",
    "File",
    "JFIF",
    "Composite",
}
SECRET = "Qanarya Zwifteberg, Qxgatan 77713"


def picture(mode: str = "RGB", size: tuple[int, int] = (640, 400)) -> Image.Image:
    image = Image.new(mode, size)
    image.putpixel((0, 0), 1 if mode in "LP" else tuple([200] * len(mode)))
    return image


def told(kind: str) -> bytes:
    """A picture of a kind with everything in it that a camera or program can say."""
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = SECRET  # ImageDescription, Artist
    exif[0x0112] = 6  # Orientation: turned by a quarter
    exif.get_ifd(0x8825).update({1: "N", 2: (57.0, 42.0, 0.0), 3: "E", 4: (11.0, 58.0, 0.0)})
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", SECRET)
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        picture().save(written, "PNG", pnginfo=text, exif=exif)
    elif kind == "WEBP":
        picture().save(written, "WEBP", exif=exif, xmp=xmp)
    else:
        picture().save(written, "JPEG", exif=exif, comment=SECRET, xmp=xmp, dpi=(300, 300))
    return written.getvalue()


@pytest.mark.promise("cv.personal-data-choice")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_is_left(kind: str, tmp_path: Path) -> None:
    sent = told(kind)
    assert b"Qanarya" in sent
    made = reencoded(sent)
    assert b"Qanarya" not in made
    path = tmp_path / "photo.jpg"
    path.write_bytes(made)
    said = subprocess.run(
        [program("exiftool"), "-json", "-G", "-a", "-u", str(path)],
        capture_output=True,
        check=True,
    )
    (found,) = json.loads(said.stdout)
    assert {key.partition(":")[0] for key in found} <= OF_THE_PICTURE
    assert "File:Comment" not in found
    assert found["File:FileType"] == "JPEG"
    # Turned as it was meant to be seen, and made small.
    assert (found["File:ImageWidth"], found["File:ImageHeight"]) == (300, 480)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "CMYK"])
def test_every_kind_of_colour_is_taken(mode: str) -> None:
    written = io.BytesIO()
    picture(mode).save(written, "JPEG" if mode == "CMYK" else "PNG")
    with Image.open(io.BytesIO(reencoded(written.getvalue()))) as made:
        assert (made.format, made.mode, max(made.size)) == ("JPEG", "RGB", LONGEST_SIDE)


def bomb(width: int, height: int) -> bytes:
    """A PNG of few bytes that says it is very large."""
    written = io.BytesIO()
    picture("L", (1, 1)).save(written, "PNG")
    data = bytearray(written.getvalue())
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"no picture",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        told("JPEG")[:300],
        told("PNG")[:-200],
        bomb(9000, 9000),
        bomb(60_000, 60_000),
        b"\xff\xd8\xff" + b"x" * LARGEST_BYTES,
    ],
    ids=range(9),
)
def test_what_is_no_photo_is_refused(sent: bytes) -> None:
    with pytest.raises(PhotoError):
        reencoded(sent)


def test_other_formats_are_refused() -> None:
    for kind in ("GIF", "TIFF", "BMP"):
        written = io.BytesIO()
        picture().save(written, kind)
        with pytest.raises(PhotoError):
            reencoded(written.getvalue())


@given(at=st.integers(0, 2000), byte=st.integers(0, 255))
def test_damage_is_refused_or_gives_a_plain_photo(at: int, byte: int) -> None:
    sent = bytearray(told("JPEG"))
    sent[at % len(sent)] = byte
    try:
        made = reencoded(bytes(sent))
    except PhotoError:
        return
    assert b"Qanarya" not in made
