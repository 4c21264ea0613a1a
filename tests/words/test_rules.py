# ruff: noqa: E501 - examples stand beside each other
"""Every rule of the lint has a text that breaks it and one it lets pass: a rule that cannot fail is a defect."""

from __future__ import annotations

import pytest

from tests.words.rules import ENGLISH, SPANISH, ends_differ

LONG = " ".join(["casa"] * 26) + "."
HARD = (
    "Procedimientos administrativos correspondientes imposibilitan significativamente determinadas reestructuraciones "
    "organizacionales. Consideraciones metodológicas complementarias caracterizan adicionalmente determinados "
    "comportamientos. Particularidades circunstanciales independientemente identificadas representan dificultades."
)
BREAKS = {
    "banned_word": ["El archivo es inválido.", "Haz clic aquí", "Error 500", "Tu factura del mes", "Mira los tips", "Tu nevera"],
    "not_tu": [
        "Ingrese su correo", "Puede usted revisar", "Revise su recibo.", "Escríbalo otra vez.", "Inténtelo de nuevo.",
        "Seleccione una opción", "Haga la prueba", "Si desea, siga.", "Vos tenés un recibo", "Fijate en la barra",
        "Tenéis dos recibos", "Por favor, espera.", "Mira vuestro recibo", "Revisa tu casa y su consumo",
    ],
    "long_sentence": [LONG],
    "long_paragraph": ["Una frase. Dos frases. Tres frases. Cuatro frases."],
    "hard_to_read": [HARD],
    "written_figure": [
        "Pagas S/. 20", "Son 1.234,50 soles", "Usas 120 Kwh", "Usas 120 kw/h", "A las 6 p.m.", "El 18% de todo", "Pagas S/20",
        "El 2026-08-04", "Son 12,5 kWh", "Usas 120kWh", "Hay 1.234 hogares",
    ],
    "typography": ["Cuánto es?", "Dice \"hola\"", "Espera...", "Dos  espacios", "Es “así”.", "Hola , tú", "¿ Qué", "uno - dos", " borde"],
    "exclamation": ["¡Listo!"],
    "gendered": ["Bienvenido a casa", "Estás registrado", "Hola, amigo/a", "Vecin@s", "El usuario puede", "Interesado(a)"],
    "unexplained": ["El precio no lleva FOSE.", "Súbelo como CSV.", "No cobra IGV."],
}  # fmt: skip
PASSES = {
    "banned_word": ["El archivo no se puede leer.", "Escribe tu correo", "Demora unos segundos"],
    "not_tu": [
        "Ingresa tu correo", "Escríbelo otra vez.", "Puede haber otros.", "Su nombre está arriba en tu recibo.",
        "Un valor viene marcado como estimado.", "Hasta que tú lo digas.", "Nada que lo baje", "Entre 18 y 23 h", "Estimado",
    ],
    "long_sentence": [" ".join(["casa"] * 25) + "."],
    "long_paragraph": ["Una frase. Dos frases. Tres frases."],
    "hard_to_read": ["La casa usa menos luz en la noche. Así pagas menos cada mes. Apaga lo que nadie usa y verás que baja tu recibo."],
    "written_figure": ["Pagas S/ 1,234.50", "Usas 2,841.3 kWh", "A las 18 h", "El 18 % de todo", "El 4 de agosto", "S/ 0.6130 a kWh", "04/08/2026"],
    "typography": ["¿Cuánto es?", "Dice «hola».", "Espera…", "Busca «S/ / kWh».", "Suministro ··· 4821"],
    "exclamation": ["Listo."],
    "gendered": ["Ya ingresaste.", "Todas las personas", "y/o"],
    "unexplained": ["El IGV, el impuesto a las ventas, se suma.", "IGV (18 %)", "El descuento social (FOSE) baja tu recibo."],
}  # fmt: skip
ENGLISH_BREAKS = {
    "spanish_left": ["Your recibo is here", "¿Why?", "It is in the hogar"],
    "english_long_sentence": [" ".join(["word"] * 31) + "."],
    "long_paragraph": ["One is. Two are. Three are. Four are."],
    "english_typography": ["Say \"this\"", "Wait...", "It is «so»."],
    "incomplete_sentence": ["this begins low."],
    "english_never": ["Invalid value", "Please wait", "Click here"],
    "exclamation": ["Done!"],
    "written_figure": ["It is 120 KWH", "It costs S/. 3"],
}  # fmt: skip
ENGLISH_PASSES = {
    "spanish_left": ["Your bill calls it “lectura actual”.", "Electric tank (terma)"],
    "english_long_sentence": [" ".join(["word"] * 30) + "."],
    "long_paragraph": ["One is. Two are. Three are."],
    "english_typography": ["Say “this”", "another person's home"],
    "incomplete_sentence": ["a month", "kWh number 141 costs more."],
    "english_never": ["Wait a moment"],
    "exclamation": ["Done."],
    "written_figure": ["It is 120 kWh", "S/ 3"],
}


def cases(table):
    return [(code, text) for code, texts in table.items() for text in texts]


def test_every_rule_has_texts_that_break_it_and_texts_that_pass():
    assert set(BREAKS) == set(PASSES) == set(SPANISH)
    assert set(ENGLISH_BREAKS) == set(ENGLISH_PASSES) == set(ENGLISH)


@pytest.mark.parametrize(("code", "text"), cases(BREAKS))
def test_a_spanish_text_that_breaks_a_rule_is_found(code, text):
    assert SPANISH[code](text), text


@pytest.mark.parametrize(("code", "text"), cases(PASSES))
def test_a_good_spanish_text_passes(code, text):
    assert SPANISH[code](text) == []


@pytest.mark.parametrize(("code", "text"), cases(ENGLISH_BREAKS))
def test_an_english_text_that_breaks_a_rule_is_found(code, text):
    assert ENGLISH[code](text), text


@pytest.mark.parametrize(("code", "text"), cases(ENGLISH_PASSES))
def test_a_good_english_text_passes(code, text):
    assert ENGLISH[code](text) == []


@pytest.mark.parametrize(
    ("english", "spanish", "same"),
    [
        ("Save", "Guardar", True),
        ("Save it.", "Guárdalo", False),
        ("What is it?", "¿Qué es?", True),
        ("What is it", "¿Qué es?", False),
        ("It says “no”.", "Dice «no».", True),
    ],
)
def test_a_translation_ends_as_its_text(english, spanish, same):
    assert (ends_differ(english, spanish) == []) is same
