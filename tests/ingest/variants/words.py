"""Header words of several languages, as portals and programs write them."""

from __future__ import annotations

# date, time, date and time, from, until, energy, reading, power, export, direction, unit
WORDS = {
    "es": ("Fecha", "Hora", "Fecha y hora", "Desde", "Hasta", "Consumo", "Lectura", "Potencia", "Energía exportada",
           "Dirección", "Unidad"),
    "en": ("Date", "Time", "Timestamp", "Start", "End", "Usage", "Meter reading", "Power", "Export", "Direction",
           "Unit"),
    "pt": ("Data", "Hora", "Data e hora", "Início", "Fim", "Consumo", "Leitura", "Potência", "Energia injetada",
           "Sentido", "Unidade"),
    "fr": ("Date", "Heure", "Horodate", "Début", "Fin", "Consommation", "Index", "Puissance", "Injection", "Sens",
           "Unité"),
    "de": ("Datum", "Uhrzeit", "Zeitstempel", "Von", "Bis", "Verbrauch", "Zählerstand", "Leistung", "Einspeisung",
           "Richtung", "Einheit"),
    "it": ("Data", "Ora", "Data e ora", "Inizio", "Fine", "Consumo", "Lettura", "Potenza", "Energia immessa",
           "Direzione", "Unità"),
}  # fmt: skip
NEUTRAL = {"es": "Valor", "en": "Value", "pt": "Valor", "fr": "Valeur", "de": "Wert", "it": "Valore"}
TOTALS = {"es": "Total", "en": "Total", "pt": "Total", "fr": "Somme", "de": "Summe", "it": "Totale"}
NAMED_BEFORE = {
    "es": ("Suministro", "Reporte de consumo", "Desde"),
    "en": ("Meter ID", "Usage report", "From"),
    "pt": ("Instalação", "Relatório de consumo", "De"),
    "fr": ("PDL", "Relevé de consommation", "Du"),
    "de": ("Zählpunkt", "Verbrauchsbericht", "Von"),
    "it": ("POD", "Rapporto dei consumi", "Dal"),
}
MONTHS = {
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "pt": ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"),
    "fr": ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"),
    "de": ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"),
    "it": ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
}
