"""Pictures of usage, bills and forecasts: numbers and words in, SVG markup out.

Across, positions are per cents of the width, so a picture fills a phone and a desk while its text keeps its size;
down, they are pixels. Colours and text sizes are classes (static/css/charts.css): nothing inline, so the content policy
holds, and the dark scheme comes by itself. What stands for a value is a group of class `chart-mark` whose title says
it. `gallery` has an example of everything; `outside` makes files for reports and e-mails.
"""

from advisor.web.charts.bands import BandWords, DayMark, HourBand, forecast_band, months_band
from advisor.web.charts.bars import Bar, ForecastBar, LimitLine, daily_bars, monthly_bars
from advisor.web.charts.bill_parts import BillPart, bill_parts, named_bill_parts, swatch
from advisor.web.charts.heatmap import PeakWindow, week_by_hour
from advisor.web.charts.progress import Reached, progress_to_limit
from advisor.web.charts.savings import Saving, savings
from advisor.web.charts.solar_day import SolarHour, SolarWords, solar_day
from advisor.web.charts.sparkbars import sparkbars
from advisor.web.charts.svg import Caption
from advisor.web.charts.verification import Adjusted, Change, Month, VerificationWords, verification
from advisor.web.charts.waterfall import Step, Total, waterfall

__all__ = [
    "Adjusted",
    "BandWords",
    "Bar",
    "BillPart",
    "Caption",
    "Change",
    "DayMark",
    "ForecastBar",
    "HourBand",
    "LimitLine",
    "Month",
    "PeakWindow",
    "Reached",
    "Saving",
    "SolarHour",
    "SolarWords",
    "Step",
    "Total",
    "VerificationWords",
    "bill_parts",
    "daily_bars",
    "forecast_band",
    "monthly_bars",
    "months_band",
    "named_bill_parts",
    "progress_to_limit",
    "savings",
    "solar_day",
    "sparkbars",
    "swatch",
    "verification",
    "waterfall",
    "week_by_hour",
]
