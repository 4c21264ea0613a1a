"""Pictures of usage, bills and forecasts: numbers and words in, SVG markup out.

Across, positions are per cents of the width, so a picture fills a phone and a desk while its text keeps its size;
down, they are pixels. Colours and text sizes are classes (static/css/charts.css): nothing inline, so the content policy
holds, and the dark scheme comes by itself.
"""

from advisor.web.charts.bands import BandWords, DayMark, HourBand, forecast_band, months_band
from advisor.web.charts.bars import Bar, ForecastBar, LimitLine, daily_bars, monthly_bars
from advisor.web.charts.bill_parts import BillPart, bill_parts, swatch
from advisor.web.charts.heatmap import PeakWindow, week_by_hour
from advisor.web.charts.progress import Reached, progress_to_limit
from advisor.web.charts.svg import Caption

__all__ = [
    "BandWords",
    "Bar",
    "BillPart",
    "Caption",
    "DayMark",
    "ForecastBar",
    "HourBand",
    "LimitLine",
    "PeakWindow",
    "Reached",
    "bill_parts",
    "daily_bars",
    "forecast_band",
    "monthly_bars",
    "months_band",
    "progress_to_limit",
    "swatch",
    "week_by_hour",
]
