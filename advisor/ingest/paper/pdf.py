"""Read a bill that is a PDF: its words by their place, then the values by the layout of its company.

Runs in the reading process only. Scripts, attachments, forms and links of the file are never looked at.
"""

from __future__ import annotations

import logging
import unicodedata
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from advisor.ingest.paper.checks import ENERGY_CODES
from advisor.ingest.paper.decimals import decimal_sign, settle, two_readings, with_points
from advisor.ingest.paper.document import NUMBERS, PDF, SCAN, BillDocument
from advisor.ingest.paper.fields import find_values
from advisor.ingest.paper.history import find_history
from advisor.ingest.paper.layouts import layout_of
from advisor.ingest.paper.lines import find_lines
from advisor.ingest.paper.words import Row, Word, cells_of, plain_text, rows_of
from advisor.ingest.results import UnableToReadFile

MOST_PAGES, PAGES_READ = 20, 4
LONGEST_SIDE_POINTS = 3400.0  # 1.2 m: larger than any sheet a bill is printed on
MOST_CHARACTERS = 60_000
LEAST_WORDS = 12
_BILL_WORDS = ("kwh", "kw.h", "suministro", "energia")


def read_bill_pdf(source: Path | bytes) -> BillDocument:
    """Return what a PDF bill says; a PDF of pictures without text comes back empty, as a scan.

    Raises UnableToReadFile: pdf_encrypted, pdf_broken, pdf_too_many_pages, pdf_page_too_large, pdf_too_much_text,
    pdf_not_a_bill.
    """
    words, pages = _words(source)
    if len(words) < LEAST_WORDS:
        return BillDocument(source=SCAN, pages=pages)
    sign = decimal_sign(words)
    rows = rows_of(with_points(words, sign))
    text = plain_text(" ".join(cell.text for cell in cells_of(rows)))
    if not any(word in text for word in _BILL_WORDS):
        raise UnableToReadFile("pdf_not_a_bill")
    return read_rows(rows, pages=pages, sign=sign)


def read_rows(rows: tuple[Row, ...], *, pages: int = 1, sign: str | None = ".") -> BillDocument:
    """Return what the rows of a bill's pages say, figures with points for decimals; sign: how the page shows them."""
    text = "\n".join(plain_text(" ".join(cell.text for cell in row)) for row in rows)
    layout, company = layout_of(text)
    values = find_values(rows, layout)
    lines, sums = find_lines(rows, layout, energy=_energy(values))
    values, unsure = _settled({**values, **sums}, lines, sign)
    told = {name: value for name, (value, _place) in values.items()}
    end = told.get("end") or told.get("issued")
    return BillDocument(
        source=PDF,
        pages=pages,
        layout=layout.key,
        distributor=company,
        averaged=any(pattern.search(text) for pattern in layout.averaged),
        lines=lines,
        history=find_history(rows, end=end),
        found={name: place for name, (_value, place) in values.items()},
        unsure=unsure,
        **told,
    )


def _energy(values: dict) -> Decimal | None:
    if "kwh" not in values or "unit_price" not in values:
        return None
    return (values["kwh"][0] * values["unit_price"][0]).quantize(Decimal("0.01"))


def _settled(values: dict, lines: tuple, sign: str | None) -> tuple[dict, tuple[str, ...]]:
    """Return the values with their figures settled, and the printed texts of those that nothing settles.

    Where the page shows its decimal sign, a figure that no sum speaks of is read with it.
    """
    doubtful = {name: both for name in NUMBERS if name in values and (both := two_readings(values[name][1].text))}
    known = {name: values[name][0] for name in NUMBERS if name in values and name not in doubtful}
    energy = [line.amount for line in lines if line.code in ENERGY_CODES]
    known |= {"energy": sum(energy, Decimal(0))} if energy else {}
    settled = settle(known, doubtful)
    kept = {name: (settled.get(name, value), place) for name, (value, place) in values.items()}
    open_still = [name for name in doubtful if name not in settled and sign is None]
    return (
        {name: held for name, held in kept.items() if name not in open_still},
        tuple(values[name][1].text for name in open_still),
    )


def _words(source: Path | bytes) -> tuple[list[Word], int]:
    """Return the words of the first pages and the number of pages."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    # Its remarks on damaged files would fill the log of whoever runs the product.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(BytesIO(source) if isinstance(source, bytes) else source) as document:
            pages = len(document.pages)
            _check_pages(document.pages)
            return [word for page in document.pages[:PAGES_READ] for word in _words_of(page)], pages
    except (UnableToReadFile, MemoryError):
        raise
    except PdfminerException as problem:
        locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in problem.args)
        raise UnableToReadFile("pdf_encrypted" if locked else "pdf_broken") from problem
    except Exception as problem:
        # A damaged file breaks its parser in more ways than it has errors for.
        raise UnableToReadFile("pdf_broken") from problem


def _check_pages(pages: list) -> None:
    if not pages:
        raise UnableToReadFile("pdf_broken")
    if len(pages) > MOST_PAGES:
        raise UnableToReadFile("pdf_too_many_pages", pages=len(pages), limit=MOST_PAGES)
    for page in pages:
        if max(page.width, page.height) > LONGEST_SIDE_POINTS:
            raise UnableToReadFile("pdf_page_too_large")


def _words_of(page) -> list[Word]:
    if len(page.chars) > MOST_CHARACTERS:
        raise UnableToReadFile("pdf_too_much_text")
    found = page.extract_words(x_tolerance=1.5, y_tolerance=2)
    words = [
        Word(
            unicodedata.normalize("NFC", word["text"]).replace("\N{NO-BREAK SPACE}", " "),
            float(word["x0"]),
            float(word["top"]),
            float(word["x1"]),
            float(word["bottom"]),
            page.page_number,
        )
        for word in found
    ]
    page.close()
    return words
