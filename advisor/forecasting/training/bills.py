"""Fit the rules of running totals and of bills, score them on homes held out, write them as one version."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np

from advisor.forecasting.bill_history import season_kwh
from advisor.forecasting.logrule import LogRule
from advisor.forecasting.training.amounts import (
    DAYS_AHEAD,
    MONTHS,
    TOTAL_DAYS,
    BillCases,
    bill_cases,
    cases_of,
    day_cases,
    total_cases,
)
from advisor.forecasting.training.homes import Split
from advisor.forecasting.training.rules import Cases, TooFewRows, fit_rule, widths
from advisor.forecasting.training.versions import library_versions, write_version

ORIGINS_PER_HOME = 60
ARTEFACT = "rules.json"
SEASONS = {"with_season": True, "without_season": False}
SEASON_PRIOR = (0.0, 0.5, 0.0)
SEASON_PULL = 0.003
"""Half of last year's swing, and harder towards that the farther ahead: few homes have two years.

Chosen by leaving training homes out; the held-out homes had no part in it.
"""


def train_bills(
    split: Split,
    *,
    output: Path,
    made_on: date,
    seed: int,
    data: Mapping[str, object],
    report: Callable[[str], None],
) -> str:
    """Fit, score on the held-out homes, write models/monthly/<version>; returns the version."""
    rng = np.random.default_rng(seed)
    report("fitting the rules of totals and bills")
    totals, totals_scores = _fit_totals(split, TOTAL_DAYS, total_cases, rng)
    days, days_scores = _fit_totals(split, DAYS_AHEAD, day_cases, rng)
    learned, unseen = bill_cases(split.training, rng=rng), bill_cases(split.held_out, rng=rng)
    bills = {name: _fit_bills(learned, season=season) for name, season in SEASONS.items()}
    if not bills["with_season"]:
        bills["with_season"] = bills["without_season"]
    year = fit_rule(_sums(learned, bills), use_features=False)
    document = {
        "totals": _documents(totals),
        "days": _documents(days),
        "bills": {name: _documents(rules) for name, rules in bills.items()},
        "year": year.as_document(),
    }
    manifest = {
        "data": data,
        "seed": seed,
        "libraries": library_versions(),
        "note": (
            "Fitted on homes of Europe and Australia. No calendar season is carried over: a season enters only "
            "through the home's own bills of the same days last year."
        ),
        "metrics_on_held_out_homes": {
            "totals_by_days": totals_scores,
            "single_days_ahead": days_scores,
            "bills": _bill_scores(unseen, bills),
        },
    }
    content = (json.dumps(document, indent=1) + "\n").encode()
    return write_version(output, kind="monthly", made_on=made_on, files={ARTEFACT: content}, manifest=manifest)


def _documents(rules: Mapping[int, LogRule]) -> dict[str, object]:
    return {str(number): rule.as_document() for number, rule in rules.items()}


def _fit_totals(
    split: Split, numbers: tuple[int, ...], cases: Callable[..., Cases], rng: np.random.Generator
) -> tuple[dict[int, LogRule], dict[str, object]]:
    rules, scores = {}, {}
    for days in numbers:
        try:
            rules[days] = fit_rule(cases(split.training, days, per_home=ORIGINS_PER_HOME, rng=rng))
        except TooFewRows:
            if not rules:
                raise
            continue
        scores[str(days)] = score(rules[days], cases(split.held_out, days, per_home=ORIGINS_PER_HOME, rng=rng))
    return rules, scores


def _fit_bills(learned: BillCases, *, season: bool) -> dict[int, LogRule]:
    rules, start = {}, 0
    for months in MONTHS:
        chosen = cases_of([c.row() for c in learned.between(start, months, season=season)])
        start = months
        try:
            if season:
                rules[months] = fit_rule(chosen, prior=SEASON_PRIOR, pull=SEASON_PULL * months**2)
            else:
                rules[months] = fit_rule(chosen)
        except TooFewRows:
            if not rules and not season:
                raise
    return rules


def _sums(cases: BillCases, bills: Mapping[str, Mapping[int, LogRule]]) -> Cases:
    """Cases of whole runs: the sum of six bills or more against the sum of their central forecasts."""
    rows = []
    for run in cases.runs:
        truth = sum(c.bill.kwh for c in run)
        guess = sum(c.history.level_kwh * np.exp(_rule(c, bills).centre(c.features)) * c.bill.days for c in run)
        history = run[0].history
        rows.append((np.zeros(0), np.log(truth / guess), history.unsteadiness, history.level_kwh, run[0].home))
    return cases_of(rows)


def _rule(case, bills: Mapping[str, Mapping[int, LogRule]]) -> LogRule:
    rules = bills["with_season" if case.season else "without_season"]
    return rules[next((m for m in sorted(rules) if case.months <= m), max(rules))]


def score(rule: LogRule, cases: Cases) -> dict[str, float]:
    """Coverage of the central ranges and mean absolute relative error in logarithms, against the level alone."""
    if not len(cases):
        return {"cases": 0}
    error = cases.log_ratio - cases.features @ np.array(rule.coefficients)
    width = widths(rule.spread, cases)
    inside = [(error >= rule.errors[i] * width) & (error <= rule.errors[-1 - i] * width) for i in (0, 2)]
    share = cases.weight / cases.weight.sum()
    return {
        "cases": len(cases),
        "homes": len(np.unique(cases.home)),
        "coverage_95": round(float(inside[0] @ share), 3),
        "coverage_80": round(float(inside[1] @ share), 3),
        "error": round(float(np.abs(error) @ share), 4),
        "error_of_mean": round(float(np.abs(cases.log_ratio) @ share), 4),
    }


def _bill_scores(cases: BillCases, bills: Mapping[str, Mapping[int, LogRule]]) -> dict[str, object]:
    """Error of the median against last year's days and the mean of three bills, in the same cases."""
    scores: dict[str, object] = {}
    for name, season in SEASONS.items():
        start = 0
        for months in MONTHS:
            chosen = cases.between(start, months, season=season)
            start = months
            if not chosen:
                continue
            rule = _rule(chosen[0], bills)
            entry = score(rule, cases_of([c.row() for c in chosen]))
            entry |= {"wape": _wape(chosen, lambda c, rule=rule: c.history.level_kwh * np.exp(rule.centre(c.features)))}
            entry |= {"wape_mean_of_three": _wape(chosen, _mean_of_three)}
            if season:
                entry |= {"wape_last_year": _wape(chosen, _last_year)}
            scores[f"{name}, up to {months} months ahead"] = entry
    return scores


def _wape(cases: list, rule: Callable[[object], float]) -> float:
    truth = np.array([c.kwh_day for c in cases])
    return round(float(np.abs(np.array([rule(c) for c in cases]) - truth).sum() / truth.sum()), 4)


def _mean_of_three(case) -> float:
    return float(case.history.kwh_day[-3:].mean())


def _last_year(case) -> float:
    value = season_kwh(case.history, case.bill.start, case.bill.end)
    return value if np.isfinite(value) else _mean_of_three(case)
