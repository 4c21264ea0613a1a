"""What an assessment needs of one household, and the reader of the contract's input document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from advisor.energy.findings import Finding, Severity
from advisor.energy.homes import Home, OwnedAppliance, Roof
from advisor.energy.tariffs import OwnBill
from advisor.energy.usage import BillPeriod, UsageSeries

# Plausibility limits of one home; beyond them a number is a slip of the hand or another unit.
MOST_KWH_PER_BILL = 20_000
MOST_PEOPLE = 60


class InvalidHousehold(ValueError):
    """The document does not describe a household; `findings` say what is wrong, with the path of each field."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{item.params.get('path')}: {item.code}" for item in findings))
        self.findings = findings


@dataclass(frozen=True, eq=False)
class HouseholdInput:
    """One household to assess.

    home: what it said of itself; bills: paper bills, oldest first; series: interval usage, if any; last_bill: unit
    prices printed on its own bill; igv: None means unknown (charged, as nearly everywhere); interval_file: a file the
    caller must read into `series`; findings: remarks made while the input was read, repeated in the assessment.
    """

    household_id: str = ""
    home: Home = field(default_factory=Home)
    distributor: str | None = None
    tariff_option: str = "BT5B"
    igv: bool | None = None
    last_bill: OwnBill | None = None
    bills: tuple[BillPeriod, ...] = ()
    series: UsageSeries | None = None
    zone: str = "America/Lima"
    interval_file: str | None = None
    findings: tuple[Finding, ...] = ()

    def with_series(self, series: UsageSeries, findings: tuple[Finding, ...] = ()) -> HouseholdInput:
        """Return the input with the interval usage its file held."""
        return replace(self, series=series, interval_file=None, findings=self.findings + findings)


def parse_household(document: Mapping[str, Any]) -> HouseholdInput:
    """Read one household of the `assess` contract.

    Fields this version does not know are ignored; known fields with a wrong value raise InvalidHousehold with one
    Finding each (`invalid_value`, params: path, reason, given). Bills are put in order; a bill that repeats or
    overlaps another is left out with a warning.
    """
    if not isinstance(document, Mapping):
        raise InvalidHousehold((_problem("$", "not_an_object", document),))
    try:
        read = _Document.model_validate(document)
    except ValidationError as error:
        raise InvalidHousehold(tuple(_from_pydantic(item) for item in error.errors(include_url=False))) from None
    bills, findings = _in_order([item.value() for item in read.usage.bills])
    told = read.household
    return HouseholdInput(
        household_id=read.household_id or "",
        home=told.home(),
        distributor=told.distributor,
        tariff_option=told.tariff_option or "BT5B",
        igv=told.igv,
        last_bill=told.last_bill.value() if told.last_bill else None,
        bills=bills,
        interval_file=read.usage.interval_file,
        zone=told.timezone or "America/Lima",
        findings=findings,
    )


def _in_order(bills: list[BillPeriod]) -> tuple[tuple[BillPeriod, ...], tuple[Finding, ...]]:
    kept: list[BillPeriod] = []
    findings: list[Finding] = []
    for period in sorted(bills, key=lambda item: (item.start, item.end)):
        if kept and period.start < kept[-1].end:
            findings.append(
                Finding(
                    "overlapping_bill",
                    Severity.WARNING,
                    {"start": period.start.isoformat(), "end": period.end.isoformat()},
                )
            )
        else:
            kept.append(period)
    return tuple(kept), tuple(findings)


def _from_pydantic(error: Mapping[str, Any]) -> Finding:
    path = "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"])
    reason = error.get("ctx", {}).get("reason") or error["type"]
    return _problem(path, str(reason), error.get("input"))


def _problem(path: str, reason: str, given: object) -> Finding:
    return Finding("invalid_value", Severity.ERROR, {"path": path, "reason": reason, "given": str(given)[:80]})


def _unknown_is_none(value: object) -> object:
    return None if value in ("unknown", "") else value


class _Loose(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, allow_inf_nan=False)


_Text = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(_unknown_is_none)]
_Money = Annotated[Decimal, Field(ge=0, le=100_000)]


class _Appliance(_Loose):
    kind: Annotated[str, Field(max_length=60)]
    count: Annotated[int, Field(ge=0, le=500)] = 1
    age_years: Annotated[float, Field(ge=0, le=80)] | None = None
    power_w: Annotated[float, Field(gt=0, le=30_000)] | None = None
    hours_per_day: Annotated[float, Field(ge=0, le=24)] | None = None

    def value(self) -> OwnedAppliance:
        return OwnedAppliance(self.kind, self.count, self.age_years, self.power_w, self.hours_per_day)


class _Roof(_Loose):
    area_m2: Annotated[float, Field(ge=0, le=10_000)] | None = None
    tilt_deg: Annotated[float, Field(ge=0, le=90)] | None = None
    azimuth_deg: Annotated[float, Field(ge=-360, le=360)] | None = None
    shade: Annotated[Literal["none", "some", "heavy"] | None, BeforeValidator(_unknown_is_none)] = None

    def value(self) -> Roof:
        return Roof(self.area_m2, self.tilt_deg, self.azimuth_deg, self.shade)


class _LastBill(_Loose):
    unit_price: Annotated[Decimal, Field(gt=0, le=20)] | None = None
    fixed: _Money | None = None
    public_lighting: _Money | None = None
    connection: _Money | None = None
    kwh: Annotated[float, Field(ge=0, le=MOST_KWH_PER_BILL)] | None = None

    def value(self) -> OwnBill:
        return OwnBill(
            unit_price=self.unit_price,
            fixed=self.fixed,
            public_lighting=self.public_lighting,
            connection=self.connection,
            kwh=self.kwh,
        )


class _Household(_Loose):
    department: _Text = None
    distributor: _Text = None
    tariff_option: _Text = None
    igv: bool | None = None
    timezone: _Text = None
    people: Annotated[int, Field(ge=1, le=MOST_PEOPLE)] | None = None
    dwelling: Annotated[Literal["house", "apartment"] | None, BeforeValidator(_unknown_is_none)] = None
    owned: bool | None = None
    water_heating: Annotated[
        Literal["electric_storage", "electric_shower", "gas", "solar", "none"] | None, BeforeValidator(_unknown_is_none)
    ] = None
    cooking: Annotated[
        Literal["lpg", "natural_gas", "electric", "firewood"] | None, BeforeValidator(_unknown_is_none)
    ] = None
    roof: _Roof | None = None
    appliances: list[_Appliance] | None = None
    last_bill: _LastBill | None = None

    def home(self) -> Home:
        appliances = tuple(item.value() for item in self.appliances) if self.appliances is not None else None
        return Home(
            department=self.department,
            people=self.people,
            dwelling=self.dwelling,
            owned=self.owned,
            water_heating=self.water_heating,
            cooking=self.cooking,
            roof=self.roof.value() if self.roof else None,
            appliances=appliances,
        )


class _Bill(_Loose):
    start: date
    end: date
    kwh: Annotated[float, Field(ge=0, le=MOST_KWH_PER_BILL)] | None = None
    total: _Money | None = None
    estimated: bool = False

    @model_validator(mode="after")
    def _ends_after_start(self) -> _Bill:
        if not 0 < (self.end - self.start).days <= 400:
            raise ValueError("end must come after start, within 400 days")
        return self

    def value(self) -> BillPeriod:
        return BillPeriod(self.start, self.end, self.kwh, self.total, self.estimated)


class _Usage(_Loose):
    bills: list[_Bill] = Field(default_factory=list, max_length=400)
    interval_file: Annotated[str, Field(max_length=1_000)] | None = None


class _Document(_Loose):
    household_id: Annotated[
        str | None, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)
    ] = None
    household: _Household = Field(default_factory=_Household)
    usage: _Usage = Field(default_factory=_Usage)
