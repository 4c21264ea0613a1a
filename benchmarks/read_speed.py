"""Time the reader against pandas.read_csv that is told everything, on files of many rows.

    python benchmarks/read_speed.py [--rows 35040 350400 1000000] [--write]

The file is one of quarter hours or less: date and time, energy in kWh, a status, decimal comma, semicolons. The reader
is told nothing. pandas is told separator, decimal sign, date format, columns and their types, and returns a series on
a regular grid with gaps as NaN, which is what a careful user would write. Each runs in a process of its own; time is
that process' processor time (a shared machine makes other people's work count in any other) without the import of its
libraries, memory its peak.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

RESULTS = Path(__file__).with_name("results-reading.md")
BEGIN, END = "<!-- speed -->", "<!-- end of speed -->"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[35_040, 350_400, 1_000_000])
    parser.add_argument("--write", action="store_true", help="put the table into results-reading.md")
    arguments = parser.parse_args()
    lines = [
        "| rows | reader, s | rows a second | peak MB | pandas, s | rows a second | peak MB | reader : pandas |",
        "|---|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for count in arguments.rows:
            path = Path(folder) / f"{count}.csv"
            write_file(path, count)
            own, own_mb, own_total = apart(read_own, path)
            other, other_mb, other_total = apart(read_pandas, path)
            if abs(own_total - other_total) > 0.001:
                raise SystemExit(f"the two disagree: {own_total} and {other_total} kWh")
            lines.append(
                f"| {count:,} | {own:.2f} | {count / own:,.0f} | {own_mb:.0f} | {other:.2f} | {count / other:,.0f} | "
                f"{other_mb:.0f} | {other / own:.2f} |"
            )
    print("\n".join(lines))
    if arguments.write:
        told = f"`python benchmarks/read_speed.py --rows {' '.join(map(str, arguments.rows))} --write`"
        write([f"{told} on {date.today().isoformat()}.", "", *lines])
    return 0


def write_file(path: Path, count: int) -> None:
    """Write a file of minutes, with a gap of an hour each thousand rows."""
    start = datetime(2020, 1, 1)
    with path.open("w", encoding="utf-8") as stream:
        stream.write("Fecha y hora;Consumo (kWh);Estado\n")
        for index in range(count):
            moment = start + timedelta(minutes=index + 60 * (index // 1000))
            kwh = (7 * index + index // 60) % 37 / 1000
            stream.write(f"{moment:%d/%m/%Y %H:%M};{kwh:.3f};Real\n".replace(".", ","))


def read_own(path: Path) -> float:
    """Read with the product's reader; returns the total in kWh."""
    from zoneinfo import ZoneInfo

    from advisor.ingest import read_file

    return read_file(path, zone=ZoneInfo("America/Lima")).supplies[0].total_kwh


def read_pandas(path: Path) -> float:
    """Read as a competent user who knows the file would; returns the total in kWh."""
    import pandas as pd

    frame = pd.read_csv(
        path,
        sep=";",
        decimal=",",
        encoding="utf-8",
        names=["at", "kwh"],
        usecols=[0, 1],
        skiprows=1,
        dtype={"at": "string", "kwh": "float64"},
    )
    frame["at"] = pd.to_datetime(frame["at"], format="%d/%m/%Y %H:%M").dt.tz_localize("America/Lima")
    series = frame.set_index("at")["kwh"]
    series = series[~series.index.duplicated(keep="last")].sort_index().asfreq("1min")
    return float(series.sum())


def apart(read: object, path: Path) -> tuple[float, float, float]:
    """Run in a fresh process: (seconds, peak MB, total kWh)."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (read.__name__, path))


def _measured(name: str, path: Path) -> tuple[float, float, float]:
    import advisor.ingest  # noqa: F401

    if name == "read_pandas":
        import pandas as pd  # noqa: F401
    small = path.with_name(f"small-{name}.csv")
    write_file(small, 2_000)
    globals()[name](small)
    began = time.process_time()
    total = globals()[name](path)
    elapsed = time.process_time() - began
    return elapsed, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, total


def write(lines: list[str]) -> None:
    """Replace the part of results-reading.md between the marks."""
    text = RESULTS.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    RESULTS.write_text(f"{before}{BEGIN}\n{chr(10).join(lines)}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
