"""Makes PDF bills as the companies' texts are described: figures of worked bills, invented persons."""

from __future__ import annotations

from collections.abc import Sequence

from fpdf import FPDF

Text = tuple[float, float, str]  # left and baseline in points from the top left, words
RIGHT = "right"
BARS = ("JUL", "AGO", "SET", "OCT", "NOV", "DIC", "ENE", "FEB", "MAR", "ABR", "MAY", "JUN")


def pdf(
    *pages: Sequence[Text | tuple[float, float, str, str]], size: float = 9, font: str = "helvetica", **options
) -> bytes:
    """Return a PDF with words at their places; a fourth part "right" sets them against their x from the left."""
    made = FPDF(unit="pt", format="A4")
    made.set_auto_page_break(False)
    for page in pages:
        made.add_page()
        made.set_font(font, size=size)
        for x, y, words, *side in page:
            made.text(x - made.get_string_width(words) if side else x, y, words)
    if "encrypt" in options:
        made.set_encryption(owner_password="dueño", user_password=options["encrypt"])
    return bytes(made.output())


def column(x: float, top: float, words: Sequence[str], *, step: float = 14, side: str = "") -> list[tuple]:
    """Return words below one another."""
    return [(x, top + step * number, text, *([side] if side else [])) for number, text in enumerate(words)]


def pluz() -> bytes:
    """Bill A of the facts: amounts in a block of their own, half a row lower; the total behind asterisks."""
    labels = [
        "Reposición y Mant. de Conexión",
        "Cargo Fijo",
        "Energía",
        "Interés Compensatorio",
        "Alumbrado Público",
        "SUBTOTAL Mes Actual",
        "I.G.V.",
        "TOTAL Mes Actual",
        "Aporte Ley N° 28749",
    ]
    amounts = ["1.69", "2.34", "417.09", "1.91", "28.00", "451.03", "81.19", "532.22", "7.29"]
    return pdf(
        [
            (40, 40, "Pluz Energía Perú S.A.A. R.U.C. N° 20269985900"),
            (400, 40, "Número de suministro"),
            (420, 54, "1234567"),
            (40, 80, "Potencia Contratada"),
            (160, 80, "3.00 kW"),
            (230, 80, "MONOFÁSICO"),
            (320, 80, "Tarifa"),
            (370, 80, "BT5B"),
            (40, 100, "Lectura Actual (23/06/2026)"),
            (220, 100, "48211"),
            (40, 114, "Lectura Anterior (23/05/2026)"),
            (220, 114, "47548"),
            (40, 134, "663kWh al precio de S/ 0.6291"),
            (300, 134, "Días de Lectura"),
            (400, 134, "31"),
            *column(40, 180, labels),
            *column(520, 187, amounts, side=RIGHT),
            (40, 360, "EMISIÓN"),
            (110, 360, "26/JUN/2026"),
            (220, 360, "VENCIMIENTO"),
            (310, 360, "13/JUL/2026"),
            (400, 360, "FECHA DE CORTE"),
            (490, 360, "29/SET/2026"),
            (40, 400, "TOTAL A PAGAR"),
            (300, 400, "Lima Norte"),
            (380, 400, "S/******538.50"),
            *[(60 + 40 * place, 700, month, "right") for place, month in enumerate(BARS)],
            *[
                (60 + 40 * place, 690 - kwh / 12, str(kwh), "right")
                for place, kwh in enumerate([520, 540, 515, 530, 548, 601, 640, 655, 660, 612, 590, 663])
            ],
        ]
    )


def luz_del_sur() -> bytes:
    """Bill B of the facts, its energy with a space for thousands in a second fixture; readings as a sum."""
    return pdf(
        [
            (40, 40, "LUZ DEL SUR S.A.A. RUC 20331898008"),
            (380, 40, "N° DE SUMINISTRO"),
            (500, 40, "7654321"),
            (40, 70, "MES FACTURADO JULIO 2026"),
            (40, 90, "Potencia Contratada 3.00 kW"),
            (250, 90, "Conexión MONOFÁSICO"),
            (400, 90, "Tarifa BT5B Residencial"),
            (40, 110, "Lectura anterior"),
            (150, 110, "12/Jun/26"),
            (250, 110, "Última lectura"),
            (350, 110, "13/Jul/26"),
            (40, 140, "22703.20 - 22247.70 = 455.50 X 1.0000 = 455.50 X 0.6130"),
            (330, 140, "Consumo de energía"),
            (520, 140, "279.22", RIGHT),
            *column(
                330, 154, ["Cargo Fijo", "Mant. y Reposición de Conexión", "Alumbrado Público", "Interés Compensatorio"]
            ),
            *column(520, 154, ["2.26", "1.68", "17.64", "0.82"], side=RIGHT),
            (330, 210, "SUBTOTAL"),
            (520, 210, "301.62", RIGHT),
            (330, 224, "I.G.V. 18%"),
            (520, 224, "54.29", RIGHT),
            (330, 238, "Electrificación Rural (Ley N° 28749)"),
            (520, 238, "5.01", RIGHT),
            (330, 252, "Interés Moratorio"),
            (520, 252, "0.13", RIGHT),
            (330, 266, "TOTAL DEL MES"),
            (520, 266, "361.05", RIGHT),
            (330, 280, "Ajuste por redondeo mes actual"),
            (520, 280, "0.05", RIGHT),
            (330, 300, "Deuda anterior"),
            (520, 300, "6 505.10", RIGHT),
            (330, 320, "TOTAL A PAGAR S/ 6 866.20"),
            (40, 350, "Fecha de Emisión:15-Jul-2026"),
            (250, 350, "Fecha de Vencimiento:01-Ago-2026"),
            *column(40, 400, [f"{month}" for month in ("Ago 2025", "Set 2025", "Sep 2024", "Jun 2026", "Jul 2026")]),
            *column(160, 400, ["410.20", "402.00", "377.10", "431.00", "455.50"], side=RIGHT),
        ]
    )


def luz_del_sur_tiers() -> bytes:
    """A bill between 31 and 140 kWh: 30 x 0.4194 = 12.58 and 102 x 0.5990 = 61.10; the reading was averaged."""
    return pdf(
        [
            (40, 40, "LUZ DEL SUR"),
            (380, 40, "N° DE SUMINISTRO 1112223"),
            (40, 60, "Lectura promedio"),
            (40, 80, "Fecha lectura anterior: 04/07/2026"),
            (40, 94, "Fecha lectura actual: 04/08/2026"),
            (40, 108, "Energía a facturar (kWh)"),
            (200, 108, "132.00"),
            (40, 140, "Valor de los primeros 30 kWh"),
            (260, 140, "0.4194"),
            (400, 140, "12.58", RIGHT),
            (40, 154, "Valor consumo mayor a los primeros 30 kWh"),
            (260, 154, "0.5990"),
            (400, 154, "61.10", RIGHT),
            (40, 168, "Cargo Fijo"),
            (400, 168, "2.20", RIGHT),
            (40, 182, "Mant. y Reposición de Conexión"),
            (400, 182, "1.68", RIGHT),
            (40, 196, "Alumbrado Público"),
            (400, 196, "9.07", RIGHT),
            (40, 210, "SUBTOTAL"),
            (400, 210, "86.63", RIGHT),
            (40, 224, "I.G.V."),
            (400, 224, "15.59", RIGHT),
            (40, 238, "Electrificación Rural (Ley N° 28749)"),
            (400, 238, "1.45", RIGHT),
            (40, 252, "TOTAL DEL MES"),
            (400, 252, "103.67", RIGHT),
            (40, 266, "TOTAL A PAGAR"),
            (400, 266, "103.70", RIGHT),
        ]
    )


def electrocentro() -> bytes:
    """The Electrocentro text of the facts: 2 kWh, no IGV, lines in rows."""
    rows = [
        ("Cargo Fijo", "3.55"),
        ("Ene.Activa(S/ 0.3462 x 2.0000 kWh)", "0.69"),
        ("AlumbradoPublico (Alicuota : S/ 0.7368)", "0.74"),
        ("Interés Compensatorio", "0.02"),
        ("SUB TOTAL", "5.00"),
        ("Aporte Ley Nro. 28749", "0.02"),
        ("Saldo por redondeo", "-0.03"),
        ("Diferencia de redondeo", "0.01"),
        ("TOTAL A PAGAR", "S/ 5.00"),
    ]
    return pdf(
        [
            (40, 40, "ELECTROCENTRO S.A."),
            (40, 60, "Suministro"),
            (120, 60, "70012345"),
            (40, 80, "DATOS DEL SUMINISTRO Y CONSUMO"),
            (40, 94, "Potencia 0.85 kW"),
            (180, 94, "Consumo 2.00 kWh"),
            (300, 94, "Tarifa BT5B"),
            (40, 108, "Lectura anterior"),
            (140, 108, "05/07/2026"),
            (220, 108, "810.00"),
            (40, 122, "Lectura actual"),
            (140, 122, "05/08/2026"),
            (220, 122, "812.00"),
            (40, 136, "Factor"),
            (140, 136, "1.0000"),
            (40, 156, "Emisión"),
            (140, 156, "07/08/2026"),
            (40, 170, "Vencimiento"),
            (140, 170, "22/08/2026"),
            (40, 200, "IMPORTES FACTURADOS"),
            *column(40, 214, [label for label, _ in rows]),
            *column(420, 214, [amount for _, amount in rows], side=RIGHT),
        ]
    )


def hidrandina() -> bytes:
    """The Hidrandina line of the facts: 23 x 0.6894 = 15.86; a line that no layout knows, the history as bars."""
    rows = [
        ("Cargo Fijo", "3.60"),
        ("Cargo por Reposición y Mantenimiento de la Conexión", "1.40"),
        ("Ene.Activa(S/ 0.6894 x 23.0000 kWh)", "15.86"),
        ("Alumbrado Público", "0.74"),
        ("Cargo por corte y reconexión", "6.10"),
        ("SUB TOTAL", "27.70"),
        ("IGV", "4.99"),
        ("TOTAL A PAGAR", "32.70"),
    ]
    months = ["Set-25", "Oct-25", "Nov-25", "Dic-25", "Ene-26", "Feb-26"]
    return pdf(
        [
            (40, 40, "HIDRANDINA S.A."),
            (40, 60, "Suministro"),
            (120, 60, "45556677"),
            (40, 108, "Lectura anterior"),
            (140, 108, "05/07/2026"),
            (40, 122, "Lectura actual"),
            (140, 122, "05/08/2026"),
            *column(40, 214, [label for label, _ in rows]),
            *column(420, 214, [amount for _, amount in rows], side=RIGHT),
            *[(60 + 50 * place, 500, month) for place, month in enumerate(months)],
            *[(66 + 50 * place, 480 - 3 * place, str(20 + place)) for place, _ in enumerate(months)],
        ]
    )


def electro_sur_este() -> bytes:
    """The Electro Sur Este text of the facts: units written kW.h."""
    return pdf(
        [
            (40, 40, "ELECTRO SUR ESTE S.A.A."),
            (40, 60, "Código de suministro: 100200300"),
            (40, 80, "CONSUMO FACTURADO 1296.00 kW.h"),
            (260, 80, "PRECIO UNIT. S/. /kW.h: 0.8855"),
            (40, 100, "Fecha lectura anterior"),
            (160, 100, "30 JUN 2026"),
            (260, 100, "Fecha lectura actual"),
            (380, 100, "31 JUL 2026"),
            (40, 130, "ENERGIA"),
            (300, 130, "1,147.61", RIGHT),
            (40, 144, "CARGO FIJO"),
            (300, 144, "3.70", RIGHT),
            (40, 158, "ALUMBRADO PUBLICO"),
            (300, 158, "75.60", RIGHT),
            (40, 172, "SUB TOTAL"),
            (300, 172, "1,226.91", RIGHT),
            (40, 186, "IGV"),
            (300, 186, "220.84", RIGHT),
            (40, 200, "IMPORTE TOTAL A PAGAR"),
            (300, 200, "1,462.00", RIGHT),
            (40, 220, "ULTIMO DIA DE PAGO"),
            (200, 220, "18 AGO 2026"),
            (40, 234, "CORTE A PARTIR DEL"),
            (200, 234, "20 SEP 2026"),
        ]
    )


def electro_oriente() -> bytes:
    """The Electro Oriente text of the facts: values before their labels, no IGV."""
    rows = [
        ("70.97", "Energía"),
        ("3.10", "Cargo Fijo"),
        ("9.00", "Alumbrado Público"),
        ("83.07", "Subtotal"),
        ("-0.18", "Redondeo"),
        ("1.10", "Aporte Ley 28749"),
        ("84.00", "Total a pagar"),
    ]
    return pdf(
        [
            (40, 40, "ELECTRO ORIENTE S.A."),
            (40, 60, "Suministro"),
            (120, 60, "987654"),
            (40, 80, "0.7097 Precio unitario S/./kWh"),
            (40, 94, "Consumo kWh"),
            (140, 94, "100"),
            (40, 108, "Lectura anterior"),
            (140, 108, "02/07/2026"),
            (40, 122, "Lectura actual"),
            (140, 122, "01/08/2026"),
            *column(100, 214, [amount for amount, _ in rows], side=RIGHT),
            *column(120, 214, [label for _, label in rows]),
        ]
    )


def by_generic_words(company: str) -> bytes:
    """A bill of a company whose layout nobody described, with the words that bills share."""
    rows = [
        ("Cargo fijo", "2.30"),
        ("Energía activa", "85.00"),
        ("Alumbrado público", "9.00"),
        ("SUBTOTAL", "96.30"),
        ("IGV", "17.33"),
        ("Total a pagar", "S/ 115.00"),
    ]
    return pdf(
        [
            (40, 40, company),
            (40, 60, "N° de suministro"),
            (160, 60, "3334445"),
            (40, 74, "Opción tarifaria"),
            (160, 74, "BT5B"),
            (40, 88, "Periodo de consumo del 04/07/2026 al 04/08/2026"),
            (40, 102, "Consumo (kWh)"),
            (160, 102, "132"),
            (40, 116, "Precio unitario (S/ / kWh)"),
            (200, 116, "0.6439"),
            *column(40, 214, [label for label, _ in rows]),
            *column(420, 214, [amount for _, amount in rows], side=RIGHT),
        ]
    )
