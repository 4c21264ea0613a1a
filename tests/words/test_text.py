"""Counting of sentences, words and syllables, on words counted by hand."""

from __future__ import annotations

import pytest

from tests.words.text import figures, plain, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("luz", 1), ("recibo", 3), ("consumo", 3), ("energía", 4), ("guía", 2), ("agua", 2), ("cuando", 2),
        ("oeste", 3), ("leer", 2), ("quien", 1), ("pingüino", 3), ("aéreo", 4), ("hoy", 1), ("ahora", 3),
        ("aquí", 2), ("y", 1), ("electricidad", 5), ("artefacto", 4), ("refrigeradora", 6), ("país", 2), ("baúl", 2),
        ("ciudad", 2), ("leña", 2),
    ],
)  # fmt: skip
def test_syllables_of_spanish_words(word, count):
    assert syllables(word) == count


def test_a_colon_and_a_decimal_point_do_not_end_a_sentence():
    assert sentences("Julio: «12a» no es un número. Escribe 0.6130, por ejemplo. ¿Listo?") == [
        "Julio: «12a» no es un número.",
        "Escribe 0.6130, por ejemplo.",
        "¿Listo?",
    ]


def test_a_value_counts_as_one_word():
    assert len(words("Faltan %(count)s barras de {month}.")) == 5


def test_accents_go_but_not_the_letter_ene():
    assert plain("Ábrelo mañana") == "abrelo mañana"


def test_short_words_and_sentences_read_easier():
    easy = figures(["La luz es de todos. Paga solo lo que usas."])
    hard = figures(["La correspondiente documentación administrativa posibilitará significativas reestructuraciones."])
    assert easy.index > 80
    assert hard.index < 10
    assert (easy.sentences, easy.words, easy.median_length, easy.longest) == (2, 10, 5.0, 5)


def test_the_index_is_the_published_formula():
    # Ten words, fifteen syllables, one sentence: 150 syllables per hundred words, ten words per sentence.
    measured = figures(["La casa usa menos luz en la noche que ayer."])
    assert measured.words == 10
    assert measured.index == pytest.approx(206.84 - 0.60 * 150 - 1.02 * 10)
