"""The hostile set: a name, how to write the file, and how it may end. Used by the test and by the benchmark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.ingest.hostile import archives, texts, workbooks


@dataclass(frozen=True)
class Case:
    """One file. code: the refusal; None where it is read; place: what the finding must name of where it is."""

    name: str
    write: Callable[[Path], None]
    code: str | None
    place: tuple[str, ...] = ()


REFUSED = (
    Case("gzip of ten million rows", archives.gzip_of_many_rows, "archive_ratio"),
    Case("gzip with a false length", archives.gzip_that_lies, "archive_ratio"),
    Case("gzip cut off", archives.gzip_cut_off, "archive_damaged"),
    Case("gzip in gzip", archives.gzip_of_gzip, "nested_archive"),
    Case("zip ratio bomb", archives.zip_ratio_bomb, "archive_ratio"),
    Case("zip with false lengths", archives.zip_that_lies, "archive_damaged"),
    Case("zip in zip", archives.zip_in_zip, "nested_archive"),
    Case("zip of overlapping files", archives.zip_that_overlaps, "archive_ambiguous"),
    Case("zip with two directories", archives.zip_with_two_directories, "archive_ambiguous"),
    Case("zip cut off", archives.zip_cut_off, "archive_damaged"),
    Case("zip with a password", archives.zip_with_a_password, "archive_encrypted"),
    Case("zip of three thousand files", archives.zip_of_many, "too_many_members"),
    Case("zip damaged inside", archives.zip_damaged_inside, "archive_damaged"),
    Case("xlsx, two far cells", workbooks.two_far_cells, "sheet_too_large", ("line", "column")),
    Case(
        "xlsx, the same in single quotes",
        workbooks.two_far_cells_in_single_quotes,
        "sheet_too_large",
        ("line", "column"),
    ),
    Case("xlsx, 100,000 sheets", workbooks.many_sheets, "too_many_sheets"),
    Case("xlsx ratio bomb", workbooks.ratio_bomb, "archive_ratio"),
    Case("xlsx bomb of strings", workbooks.strings_bomb, "archive_ratio"),
    Case("xlsx, billion laughs in the book", workbooks.laughs_in_the_book, "xml_entities", ("line", "member")),
    Case("xlsx, billion laughs in the strings", workbooks.laughs_in_the_strings, "xml_entities", ("line", "member")),
    Case("xlsx, entity from outside", workbooks.outside_in_the_book, "xml_entities", ("line", "member")),
    Case("ods, cells repeated", workbooks.repeated_cells, "workbook_damaged"),
    Case("xlsx with a password", workbooks.with_a_password, "workbook_encrypted"),
    Case("xls of noise", workbooks.old_workbook_of_noise, "workbook_damaged"),
    Case("xml, billion laughs", workbooks.espi_laughs, "xml_entities", ("line",)),
    Case("xml, entity from outside", workbooks.espi_outside, "xml_entities", ("line",)),
    Case("xml, 300,000 deep", workbooks.espi_deep, "xml_too_deep"),
    Case("xml cut off", workbooks.espi_cut_off, "xml_damaged", ("line", "column")),
    Case("text with NUL", texts.with_nul, "nul_bytes", ("line",)),
    Case("text of noise", texts.noise, "not_text"),
    Case("one line of 60 MB", texts.one_line, "endless_line", ("line",)),
    Case("ten million rows of quotes", texts.quotes, "no_time_column"),
    Case("html without an end", texts.html_of_cells, "too_large"),
)
READ = (
    Case("a good file", texts.good, None),
    Case("zip with links and climbing names", archives.zip_with_links, None),
    Case("xlsx without dimension", workbooks.without_dimension, None),
    Case("xlsx with a false dimension", workbooks.false_dimension, None),
    Case("one cell of 200 kB", texts.long_cell, None),
    Case("a lone quote", texts.lone_quote, None),
    Case("mixed separators", texts.mixed, None),
    Case("only carriage returns", texts.carriage_returns, None),
    Case("UTF-16", texts.utf16, None),
)
