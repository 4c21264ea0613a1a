"""What a phone reads before it puts the product among its apps."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[3] / "advisor" / "web" / "static"


@pytest.fixture
def manifest(client):
    return client.get("/manifest.webmanifest").get_json()


def test_it_says_what_an_installable_app_must_say(client, manifest):
    assert client.get("/manifest.webmanifest").mimetype == "application/manifest+json"
    assert manifest["name"] == "Asesor de Energía"
    assert len(manifest["short_name"]) <= 12
    assert (manifest["id"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert manifest["lang"] == "es-PE"
    assert client.get("/manifest.webmanifest?lang=en").get_json()["name"] == "Energy Advisor"


def test_its_colours_are_those_of_the_paper(client, manifest):
    light, dark = re.findall(r"--paper: (#\w+);", (STATIC / "css" / "tokens.css").read_text())
    assert manifest["theme_color"] == manifest["background_color"] == light
    page = client.get("/").text
    assert f'<meta name="theme-color" content="{light}" media="(prefers-color-scheme: light)">' in page
    assert f'<meta name="theme-color" content="{dark}" media="(prefers-color-scheme: dark)">' in page


def test_its_icons_are_there_in_the_sizes_it_says(client, manifest):
    told = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert told == {(size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")}
    page = client.get("/").text
    apple = re.search(r'rel="apple-touch-icon" href="([^"]+)"', page).group(1)
    for address, size in [(icon["src"], icon["sizes"]) for icon in manifest["icons"]] + [(apple, "180x180")]:
        with client.get(address) as answer:
            assert answer.data[:8] == b"\x89PNG\r\n\x1a\n"
            assert "{}x{}".format(*struct.unpack(">II", answer.data[16:24])) == size
            assert len(answer.data) < 8_000


def test_a_guest_who_opens_the_app_gets_the_form(client, manifest):
    assert client.get(manifest["start_url"]).location == "/"


def test_the_manifest_and_the_worker_write_no_cookie(client):
    for path in ("/manifest.webmanifest?lang=en", "/sw.js?lang=en", "/sin-conexion/?lang=en"):
        assert "Set-Cookie" not in client.get(path).headers
