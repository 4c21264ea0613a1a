"""The check of a printed bill, on the two real bills of the facts and on each way one of them could be wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from advisor.energy.bills import rates_for
from advisor.energy.bills.review import PrintedBill, check_lines
from advisor.reference.tariffs import load_tariff_book

BOOK = load_tariff_book()
D = Decimal
# Bill A: Pluz, read 23 June 2026. 663 × 0.6291 = 417.0933; 1.69 + 2.34 + 417.09 + 28.00 + 1.91 = 451.03; IGV 81.19;
# levy 663 × 0.0110 = 7.293; 451.03 + 81.19 + 7.29 − 1.01 of rounding and credits = 538.50.
BILL_A = PrintedBill(
    start=date(2026, 5, 23),
    end=date(2026, 6, 23),
    kwh=D("663"),
    unit_price=D("0.6291"),
    lines={
        "connection": D("1.69"),
        "fixed": D("2.34"),
        "energy_all": D("417.09"),
        "public_lighting": D("28.00"),
        "interest": D("1.91"),
        "rural_electrification": D("7.29"),
        "rounding": D("-1.01"),
    },
    subtotal=D("451.03"),
    igv=D("81.19"),
    total_to_pay=D("538.50"),
)
# Bill B: Luz del Sur, July 2026. 22703.20 − 22247.70 = 455.50; 455.5 × 0.6130 = 279.22; the sum is 301.62; IGV 54.29;
# levy 5.01; late interest 0.13; 361.05 for the month, and 0.05 of rounding make 361.10.
BILL_B = PrintedBill(
    start=date(2026, 6, 12),
    end=date(2026, 7, 13),
    kwh=D("455.5"),
    previous_reading=D("22247.70"),
    current_reading=D("22703.20"),
    meter_factor=D("1.0000"),
    unit_price=D("0.6130"),
    lines={
        "connection": D("1.68"),
        "fixed": D("2.26"),
        "energy_all": D("279.22"),
        "public_lighting": D("17.64"),
        "interest": D("0.82"),
        "rural_electrification": D("5.01"),
        "late_interest": D("0.13"),
        "rounding": D("0.05"),
    },
    subtotal=D("301.62"),
    igv=D("54.29"),
    total_to_pay=D("361.10"),
)
# Luz del Sur, list of 4 August 2026 before IGV: 13.14 for the first 30 kWh and 0.6259 for the others; 0.6403 above 140.
# 120 kWh: 90 × 0.6259 = 56.33; 1.68 + 2.20 + 13.14 + 56.33 + 9.00 = 82.35; IGV 14.82; levy 1.32; 98.49, to pay 98.50.
TIERED = PrintedBill(
    start=date(2026, 8, 4),
    end=date(2026, 9, 3),
    kwh=D("120"),
    unit_price=D("0.6259"),
    lines={
        "connection": D("1.68"),
        "fixed": D("2.20"),
        "energy_first_30": D("13.14"),
        "energy_rest": D("56.33"),
        "public_lighting": D("9.00"),
        "rural_electrification": D("1.32"),
    },
    subtotal=D("82.35"),
    igv=D("14.82"),
    total_to_pay=D("98.50"),
)
# The same month billed as if it were above 140 kWh: 120 × 0.6403 = 76.84; with 2.25 of fixed charge the sum is 89.77.
AS_ABOVE = replace(
    TIERED,
    unit_price=D("0.6403"),
    lines={
        "connection": D("1.68"),
        "fixed": D("2.25"),
        "energy_all": D("76.84"),
        "public_lighting": D("9.00"),
        "rural_electrification": D("1.32"),
    },
    subtotal=D("89.77"),
    igv=D("16.16"),
    total_to_pay=D("107.25"),
)


def schedule(bill, distributor="luz-del-sur"):
    return rates_for(tariff_book=BOOK, distributor=distributor, start=bill.start, end=bill.end)


def checked(bill, *, listed="luz-del-sur", current=False, taxed=True):
    checks = check_lines(
        bill,
        schedule=schedule(bill, listed) if listed else None,
        schedule_is_current=current,
        tax=BOOK.tax_on(bill.end) if taxed else None,
        levy=BOOK.levy_on(bill.end),
    )
    return {check.code: check for check in checks}


def with_lines(bill, **amounts):
    lines = {**bill.lines, **{code: D(amount) for code, amount in amounts.items()}}
    return replace(bill, lines=lines)


def without(bill, *codes):
    return replace(bill, lines={code: amount for code, amount in bill.lines.items() if code not in codes})


def differing(found):
    return {code: check.cost for code, check in found.items() if check.verdict == "differs"}


@pytest.mark.parametrize(("bill", "listed"), [(BILL_A, "pluz"), (BILL_B, "luz-del-sur"), (TIERED, "luz-del-sur")])
def test_a_real_bill_agrees_in_everything_it_prints(bill, listed):
    found = checked(bill, listed=listed, current=bill is TIERED)
    assert differing(found) == {}
    told = {code for code, check in found.items() if check.verdict == "cannot_tell"}
    assert told == (set() if bill is BILL_B else {"readings"})


def test_kwh_beyond_the_readings_cost_their_price_with_tax():
    """465.5 kWh printed where the readings give 455.5: ten kWh × 0.6130 × 1.18 = 7.2334."""
    found = checked(replace(BILL_B, kwh=D("465.5")))
    assert found["readings"].expected == D("455.50")
    assert found["readings"].cost == D("7.23")


def test_the_factor_of_the_meter_counts():
    doubled = replace(BILL_B, meter_factor=D("2"))
    assert checked(doubled)["readings"].expected == D("911.00")
    assert checked(doubled)["readings"].cost == D("-329.48")  # 455.5 × 0.6130 × 1.18 = 329.481


def test_whole_kwh_of_a_meter_with_tenths_are_no_difference():
    assert checked(replace(BILL_B, kwh=D("455")))["readings"].verdict == "agrees"
    assert checked(replace(BILL_B, kwh=D("456.5")))["readings"].verdict == "differs"


def test_a_meter_that_was_changed_and_an_averaged_reading_are_not_called_wrong():
    back = checked(replace(BILL_B, current_reading=D("12.00")))["readings"]
    assert (back.verdict, back.params["because"]) == ("cannot_tell", "readings_go_back")
    averaged = checked(replace(BILL_B, kwh=D("500"), averaged=True))["readings"]
    assert (averaged.verdict, averaged.params["because"]) == ("cannot_tell", "averaged")


def test_an_energy_line_that_is_not_price_by_kwh():
    """299.22 instead of 279.22: 20 × 1.18 = 23.60. Half of the fourth decimal on 455.5 kWh, 0.03, is no difference."""
    assert differing(checked(with_lines(BILL_B, energy_all="299.22")))["energy"] == D("23.60")
    assert checked(with_lines(BILL_B, energy_all="279.25"))["energy"].verdict == "agrees"
    assert checked(with_lines(BILL_B, energy_all="279.26"))["energy"].verdict == "differs"


def test_the_line_over_the_first_30_kwh_is_checked_with_the_kwh_it_is_for():
    """90 × 0.6259 = 56.33; 66.33 would be ten soles more, 11.80 with tax."""
    assert differing(checked(with_lines(TIERED, energy_rest="66.33"), current=True))["energy"] == D("11.80")


def test_one_amount_for_both_tiers_is_not_called_wrong_for_being_lower():
    together = with_lines(without(TIERED, "energy_first_30", "energy_rest"), energy_all="69.47")
    found = checked(together, current=True)
    assert (found["energy"].verdict, found["energy"].params["because"]) == ("cannot_tell", "first_cheaper")
    assert found["price"].verdict == found["subtotal"].verdict == "agrees"


def test_a_dearer_price_than_the_list_in_force():
    """0.6603 in place of 0.6259 on the 90 kWh over the first 30: 59.43 against 56.33, 3.10 × 1.18 = 3.658."""
    dear = replace(with_lines(TIERED, energy_rest="59.43"), unit_price=D("0.6603"))
    assert differing(checked(dear, current=True)) == {"price": D("3.66"), "subtotal": D("-3.66")}
    assert checked(dear, current=False)["price"].verdict == "cannot_tell"
    assert checked(dear, listed=None)["price"].verdict == "cannot_tell"


def test_a_home_billed_as_if_it_were_above_140_kwh():
    """76.84 of energy where the list says 13.14 + 56.33 = 69.47: 7.37 × 1.18 = 8.6966; its sums close."""
    found = checked(AS_ABOVE, current=True)
    assert differing(found) == {"price": D("8.70")}
    assert (found["price"].params["bracket"], found["price"].params["billed_as"]) == ("31-140", ">140")


def test_a_subtotal_that_is_not_the_sum_of_its_lines():
    found = checked(replace(BILL_B, subtotal=D("311.62"), igv=D("56.09"), total_to_pay=D("372.90")))
    assert differing(found) == {"subtotal": D("11.80")}


@pytest.mark.parametrize("missing", ["fixed", "public_lighting", "energy_all"])
def test_a_line_that_was_not_copied_is_no_fault_of_the_bill(missing):
    assert checked(without(BILL_B, missing))["subtotal"].verdict == "cannot_tell"


@pytest.mark.parametrize(("subtotal", "igv"), [("306.62", "55.19"), ("301.62", "54.29")])
def test_a_line_of_no_known_name_may_stand_before_or_after_the_tax(subtotal, igv):
    """Five soles more: 306.62 + 55.19 + 5.01 + 0.13 + 0.05 = 367.00 before the tax, 361.10 + 5.00 = 366.10 after it."""
    total = "367.00" if subtotal == "306.62" else "366.10"
    other = replace(with_lines(BILL_B, other="5.00"), subtotal=D(subtotal), igv=D(igv), total_to_pay=D(total))
    found = checked(other)
    assert (found["subtotal"].verdict, found["total"].verdict) == ("agrees", "agrees")


def test_a_tax_of_another_rate_and_one_where_none_is_owed():
    """18 % of 301.62 is 54.29; at 20 % it would be 60.32, 6.03 more."""
    assert differing(checked(replace(BILL_B, igv=D("60.32"))))["igv"] == D("6.03")
    assert differing(checked(BILL_B, taxed=False))["igv"] == D("54.29")


def test_a_levy_on_more_kwh_than_were_used():
    """5.61 is for 510 kWh; 455.5 × 0.0110 = 5.01. A year whose price no bill showed is not judged."""
    assert differing(checked(with_lines(BILL_B, rural_electrification="5.61")))["rural_electrification"] == D("0.60")
    earlier = replace(with_lines(BILL_B, rural_electrification="5.61"), start=date(2025, 6, 12), end=date(2025, 7, 13))
    assert checked(earlier)["rural_electrification"].verdict == "cannot_tell"
    over_new_year = replace(BILL_B, start=date(2025, 12, 20), end=date(2026, 1, 20), kwh=D("460"))
    assert checked(over_new_year)["rural_electrification"].verdict == "cannot_tell"


def test_a_rounding_larger_than_any_seen_and_a_credit_that_is_none():
    """Bill A prints −1.01 of rounding and credits; two soles to pay more are no rounding."""
    assert differing(checked(with_lines(BILL_A, rounding="2.00"), listed="pluz"))["rounding"] == D("2.00")
    assert checked(BILL_A, listed="pluz")["rounding"].verdict == "agrees"


def test_a_total_beyond_its_parts():
    assert differing(checked(replace(BILL_B, total_to_pay=D("371.10"))))["total"] == D("10.00")


def test_a_debt_of_before_belongs_to_the_total():
    owed = replace(BILL_B, previous_debt=D("6505.10"), total_to_pay=D("6866.20"))
    assert checked(owed)["total"].verdict == "agrees"


def test_a_total_without_a_printed_rounding_may_be_rounded_by_half_a_sol():
    """TIERED prints none: 98.49 became 98.50. 99.10 is 0.61 more."""
    assert checked(TIERED)["total"].verdict == "agrees"
    assert differing(checked(replace(TIERED, total_to_pay=D("99.10"))))["total"] == D("0.61")


def test_what_is_not_printed_is_not_judged():
    bare = PrintedBill(start=BILL_B.start, end=BILL_B.end, kwh=BILL_B.kwh)
    assert {check.verdict for check in checked(bare).values()} == {"cannot_tell"}
