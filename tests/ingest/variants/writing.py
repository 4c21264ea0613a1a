"""Write a known series down as one file, in the way a variant says."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import numpy as np

from tests.ingest.files import LIMA
from tests.ingest.variants.truth import Truth
from tests.ingest.variants.variant import Variant
from tests.ingest.variants.words import MONTHS, NAMED_BEFORE, NEUTRAL, TOTALS, WORDS

_PER_KWH = {"kWh": Decimal(1), "Wh": Decimal(1000), "MWh": Decimal("0.001"), "kW": Decimal(1), "W": Decimal(1000)}
_DATES = {
    "iso": "%Y-%m-%d", "iso_slash": "%Y/%m/%d", "iso_t": "%Y-%m-%d", "dmy_slash": "%d/%m/%Y", "dmy_dot": "%d.%m.%Y",
    "dmy_dash": "%d-%m-%Y", "dmy_short": "%d/%m/%y", "mdy_slash": "%m/%d/%Y", "compact": "%Y%m%d",
}  # fmt: skip
_FIRST_READING = 41_253_700
_LIMA_OFFSET = -5


def write_variant(truth: Truth, v: Variant, *, seed: int) -> bytes:
    """Return the bytes of the file."""
    random = np.random.default_rng(seed)
    header, rows, total = _wide_rows(truth, v) if v.layout == "wide" else _long_rows(truth, v)
    if v.order == "descending":
        rows.reverse()
    elif v.order == "shuffled":
        rows = [rows[index] for index in random.permutation(len(rows))]
    if v.duplicates:
        for index in sorted(random.integers(0, len(rows), size=3).tolist(), reverse=True):
            rows.insert(index, list(rows[index]))
    if v.totals != "none" and v.quantity == "energy":
        rows.append([TOTALS[v.language] if v.totals == "word" else "", *total[1:]])
    lines = _preamble(truth, v)
    lines += [header] if v.header != "none" else []
    first_data = len(lines)
    lines += rows
    text = [_line(cells, v, data=number >= first_data) for number, cells in enumerate(lines)]
    if v.blank_lines:
        for place in sorted({len(text), first_data + len(rows) // 2}, reverse=True):
            text.insert(place, "")
    return (v.line_end.join(text) + v.line_end).encode(v.encoding)


def physical_lines(truth: Truth, v: Variant, *, seed: int) -> int:
    """Count the lines of the file as an editor would."""
    text = write_variant(truth, v, seed=seed).decode(v.encoding).replace("\r\n", "\n").replace("\r", "\n")
    return text.count("\n")


def _long_rows(truth: Truth, v: Variant) -> tuple[list[str], list[list[str]], list[str]]:
    names = WORDS[v.language]
    time_names = [names[0], names[1]] if v.two_columns else [names[2]]
    if truth.step_minutes == 1440:
        time_names = [names[0]]
    if v.layout == "from_until":
        time_names = [names[3], names[4]]
    if v.told_offset is not None:
        time_names[0] += f" (UTC{v.told_offset:+d})" if v.told_offset else " (UTC)"
    channels = list(truth.watt_hours)
    shown = {channel: _shown(truth, channel, v) for channel in channels}
    moments = list(truth.starts)
    if v.quantity == "register":
        moments.append(moments[-1] + timedelta(minutes=truth.step_minutes))
    rows = []
    for index, moment in enumerate(moments):
        cells = [shown[channel][index] for channel in channels]
        if all(cell is None for cell in cells):
            if v.gap_style == "absent":
                continue
            cells = ["" if v.gap_style == "blank" else "-"] * len(cells)
        when = _when(moment, truth, v)
        unit = [v.unit] if v.unit_written == "column" else []
        if v.layout == "labels":
            rows += [[*when, _label(channel, v), cell, *unit] for channel, cell in zip(channels, cells, strict=True)]
        else:
            rows.append([*when, *cells, *unit])
    unit_name = [names[10]] if v.unit_written == "column" else []
    sums = [_sum(truth, channel, v) for channel in channels]
    if v.layout == "labels":
        header = [*time_names, names[9], _value_name("import", v), *unit_name]
        total = [*[""] * (len(time_names) + 1), sums[0], *[""] * len(unit_name)]
    else:
        header = [*time_names, *(_value_name(channel, v) for channel in channels), *unit_name]
        total = [*[""] * len(time_names), *sums, *[""] * len(unit_name)]
    return header, rows, total


def _wide_rows(truth: Truth, v: Variant) -> tuple[list[str], list[list[str]], list[str]]:
    names, per_day = WORDS[v.language], 1440 // truth.step_minutes
    slots = [timedelta(minutes=truth.step_minutes * slot) for slot in range(per_day)]
    clocks = [(datetime(2000, 1, 1) + slot).strftime("%H:%M") for slot in slots]
    unit = [v.unit] if v.unit_written == "column" else []
    channels = list(truth.watt_hours)
    labelled = [names[9]] if len(channels) > 1 else []
    header = [names[0], *labelled, *clocks, *([names[10]] if unit else [])]
    rows = []
    shown = {channel: _shown(truth, channel, v) for channel in channels}
    for first in range(0, truth.count, per_day):
        for channel in channels:
            cells = ["" if cell is None else cell for cell in shown[channel][first : first + per_day]]
            told = [_label(channel, v)] if labelled else []
            rows.append([_date(truth.starts[first], v), *told, *cells, *unit])
    return header, rows, [""] * (1 + len(labelled) + per_day + len(unit))


def _value_name(channel: str, v: Variant) -> str:
    names = WORDS[v.language]
    name = names[8] if channel == "export" else names[{"energy": 5, "register": 6, "power": 7}[v.quantity]]
    if v.header == "neutral" and channel == "import":
        name = NEUTRAL[v.language]
    return f"{name} ({v.unit})" if v.unit_written == "header" else name


def _label(channel: str, v: Variant) -> str:
    names = WORDS[v.language]
    return names[8] if channel == "export" else names[5]


def _shown(truth: Truth, channel: str, v: Variant) -> list[str | None]:
    factor = _PER_KWH[v.unit] / 1000
    if v.quantity == "power":
        factor *= Decimal(60) / truth.step_minutes
    values = truth.watt_hours[channel]
    if v.quantity != "register":
        return [None if value is None else _number(value * factor, v) for value in values]
    readings: list[str | None] = []
    index = _FIRST_READING if channel == "import" else _FIRST_READING // 7
    for value in (*values, 0):
        # A reading is absent where its interval begins a gap; the energy of the gap shows in the next one.
        readings.append(_number(index * factor, v) if value is not None else None)
        index += value or 0
    return readings


def _sum(truth: Truth, channel: str, v: Variant) -> str:
    total = sum(value or 0 for value in truth.watt_hours[channel])
    return _number(total * _PER_KWH[v.unit] / 1000, v)


def _number(value: Decimal, v: Variant) -> str:
    text = f"{value:.6f}"
    whole, decimals = text.split(".")
    decimals = decimals.rstrip("0")
    if v.thousands and len(whole.lstrip("-")) > 3:
        whole = f"{int(whole):,}".replace(",", v.thousands)
    return whole + (v.decimal + decimals if decimals else "")


def _when(moment: datetime, truth: Truth, v: Variant) -> list[str]:
    step = timedelta(minutes=truth.step_minutes)
    if v.told_offset is not None:
        moment += timedelta(hours=v.told_offset - _LIMA_OFFSET)
    if truth.step_minutes == 1440:
        return [_date(moment, v), *([_date(moment + step, v)] if v.layout == "from_until" else [])]
    if v.layout == "from_until":
        return [_stamp(moment, v), _stamp(moment + step, v)]
    if v.stamp == "start":
        return _cells(moment, v)
    end = moment + step
    if v.stamp == "end_24" and (end.hour, end.minute) == (0, 0):
        return _cells(moment, v, clock="24:00:00" if v.clock == "seconds" else "24:00")
    return _cells(end, v)


def _cells(moment: datetime, v: Variant, *, clock: str | None = None) -> list[str]:
    if v.two_columns and v.layout != "from_until":
        return [_date(moment, v), clock or _clock(moment, v)]
    return [_stamp(moment, v, clock=clock)]


def _stamp(moment: datetime, v: Variant, *, clock: str | None = None) -> str:
    aware = moment.replace(tzinfo=LIMA)
    if v.date_style == "epoch_s":
        return str(int(aware.timestamp()))
    if v.date_style == "epoch_ms":
        return str(int(aware.timestamp()) * 1000)
    if v.date_style == "offset":
        return aware.isoformat()
    if v.date_style == "zulu":
        return aware.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    between = "T" if v.date_style == "iso_t" else " "
    return _date(moment, v) + between + (clock or _clock(moment, v))


def _date(moment: datetime, v: Variant) -> str:
    if v.date_style == "named":
        return f"{moment.day:02d}-{MONTHS[v.language][moment.month - 1]}-{moment.year}"
    if v.date_style == "unpadded_dmy":
        return f"{moment.day}/{moment.month}/{moment.year}"
    return moment.strftime(_DATES.get(v.date_style, "%Y-%m-%d"))


def _clock(moment: datetime, v: Variant) -> str:
    hour, half = moment.hour % 12 or 12, "p" if moment.hour >= 12 else "a"
    return {
        "24h": f"{moment:%H:%M}",
        "seconds": f"{moment:%H:%M:%S}",
        "12h_es": f"{hour}:{moment:%M} {half}. m.",
        "12h_en": f"{hour:02d}:{moment:%M} {half.upper()}M",
        "12h_tight": f"{hour}:{moment:%M}{half}m",
    }[v.clock]


def _preamble(truth: Truth, v: Variant) -> list[list[str]]:
    if v.preamble == "none":
        return []
    number, title, since = NAMED_BEFORE[v.language]
    lines = [[title], [number, "00123456789"]]
    if v.preamble == "dates":
        lines.append([since, _date(truth.starts[0], v)])
    if v.unit_written == "cell":
        lines.append([WORDS[v.language][10], v.unit])
    return [*lines, []]


def _line(cells: list[str], v: Variant, *, data: bool) -> str:
    needed = "" if v.bare_commas else v.separator
    written = [
        f'"{cell}"' if (v.quoted and cell) or (needed and needed in cell) or '"' in cell else cell for cell in cells
    ]
    line = v.separator.join(written)
    return line + v.separator if cells and (v.trailing == "all" or (v.trailing == "data" and data)) else line
