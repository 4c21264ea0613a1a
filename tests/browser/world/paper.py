"""Bills on paper that wait for Julio: a PDF that was read, one with holes, one that does not agree, a photograph."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from advisor.db import Upload, db
from advisor.services.bill_pictures import picture_path
from tests.browser.world.building import Builder
from tests.ingest.paper import making


def add_paper_bills(world: Builder) -> None:
    """Give each bill for a home of its own and leave it where its name says."""
    for key, content, filename in (
        ("paper_pdf", making.luz_del_sur_tiers(), "recibo_agosto.pdf"),
        ("paper_holes", _with_holes(), "recibo_a_medias.pdf"),
        ("paper_other", making.luz_del_sur(), "recibo_de_otro.pdf"),
        ("paper_photo", _photograph(), "IMG_2041.jpg"),
    ):
        home = f"at_{key}"
        world.home(home, "julio", name="Casa de Julio", supply_point_name="2223")
        world.check(key, world.receive(key, "julio", content, filename, home=home))
    _picture_of_rosa(world)


def _picture_of_rosa(world: Builder) -> None:
    """Put a picture beside a file of Rosa's, so that its address answers her."""
    upload = db.session.get_one(Upload, world.names["imported"])
    path = picture_path(world.settings.uploads_dir, upload.sha256, 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (60, 90), (250, 248, 240)).save(path, "WEBP")


def _with_holes() -> bytes:
    """A bill whose company is known, with its kWh and its first date alone."""
    return making.pdf(
        [
            (40, 40, "LUZ DEL SUR"),
            (40, 60, "N° DE SUMINISTRO 1112223"),
            (40, 80, "Energía a facturar (kWh)"),
            (200, 80, "132.00"),
            (40, 100, "Fecha lectura anterior: 04/07/2026"),
        ]
    )


def _photograph() -> bytes:
    """A sheet on a table, a little askew."""
    image = Image.new("RGB", (900, 1300), (104, 78, 58))
    sheet = Image.new("RGB", (640, 1000), (250, 248, 240))
    pen = ImageDraw.Draw(sheet)
    for line in range(12):
        pen.rectangle((60, 80 + 60 * line, 360 + 15 * (line % 4), 96 + 60 * line), fill=(90, 90, 96))
        pen.rectangle((500, 80 + 60 * line, 580, 96 + 60 * line), fill=(60, 60, 66))
    turned = sheet.rotate(3, expand=True, fillcolor=(104, 78, 58))
    image.paste(turned, (110, 120))
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
