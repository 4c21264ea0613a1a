"""Hostile workbooks and XML, made on the spot and never kept."""

from __future__ import annotations

import zipfile
from pathlib import Path

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
BILLION = "".join(f'<!ENTITY a{n} "{"".join([f"&a{n - 1};"] * 10)}">' if n else '<!ENTITY a0 "lol">' for n in range(10))
LAUGHS = f"<?xml version='1.0'?>\n<!DOCTYPE x [{BILLION}]>\n"
OUTSIDE = "<?xml version='1.0'?>\n\n<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>\n"


def workbook(
    path: Path,
    sheet: str = "",
    *,
    head: str = "",
    book: str = "",
    strings: str = "",
    extra: tuple[str, bytes] | None = None,
) -> None:
    """Write a workbook of one sheet. sheet: XML of its rows; head: before the root of workbook.xml."""
    sheets = book or '<sheet name="Datos" sheetId="1" r:id="rId1"/>'
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINKS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": strings or f'<sst xmlns="{MAIN}"><si><t>fecha</t></si></sst>',
        "xl/worksheets/sheet1.xml": sheet
        if sheet.startswith("<?")
        else f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        if extra:
            archive.writestr(*extra)


def two_far_cells(path: Path) -> None:
    """Two cells in opposite corners: seventeen thousand million cells for who keeps a rectangle."""
    workbook(
        path,
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>',
    )


def two_far_cells_in_single_quotes(path: Path) -> None:
    workbook(
        path,
        "<sheetData><row r='1'><c r='A1'><v>1</v></c></row>"
        "<row r='1048576'><c r='XFD1048576'><v>2</v></c></row></sheetData>",
    )


def good_rows(count: int = 24) -> str:
    rows = [
        '<row r="1"><c r="A1" t="inlineStr"><is><t>fecha</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>kWh</t></is></c></row>'
    ]
    for number in range(count):
        stamp = f"2026-05-{4 + number // 24:02d} {number % 24:02d}:00"
        rows.append(
            f'<row r="{number + 2}"><c r="A{number + 2}" t="inlineStr"><is><t>{stamp}</t></is></c>'
            f'<c r="B{number + 2}"><v>0.5</v></c></row>'
        )
    return f"<sheetData>{''.join(rows)}</sheetData>"


def without_dimension(path: Path) -> None:
    workbook(path, good_rows())


def false_dimension(path: Path) -> None:
    """A sheet of a day that says it is as large as a sheet can be."""
    workbook(path, f'<dimension ref="A1:XFD1048576"/>{good_rows()}')


def many_sheets(path: Path) -> None:
    workbook(
        path, good_rows(), book="".join(f'<sheet name="h{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 100_001))
    )


def ratio_bomb(path: Path) -> None:
    workbook(path, good_rows(), extra=("xl/media/image1.xml", b"\x20" * (400 << 20)))


def strings_bomb(path: Path) -> None:
    """Shared strings that unpack to hundreds of megabytes."""
    workbook(
        path, good_rows(), strings=f'<sst xmlns="{MAIN}">{"<si><t>aaaaaaaaaaaaaaaaaaaa</t></si>" * 9_000_000}</sst>'
    )


def laughs_in_the_book(path: Path) -> None:
    workbook(path, good_rows(), head=LAUGHS)


def laughs_in_the_strings(path: Path) -> None:
    workbook(path, good_rows(), strings=f'{LAUGHS}<sst xmlns="{MAIN}"><si><t>&a9;</t></si></sst>')


def outside_in_the_book(path: Path) -> None:
    workbook(path, good_rows(), head=OUTSIDE)


def espi(path: Path, head: str, value: str = "&a;") -> None:
    path.write_text(
        f'{head}<feed xmlns="http://www.w3.org/2005/Atom"><IntervalBlock xmlns="http://naesb.org/espi">'
        f"<IntervalReading><timePeriod><duration>3600</duration><start>1704085200</start></timePeriod>"
        f"<value>{value}</value></IntervalReading></IntervalBlock></feed>"
    )


def espi_laughs(path: Path) -> None:
    espi(path, LAUGHS, "&a9;")


def espi_outside(path: Path) -> None:
    espi(path, OUTSIDE)


def espi_deep(path: Path) -> None:
    path.write_text("<feed>" * 300_000)


def espi_cut_off(path: Path) -> None:
    espi(path, "<?xml version='1.0'?>\n", "5")
    path.write_bytes(path.read_bytes()[:-30])


def old_workbook_of_noise(path: Path) -> None:
    """The first bytes of an XLS and then nothing it could be."""
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40)


def with_a_password(path: Path) -> None:
    """The container of an encrypted workbook: the mark of old workbooks and the name of its package."""
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000) + "EncryptedPackage".encode("utf-16-le") + bytes(99)
    )


def repeated_cells(path: Path) -> None:
    """An ODS whose one row stands a million times, sixteen thousand cells wide."""
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="m"/>')
        archive.writestr("content.xml", content)
