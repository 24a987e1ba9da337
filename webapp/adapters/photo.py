"""Photos: whatever somebody sends becomes a small plain JPEG that says nothing but the picture."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

LARGEST_BYTES = 8 * 1024 * 1024
LARGEST_PIXELS = 50_000_000
LONGEST_SIDE = 480
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 85


class PhotoError(ValueError):
    """What was sent is no photo that can be used: too large, damaged, or of another kind."""


def reencoded(sent: bytes) -> bytes:
    """A JPEG of the picture, at most 480 pixels a side, without metadata, comment or preview.

    Raises:
        PhotoError: it is too large, damaged, or no JPEG, PNG or WebP.
    """
    if len(sent) > LARGEST_BYTES:
        raise PhotoError("too large")
    try:
        with warnings.catch_warnings():
            # What it warns of, size and damaged metadata, is judged and dropped below.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(sent), formats=FORMATS) as image:
                if image.width * image.height > LARGEST_PIXELS:
                    raise PhotoError("too many pixels")
                image.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
                upright = ImageOps.exif_transpose(image)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _plain_jpeg(upright)
    except PhotoError:
        raise
    except Exception as error:
        # Its readers raise errors of a dozen kinds on damaged files.
        raise PhotoError("damaged, or no photo") from error


def _plain_jpeg(image: Image.Image) -> bytes:
    # Saving the image itself would keep a comment; a new one has nothing but pixels. Transparent
    # parts turn white.
    coloured = image.convert("RGBA")
    plain = Image.new("RGB", coloured.size, "white")
    plain.paste(coloured, mask=coloured.getchannel("A"))
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()
