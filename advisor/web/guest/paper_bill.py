"""Where the figures stand on a paper bill: a drawing of no company's in particular, with numbered places."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from advisor.web.charts.svg import Caption, element, line, percent, picture, pixels, text

HEIGHT_PX = 296
# An invented home's year, the oldest first, only to give the bars a shape.
SHAPE = (74, 80, 92, 97, 95, 88, 79, 70, 72, 76, 82, 86)
BARS_LEFT, BARS_WIDTH, BARS_BOTTOM, BARS_HIGH = 10, 80, 262, 78


@dataclass(frozen=True)
class PaperBill:
    """drawing: the picture; places: what to look for at each number, in order."""

    drawing: Markup
    places: tuple[str, ...]


def paper_bill() -> PaperBill:
    """Draw the bill and name its four places."""
    places = (
        _("The name of your electricity company, at the top."),
        _("“Lectura actual”: the day your meter was read."),
        _("“Energía activa”: the price of each kWh, before the amount."),
        _("“Historia de consumo”: twelve bars, each with its month and its kWh. The latest is the last one."),
    )
    told = _("A paper bill with four numbered places. The list below names them.")
    caption = Caption(title=_("Where each figure stands on your bill"), description=told, name="paper-bill")
    drawn = (*_sheet(), *_reading(), *_price(), *_bars())
    return PaperBill(picture(caption, *drawn, kind="paper", height_px=HEIGHT_PX), places)


def _sheet() -> list[Markup]:
    return [
        element("rect", x="1%", width="98%", y=1, height=HEIGHT_PX - 2, class_="paper-sheet"),
        _words("8%", 30, _("Your company"), strong=True),
        *_number(1, x="92%", y=25),
        line(x1="8%", x2="92%", y1=44, y2=44, class_="chart-grid"),
    ]


def _reading() -> list[Markup]:
    return [
        _words("8%", 68, "Lectura anterior"),
        _words("84%", 68, "04/07", anchor="end"),
        element("rect", x="6%", width="80%", y=75, height=22, class_="paper-place"),
        _words("8%", 90, "Lectura actual", strong=True),
        _words("84%", 90, "04/08", strong=True, anchor="end"),
        *_number(2, x="92%", y=86),
    ]


def _price() -> list[Markup]:
    return [
        _words("8%", 116, "Cargo fijo"),
        _words("84%", 116, "2.26", anchor="end"),
        element("rect", x="6%", width="80%", y=123, height=22, class_="paper-place"),
        _words("8%", 138, "Energía activa", strong=True),
        _words("84%", 138, "0.6130", strong=True, anchor="end"),
        *_number(3, x="92%", y=134),
        line(x1="8%", x2="92%", y1=154, y2=154, class_="chart-grid"),
    ]


def _bars() -> list[Markup]:
    step = BARS_WIDTH / len(SHAPE)
    bars = [
        element(
            "rect",
            x=percent(BARS_LEFT + step * number + 0.8),
            width=percent(step - 1.6),
            y=pixels(BARS_BOTTOM - BARS_HIGH * height / 100),
            height=pixels(BARS_HIGH * height / 100),
            class_="chart-usage",
        )
        for number, height in enumerate(SHAPE)
    ]
    return [
        element("rect", x="6%", width="88%", y=160, height=126, class_="paper-place"),
        _words("8%", 177, "Historia de consumo (kWh)", strong=True),
        *_number(4, x="92%", y=173),
        *bars,
        line(x1="8%", x2="92%", y1=BARS_BOTTOM, y2=BARS_BOTTOM, class_="chart-axis"),
        text(_("the oldest"), x="9%", y=BARS_BOTTOM + 16, class_="chart-text", anchor="start"),
        text(_("the latest"), x="91%", y=BARS_BOTTOM + 16, class_="chart-text chart-text--strong", anchor="end"),
    ]


def _number(value: int, *, x: str, y: float) -> tuple[Markup, Markup]:
    return (
        element("circle", cx=x, cy=pixels(y), r=11, class_="paper-number"),
        text(str(value), x=x, y=y + 4.5, class_="paper-digit"),
    )


def _words(x: str, y: float, words: str, *, strong: bool = False, anchor: str = "start") -> Markup:
    return text(words, x=x, y=y, class_="chart-text chart-text--strong" if strong else "chart-text", anchor=anchor)
