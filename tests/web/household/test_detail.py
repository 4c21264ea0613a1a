"""Every reading of a supply point: the days asked for, what is said of them, and the files."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import date, datetime, timezone

import numpy as np
import pytest
from sqlalchemy import event

from advisor.db import SupplyPoint, db
from advisor.db.intervals import Channel
from advisor.db.transactions import write_transaction
from advisor.energy.usage import Quality, UsageSeries
from advisor.services.intervals import store_layer
from advisor.web.household.usage.detail_files import safe_cell
from advisor.web.household.usage.detail_range import Days, after, asked_days, before, loaded_days, month_of, week_of

# 90 days of half-hours from 1 January 2026 on the clock of Lima: 0.1 kWh each, and 1.5 kWh at 19:00 of 10 February.
START = datetime(2026, 1, 1, 5, tzinfo=timezone.utc)
HALF_HOURS, PEAK = 90 * 48, 40 * 48 + 38
GAP = slice(50 * 48, 51 * 48 + 6)  # 20 February and three hours of the 21st
ESTIMATED = slice(60 * 48, 60 * 48 + 4)
STORED = Days(date(2026, 1, 1), date(2026, 3, 31))
MOST_STATEMENTS = 12


@pytest.fixture
def metered_home(app, home):
    kwh = np.full(HALF_HOURS, 0.1)
    kwh[PEAK], kwh[GAP] = 1.5, np.nan
    quality = np.where(np.isnan(kwh), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    quality[ESTIMATED] = Quality.ESTIMATED
    store(app, home, UsageSeries(START, 30, kwh, quality))
    return home


def store(app, home, series, channel=Channel.IMPORT):
    with app.app_context(), write_transaction(db.session):
        point = db.session.get_one(SupplyPoint, home)
        store_layer(db.session, supply_point=point, upload_id=None, channel=channel, series=series)


@pytest.fixture
def look(owner, metered_home):
    def open_page(query=""):
        answer = owner[0].get(f"/suministro/{metered_home}/consumo/detalle/?lang=en{query}")
        assert answer.status_code == 200
        return html.unescape(answer.get_data(as_text=True)).replace("\u00a0", " ")

    return open_page


def test_the_page_begins_with_the_largest_hour_of_the_last_year(look):
    page = look()
    heading = re.search(r"<h1>(.*?)</h1>", page, re.S).group(1)
    assert "Tuesday February 10, from 19 to 20 h, with 1.6 kWh" in heading
    assert "?desde=2026-02-10&hasta=2026-02-10" in page
    assert "<title>February 2026: " in page


def test_a_window_without_the_peak_says_its_own_finding(look):
    page = look("&desde=2026-03-10&hasta=2026-03-10")
    assert "Tuesday March 10, from 0 to 1 h, with 0.2 kWh" in page
    assert "You used 4.8 kWh on Tuesday March 10, 2026" in page
    assert "18:30 to 19:00" in page


def test_missing_and_estimated_readings_are_counted_in_words_and_left_out_of_the_sums(look):
    page = look("&desde=2026-02-01&hasta=2026-02-28")
    assert "54 readings are missing" in page
    # 1290 half-hours of 0.1 kWh and 1.4 kWh more at the peak are 130.4 kWh; a mean day has 48 of them.
    assert "You used 130 kWh in February 2026, about 4.9 kWh a day" in page
    assert re.search(r"Friday February 20</a></th>\s*<td class=\"num\">–</td>\s*<td class=\"\">no data", page)
    assert re.search(r"Saturday February 21</a></th>\s*<td class=\"num\">4.2</td>\s*<td class=\"\">incomplete", page)
    assert "4 readings are estimated" in look("&desde=2026-03-02&hasta=2026-03-02")


def test_an_hour_with_a_reading_missing_is_never_the_largest(app, owner, metered_home, look):
    kwh = np.array([9.0, np.nan])
    store(
        app,
        metered_home,
        UsageSeries.measured(start=datetime(2026, 4, 1, 5, tzinfo=timezone.utc), step_minutes=30, kwh=kwh),
    )
    assert "February 10" in re.search(r"<h1>(.*?)</h1>", look(), re.S).group(1)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("&desde=ayer", "cannot be read"),
        ("&desde=2026-02-30&hasta=2026-03-02", "cannot be read"),
        ("&desde=2026-03-02&hasta=2026-03-01", "comes before the first"),
        ("&desde=2020-01-01&hasta=2026-03-01", "one year at most"),
        ("&desde=2027-03-01&hasta=2027-03-02", "go from January 1, 2026 to March 31, 2026"),
        ("&desde=0001-01-01&hasta=0001-01-01", "go from January 1, 2026"),
        ("&desde=9999-12-31", "go from January 1, 2026"),
    ],
)
def test_days_that_cannot_be_shown_give_the_latest_year_and_a_sentence(look, query, told):
    page = look(query)
    assert told in page
    assert "Readings from January 1 to March 31, 2026" in page


def test_a_window_inside_a_gap_of_months_says_that_nothing_is_there(app, metered_home, look):
    later = UsageSeries.measured(
        start=datetime(2026, 8, 1, 5, tzinfo=timezone.utc), step_minutes=30, kwh=np.full(48, 0.1)
    )
    store(app, metered_home, later)
    page = look("&desde=2026-05-01&hasta=2026-05-31")
    assert "There are no readings of these days" in page
    assert 'd="" class="chart-readings chart-readings--measured"' in page


def test_a_home_without_a_meter_file_is_told_what_it_would_see(owner, home):
    page = owner[0].get(f"/suministro/{home}/consumo/detalle/?lang=en").get_data(as_text=True)
    assert "no readings of your meter yet" in page
    assert f"/suministro/{home}/subir/" in page
    assert owner[0].get(f"/suministro/{home}/consumo/detalle/lecturas").status_code == 204
    assert owner[0].get(f"/suministro/{home}/consumo/detalle/descargar").status_code == 302


@pytest.mark.parametrize("part", ["", "descargar", "lecturas"])
def test_another_persons_readings_do_not_exist(stranger, metered_home, part):
    assert stranger.get(f"/suministro/{metered_home}/consumo/detalle/{part}").status_code == 404


@pytest.mark.parametrize("part", ["", "descargar", "lecturas"])
def test_readings_are_never_kept_by_a_cache(owner, metered_home, part):
    with owner[0].get(f"/suministro/{metered_home}/consumo/detalle/{part}") as answer:
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_reads_few_statements_and_only_the_months_it_shows(app, owner, metered_home):
    said = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: said.append((given[2], given[3])))
    owner[0].get(f"/suministro/{metered_home}/consumo/detalle/?desde=2026-02-03&hasta=2026-02-04")
    assert len(said) <= MOST_STATEMENTS
    blocks = [parameters for statement, parameters in said if "FROM interval_block" in statement]
    assert len(blocks) == 1
    assert [str(value)[:10] for value in blocks[0][-2:]] == ["2026-02-01", "2026-02-04"]


def test_the_file_has_every_interval_of_the_window_with_its_quality(owner, metered_home):
    with owner[0].get(
        f"/suministro/{metered_home}/consumo/detalle/descargar?desde=2026-02-20&hasta=2026-03-02"
    ) as answer:
        assert answer.mimetype == "text/csv"
        assert answer.headers["Content-Disposition"] == "attachment; filename=consumo-4821-2026-02-20-2026-03-02.csv"
        rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert len(rows) == 11 * 48
    assert rows[0] == {
        "supply_point": "4821", "channel": "import", "interval_start": "2026-02-20T00:00:00-05:00",
        "interval_end": "2026-02-20T00:30:00-05:00", "kwh": "", "quality": "missing",
    }  # fmt: skip
    assert rows[-1]["interval_end"] == "2026-03-03T00:00:00-05:00"
    assert rows[-1]["kwh"] == "0.1"
    assert [row["quality"] for row in rows].count("estimated") == 4
    assert sum(float(row["kwh"]) for row in rows if row["kwh"]) == pytest.approx(0.1 * (11 * 48 - 54))


def test_what_was_fed_in_is_in_the_file_too(app, owner, metered_home):
    fed = UsageSeries.measured(start=START, step_minutes=30, kwh=np.full(48, 0.2))
    store(app, metered_home, fed, Channel.EXPORT)
    with owner[0].get(f"/suministro/{metered_home}/consumo/detalle/descargar?desde=2026-01-01") as answer:
        rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert [row["channel"] for row in rows] == ["import"] * 48 + ["export"] * 48


def test_a_file_of_bad_dates_is_not_given_and_the_page_says_why(owner, metered_home):
    answer = owner[0].get(
        f"/suministro/{metered_home}/consumo/detalle/descargar?desde=nunca&lang=en", follow_redirects=True
    )
    assert answer.mimetype == "text/html"
    assert "cannot be read" in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["=1+1", "+51 999", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(1)"])
def test_a_name_never_becomes_a_formula(name):
    assert safe_cell(name) == "'" + name


@pytest.mark.parametrize("name", ["4821", "-0.412", "+3", "Casa de Rosa", "", "Casa -2"])
def test_names_and_negative_numbers_stay_as_they_are(name):
    assert safe_cell(name) == name


def test_the_script_gets_the_same_readings_in_two_bytes_each(owner, metered_home):
    answer = owner[0].get(f"/suministro/{metered_home}/consumo/detalle/lecturas?desde=2026-02-03&hasta=2026-02-04")
    body = answer.get_data()
    line = body.index(b"\n") + 1
    head = json.loads(body[:line])
    units = np.frombuffer(body, "<u2", offset=line)
    assert line % 2 == 0
    assert (head["first"], head["step"], len(units)) == ("2026-01-01", 30, HALF_HOURS)
    assert head["midnights"] == list(range(0, HALF_HOURS + 1, 48))
    assert (units[GAP] == 0xFFFF).all()
    assert (units[ESTIMATED] == 0x8000 | head["perKwh"] // 10).all()
    assert units[PEAK] / head["perKwh"] == 1.5


def test_windows_step_by_months_where_they_are_months_and_by_days_where_not():
    march = month_of(STORED)
    assert before(march) == Days(date(2026, 2, 1), date(2026, 2, 28))
    assert after(before(march)) == march
    week = week_of(STORED)
    assert week == Days(date(2026, 3, 30), date(2026, 4, 5))
    assert before(week) == Days(date(2026, 3, 23), date(2026, 3, 29))


def test_the_usual_window_is_the_last_year_of_what_is_stored():
    years = Days(date(2023, 5, 1), date(2026, 3, 31))
    assert asked_days({}, stored=years).days == Days(date(2025, 4, 1), date(2026, 3, 31))
    assert asked_days({}, stored=STORED).days == STORED


@pytest.mark.parametrize("first", [date(2023, 5, 1), date(2024, 7, 9), date(2026, 3, 1), date(2026, 3, 31)])
def test_what_the_script_loads_holds_the_window_and_never_much_more_than_a_year(first):
    years = Days(date(2023, 5, 1), date(2026, 3, 31))
    for length in (0, 6, 30, 200, 365):
        days = Days(first, date.fromordinal(first.toordinal() + length))
        loaded = loaded_days(days, stored=years)
        assert loaded.first <= days.first <= days.last <= loaded.last
        assert loaded.count <= 2 * 366
