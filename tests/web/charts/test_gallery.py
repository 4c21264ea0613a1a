"""Every drawing in every state: it reads as a picture, says its values in words, and leaves the pages whole."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from advisor.web.charts import outside
from advisor.web.charts.flat import stretched

CSS = Path(outside.__file__).parents[1] / "static" / "css"
SVG = "{http://www.w3.org/2000/svg}"
NOT_NUMBERS = re.compile(r"\b(nan|inf|none)\b", re.IGNORECASE)
SMALLEST_TEXT_PX = 11
NAMES = ("id", "class", "fill", "aria-labelledby", "preserveAspectRatio")
SHAPES = ("rect", "line", "path", "circle", "text")


def tree(example):
    return ElementTree.fromstring(str(example.drawing))


def texts(root):
    return {node.text for node in root.iter(f"{SVG}text")}


def styled():
    written = (CSS / "charts.css").read_text() + (CSS / "readings.css").read_text()
    return set(re.findall(r"\.([\w-]+)", written))


def test_names_are_unique_in_the_page(examples):
    ids = [node.get("id") for example in examples.values() for node in tree(example).iter() if node.get("id")]
    assert len(ids) == len(set(ids))


def test_a_drawing_is_whole_numbers_and_words(example):
    root = tree(example)
    values = [value for node in root.iter() for name, value in node.attrib.items() if name not in NAMES]
    assert not [value for value in values if NOT_NUMBERS.search(value)]
    assert not [node for node in root.iter() if node.get("style")]
    assert root.get("role") == "img" or root.get("aria-hidden") == "true"
    assert example.title
    assert example.when
    assert example.table.rows


def test_every_shape_has_a_look_in_the_stylesheet(example):
    """A shape without one would be drawn black, on dark paper too."""
    shapes = [node for node in tree(example).iter() if node.tag.removeprefix(SVG) in SHAPES]
    plain = [ElementTree.tostring(node) for node in shapes if not set((node.get("class") or "").split()) & styled()]
    assert shapes
    assert plain == []


def test_what_can_be_pointed_at_says_its_value_first(example):
    marks = [node for node in tree(example).iter() if "chart-mark" in (node.get("class") or "").split()]
    assert all(node[0].tag == f"{SVG}title" and node[0].text for node in marks)


def test_texts_are_no_smaller_than_can_be_read():
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", outside.style("light"))]
    assert sizes
    assert min(sizes) >= SMALLEST_TEXT_PX


def test_drawings_that_hold_values_can_be_pointed_at(examples):
    """Every kind of drawing with a figure; the two without any data have nothing to say."""
    silent = {name for name, example in examples.items() if "chart-mark" not in str(example.drawing)}
    assert silent == {"months-none", "verification-none", "spark", "spark-none"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_file_of_its_own_needs_nothing_from_a_page(example, scheme):
    written = outside.standalone(example.drawing, width_px=560, scheme=scheme)
    root = ElementTree.fromstring(written)
    assert (root.tag, root.get("width"), root.get("viewBox").split()[2]) == (f"{SVG}svg", "560", "560")
    assert "var(" not in written
    assert not [value for node in root.iter() for value in node.attrib.values() if value.endswith("%")]
    assert not [node for node in root.iter(f"{SVG}svg") if node is not root]
    assert texts(root) == texts(tree(example))
    used = {value for node in root.iter() for value in node.attrib.values() if value.startswith("url(")}
    assert {value[5:-1] for value in used} <= {node.get("id") for node in root.iter()}


def test_a_stretched_path_keeps_every_command():
    assert stretched("M0.5,10L1.5,20H3V40Z", 100, 0.5) == "M50 5L150 10H300V20Z"


def test_the_dark_file_has_the_dark_tokens():
    light, dark = outside.style("light"), outside.style("dark")
    assert ".chart-paper { fill: #faf6ee }" in light
    assert ".chart-paper { fill: #171c26 }" in dark


def png(example, **more):
    try:
        return Image.open(BytesIO(outside.as_png(example.drawing, width_px=560, **more)))
    except outside.FontsMissing as missing:
        pytest.skip(str(missing))


def test_a_png_is_twice_as_fine_and_shows_something(example):
    image = png(example).convert("RGB")
    height = float(ElementTree.fromstring(outside.standalone(example.drawing, width_px=560)).get("height"))
    assert image.size == (1120, round(2 * height))
    assert len(image.getcolors(maxcolors=2**24)) > 1


def test_a_png_has_its_words_and_its_scheme(examples):
    image = png(examples["parts-named"]).convert("L")
    words = image.crop((40 + 40, 40 + 70, 500, image.height - 40))
    assert words.getextrema()[0] < 128, "the names of the parts are not drawn"
    assert png(examples["months"]).getpixel((2, 2)) != png(examples["months"], scheme="dark").getpixel((2, 2))


def test_without_a_font_the_picture_is_refused_with_what_to_install(examples, monkeypatch, tmp_path):
    monkeypatch.setattr(outside, "FONT_FOLDERS", (str(tmp_path),))
    outside.fonts.cache_clear()
    try:
        with pytest.raises(outside.FontsMissing, match="fonts-liberation"):
            outside.as_png(examples["months"].drawing, width_px=560)
    finally:
        outside.fonts.cache_clear()
