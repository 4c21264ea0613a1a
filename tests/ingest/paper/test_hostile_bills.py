"""Bills of strangers: damaged, locked, huge, with scripts inside, or no bill at all; read in the reading process."""

from __future__ import annotations

import warnings
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from advisor.ingest import UnableToReadFile, read_file
from advisor.ingest.paper.pictures import draw
from tests.ingest.files import LIMA
from tests.ingest.paper import making


def photo(*, size: tuple[int, int] = (900, 1600), kind: str = "JPEG", **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (240, 240, 230)).save(out, kind, **options)
    return out.getvalue()


def png_of_claimed_size(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head says that it unpacks to this many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def huge_page() -> bytes:
    made = FPDF(unit="pt", format=(20_000, 20_000))
    made.add_page()
    made.set_font("helvetica", size=9)
    made.text(50, 50, "Recibo de energía: 100 kWh")
    return bytes(made.output())


def letter() -> bytes:
    words = [f"Querida vecina, esta es la carta número {number} de este año." for number in range(12)]
    return making.pdf(making.column(40, 60, words))


def refusal(content: bytes) -> str:
    with pytest.raises(UnableToReadFile) as told:
        read_file(content, zone=LIMA)
    return told.value.finding.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (making.pdf([(40, 40, "Suministro 1234567, 100 kWh")], encrypt="secreto"), "pdf_encrypted"),
        (b"%PDF-1.7\n", "pdf_broken"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "pdf_broken"),
        (making.pluz()[:900], "pdf_broken"),
        (making.pdf(*[[(40, 40, f"Recibo {page}, 100 kWh")] for page in range(21)]), "pdf_too_many_pages"),
        (huge_page(), "pdf_page_too_large"),
        (letter(), "pdf_not_a_bill"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "photo_heic"),
        (b"\xff\xd8\xff\xe0" + b"no more than its beginning", "photo_broken"),
        (png_of_claimed_size(60_000, 60_000), "photo_too_large"),
    ],
)
def test_what_cannot_be_a_bill_is_refused_by_its_own_name(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_pdf_of_pictures_is_shown_and_typed_like_a_photograph() -> None:
    made = FPDF(unit="pt", format="A4")
    made.add_page()
    made.image(BytesIO(photo()), x=0, y=0, w=595)
    result = read_file(bytes(made.output()), zone=LIMA)
    assert (result.document.source, result.supplies) == ("scan", ())
    assert [finding.code for finding in result.findings] == ["bill_has_no_text"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_an_empty_bill_to_type(kind: str) -> None:
    result = read_file(photo(kind=kind), zone=LIMA)
    assert (result.kind, result.document.source, result.document.kwh) == ("bill_document", "photo", None)


def test_scripts_and_attachments_of_a_pdf_change_nothing() -> None:
    made = FPDF(unit="pt", format="A4")
    made.add_page()
    made.set_font("helvetica", size=9)
    made.text(40, 40, "Pluz Energía Perú S.A.A. Suministro 1234567")
    made.text(40, 60, "663kWh al precio de S/ 0.6291")
    made.set_xmp_metadata("<x/>")
    made.embed_file(basename="troyano.exe", bytes=b"MZ not looked at")
    content = bytes(made.output()).replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
    )
    bill = read_file(content, zone=LIMA).document
    assert (bill.supply_number, str(bill.kwh)) == ("1234567", "663")


def test_a_picture_keeps_its_pixels_upright_and_nothing_of_where_it_was_taken(tmp_path: Path) -> None:
    """Held sideways (orientation 6) at 3000 x 1000, with a place: it comes out 667 x 2000 with no EXIF at all."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (12.0, 3.0, 0.0)
    path = tmp_path / "recibo.jpg"
    path.write_bytes(photo(size=(3000, 1000), exif=exif))
    (drawn,) = draw(path, zone=LIMA)
    image = Image.open(BytesIO(drawn.tobytes()))
    assert (image.format, image.size) == ("WEBP", (667, 2000))
    assert "exif" not in image.info
    assert b"GPS" not in drawn.tobytes()


def test_the_first_three_pages_of_a_pdf_are_drawn_1200_pixels_wide(tmp_path: Path) -> None:
    path = tmp_path / "recibo.pdf"
    path.write_bytes(making.pdf(*[[(40, 40, f"Página {page}, 100 kWh")] for page in range(5)]))
    pictures = draw(path, zone=LIMA)
    assert len(pictures) == 3
    widths = {Image.open(BytesIO(picture.tobytes())).width for picture in pictures}
    assert widths <= {1200, 1201}


def test_a_bomb_is_not_unpacked_to_be_drawn(tmp_path: Path) -> None:
    path = tmp_path / "bomba.png"
    path.write_bytes(png_of_claimed_size(30_000, 30_000))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UnableToReadFile):
            draw(path, zone=LIMA)
