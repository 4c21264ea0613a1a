"""Files of portals and programs, imitated: each sample is made up, and what it holds is counted by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from advisor.energy.usage import Quality
from advisor.ingest import ReadResult, read_file
from advisor.ingest.layouts import known_layouts
from tests.ingest.files import LIMA

SAMPLES = Path(__file__).parent / "samples"
PARIS, BRUSSELS, AMSTERDAM = ZoneInfo("Europe/Paris"), ZoneInfo("Europe/Brussels"), ZoneInfo("Europe/Amsterdam")
MADRID = ZoneInfo("Europe/Madrid")


def sample(name: str, zone: ZoneInfo, **answers: str) -> ReadResult:
    return read_file(SAMPLES / name, filename=name, zone=zone, answers=answers)


def starts(result: ReadResult, channel: str = "import") -> list[str]:
    moments = list(result.supply(channel).interval_starts(result.zone))
    return [moment.isoformat() for moment in moments[:-1]]


def test_mean_watts_stamped_at_the_end_become_energy_from_the_start() -> None:
    """200 W for half an hour is 0.1 kWh; the blank half hour is missing."""
    result = sample("enedis_load_curve.csv", PARIS)
    (supply,) = result.supplies
    assert (result.format, supply.supply_point, supply.unit) == ("enedis_load_curve", "11111111111111", "W")
    assert starts(result)[0] == "2023-02-01T00:00:00+01:00"
    np.testing.assert_allclose(supply.series.kwh, [0.1, 0.2, np.nan, 0.5])


def test_a_register_of_classes_counts_its_total_once_and_stops_at_the_next_table() -> None:
    """EAS T goes 1500, 7500, 14500, 17500 Wh, read at midnight of winter time all year."""
    result = sample("enedis_register.csv", PARIS)
    (supply,) = result.supplies
    np.testing.assert_allclose(supply.series.kwh, [6.0, 7.0, 3.0])
    assert (result.kind, supply.step_minutes, supply.local_days) == ("register", 1440, False)
    assert starts(result)[-1] == "2023-03-27T01:00:00+02:00"
    assert result.rows.ignored == 2
    assert result.rows.refused == 0


def test_both_copies_of_a_repeated_hour_are_kept_though_their_rows_interleave() -> None:
    result = sample("fluvius_clock_change.csv", BRUSSELS)
    taken, fed = result.supply("import"), result.supply("export")
    assert [moment[11:] for moment in starts(result)] == [
        "01:00:00+02:00", "02:00:00+02:00", "02:00:00+01:00", "03:00:00+01:00",
    ]  # fmt: skip
    np.testing.assert_allclose(taken.series.kwh, [0.1, 0.2, 0.3, 0.4])
    np.testing.assert_allclose(fed.series.kwh, [0.0, 0.01, 0.02, 0.0])
    assert taken.series.quality[-1] == Quality.ESTIMATED
    assert taken.supply_point == "541000000000000001"


def test_hourly_statistics_hold_the_register_at_the_end_of_their_hour() -> None:
    result = sample("home_assistant.tsv", ZoneInfo("Europe/Vienna"))
    (supply,) = result.supplies
    assert starts(result)[0] == "2024-01-13T01:00:00+01:00"
    np.testing.assert_allclose(supply.series.kwh, [1.0, 0.5, 2.0], atol=1e-9)


def test_tariffs_are_added_negative_feed_in_is_export_and_the_year_total_is_no_day() -> None:
    result = sample("daily_signed_with_total.csv", AMSTERDAM)
    taken, fed = result.supply("import"), result.supply("export")
    np.testing.assert_allclose(taken.series.kwh, [8.354, 17.086, 21.024, 20.954])
    np.testing.assert_allclose(fed.series.kwh, [0.732, 0.268, 0.276, 0.0])
    assert starts(result)[-1] == "2014-04-01T00:00:00+02:00"
    assert taken.span(AMSTERDAM)[1].isoformat() == "2014-04-02T00:00:00+02:00"
    assert result.rows.ignored == 1


def test_an_inverter_register_is_generation_and_an_unknown_day_is_spread_and_marked() -> None:
    """10000 to 18000 Wh over two days: 4 kWh each, estimated, because the reading between is missing."""
    result = sample("inverter_register.csv", AMSTERDAM)
    (supply,) = result.supplies
    assert supply.channel == "generation"
    np.testing.assert_allclose(supply.series.kwh[:3], [4.0, 4.0, 3.0])
    assert supply.series.quality[:3].tolist() == [Quality.ESTIMATED, Quality.ESTIMATED, Quality.MEASURED]
    assert supply.total_kwh == pytest.approx(29.0)
    assert not result.questions  # the unit row writes DD.MM.YYYY


def test_bills_by_bill_date_end_on_it_and_the_oldest_start_is_said_to_be_assumed() -> None:
    result = sample("bills_by_bill_date.csv", ZoneInfo("America/Denver"))
    (supply,) = result.supplies
    assert [(bill.start, bill.end, bill.kwh, bill.total) for bill in supply.bills[1:]] == [
        (date(2025, 7, 25), date(2025, 8, 26), 520.0, Decimal("102.34")),
        (date(2025, 8, 26), date(2025, 9, 24), 450.0, Decimal("89.45")),
    ]
    assert supply.bills[0].total == Decimal("1115.67")
    assert [finding.code for finding in result.findings] == ["first_period_assumed"]


def test_peruvian_bills_with_both_dates_keep_estimates_and_a_missing_month() -> None:
    result = sample("recibos.csv", LIMA)
    (supply,) = result.supplies
    assert supply.supply_point == "1234567"
    assert [(bill.start, bill.kwh, bill.estimated) for bill in supply.bills] == [
        (date(2025, 1, 4), 132.0, False), (date(2025, 2, 4), 140.0, True), (date(2025, 3, 6), None, False),
    ]  # fmt: skip


def test_the_ordinal_hour_counts_elapsed_hours_on_the_day_clocks_go_forward() -> None:
    """27 March 2022 in Madrid has 23 hours: hour 3 is 03:00 summer time."""
    rows = [
        f"ES01;{day}/03/2022;{hour};0,{hour:02d}0;R"
        for day, hours in ((26, 24), (27, 23), (28, 24))
        for hour in range(1, hours + 1)
    ]
    content = "\r\n".join(["CUPS;Fecha;Hora;Consumo_kWh;Metodo_obtencion", *rows]).encode()
    result = read_file(content, zone=MADRID)
    assert len(result.supplies[0].series) == 71
    assert result.supplies[0].series.count(Quality.MISSING) == 0
    assert starts(result)[26] == "2022-03-27T03:00:00+02:00"


def test_an_hour_that_clocks_skip_is_refused_and_not_invented() -> None:
    rows = [f"2023-03-26 {hour:02d}:00,0.{hour * 7 % 24 + 10}" for hour in range(24)]
    result = read_file("\n".join(["time,kWh", *rows]).encode(), zone=AMSTERDAM)
    assert [(row.row, row.code) for row in result.refused_rows] == [(4, "clock_time_skipped")]
    assert len(result.supplies[0].series) == 23


@pytest.mark.parametrize(("columns", "minutes"), [(24, 60), (48, 30), (96, 15)])
def test_a_row_a_day_is_laid_out_in_time(columns: int, minutes: int) -> None:
    names = [f"{index * minutes // 60:02d}:{index * minutes % 60:02d}" for index in range(columns)]
    spans = [f"{name}-{after}" for name, after in zip(names, [*names[1:], "00:00"], strict=True)]
    values = [
        f"{(day * columns + index) % 17 / 100:.2f}".replace(".", ",") for day in range(3) for index in range(columns)
    ]
    lines = [";".join(["Día", *spans])]
    lines += [";".join([f"{13 + day}/05/2024", *values[day * columns : (day + 1) * columns], ""]) for day in range(3)]
    result = read_file("\n".join(lines).encode(), zone=LIMA)
    (supply,) = result.supplies
    assert supply.step_minutes == minutes
    np.testing.assert_allclose(supply.series.kwh, [index % 17 / 100 for index in range(3 * columns)])
    assert starts(result)[0] == "2024-05-13T00:00:00-05:00"


def test_reactive_columns_beside_the_active_ones_do_not_count() -> None:
    names = [f"kWh_{index}" for index in range(1, 49)] + [f"kVArh_{index}" for index in range(1, 49)]
    row = ["12345678", "25/12/2023", *["0.5"] * 48, *["9"] * 48]
    result = read_file("\n".join([",".join(["MPAN", "Date", *names]), ",".join(row)]).encode(), zone=LIMA)
    assert result.supplies[0].total_kwh == pytest.approx(24.0)


def test_a_header_that_says_utc_is_believed_over_the_zone_given() -> None:
    rows = [f"2025-01-20 {hour:02d}:00,{hour % 7 * 10}.5" for hour in range(24)]
    result = read_file("\n".join(["Date/time UTC,Active energy Wh", *rows]).encode(), zone=LIMA)
    assert starts(result)[0] == "2025-01-19T19:00:00-05:00"


def test_house_use_beside_purchased_energy_is_asked_about() -> None:
    rows = [f"2024-09-{day:02d},10.5,{day * 5 % 9}.5,3.5,{day * 5 % 9 + 7}.5" for day in range(1, 29)]
    content = "\n".join(["Time,PV(kWh),Purchased Energy(kWh),Feed-in(kWh),Load(kWh)", *rows]).encode()
    house, bought = (read_file(content, zone=LIMA, answers=answers) for answers in ({}, {"usage_column": "import"}))
    assert [question.key for question in house.questions] == ["usage_column"]
    assert house.supply("import").total_kwh - bought.supply("import").total_kwh == pytest.approx(28 * 7)
    assert {supply.channel for supply in house.supplies} == {"import", "export", "generation"}


def test_ambiguous_dates_are_asked_with_what_each_answer_would_leave_empty() -> None:
    rows = [f"{day:02d}/03/2024 {hour:02d}:00,0.{day + 10}" for day in range(1, 13) for hour in range(24)]
    content = "\n".join(["Fecha,kWh", *rows]).encode()
    result = read_file(content, zone=LIMA)
    (question,) = [question for question in result.questions if question.key == "date_order"]
    assert question.chosen == "day_first"
    assert question.consequences["day_first"]["empty_days"] == 0
    assert (
        question.consequences["month_first"]["empty_days"] == 324
    )  # 3 January to 3 December 2024 is 336 days, 12 filled
    told = read_file(content, zone=LIMA, answers={"date_order": "month_first"})
    assert told.supplies[0].span(LIMA)[0] == datetime(2024, 1, 3, tzinfo=LIMA)
    assert not told.questions


def test_every_known_layout_document_is_complete() -> None:
    assert len({layout.key for layout in known_layouts()}) == len(known_layouts()) >= 4
    assert all(layout.source and layout.title and layout.header for layout in known_layouts())


def test_a_net_column_is_split_into_both_directions_and_asked_about() -> None:
    """Nights take 0.5 kWh an hour; four noon hours of each day give 1.25 kWh back."""
    net = [-1.25 if 10 <= hour < 14 else 0.5 for hour in range(24)]
    rows = [f"2024-05-{13 + day} {hour:02d}:00,{net[hour]}" for day in range(3) for hour in range(24)]
    content = "\n".join(["time,Net energy (kWh)", *rows]).encode()
    split, refused = (read_file(content, zone=LIMA, answers=answers) for answers in ({}, {"negatives": "refuse"}))
    assert split.supply("import").total_kwh == pytest.approx(3 * 20 * 0.5)
    assert split.supply("export").total_kwh == pytest.approx(3 * 4 * 1.25)
    assert [question.key for question in split.questions] == ["negatives"]
    assert split.rows.refused == 0
    assert (refused.supply("export"), refused.rows.refused) == (None, 12)


def test_a_portal_that_only_produces_by_day_is_asked_whether_it_is_solar() -> None:
    sun = [0.0] * 7 + [0.2, 0.5, 0.9, 1.1, 1.2, 1.1, 0.9, 0.6, 0.4, 0.1] + [0.0] * 7
    rows = [f"2024-05-{13 + day} {hour:02d}:00,{sun[hour]}" for day in range(6) for hour in range(24)]
    result = read_file("\n".join(["time,value (kWh)", *rows]).encode(), zone=LIMA)
    assert [supply.channel for supply in result.supplies] == ["generation"]
    assert [question.key for question in result.questions] == ["channel"]
