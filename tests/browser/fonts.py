"""Which letters a browser draws with: pictures made with other fonts cannot be compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.pictures import BASELINE
from tests.browser.world import World

MADE_WITH = BASELINE / "made-with.json"
# Regular text, heading and figures of one page that changes seldom.
SAMPLES = {"text": "main p", "heading": "main h1"}


def drawn_with(browser: Browser, world: World) -> dict[str, object]:
    """Return the fonts Chromium takes for text and headings, and its version."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, storage_state=world.storage("guest"))
    page = context.new_page()
    page.goto(world.url("/privacidad/"))
    session = context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    fonts = {name: _fonts(session, root, selector) for name, selector in SAMPLES.items()}
    context.close()
    return {"fonts": fonts, "chromium": browser.version.split(".")[0]}


def recorded(path: Path = MADE_WITH) -> Mapping[str, object] | None:
    """Return what pictures were made with; None where nothing is written down, as before the first baseline."""
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def record(found: Mapping[str, object], path: Path = MADE_WITH) -> None:
    """Write down what pictures were made with."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


def _fonts(session, root: int, selector: str) -> list[str]:
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    found = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return sorted(font["familyName"] for font in found)
