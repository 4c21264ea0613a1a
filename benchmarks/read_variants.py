"""Write known series in thousands of ways and read them back: the share parsed, asked, refused and wrong.

    python benchmarks/read_variants.py --count 5000 [--seed 1] [--write]

Each file is a household's series (half hours with a low at night and a peak in the evening, quarter hours, hours, days;
with gaps, with feed-in, as registers, as power) in one of the ways of tests/ingest/variants. "parsed" is exact: start,
end, step, count, every value and the total to 0.001 kWh, with nothing asked; "confirmed" is exact, with a question
whose default was right; "asked" needs another answer of a question; "refused" is a file that cannot be read, or rows
that are counted as refused; "wrong" is everything else. Exit 1 for one wrong file. With --write the table goes into
benchmarks/results-reading.md.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from dataclasses import asdict, fields
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.ingest.variants.day_files import AUTUMN, COLUMNS, SPRING, ZONES, DayFile, difference
from tests.ingest.variants.day_files import fitting as fitting_days
from tests.ingest.variants.judging import EXACT, WRONG, judge
from tests.ingest.variants.truth import make_truth
from tests.ingest.variants.variant import FIELDS, TruthSpec, Variant, fitting, sensible
from tests.ingest.variants.writing import write_variant

CLASSES = ("parsed", "confirmed", "asked", "refused", "wrong")
SHOWN = (
    "layout",
    "quantity",
    "unit",
    "unit_written",
    "header",
    "date_style",
    "stamp",
    "thousands",
    "encoding",
    "order",
    "bare_commas",
    "told_offset",
)
RESULTS = Path(__file__).with_name("results-reading.md")
BEGIN, END = "<!-- variants -->", "<!-- end of variants -->"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="put the table into results-reading.md")
    arguments = parser.parse_args()
    began = time.perf_counter()
    counts, by_field, wrong = run(arguments.count, arguments.seed)
    elapsed = time.perf_counter() - began
    lines = report(counts, by_field, arguments.count)
    days = run_days(max(10, arguments.count // 20), arguments.seed)
    spoiled = [(file, why) for file, why in days if why]
    lines += [
        "",
        f"Rows of a day over days of 23 and 25 hours: {len(days)} files, {len(spoiled)} with a value elsewhere.",
    ]
    print("\n".join(lines))
    print(f"{elapsed:.0f} s")
    for file, why in spoiled[:20]:
        print("WRONG", why, file, sep="\n    ")
    for spec, variant, why in wrong[:20]:
        print("WRONG", why, spec, variant, sep="\n    ")
    if arguments.write:
        command = f"python benchmarks/read_variants.py --count {arguments.count} --seed {arguments.seed} --write"
        write([f"`{command}` on {date.today().isoformat()}.", "", *lines])
    return 1 if wrong or spoiled else 0


def run(count: int, seed: int) -> tuple[Counter, dict[tuple[str, object], Counter], list]:
    """Read `count` files; return the classes, the classes by field and value, and what went wrong."""
    draw = random.Random(seed)
    counts, by_field, wrong = Counter(), {}, []
    for _ in range(count):
        spec, variant = fitting(draw_spec(draw), draw_variant(draw))
        truth = make_truth(**asdict(spec))
        outcome = judge(write_variant(truth, variant, seed=spec.seed), truth, register=variant.quantity == "register")
        kind = ("confirmed" if outcome.questions else "parsed") if outcome.kind == EXACT else outcome.kind
        counts[kind] += 1
        for name in SHOWN:
            by_field.setdefault((name, getattr(variant, name)), Counter())[kind] += 1
        by_field.setdefault(("step_minutes", spec.step_minutes), Counter())[kind] += 1
        if outcome.kind == WRONG:
            wrong.append((spec, variant, outcome.why))
    return counts, by_field, wrong


def run_days(count: int, seed: int) -> list[tuple[DayFile, str | None]]:
    """Read `count` files of a row a day over days when clocks change; return each and what is wrong with it."""
    draw = random.Random(seed)
    found = []
    for _ in range(count):
        file = fitting_days(
            DayFile(
                zone=draw.choice(ZONES),
                columns=draw.choice(COLUMNS),
                by_clock=draw.random() < 0.5,
                empty=draw.choice(SPRING),
                doubled=draw.choice(AUTUMN),
                step_minutes=draw.choice((60, 60, 30, 15)),
                first=date(2023, 1, 1) + timedelta(days=draw.randrange(700)),
                days=draw.choice((40, 120, 240)),
                seed=draw.randrange(10**6),
            )
        )
        found.append((file, difference(file)))
    return found


def draw_spec(draw: random.Random) -> TruthSpec:
    """Draw a series."""
    return TruthSpec(
        seed=draw.randrange(10**6),
        step_minutes=draw.choice((15, 30, 30, 60, 60, 1440)),
        days=draw.randint(2, 16),
        day_of_start=draw.randrange(700),
        begins_at_midnight=draw.random() < 0.75,
        gaps=draw.random() < 0.33,
        export=draw.random() < 0.33,
        kind=draw.choice(("home", "home", "large", "away")),
    )


def draw_variant(draw: random.Random) -> Variant:
    """Draw a way of writing, each field on its own."""
    return sensible(
        Variant(**{field.name: draw.choice(FIELDS[field.name]) for field in fields(Variant) if field.name in FIELDS})
    )


def report(counts: Counter, by_field: dict[tuple[str, object], Counter], count: int) -> list[str]:
    """Return the tables as lines of Markdown."""
    lines = ["| variation | files | " + " | ".join(CLASSES) + " |", "|---|---|" + "---|" * len(CLASSES)]
    lines.append(f"| **all** | {count} | " + " | ".join(_share(counts, kind) for kind in CLASSES) + " |")
    for (name, value), found in sorted(by_field.items(), key=lambda item: (item[0][0], str(item[0][1]))):
        shown = repr(value) if name == "thousands" else str(value)
        shares = " | ".join(_share(found, kind) for kind in CLASSES)
        lines.append(f"| {name}: {shown} | {found.total()} | {shares} |")
    return lines


def _share(counts: Counter, kind: str) -> str:
    return f"{100 * counts[kind] / counts.total():.1f} %" if counts[kind] else "0"


def write(lines: list[str]) -> None:
    """Replace the part of results-reading.md between the marks."""
    text = RESULTS.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    RESULTS.write_text(f"{before}{BEGIN}\n{chr(10).join(lines)}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
