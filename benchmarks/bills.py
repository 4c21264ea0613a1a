"""Time bills: totals of many usages at once against a plain loop that makes one after the other, in one process.

    python benchmarks/bills.py [--bills 1000000] [--loop 20000] [--write]

Every case is one home's prices with usages drawn once (seed 1), half of them below 140 kWh. The loop bills the first
`--loop` of the same usages with `total_at`; both must give the same cents. Time is the process' own processor time.
Exit status 1 where a million bills take more than a minute.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from advisor.energy.bills import Rates, rates_for, total_at, totals_in_cents
from advisor.reference.tariffs import load_tariff_book

RESULTS = Path(__file__).with_name("results-bills.md")
PERIOD = {"start": date(2026, 7, 20), "end": date(2026, 8, 19)}  # two price lists inside
CASES = {
    "BT5B": {"option": "BT5B"},
    "BT5F": {"option": "BT5F"},
    "BT5I": {"option": "BT5I"},
}
WANTED_A_MINUTE = 1_000_000
Made = TypeVar("Made")
HEADER = "| option | bills | at once, s | bills a second | loop, bills | loop, bills a second | at once : loop |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bills", type=int, default=WANTED_A_MINUTE)
    parser.add_argument("--loop", type=int, default=20_000)
    parser.add_argument("--write", action="store_true", help="put the table into results-bills.md")
    arguments = parser.parse_args()
    lines, slowest = [HEADER, "|---|---|---|---|---|---|---|"], np.inf
    for name, asked in CASES.items():
        rates = rates_for(tariff_book=load_tariff_book(), distributor="luz-del-sur", **PERIOD, **asked)
        usages = drawn(arguments.bills)
        totals, seconds = timed(lambda rates=rates, usages=usages: totals_in_cents(rates, **usages))
        first = {part: values[: arguments.loop] for part, values in usages.items()}
        one_by_one, loop_seconds = timed(lambda rates=rates, first=first: looped(rates, first))
        if one_by_one != totals[: arguments.loop].tolist():
            raise SystemExit(f"{name}: the two do not give the same cents")
        a_second, loop_a_second = arguments.bills / seconds, arguments.loop / loop_seconds
        slowest = min(slowest, a_second)
        lines.append(
            f"| {name} | {arguments.bills:,} | {seconds:.2f} | {a_second:,.0f} | {arguments.loop:,} | "
            f"{loop_a_second:,.0f} | {a_second / loop_a_second:,.0f} |"
        )
    held = slowest * 60 >= WANTED_A_MINUTE
    verdict = f"A million bills a minute: {'held' if held else 'NOT held'}, {slowest * 60:,.0f} at the slowest option."
    print("\n".join([*lines, "", verdict]))
    if arguments.write:
        told = f"`python benchmarks/bills.py --bills {arguments.bills} --loop {arguments.loop} --write`"
        RESULTS.write_text(
            "\n".join(
                [
                    "# Bills a second",
                    "",
                    f"{told} on {date.today().isoformat()}, one core, processor time.",
                    "",
                    *lines,
                    "",
                    verdict,
                    "The cents of both ways are the same for every bill of the loop.",
                    "",
                ]
            ),
            "utf-8",
        )
    return 0 if held else 1


def drawn(count: int) -> dict[str, np.ndarray]:
    """Return usages in tenths of a kWh with parts for peak and base hours."""
    random = np.random.default_rng(1)
    tenths = np.where(random.random(count) < 0.5, random.integers(0, 1400, count), random.integers(1400, 9000, count))
    peak = (tenths * random.uniform(0.1, 0.5, count)).astype(np.int64)
    base = (tenths * random.uniform(0.1, 0.5, count)).astype(np.int64)
    return {"kwh": tenths / 10, "peak_kwh": peak / 10, "base_kwh": base / 10}


def looped(rates: Rates, usages: dict[str, np.ndarray]) -> list[int]:
    """Bill one usage after the other, line by line, and return whole cents."""
    rows = zip(*(values.tolist() for values in usages.values()), strict=True)
    return [int(total_at(rates, **dict(zip(usages, row, strict=True))) * 100) for row in rows]


def timed(make: Callable[[], Made]) -> tuple[Made, float]:
    """Return what is made and the processor seconds it took."""
    begun = time.process_time()
    made = make()
    return made, time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
