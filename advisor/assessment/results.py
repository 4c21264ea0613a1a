"""Assessment: one run for one household at one date, and the document that is stored and printed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from advisor.assessment.advice import Advice, advice_document, together_document
from advisor.assessment.data import HomeData
from advisor.assessment.outlook import Outlook, hours_document, months_document, next_bill_document
from advisor.assessment.pricing import Pricing
from advisor.assessment.running import recent_hours_document, used_document
from advisor.energy.appliances import Range
from advisor.energy.emissions import EmissionFactor
from advisor.energy.facts import FOSE_LIMIT_KWH
from advisor.energy.findings import Finding
from advisor.energy.profile import LoadProfile

ASSESSED, NOT_ENOUGH = "assessed", "not_enough_data"
MOST_BILLS_SHOWN = 24


@dataclass(frozen=True)
class Versions:
    """What the numbers were made with."""

    reference: str
    forecaster: str
    ranker: str


@dataclass(frozen=True, eq=False)
class Assessment:
    """The result for one household; parts that could not be worked out are None, and findings say why."""

    household_id: str
    status: str
    as_of: date
    versions: Versions
    findings: tuple[Finding, ...] = ()
    data: HomeData | None = None
    profile: LoadProfile | None = None
    annual_kwh: float | None = None
    annual_kwh_method: str | None = None
    end_uses: Mapping[str, Range] | None = None
    outlook: Outlook | None = None
    pricing: Pricing | None = None
    advice: Advice | None = None
    emission_factor: EmissionFactor | None = None

    def as_document(self) -> dict[str, object]:
        """Return the assessment as the JSON document of the `assess` contract, with what the pages need beside it."""
        return {
            "household_id": self.household_id,
            "status": self.status,
            "as_of": self.as_of.isoformat(),
            "findings": [finding.as_document() for finding in _distinct(self.findings)],
            "data": _data(self.data),
            "usage": {"bills": _bills(self.data)},
            "profile": self._profile(),
            "limit_140": self._limit(),
            "bill": self._bill(),
            "forecast": self._forecast(),
            "advice": advice_document(self.advice) if self.advice else [],
            "advice_together": together_document(self.advice) if self.advice and self.advice.items else None,
            "emission_factor": _factor(self.emission_factor),
            "versions": {
                "reference": self.versions.reference,
                "forecaster": self.versions.forecaster,
                "ranker": self.versions.ranker,
            },
        }

    def _profile(self) -> dict[str, object] | None:
        if self.annual_kwh is None:
            return None
        document: dict[str, object] = {
            "annual_kwh": round(self.annual_kwh),
            "annual_kwh_method": self.annual_kwh_method,
            "base_load_w": _number(self.profile.base_load_w, 0) if self.profile else None,
            "peak_window_share": _number(self.profile.peak_window_share, 3) if self.profile else None,
            "load_factor": _number(self.profile.load_factor, 3) if self.profile else None,
            "end_uses": [
                {"end_use": use, "kwh_year": amount.as_document()} for use, amount in (self.end_uses or {}).items()
            ],
        }
        if self.profile is not None and self.profile.week is not None:
            document["by_day_type"] = {
                kind: [_number(value, 3) for value in hours] for kind, hours in self.profile.by_day_type.items()
            }
            document["week"] = [[_number(value, 3) for value in hours] for hours in self.profile.week]
        return document

    def _limit(self) -> dict[str, object] | None:
        step = self.pricing.step_at_140_soles if self.pricing else None
        kwh = self.outlook.expected_kwh if self.outlook else None
        if step is None or kwh is None:
            return None
        counted = [period.kwh for period in self.data.bills[-12:] if period.kwh is not None]
        return {
            "threshold_kwh": int(FOSE_LIMIT_KWH),
            "bills_over": sum(value > FOSE_LIMIT_KWH for value in counted),
            "bills_counted": len(counted),
            "next_bracket_jump": str(step),
            "marginal_price_per_kwh": str(self.pricing.bill(kwh).marginal_price_per_kwh),
        }

    def _bill(self) -> dict[str, object] | None:
        kwh = self.outlook.expected_kwh if self.outlook else None
        return self.pricing.bill(kwh).as_document() if self.pricing and kwh is not None else None

    def _forecast(self) -> dict[str, object] | None:
        if self.outlook is None:
            return None
        next_bill = next_bill_document(self.outlook, self.pricing)
        if next_bill is not None:
            next_bill["used"] = used_document(self.data, *self.outlook.next_bill.periods[0])
        return {
            "next_bill": next_bill,
            "months": months_document(self.outlook, self.pricing),
            "hours": hours_document(self.outlook, self.data.zone),
            "recent_hours": recent_hours_document(self.data) if self.outlook.hours else [],
            "months_method": self.outlook.months.method if self.outlook.months else None,
            "hours_method": self.outlook.hours.method if self.outlook.hours else None,
        }


def _data(data: HomeData | None) -> dict[str, object] | None:
    if data is None:
        return None
    return {
        "kind": data.kind,
        "bills": len(data.counted),
        "bills_derived": data.derived,
        "interval_days": data.interval_days,
        "coverage": round(data.coverage, 4),
        "last_end": data.last_end.isoformat() if data.last_end else None,
    }


def _bills(data: HomeData | None) -> list[dict[str, object]]:
    return [
        {
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "kwh": None if period.kwh is None else round(period.kwh, 1),
            "total": None if period.total is None else str(period.total),
            "estimated": period.estimated,
            "days": period.days,
        }
        for period in (data.bills[-MOST_BILLS_SHOWN:] if data else ())
    ]


def _factor(factor: EmissionFactor | None) -> dict[str, object] | None:
    if factor is None:
        return None
    return {
        "kg_co2_per_kwh": factor.kg_co2_per_unit,
        "year": factor.year,
        "kind": factor.kind,
        "status": factor.status,
        "source": factor.source,
    }


def _distinct(findings: tuple[Finding, ...]) -> list[Finding]:
    seen: dict[str, Finding] = {}
    for finding in findings:
        seen.setdefault(repr((finding.code, sorted(finding.params.items(), key=str), finding.row)), finding)
    return list(seen.values())


def _number(value: float | None, digits: int) -> float | None:
    return None if value is None or math.isnan(value) else round(float(value), digits)
