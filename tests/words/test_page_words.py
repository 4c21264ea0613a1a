"""Every page in every state, in three languages: nothing untranslated or of another language, short forms explained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from advisor.reference.loader import load_reference
from advisor.reference.measures import load_measures
from advisor.web.words.acronyms import EXPLAINED, short_forms
from tests.words.conftest import CLOSING, OPENING, SPANISH, THIRD
from tests.words.page_text import main_text, said
from tests.words.text import PLACEHOLDER, sentences

SHORT_FORM = re.compile(r"(?<![\w@./-])(?:[A-ZÑ]{2,}[0-9]*[A-Z]?|k[A-Z]h?|kWh)(?![\w/@])")
# Not short forms: names of companies come from the reference data, these from elsewhere.
NAMES = {"UK", "CC", "BY", "SEAL", "OK", "RFC"}
# What the bill of paper prints stays in Spanish in every language; names are those the world's people gave.
BILL_TERMS = {"Lectura anterior", "Lectura actual", "Cargo fijo", "Energía activa", "Historia de consumo (kWh)"}
TYPED = {"Casa de Surco", "Casa de mi mamá", "Casa nueva", "Casa de la sobrina", "Cuarto alquilado", "Cuarto de Carmen"}
TYPED |= {"Tienda", "Bodega", "Departamento", "Hogar de ejemplo", "fecha", "hora", "falla"}
# Programs, meters and clients of the world, with what stands in the sheets they came in.
TYPED |= {"Casa conectada", "Copia de mis datos en la computadora del trabajo", "Hoja de recibos", "Medidor del taller"}
TYPED |= {"Casa sin datos", "Otra casa", "Chalet", "Casa de Rita", "Taller de Rita", "Consultora nueva", "Luz Clara"}
TYPED |= {"Elena Flores 2", "Pedro Rojas 3", "Tasmota", "lds", "Arequpa", "LIMA"}
TYPED |= {"Código", "Código: D-01", "Cliente", "Empresa", "Suministro", "Suministro: 12", "Departamento: Arequpa"}
# The page of components shows letters and homes that do not exist.
TYPED |= {"Aa", "Rosa Quispe", "Familia Huamán", "Pedro Mamani", "San Juan de Lurigancho", "Comas"}
WORD = re.compile(r"[^\W\d_]{2,}")
# Versions of price lists, data and models, names of files, addresses of e-mail: the same in every language.
VERSION = re.compile(r"\S*[/@-]\S*|\b(?:hourly|monthly) (?=\d)|\w+\.csv|#\w+|\S*\d\S*")
LEAST_KNOWN = 4  # letters of a text whose language can be told: “mar” is a month and a day
LEAST_LETTERS = 8  # of a text with values in it, to know it again on a page
HAPPENED = re.compile(r"(?:You|Guardaste|Deshiciste|Corregiste|Escribiste|Retiraste|A |Un |Una )")
NO_STOP = {"h1", "h2", "h3", "button", "summary", "label", "legend", "th", "caption", "title", "option"}


def texts() -> list[tuple[str, str]]:
    """Return (English, Spanish) of every text that differs, those of the advice too."""
    with SPANISH.open("rb") as file:
        catalogue = read_po(file, locale="es")
    pairs = []
    for message in catalogue:
        wanted = message.id if isinstance(message.id, tuple) else (message.id,)
        given = message.string if isinstance(message.string, tuple) else (message.string,)
        pairs += [pair for pair in zip(wanted, given, strict=True) if message.id]
    for measure in load_measures().values():
        pairs += [(measure.texts["en"][part], text) for part, text in measure.texts["es"].items()]
    return [(english, spanish) for english, spanish in pairs if english != spanish]


def known_again(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for any of the texts as a page shows them."""
    kept = [
        text for text in patterns if not PLACEHOLDER.search(text) or letters(PLACEHOLDER.sub("", text)) >= LEAST_LETTERS
    ]
    return re.compile("|".join(".+?".join(re.escape(part) for part in _apart(text)) for text in sorted(set(kept))))


def _apart(text: str) -> list[str]:
    return re.split(r"%\(\w+\)[sd]|\{\w+\}", text.replace("%%", "%").replace("\xa0", " "))


def letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def parts(html: str) -> set[str]:
    """Return the texts of a page, whole and by sentence."""
    found = {item.text.replace("\xa0", " ") for item in said(html) if letters(item.text) >= LEAST_KNOWN}
    return found | {sentence for text in found for sentence in sentences(text)}


@pytest.fixture(scope="module")
def english_and_spanish() -> tuple[re.Pattern[str], re.Pattern[str]]:
    pairs = texts()
    return known_again(english for english, _said in pairs), known_again(spanish for _english, spanish in pairs)


def test_the_walk_opens_every_kind_of_page(rendered):
    pages = rendered("es")
    assert len(pages) > 80
    assert all("</main>" in html for html in pages.values())
    assert sum("error-summary" in html for name, html in pages.items() if name.startswith("refused")) >= 7


@pytest.mark.parametrize(("language", "foreign"), [("en", 1), ("es", 0)])
def test_a_page_speaks_one_language(rendered, english_and_spanish, language, foreign):
    own, other = english_and_spanish[1 - foreign], english_and_spanish[foreign]
    slips = {
        (name, text)
        for name, html in rendered(language).items()
        for text in parts(html)
        if other.fullmatch(text) and not own.fullmatch(text) and text not in BILL_TERMS | TYPED
    }
    assert slips == set()


def test_the_language_of_a_page_is_known_by_its_texts(english_and_spanish):
    english, spanish = english_and_spanish
    assert spanish.fullmatch("Vas camino a S/ 115")
    assert not english.fullmatch("Vas camino a S/ 115")
    assert english.fullmatch("You are heading for S/ 115")


def allowed_words() -> set[str]:
    """Words that no translation gives: places, companies, days and months, units, short forms, what people typed."""
    reference = load_reference()
    names = [company.name for company in reference.distributors.values()] + list(reference.departments)
    names += [department.name for department in reference.departments.values()]
    quechua = Locale.parse("qu_PE")
    for table in (quechua.months, quechua.days):
        names += [name for use in table.values() for width in use.values() for name in width.values()]
    return {
        word.lower()
        for text in [*names, *EXPLAINED, *BILL_TERMS, *TYPED, "Wh", "Español"]
        for word in WORD.findall(text)
    }


def untranslated(html: str) -> Iterator[tuple[str, str]]:
    """Yield (element, text) of what stands outside the brackets; a sentence may run through several elements."""
    depth = 0
    for item in said(html):
        inside, kept = (0 if item.element.startswith("@") else depth), []
        for letter in item.text.replace("\xa0", " "):
            inside += (letter == OPENING) - (letter == CLOSING)
            kept.append(letter if inside == 0 and letter != CLOSING else " ")
        if not item.element.startswith("@"):
            depth = inside
        yield item.element, "".join(kept)


def test_no_visible_text_escapes_translation(rendered):
    free = allowed_words()
    advice = {text for measure in load_measures().values() for text in measure.texts["es"].values()}
    slips = {
        (name.split(" (")[0], element, text.strip()[:90])
        for name, html in rendered(THIRD).items()
        for element, text in untranslated(html)
        if not any(text in whole for whole in advice) and not set(WORD.findall(VERSION.sub(" ", text).lower())) <= free
    }
    assert slips == set()


def test_every_short_form_of_a_page_is_explained_on_it(rendered):
    companies = {word for company in load_reference().distributors.values() for word in company.name.split()}
    slips = set()
    for language in ("es", "en"):
        for name, html in rendered(language).items():
            text = main_text(html)
            used = set(SHORT_FORM.findall(text)) - NAMES - companies
            unknown = {form for form in used - TYPED if form not in EXPLAINED}
            listed = re.search(r'<details class="disclosure" id="words">.*?</details>', html, re.DOTALL)
            missing = {form for form in set(short_forms(text)) if not listed or f">{form}<" not in listed.group(0)}
            slips |= {(name, form) for form in unknown | missing}
    assert slips == set()


def test_a_page_without_short_forms_has_no_list(rendered):
    assert 'id="words"' not in next(html for name, html in rendered("es").items() if name.startswith("error.404"))


def test_titles_buttons_and_labels_end_without_a_full_stop(rendered):
    slips = {
        (item.element, item.text)
        for language in ("es", "en")
        for html in rendered(language).values()
        for item in said(html)
        # A row of the history is called by what happened, which is a sentence.
        if item.element in NO_STOP and re.search(r"(?<!\.)\.$", item.text) and len(sentences(item.text)) < 2
        if not (item.element == "th" and HAPPENED.match(item.text))
    }
    assert slips == set()
