"""Writes a file of any layout document from a known series."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import yaml

from tests.ingest.unseen import special
from tests.ingest.unseen.series import Series, make_series

FOLDER = Path(__file__).parent / "layouts"


class Number(float):
    """A figure that is written with the decimal sign of its file."""

    sign = "."

    def __format__(self, spec: str) -> str:
        text = format(float(self), spec)
        return text if self.sign == "." else text.replace(",", " ").replace(".", ",")


class CommaNumber(Number):
    sign = ","


def documents() -> list[dict]:
    """Return every layout document, in order of its key."""
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))]


def write(document: dict) -> tuple[bytes, Series]:
    """Write the file of a layout and return it with the series it holds."""
    series = make_series(document)
    lines = [*document.get("preamble", []), *document.get("header_above", [])]
    if document.get("special"):
        body = special.WRITERS[document["special"]](document, series)
    elif document.get("wide"):
        body = _wide(document, series)
    else:
        body = [*_header(document), *_long(document, series)]
    totals = _fields(document, series, 0)
    lines = [*lines, *body, *document.get("footer", [])]
    text = "\n".join(line.format(**totals) if "{total" in line else line for line in lines) + "\n"
    return text.encode(document.get("encoding", "utf-8")), series


def _header(document: dict) -> list[str]:
    if "header" not in document:
        return document.get("header_below", [])
    return [_line(document, document["header"]), *document.get("header_below", [])]


def _line(document: dict, cells: list[str]) -> str:
    shown = ['"' + cell + '"' if document.get("quote") else cell for cell in cells]
    separator = document.get("separator", ",")
    return document.get("join", separator).join(shown) + (separator if document.get("trailing") else "")


def _long(document: dict, series: Series) -> list[str]:
    kinds = document.get("rows") or [document["row"]]
    count = len(series) + bool(document.get("readings"))
    shown = [
        [_line(document, [cell.format(**fields) for cell in kind]) for kind in kinds]
        for fields in (_fields(document, series, index) for index in range(count))
    ]
    if document.get("newest_first"):
        shown = [list(reversed(rows)) for rows in reversed(shown)]
    if "day_row" in document:
        return _with_day_rows(document, series, shown)
    if document.get("grouped"):
        return [rows[kind] for kind in range(len(kinds)) for rows in shown]
    return [row for rows in shown for row in rows]


def _with_day_rows(document: dict, series: Series, shown: list[list[str]]) -> list[str]:
    order = list(reversed(range(len(series)))) if document.get("newest_first") else list(range(len(series)))
    lines, day = [], None
    for index, rows in zip(order, shown, strict=True):
        if series.starts[index].date() != day:
            day = series.starts[index].date()
            cells = [cell.format(**_fields(document, series, index)) for cell in document["day_row"]]
            lines.append(_line(document, cells))
        lines += rows
    return lines


def _wide(document: dict, series: Series) -> list[str]:
    wide, per_day = document["wide"], 1440 // series.step_minutes
    names = [wide["slot_name"].format(**_fields(document, series, index)) for index in range(per_day)]
    lines = [_line(document, [*wide["names"], *names, *wide.get("last_names", [])])]
    for first in range(0, len(series), per_day):
        slots = [_fields(document, series, index) for index in range(first, first + per_day)]
        cells = [cell.format(**slots[0]) for cell in wide["cells"]]
        cells += [wide["slot"].format(**fields) for fields in slots]
        lines.append(_line(document, [*cells, *[cell.format(**slots[0]) for cell in wide.get("last", [])]]))
    return lines


def _fields(document: dict, series: Series, index: int) -> dict[str, object]:
    """Every figure a row may show, for the interval of `index` (one past the last for a closing reading)."""
    number = CommaNumber if document.get("decimal") == "," else Number
    inside = index < len(series)
    step = timedelta(minutes=series.step_minutes)
    start = series.starts[index] if inside else _after(series)
    end = series.starts[index + 1] if index + 1 < len(series) else start + step
    place = min(index, len(series) - 1)
    wh = {
        "": series.taken[place],
        "exp_": series.fed[place],
        "gen_": series.made[place],
        "house_": series.taken[place] + series.made[place] - series.fed[place],
        "self_": series.made[place] - series.fed[place],
        "net_": series.taken[place] - series.fed[place],
    }
    fields: dict[str, object] = {}
    for prefix, value in wh.items():
        fields |= {f"{prefix}wh": number(value), f"{prefix}w": number(value * 60 / series.step_minutes)}
        fields |= {
            prefix.rstrip("_") or "kwh": number(value / 1000),
            f"{prefix}kw": number(value * 0.06 / series.step_minutes),
        }
    peak = 7 <= start.hour < 23 and (series.step_minutes < 1440 or start.day % 2)
    half = int(wh[""]) // (2 * series.grain) * series.grain if series.step_minutes == 1440 else None
    first = (half if half is not None else int(wh[""]) if peak else 0) / 1000
    second = wh[""] / 1000 - first
    part_a, part_b = int(wh[""] * 3 // 10) / 1000, int(wh[""] * 2 // 10) / 1000
    fields |= {"t1": number(first), "t2": number(second), "t1_wh": number(first * 1000), "t2_wh": number(second * 1000)}
    fields |= {"t1_blank": f"{number(first):.3f}" if peak else "", "t2_blank": "" if peak else f"{number(second):.3f}"}
    fields |= {"part_a": number(part_a), "part_b": number(part_b)}
    fields |= {
        "part_a_w": number(part_a * 60000 / series.step_minutes),
        "part_b_w": number(part_b * 60000 / series.step_minutes),
    }
    leg = int(wh[""] * 6 // 10)
    fields |= {"half_a": number(leg / 1000), "half_b": number((wh[""] - leg) / 1000)}
    watts = int(wh[""] * 60 // series.step_minutes)
    fields |= {"phase_a_w": number(watts // 2), "phase_b_w": number(watts // 3)}
    fields |= {"phase_c_w": number(watts - watts // 2 - watts // 3)}
    fields |= _registers(series, index, number)
    fields |= _weather(series, index, number, wh[""])
    total = int(series.counted["taken"][-1])
    per_hour = 60 // series.step_minutes if series.step_minutes < 60 else 1
    on_hour = start.minute == 0
    hour_wh = int(series.taken[place : place + per_hour].sum())
    fields |= {"hour_kwh": f"{number(hour_wh / 1000):.2f}" if on_hour else "-"}
    fields |= {"hour_unit": "kwh" if on_hour else "-", "hour_length": "60min" if on_hour else "-"}
    per_day = 1440 // series.step_minutes
    day = place // per_day * per_day
    fields |= {"day_kwh": number(series.taken[day : day + per_day].sum() / 1000)}
    fields |= {"total_kwh": number(total / 1000), "total_wh": number(total)}
    return fields | _moments(start, end, index, series.step_minutes, peak)


def _after(series: Series) -> datetime:
    last = series.starts[-1].astimezone(timezone.utc) + timedelta(minutes=series.step_minutes)
    return last.astimezone(series.zone)


def _moments(start: datetime, end: datetime, index: int, step: int, peak: bool) -> dict[str, object]:
    into_day = start.hour * 60 + start.minute
    end24 = "24:00" if end.hour == 0 and end.minute == 0 else f"{end:%H:%M}"
    return {
        "start": start,
        "end": end,
        "start_iso": start.isoformat(),
        "end_iso": end.isoformat(),
        "start_iso_minutes": start.isoformat(timespec="minutes"),
        "end_iso_minutes": end.isoformat(timespec="minutes"),
        "end24": end24,
        "last": end - timedelta(minutes=1),
        "last_second": end - timedelta(seconds=1),
        "next_day": start + timedelta(days=1),
        "utc": start.astimezone(timezone.utc),
        "epoch": int(start.timestamp()),
        "epoch_ms": int(start.timestamp()) * 1000,
        "hour0": start.hour,
        "hour1": into_day // step + 1,
        "n": index + 1,
        "peak": "true" if peak else "false",
        "p": 1 + start.hour % 3,
        "t": 1 if peak else 2,
    }


def _registers(series: Series, index: int, number: type[Number]) -> dict[str, object]:
    """Registers as they stand at the start of the interval, and what the inverter counted since midnight."""
    counted = {name: int(before[index]) for name, before in series.counted.items()}
    start = 12_345_000 if series.grain > 1 else 12_345_678
    per_day = 1440 // series.step_minutes
    today = counted["made"] - int(series.counted["made"][index // per_day * per_day])
    return {
        "idx": number((start + counted["taken"]) / 1000),
        "idx_wh": number(start + counted["taken"]),
        "idx_exp": number((2_000_111 + counted["fed"]) / 1000),
        "idx_gen": number((8_000_111 + counted["made"]) / 1000),
        "idx_q": number((3_000_111 + counted["taken"] // 5) / 1000),
        "idx_t1": number((start + counted["night"]) / 1000),
        "idx_t2": number((start + counted["taken"] - counted["night"]) / 1000),
        "gen_today": number(today / 1000),
    }


def _weather(series: Series, index: int, number: type[Number], wh: int) -> dict[str, object]:
    """Columns beside the energy, with values that vary."""
    wave = np.sin(index / 7)
    kwh = wh / 1000
    mean_kw = wh * 0.06 / series.step_minutes
    return {
        "cost": number(kwh * 0.31),
        "cost_a": number(kwh * 0.19),
        "cost_b": number(kwh * 0.12),
        "price": number(0.20 + 0.05 * wave),
        "price_mwh": number(80 + 30 * wave),
        "temp": number(11 + 6 * wave),
        "percent": number(50 + 40 * wave),
        "co2": number(180 + 60 * wave),
        "volt": number(229 + 4 * wave),
        "amp": number(mean_kw * 1000 / 229),
        "kvarh": number(kwh * (0.25 + 0.1 * wave)),
        "kvah": number(kwh * 1.04),
        "w_min": number(int(mean_kw * 600)),
        "w_max": number(int(mean_kw * 1500)),
        "w_max_kw": number(mean_kw * 1.4),
    }
