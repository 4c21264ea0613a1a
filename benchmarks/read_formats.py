"""Compare what the reader finds in real export files with what is known of them, and time it.

    python benchmarks/read_formats.py --data DIR [--rows 1000000]

DIR holds the files and `expected.csv` (file, tz, interval_minutes, n_intervals, first_start_local, last_start_local,
total_kwh, total_export_kwh, total_generation_kwh). Totals may differ by 0.1 % in registers, 0.01 kWh elsewhere.
Exit 1 for any difference in a format the reader claims. With --rows a made-up file of that many rows is timed, with
the memory it took.
"""

from __future__ import annotations

import argparse
import csv
import resource
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from advisor.ingest import ReadResult, UnableToReadFile, read_file

NOT_YET = {"format_not_yet"}
CHANNELS = {"import": "total_kwh", "export": "total_export_kwh", "generation": "total_generation_kwh"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with the files and expected.csv")
    parser.add_argument("--rows", type=int, help="also time a made-up file of this many rows")
    arguments = parser.parse_args()
    wrong = compare(arguments.data) if arguments.data else 0
    if arguments.rows:
        time_rows(arguments.rows)
    return 1 if wrong else 0


def compare(folder: Path) -> int:
    """Print one line for each file; return how many claimed ones differ."""
    wrong = 0
    print(f"{'file':40} {'result':9} {'step':>5} {'values':>9} {'kWh':>11} {'export':>9} {'solar':>10} {'ms':>5} asked")
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as stream:
        for expected in csv.DictReader(stream):
            wrong += compare_one(folder / expected["file"], expected)
    print(f"{wrong} differ" if wrong else "all claimed formats agree")
    return wrong


def compare_one(path: Path, expected: dict[str, str]) -> int:
    zone = ZoneInfo(expected["tz"])
    began = time.perf_counter()
    try:
        result = read_file(path, filename=path.name, zone=zone)
    except UnableToReadFile as unable:
        claimed = unable.finding.code not in NOT_YET
        verdict = "REFUSED" if claimed else "not yet"
        print(f"{path.name:40} {verdict:9} {unable.finding.code} {dict(unable.finding.params)}")
        return int(claimed)
    elapsed = (time.perf_counter() - began) * 1000
    differences = differing(result, expected, zone)
    totals = [f"{found.total_kwh:.3f}" if (found := result.supply(channel)) else "" for channel in CHANNELS]
    first = result.supplies[0]
    asked = ", ".join(question.key for question in result.questions)
    verdict = "DIFFERS" if differences else "equal"
    print(
        f"{path.name:40} {verdict:9} {first.step_minutes or 'bills':>5} {first.values:>9} "
        f"{totals[0]:>11} {totals[1]:>9} {totals[2]:>10} {elapsed:5.0f}  {asked}"
    )
    for difference in differences:
        print(f"    {difference}")
    return int(bool(differences))


def differing(result: ReadResult, expected: dict[str, str], zone: ZoneInfo) -> list[str]:
    """Name each figure that is not the expected one."""
    found = []
    first = result.supplies[0]
    if first.values != int(expected["n_intervals"]):
        found.append(f"values: {first.values}, expected {expected['n_intervals']}")
    if first.series is not None:
        start, end = first.span(zone)
        last = end - timedelta(minutes=first.step_minutes)
        if str(first.step_minutes) != expected["interval_minutes"]:
            found.append(f"step: {first.step_minutes}, expected {expected['interval_minutes']}")
        for name, moment in (("first_start_local", start), ("last_start_local", last)):
            if moment != datetime.strptime(expected[name], "%Y-%m-%dT%H:%M%z"):
                found.append(f"{name}: {moment.isoformat()}, expected {expected[name]}")
    for channel, column in CHANNELS.items():
        total = next((supply.total_kwh for supply in result.supplies if supply.channel == channel), None)
        known = float(expected[column]) if expected[column] else None
        tolerance = 0.01 if result.kind == "interval" else max(0.01, 0.001 * abs(known or 0.0))
        if (total is None) != (known is None) or (total is not None and abs(total - known) > tolerance):
            found.append(f"{column}: {total}, expected {known}")
    return found


def time_rows(count: int) -> None:
    """Time a minute-by-minute file of `count` rows, which goes through the same steps as any other."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        start = datetime(2020, 1, 1)
        with path.open("w", encoding="utf-8") as stream:
            stream.write("Fecha,Consumo (kWh)\n")
            for index in range(count):
                stream.write(f"{start + timedelta(minutes=index):%Y-%m-%d %H:%M},{index % 37 / 1000:.3f}\n")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        result = read_file(path, filename=path.name, zone=ZoneInfo("America/Lima"))
        elapsed = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{count} rows: {elapsed:.2f} s, {count / elapsed:,.0f} rows a second, "
        f"peak memory {peak / 1024:.0f} MB ({before / 1024:.0f} MB before), {result.rows.used} used"
    )


if __name__ == "__main__":
    sys.exit(main())
