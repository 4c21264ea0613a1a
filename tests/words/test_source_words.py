"""No sentence of the product is glued from pieces or left out of translation; the checks are tried on ones that are."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment

from tests.words import python_texts, template_texts

PRODUCT = Path(__file__).resolve().parents[2] / "advisor"
TEMPLATES = PRODUCT / "web" / "templates"
JINJA = Environment(extensions=["jinja2.ext.i18n"])

GLUED = {
    "added": 'title = _("You used") + usage',
    "put into an f-string": "title = f\"{_('You used')} {usage}\"",
    "put into a format": 'title = "%s %s" % (_("You used"), usage)',
    "joined": 'title = " ".join([_("You used"), usage])',
    "not a fixed text": "title = _(words)",
    "value without a name": '_("You used %s")',
    "not translated": 'flash("Saved")',
}
GLUED_BY_NAME = "def title(usage):\n    said = _('You used')\n    return said + usage"
WHOLE = (
    'title = _("You used %(usage)s", usage=usage)',
    'line = " · ".join([_("No cost"), _("high confidence")])',
    'line = "  " + _("Total")',
    'flash(_("Saved"))',
    'name = TextField(_l("Name"))',
)
BAD_TEMPLATES = {
    "glued": '<p>{{ _("From") }} {{ start }} {{ _("to") }} {{ end }}</p>',
    "not translated": "<p>Tu recibo</p>",
    "attribute not translated": '<input placeholder="Escribe aquí">',
    "argument not translated": '{{ field(form.name, hint="Write your name") }}',
    "not a fixed text": "<p>{{ _(page.title) }}</p>",
}
MORE_GLUED = (
    '<p>{{ _("See the page of") }} <a href="/">{{ _("privacy") }}</a></p>',
    '<p>{{ _("You used") ~ usage }}</p>',
    '<p><b>{{ _("Total") }}</b>: {{ amount }}</p>',
)
GOOD_TEMPLATES = (
    '<p>{{ _("From %(start)s to %(end)s", start=a, end=b) }}</p>',
    '<p>{{ _("Nothing was stored.") }} {{ limit }}</p>',
    '<p><a href="/a">{{ _("Bars") }}</a> <a href="/b">{{ _("File") }}</a></p>',
    '<p>{% if none %}{{ _("None") }}{% else %}{{ _("Some") }}{% endif %}</p>',
    '<span class="unit">kWh</span><p>{{ amount }} · {{ _("a month") }}</p>',
    '{{ field(form.name, layout="two", hint=_("Write your name")) }}',
)


@pytest.mark.parametrize("code", GLUED)
def test_a_glued_or_bare_text_in_python_is_found(code):
    assert [slip.code for slip in python_texts.slips(GLUED[code])] == [code]


def test_a_text_that_is_glued_by_its_name_is_found():
    assert [slip.code for slip in python_texts.slips(GLUED_BY_NAME)] == ["added"]


@pytest.mark.parametrize("source", WHOLE)
def test_a_whole_text_in_python_passes(source):
    assert python_texts.slips(source) == []


@pytest.mark.parametrize("code", BAD_TEMPLATES)
def test_a_glued_or_bare_text_in_a_template_is_found(code):
    assert [slip.code for slip in template_texts.slips(BAD_TEMPLATES[code], JINJA)][:1] == [code]


@pytest.mark.parametrize("source", MORE_GLUED)
def test_a_sentence_glued_across_elements_is_found(source):
    assert "glued" in [slip.code for slip in template_texts.slips(source, JINJA)]


@pytest.mark.parametrize("source", GOOD_TEMPLATES)
def test_a_whole_text_in_a_template_passes(source):
    assert template_texts.slips(source, JINJA) == []


def test_python_sources_hold_whole_sentences():
    paths = sorted(PRODUCT.rglob("*.py"))
    found = [
        (str(path.relative_to(PRODUCT)), slip) for path in paths for slip in python_texts.slips(path.read_text("utf-8"))
    ]
    assert len(paths) > 100
    assert found == []


def test_templates_hold_whole_sentences():
    paths = sorted(TEMPLATES.rglob("*.html"))
    found = [
        (str(path.relative_to(TEMPLATES)), slip)
        for path in paths
        for slip in template_texts.slips(path.read_text("utf-8"), JINJA)
    ]
    assert len(paths) > 30
    assert found == []
