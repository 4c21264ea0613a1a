"""Run `flask --app wsgi assess` on real homes and print what a user would read.

Usage is real (the interval data folder given by --data: households_hourly.parquet and households_monthly.csv), moved by
whole years so that it ends in --year and scaled by --scale to a Peruvian level. What the households "said" is made up,
by rotation: the data hold no survey. So the result shows that the advice is sensible, not that it is right.

    python benchmarks/assess_real_homes.py --data DIR [--homes 50] [--intervals 10] [--output DIR]
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAST_YEAR_END = (2026, 8)
SURVEYS = [
    {
        "department": "Lima",
        "distributor": "luz-del-sur",
        "people": 4,
        "dwelling": "house",
        "owned": True,
        "water_heating": "electric_shower",
        "cooking": "lpg",
        "appliances": [
            {"kind": "refrigerator", "age_years": 12},
            {"kind": "lamp_cfl", "count": 6},
            {"kind": "lamp_led", "count": 4},
            {"kind": "television", "count": 2},
            {"kind": "washing_machine"},
            {"kind": "iron"},
        ],
    },
    {
        "department": "Lima",
        "distributor": "pluz",
        "people": 2,
        "dwelling": "apartment",
        "owned": False,
        "water_heating": "electric_storage",
        "cooking": "natural_gas",
        "appliances": [
            {"kind": "refrigerator", "age_years": 4},
            {"kind": "lamp_led", "count": 9},
            {"kind": "computer"},
            {"kind": "television"},
            {"kind": "washing_machine"},
        ],
    },
    {
        "department": "Piura",
        "distributor": "enosa",
        "people": 5,
        "dwelling": "house",
        "owned": True,
        "water_heating": "none",
        "cooking": "lpg",
        "last_bill": {"unit_price": "0.6937", "fixed": "3.55"},
        "appliances": [
            {"kind": "refrigerator", "age_years": 16},
            {"kind": "air_conditioner"},
            {"kind": "fan", "count": 2},
            {"kind": "lamp_incandescent", "count": 3},
            {"kind": "television"},
        ],
    },
    {"department": "Callao", "distributor": "pluz"},
    {"department": "Arequipa", "distributor": "seal", "people": 3, "water_heating": "electric_shower"},
]


def main() -> None:
    """Write the input, run the command, print a line a home and totals."""
    options = _options()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(options.output or made)
        folder.mkdir(parents=True, exist_ok=True)
        homes = _homes(options)
        source = folder / "homes.jsonl"
        source.write_text("".join(json.dumps(home) + "\n" for home in homes), "utf-8")
        _write_intervals(options, homes, folder)
        as_of = date(LAST_YEAR_END[0], LAST_YEAR_END[1], 1).isoformat()
        command = [
            sys.executable,
            "-m",
            "flask",
            "--app",
            options.app,
            "assess",
            str(source),
            "--as-of",
            as_of,
            "--json",
        ]
        began = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - began
        (folder / "results.jsonl").write_text(done.stdout, "utf-8")
        _report(homes, done, seconds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--homes", type=int, default=50)
    parser.add_argument("--intervals", type=int, default=10, help="how many of the homes also bring their hours")
    parser.add_argument("--scale", type=float, default=0.45)
    parser.add_argument("--app", default="wsgi")
    parser.add_argument("--output")
    return parser.parse_args()


def _homes(options: argparse.Namespace) -> list[dict]:
    months: dict[str, list[tuple[str, float]]] = defaultdict(list)
    with (options.data / "households_monthly.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            months[row["household_id"]].append((row["month"][:7], float(row["kwh"]) / float(row["coverage"])))
    long_enough = [home for home, rows in sorted(months.items()) if len(rows) >= 12][: options.homes]
    return [_home(place, home, sorted(months[home])[-12:], options) for place, home in enumerate(long_enough)]


def _home(place: int, home: str, rows: list[tuple[str, float]], options: argparse.Namespace) -> dict:
    usage: dict[str, object] = {}
    if place < options.intervals:
        usage["interval_file"] = f"{home}.csv"
    else:
        usage["bills"] = [
            {"start": str(start), "end": str(end), "kwh": round(kwh * options.scale)}
            for (start, end), (_, kwh) in zip(_periods(rows), rows, strict=True)
        ]
    return {"household_id": home, "household": SURVEYS[place % len(SURVEYS)], "usage": usage}


def _periods(rows: list[tuple[str, float]]) -> list[tuple[date, date]]:
    last = rows[-1][0]
    shift = (LAST_YEAR_END[0] * 12 + LAST_YEAR_END[1] - 2) - (int(last[:4]) * 12 + int(last[5:7]) - 1)
    starts = []
    for month, _ in rows:
        number = int(month[:4]) * 12 + int(month[5:7]) - 1 + shift
        starts.append(number)
    return [(date(n // 12, n % 12 + 1, 1), date((n + 1) // 12, (n + 1) % 12 + 1, 1)) for n in starts]


def _write_intervals(options: argparse.Namespace, homes: list[dict], folder: Path) -> None:
    import pyarrow.parquet as parquet

    wanted = [home["household_id"] for home in homes if "interval_file" in home["usage"]]
    if not wanted:
        return
    table = parquet.read_table(
        options.data / "households_hourly.parquet",
        columns=["household_id", "ts_utc", "kwh"],
        filters=[("household_id", "in", wanted)],
    )
    rows: dict[str, list[tuple[datetime, float | None]]] = defaultdict(list)
    for home, moment, kwh in zip(*(table[name].to_pylist() for name in ("household_id", "ts_utc", "kwh")), strict=True):
        rows[home].append((moment, kwh))
    for home, values in rows.items():
        values.sort(key=lambda row: row[0])
        # Whole weeks, so that weekdays stay; the last hour falls in July 2026.
        until = datetime(LAST_YEAR_END[0], LAST_YEAR_END[1], 1)
        shift = timedelta(days=(until - values[-1][0].replace(tzinfo=None)).days // 7 * 7)
        with (folder / f"{home}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["interval_start", "kwh"])
            for moment, kwh in values[-400 * 24 :]:
                stamp = (moment.replace(tzinfo=timezone.utc) + shift).isoformat()
                writer.writerow([stamp, "" if kwh is None else round(kwh * options.scale, 4)])


def _report(homes: list[dict], done: subprocess.CompletedProcess, seconds: float) -> None:
    results = [json.loads(line) for line in done.stdout.splitlines()]
    first = Counter()
    for home, result in zip(homes, results, strict=False):
        forecast = result["forecast"] or {}
        bill = forecast.get("next_bill") or {}
        total = bill.get("total") or {}
        print(
            f"\n{result['household_id']}  {home['household'].get('department')}  {result['status']}"
            f"  next bill S/ {total.get('p10')} - {total.get('p50')} - {total.get('p90')}"
            f"  {bill.get('kwh', {}).get('p50')} kWh  within 140: {bill.get('probability_within_140')}"
        )
        print("   findings:", ", ".join(finding["code"] for finding in result["findings"]))
        for item in result["advice"]:
            month = item["savings_soles_month"]
            print(
                f"   {item['rank']}. {item['measure']:22} S/ {month['expected']} ({month['low']} - {month['high']})"
                f"  payback {item['payback_years']}  {item['confidence']}"
                f"  {'; '.join(reason['code'] for reason in item['reasons'])}"
            )
        first.update(item["measure"] for item in result["advice"][:3])
    print(f"\n{len(results)} results for {len(homes)} homes in {seconds:.1f} s with start-up, exit {done.returncode}")
    print("in the first three:", dict(first.most_common()))
    print(done.stderr[-3000:], file=sys.stderr)


if __name__ == "__main__":
    main()
