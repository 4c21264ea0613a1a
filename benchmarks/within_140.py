"""The chance to stay within 140 kWh, told a month ahead, against each home's own base rate.

Usage is real (households_monthly.csv of the interval data folder), scaled two ways to Peruvian levels: by 0.45 for
every home, as in `assess_real_homes.py`, and so that the median of each home's first six months is 140 kWh, where the
answer is hardest. From its seventh month on, each month of a home is forecast from the months before it as if they were
bills. The base rate is the share of those earlier months within 140 kWh; the smoothed one adds a month of each kind.

    python benchmarks/within_140.py --data DIR [--write]
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from advisor.energy.facts import FOSE_LIMIT_KWH
from advisor.energy.usage import BillPeriod
from advisor.forecasting.forecasts import share_below
from advisor.forecasting.monthly import TooFewBills, forecast_bills
from advisor.forecasting.registry import load_models

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).with_name("results-within-140.md")
FIRST_MONTHS = 6
ONE_SCALE = 0.45
BAR = 0.20
CAUTION = """No home is Peruvian, and the periods are calendar months. Each chance is told on the first day of its month
from monthly usage alone, without a meter. Months of one home are not independent: a few per cent of skill mean little.
"All homes" holds those the model learned from: the honest figure is that of the homes it never saw."""
STEPS = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)


@dataclass(frozen=True)
class Told:
    """One month of one home: the chance told, both base rates, and whether it stayed within 140 kWh."""

    home: str
    chance: float
    base: float
    smoothed: float
    within: bool


def main() -> None:
    """Forecast every month, print the scores and the reliability table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    homes = _homes(options.data / "households_monthly.csv")
    model = load_models(ROOT / "models").bills
    monthly = ROOT / "models" / "monthly"
    manifest = json.loads((monthly / (monthly / "current").read_text().strip() / "manifest.json").read_text("utf-8"))
    held_out = set(manifest["data"]["held_out_homes"])
    parts = [f"{len(homes)} homes with {FIRST_MONTHS + 1} months in a row at least; model {manifest['version']}."]
    for name, scaled in (("Each home's usual month at 140 kWh", _at_the_line), ("All homes by 0.45", _by_one_scale)):
        told = [one for home, bills in homes.items() for one in _told(home, scaled(bills), model)]
        parts += _report(name, told)
        parts += _scores("Homes the models never saw", [one for one in told if one.home in held_out])
    text = "\n".join(parts)
    print(text)
    if options.write:
        command = "`python benchmarks/within_140.py --data DIR --write`"
        RESULTS.write_text(f"# Within 140 kWh: is the chance right?\n\n{command}\n\n{CAUTION}\n\n{text}\n", "utf-8")


def _homes(path: Path) -> dict[str, list[BillPeriod]]:
    """Return the longest run of whole months of each home, a full month's kWh in each."""
    months: dict[str, dict[date, float]] = defaultdict(dict)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            months[row["household_id"]][date.fromisoformat(f"{row['month']}-01")] = float(row["kwh"]) / float(
                row["coverage"]
            )
    runs = {home: _longest_run(found) for home, found in months.items()}
    return {home: bills for home, bills in runs.items() if len(bills) > FIRST_MONTHS}


def _longest_run(months: dict[date, float]) -> list[BillPeriod]:
    best: list[BillPeriod] = []
    run: list[BillPeriod] = []
    for start in sorted(months):
        end = (start + timedelta(days=31)).replace(day=1)
        run = (
            [*run, BillPeriod(start, end, months[start])]
            if run and run[-1].end == start
            else [BillPeriod(start, end, months[start])]
        )
        best = max(best, run, key=len)
    return best


def _at_the_line(bills: Sequence[BillPeriod]) -> list[BillPeriod]:
    return _scaled(bills, FOSE_LIMIT_KWH / max(statistics.median(bill.kwh for bill in bills[:FIRST_MONTHS]), 1e-6))


def _by_one_scale(bills: Sequence[BillPeriod]) -> list[BillPeriod]:
    return _scaled(bills, ONE_SCALE)


def _scaled(bills: Sequence[BillPeriod], factor: float) -> list[BillPeriod]:
    return [BillPeriod(bill.start, bill.end, bill.kwh * factor) for bill in bills]


def _told(home: str, bills: Sequence[BillPeriod], model: object) -> Iterator[Told]:
    for place in range(FIRST_MONTHS, len(bills)):
        before, month = bills[:place], bills[place]
        days = (month.end - month.start).days
        try:
            forecast = forecast_bills(before, periods=1, next_start=month.start, period_days=days, model=model)
        except TooFewBills:
            continue
        chance = share_below(forecast.levels, forecast.kwh[0], FOSE_LIMIT_KWH)
        inside = sum(bill.kwh <= FOSE_LIMIT_KWH for bill in before)
        yield Told(home, chance, inside / place, (inside + 1) / (place + 2), month.kwh <= FOSE_LIMIT_KWH)


def _report(name: str, told: Sequence[Told]) -> list[str]:
    lines = [
        f"\n## {name}\n",
        *_scores("All homes", told),
        "\n| chance told | months | mean chance | stayed within |",
        "|---|---|---|---|",
    ]
    for low, high in pairwise(STEPS):
        inside = [one for one in told if low <= one.chance < high or (high == 1.0 and one.chance == 1.0)]
        if inside:
            mean = statistics.fmean(one.chance for one in inside)
            share = statistics.fmean(one.within for one in inside)
            lines.append(f"| {low:.0%} to {high:.0%} | {len(inside)} | {mean:.0%} | {share:.0%} |")
    return [*lines, ""]


def _scores(name: str, told: Sequence[Told]) -> list[str]:
    if not told:
        return []
    ours, base, smoothed = (
        statistics.fmean((getattr(one, which) - one.within) ** 2 for one in told)
        for which in ("chance", "base", "smoothed")
    )
    skill = 1 - ours / min(base, smoothed)
    homes = len({one.home for one in told})
    verdict = "met" if skill >= BAR else "missed"
    return [
        f"{name} ({homes} homes, {len(told)} months): Brier score {ours:.4f}; base rate {base:.4f}, smoothed",
        f"{smoothed:.4f}; {skill:+.0%} against the better of the two. Bar of {BAR:.0%}: {verdict}.\n",
    ]


if __name__ == "__main__":
    main()
