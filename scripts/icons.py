"""Draw the product's icons from img/mark.svg with Chromium: python scripts/icons.py. The files are committed."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "advisor" / "web" / "static" / "img"
GROUND = "#26407a"
# Name, size in pixels, part of the side that the mark takes, and whether the ground fills the corners.
# A maskable icon may be cut to a circle of 80 % of its side; the drawing in the mark stays inside at 82 %.
ICONS = (
    ("icon-192.png", 192, 1.0, False),
    ("icon-512.png", 512, 1.0, False),
    ("icon-maskable-192.png", 192, 0.82, True),
    ("icon-maskable-512.png", 512, 0.82, True),
    ("icon-apple-180.png", 180, 0.92, True),
)


def draw(browser: Browser, *, size: int, part: float, filled: bool) -> bytes:
    """Return the mark as PNG."""
    page = browser.new_page(viewport={"width": size, "height": size})
    side = round(size * part)
    page.set_content(
        f"<style>body{{margin:0;display:grid;place-items:center;height:100vh;"
        f"background:{GROUND if filled else 'transparent'}}}"
        f"svg{{width:{side}px;height:{side}px}}</style>{(IMAGES / 'mark.svg').read_text('utf-8')}"
    )
    image = page.screenshot(omit_background=True)
    page.close()
    return image


def as_ico(image: bytes, *, size: int) -> bytes:
    """Return an icon file that holds one PNG."""
    return struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(image), 22) + image


def main() -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, size, part, filled in ICONS:
            (IMAGES / name).write_bytes(draw(browser, size=size, part=part, filled=filled))
        (IMAGES / "favicon.ico").write_bytes(as_ico(draw(browser, size=32, part=1.0, filled=False), size=32))
        browser.close()


if __name__ == "__main__":
    main()
