"""Inputs of the network: one row for each coming hour, every energy divided by the home's own level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.forecasting.forecasts import LEVELS
from advisor.forecasting.profiles import profile_quantiles
from advisor.forecasting.windows import HISTORY_DAYS, HISTORY_HOURS, HORIZON_DAYS, HORIZON_HOURS, HourWindows

LEVEL_DAYS = 28
SMALLEST_SCALE_KWH = 1e-3
LARGEST_RATIO = 30.0
POOLED_LEVELS = (0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95)
NEIGHBOUR_LEVELS = (2, 4, 6, 8, 10)
RECENT_DAYS = (1, 2, 3, 7, 14, 28, 56)
INPUTS = {
    "profile": len(LEVELS),
    "profile_hour_before": len(NEIGHBOUR_LEVELS),
    "profile_hour_after": len(NEIGHBOUR_LEVELS),
    "pooled_three_hours": len(POOLED_LEVELS),
    "same_hour_last_four_weeks": 4,
    "neighbours_last_two_weeks": 4,
    "same_hour_last_seven_days": 7,
    "levels": len(RECENT_DAYS),
    "last_three_hours": 3,
    "days_like_this": 2,
    "last_seven_days": 7,
    "hour": 4,
    "weekday": 7,
    "lead": 2,
    "known": 2,
}
"""Group of inputs -> how many; their order is the order of the columns and part of a model's version."""
WIDTH = sum(INPUTS.values())


@dataclass(frozen=True, eq=False)
class Inputs:
    """Inputs of n homes: rows float32 (n, 168, WIDTH); scale_kwh (n,), the mean hour each home is divided by."""

    rows: np.ndarray
    scale_kwh: np.ndarray


def network_inputs(windows: HourWindows) -> Inputs:
    """Make the inputs of the network from histories alone; needs at least one known hour in each."""
    n = len(windows)
    scale = scale_of(windows.kwh)
    ratio = np.clip(windows.kwh / scale[:, None], 0.0, LARGEST_RATIO)
    scaled = HourWindows(ratio, windows.hour, windows.weekday)
    profile = _filled(profile_quantiles(scaled, LEVELS)).reshape(n, HORIZON_HOURS, len(LEVELS))
    middle = profile[:, :, LEVELS.index(0.5)]
    by_day = ratio.reshape(n, HISTORY_DAYS, 24)
    groups = {
        "profile": np.sqrt(profile),
        "profile_hour_before": np.sqrt(np.roll(profile, 1, axis=1)[:, :, NEIGHBOUR_LEVELS]),
        "profile_hour_after": np.sqrt(np.roll(profile, -1, axis=1)[:, :, NEIGHBOUR_LEVELS]),
        "pooled_three_hours": np.sqrt(_each_day(_pooled(ratio))),
        "same_hour_last_four_weeks": _known_or(_weeks_ago(ratio, (1, 2, 3, 4), (0,)), middle),
        "neighbours_last_two_weeks": _known_or(_weeks_ago(ratio, (1, 2), (-1, 1)), middle),
        "same_hour_last_seven_days": _known_or(_each_day(by_day[:, :-8:-1].transpose(0, 2, 1)), middle),
        "levels": _same_for_all(np.sqrt(_recent_levels(ratio))),
        "last_three_hours": _same_for_all(np.sqrt(np.nan_to_num(ratio[:, :-4:-1], nan=1.0))),
        "days_like_this": np.sqrt(_days_like_this(by_day)),
        "last_seven_days": _same_for_all(np.sqrt(_mean(by_day[:, :-8:-1], 2))),
        **_calendar(windows),
        "known": _same_for_all(np.stack([windows.known_days / HISTORY_DAYS, np.isfinite(ratio).mean(axis=1)], axis=1)),
    }
    columns = [groups[name].astype(np.float32) for name in INPUTS]
    return Inputs(np.concatenate(columns, axis=2), scale)


def scale_of(kwh: np.ndarray) -> np.ndarray:
    """Mean kWh of an hour over the last four weeks, over all eight where those are empty: (n,)."""
    recent = _mean(kwh[:, -LEVEL_DAYS * 24 :], 1, empty=np.nan)
    return np.maximum(np.where(np.isfinite(recent), recent, _mean(kwh, 1, empty=0.0)), SMALLEST_SCALE_KWH)


def _filled(profile: np.ndarray) -> np.ndarray:
    """Give hours that were never seen the mean of the home's other hours."""
    if np.isfinite(profile).all():
        return profile
    usual = _mean(profile.reshape(len(profile), -1, profile.shape[-1]), 1)
    return np.where(np.isfinite(profile), profile, usual[:, None, None, :])


def _pooled(ratio: np.ndarray) -> np.ndarray:
    """Quantiles of the hour and its two neighbours over all days: (n, 24, levels)."""
    steps = np.stack([np.roll(ratio, shift, axis=1) for shift in (-1, 0, 1)], axis=-1)
    steps[:, -1, 0] = np.nan
    steps[:, 0, 2] = np.nan
    slots = steps.reshape(len(ratio), HISTORY_DAYS, 24, 3).transpose(0, 2, 1, 3).reshape(len(ratio), 24, -1)
    slots = np.sort(slots, axis=2)
    known = np.isfinite(slots).sum(axis=2)
    out = []
    for level in POOLED_LEVELS:
        place = np.maximum(known - 1, 0) * level
        low = np.floor(place).astype(np.int64)
        high = np.minimum(low + 1, np.maximum(known - 1, 0))
        a = np.take_along_axis(slots, low[..., None], 2)[..., 0]
        b = np.take_along_axis(slots, high[..., None], 2)[..., 0]
        out.append(a + (place - low) * (b - a))
    return np.nan_to_num(np.stack(out, axis=-1), nan=1.0)


def _weeks_ago(ratio: np.ndarray, weeks: tuple[int, ...], shifts: tuple[int, ...]) -> np.ndarray:
    """Values so many weeks before each coming hour, and hours beside them: (n, 168, weeks x shifts)."""
    hours = np.arange(HORIZON_HOURS)
    places = [HISTORY_HOURS + hours - week * HORIZON_HOURS + shift for week in weeks for shift in shifts]
    return np.stack([ratio[:, np.minimum(place, HISTORY_HOURS - 1)] for place in places], axis=2)


def _days_like_this(by_day: np.ndarray) -> np.ndarray:
    """Mean of the day one and two weeks before each coming day: (n, 168, 2)."""
    means = _mean(by_day, 2)
    ago = np.stack([means[:, HISTORY_DAYS - 7 :], means[:, HISTORY_DAYS - 14 : HISTORY_DAYS - 7]], axis=2)
    return np.repeat(ago, 24, axis=1)


def _recent_levels(ratio: np.ndarray) -> np.ndarray:
    return np.stack([_mean(ratio[:, -days * 24 :], 1) for days in RECENT_DAYS], axis=1)


def _calendar(windows: HourWindows) -> dict[str, np.ndarray]:
    hours = windows.hour[:, None] + np.arange(HORIZON_HOURS)
    angle = 2 * np.pi * hours / 24
    turns = np.stack([np.sin(angle), np.cos(angle), np.sin(2 * angle), np.cos(2 * angle)], axis=2)
    weekday = np.take_along_axis(windows.weekday, HISTORY_DAYS + hours // 24, axis=1)
    ahead = np.arange(HORIZON_HOURS)
    lead = np.stack([ahead / HORIZON_HOURS, np.exp(-ahead / 6.0)], axis=1)
    return {
        "hour": turns,
        "weekday": np.eye(7)[weekday],
        "lead": np.broadcast_to(lead, (len(windows), HORIZON_HOURS, 2)),
    }


def _known_or(values: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.sqrt(np.where(np.isfinite(values), values, other[:, :, None]))


def _each_day(slots: np.ndarray) -> np.ndarray:
    return np.tile(slots, (1, HORIZON_DAYS, 1))


def _same_for_all(values: np.ndarray) -> np.ndarray:
    return np.broadcast_to(values[:, None, :], (len(values), HORIZON_HOURS, values.shape[1]))


def _mean(values: np.ndarray, axis: int, empty: float = 1.0) -> np.ndarray:
    """Mean without the unknown; `empty` where all are unknown."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    return np.where(count > 0, np.where(known, values, 0.0).sum(axis=axis) / np.maximum(count, 1), empty)
