"""Pictures of a bill for the page that shows it beside the form: pages of a PDF drawn anew, a photograph re-encoded.

Runs in the reading process only. What comes out holds pixels and nothing else: no place, no camera, no script.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from datetime import tzinfo
from io import BytesIO
from pathlib import Path

import numpy as np

from advisor.ingest.opening import head_of
from advisor.ingest.paper.document import PHOTO, BillDocument
from advisor.ingest.paper.result import kind_of_bill
from advisor.ingest.results import UnableToReadFile

PAGES_DRAWN, PAGE_PIXELS, PHOTO_PIXELS = 3, 1200, 2000
MOST_PIXELS = 80_000_000  # a phone's best camera; a picture that unpacks to more is refused before it is unpacked
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 80


def read_photo(source: Path | bytes) -> BillDocument:
    """Return the empty bill of a photograph, whose figures the person types. Raises UnableToReadFile."""
    with _opened(source):
        return BillDocument(source=PHOTO)


def draw(
    source: Path, *, zone: tzinfo, filename: str = "", answers: Mapping[str, str] | None = None
) -> tuple[np.ndarray, ...]:
    """Return up to three pictures of a bill as WebP, each as its bytes (uint8). Raises UnableToReadFile.

    Takes what every task of the reading process is given; only the file matters here.
    """
    pictures = _pages(source) if kind_of_bill(head_of(source)) == "pdf" else [_photo(source)]
    return tuple(np.frombuffer(_webp(picture), dtype=np.uint8) for picture in pictures)


def _pages(source: Path) -> list:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as problem:
        raise UnableToReadFile("pdf_broken") from problem
    try:
        return [_page(document[number]) for number in range(min(len(document), PAGES_DRAWN))]
    except pypdfium2.PdfiumError as problem:
        raise UnableToReadFile("pdf_broken") from problem
    finally:
        document.close()


def _page(page):
    width, height = page.get_size()
    # The longer side of a tall page counts too: a strip of paper is not drawn a metre high.
    scale = min(PAGE_PIXELS / max(width, 1.0), 2 * PAGE_PIXELS / max(height, 1.0))
    return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")


def _photo(source: Path | bytes):
    from PIL import ImageOps

    with _opened(source) as image:
        # A JPEG is unpacked at the size that is needed, which saves most of the memory.
        image.draft("RGB", (PHOTO_PIXELS, PHOTO_PIXELS))
        try:
            upright = ImageOps.exif_transpose(image).convert("RGB")
        except (OSError, ValueError, SyntaxError) as problem:
            raise UnableToReadFile("photo_broken") from problem
    upright.thumbnail((PHOTO_PIXELS, PHOTO_PIXELS))
    return upright


def _opened(source: Path | bytes):
    """Open a photograph without unpacking it; its size is known from its head."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(source) if isinstance(source, bytes) else source, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise UnableToReadFile("photo_too_large") from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
        raise UnableToReadFile("photo_broken") from problem
    return image


def _webp(picture) -> bytes:
    out = BytesIO()
    # No exif, no colour profile: a new picture of the pixels alone.
    picture.info.clear()
    picture.save(out, "WEBP", quality=QUALITY, method=2)
    return out.getvalue()
