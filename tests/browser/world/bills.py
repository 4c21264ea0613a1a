"""Full bills that were confirmed: one of Julio's in which something does not agree, and one in which all does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from advisor.db import db
from advisor.energy.usage import BillPeriod
from advisor.ingest.paper.document import BillDocument, PrintedLine
from advisor.services import bills
from advisor.services.bill_documents import ToldBill, save_told_bill
from advisor.web.guest.months import billing_periods
from tests.browser.world import MOMENT
from tests.browser.world.building import LAST_READING, Builder

# The months before the newest bill, the latest first; the first of them was averaged.
BEFORE = [118, 127, 122, 119, 131, 138, 147, 152, 149, 143, 133]
# Luz del Sur in July 2026. 152 × 0.6134 = 93.24; 1.68 + 2.27 + 93.24 + 9.07 = 106.26; IGV 19.13; levy 1.67; 127.06.
LINES = {"connection": "1.68", "fixed": "2.27", "energy_all": "93.24", "public_lighting": "9.07"}
AFTER_TAX = {"rural_electrification": "1.67", "rounding": "0.04"}
PRINTED = {"unit_price": "0.6134", "kwh": "152", "subtotal": "106.26", "igv": "19.13", "total_to_pay": "127.10"}
READ = {"previous_reading": "8214", "current_reading": "8356", "meter_factor": "1"}  # 142 kWh: ten fewer than billed
# August 2025: 30 × 0.4172 = 12.52; 109 × 0.5960 = 64.96; with 2.20, 1.66 and 4.03, 85.37; IGV 15.37; levy 1.49; 102.23.
ENERGY_2025 = {"energy_first_30": "12.52", "energy_rest": "64.96"}
LINES_2025 = {"connection": "1.66", "fixed": "2.20", **ENERGY_2025, "public_lighting": "4.03"}
PRINTED_2025 = {"unit_price": "0.5960", "kwh": "139", "subtotal": "85.37", "igv": "15.37", "total_to_pay": "102.20"}


def add_full_bills(world: Builder) -> None:
    """Make a home whose newest bill has faults and an earlier year, and one whose only bill has none."""
    (newest, *before) = billing_periods(LAST_READING)[: len(BEFORE) + 1]
    world.home("reviewed", "julio", name="Casa de Julio", supply_point_name="4412")
    _bars(world, "reviewed", before)
    last_year = (date(newest[0].year - 1, 7, 4), date(newest[1].year - 1, 8, 4))
    _full(world, "reviewed", last_year, {**LINES_2025, "rural_electrification": "1.49"}, PRINTED_2025)
    _full(world, "reviewed", newest, {**LINES, **AFTER_TAX}, {**PRINTED, **READ})
    world.assess("reviewed")
    world.home("agreeing", "julio", name="Casa de Julio", supply_point_name="4413")
    _full(world, "agreeing", newest, {**LINES, **AFTER_TAX}, PRINTED)
    world.assess("agreeing")


def _bars(world: Builder, key: str, periods: list[tuple[date, date]]) -> None:
    given = [
        BillPeriod(start, end, kwh, None, place == 0)
        for place, ((start, end), kwh) in enumerate(zip(periods, BEFORE, strict=True))
    ]
    told = {"actor": world.actors["julio"], "now": MOMENT, "supply_point_id": world.names[key]}
    bills.save_bills(db.session, bills=given[::-1], **told)


def _full(
    world: Builder, key: str, days: tuple[date, date], lines: Mapping[str, str], printed: Mapping[str, str]
) -> None:
    document = BillDocument(
        source="typed",
        supply_number="1154412",
        start=days[0],
        end=days[1],
        lines=tuple(PrintedLine(code, "", Decimal(amount)) for code, amount in lines.items()),
        **{name: Decimal(value) for name, value in printed.items()},
    )
    told = {"actor": world.actors["julio"], "now": MOMENT, "supply_point_id": world.names[key]}
    save_told_bill(db.session, told=ToldBill(document, (), True), **told)
