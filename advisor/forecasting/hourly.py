"""The next week by hour for one home or many: the network where it can be used, the labelled rule elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timezone, tzinfo

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import UsageSeries
from advisor.forecasting.baselines import seasonal_naive
from advisor.forecasting.features import network_inputs
from advisor.forecasting.forecasts import LEVELS, HourForecast
from advisor.forecasting.registry import HourlyModel
from advisor.forecasting.windows import HORIZON_HOURS, MINIMUM_DAYS, HourWindows, hour_of, windows_of

BATCH = 256
LEAST_KNOWN_SHARE = 0.5
NETWORK, NAIVE = "network", "seasonal_naive"


def forecast_hours(
    histories: Sequence[UsageSeries],
    *,
    zone: tzinfo,
    made_at: datetime,
    horizon_hours: int = HORIZON_HOURS,
    model: HourlyModel | None,
    holidays: Collection[date] = (),
) -> list[HourForecast]:
    """Forecast the hours from `made_at` (rounded down to the hour) for each history, in the same order.

    Only intervals that were over by then are read. Without a model, under 14 days of history, or with under half of
    it known, the answer is the seasonal naive with a finding `forecast_simple` whose reason says why.
    """
    if not 1 <= horizon_hours <= HORIZON_HOURS:
        raise ValueError(f"horizon_hours must be 1 to {HORIZON_HOURS}, received {horizon_hours}")
    if not histories:
        return []
    windows = windows_of(histories, zone=zone, made_at=made_at, holidays=holidays)
    reasons = simple_reasons(windows, model)
    kwh = forecast_windows(windows, model=model, simple=np.array([reason is not None for reason in reasons]))
    start = hour_of(made_at).astimezone(timezone.utc)
    forecasts = []
    for row, reason, series in zip(kwh[:, :horizon_hours], reasons, histories, strict=True):
        findings = _findings(reason, series)
        if reason is None and model is not None:
            forecasts.append(HourForecast(start, LEVELS, row, NETWORK, findings, model.version))
        else:
            forecasts.append(HourForecast(start, LEVELS, row, NAIVE, findings))
    return forecasts


def forecast_windows(windows: HourWindows, *, model: HourlyModel | None, simple: np.ndarray) -> np.ndarray:
    """Forecast windows, by the rule where `simple` is set: float64 (n, 168, levels) kWh."""
    out = np.empty((len(windows), HORIZON_HOURS, len(LEVELS)))
    if simple.any():
        out[simple] = seasonal_naive(windows.part(simple))
    rest = np.flatnonzero(~simple)
    for first in range(0, len(rest), BATCH):
        rows = rest[first : first + BATCH]
        inputs = network_inputs(windows.part(rows))
        answer = model.quantiles(inputs.rows.reshape(-1, inputs.rows.shape[2]))
        out[rows] = answer.reshape(len(rows), HORIZON_HOURS, len(LEVELS)) * inputs.scale_kwh[:, None, None]
    return out


def simple_reasons(windows: HourWindows, model: HourlyModel | None) -> list[str | None]:
    """Say for each home why the network cannot be used, None where it can."""
    days = windows.known_days
    counted = np.maximum(days * 24, 1)
    share = np.isfinite(windows.kwh).sum(axis=1) / counted
    used = np.nansum(windows.kwh, axis=1) > 0
    reasons: list[str | None] = []
    for known_days, known_share, some in zip(days, share, used, strict=True):
        if known_days < MINIMUM_DAYS:
            reasons.append("short_history")
        elif known_share < LEAST_KNOWN_SHARE:
            reasons.append("many_gaps")
        elif not some:
            reasons.append("no_usage")
        else:
            reasons.append(None if model is not None else "no_model")
    return reasons


def _findings(reason: str | None, series: UsageSeries) -> tuple[Finding, ...]:
    findings = []
    if reason is not None:
        findings.append(Finding("forecast_simple", Severity.WARNING, {"reason": reason}))
    if series.step_minutes > 60:
        findings.append(Finding("hours_spread_evenly", Severity.INFO, {"step_minutes": series.step_minutes}))
    return tuple(findings)
