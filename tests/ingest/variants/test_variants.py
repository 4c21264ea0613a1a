"""A known series written in any of thousands of ways is read exactly, asked about or refused: never silently wrong.

`benchmarks/read_variants.py` runs the same over thousands of files and states the shares.
"""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from hypothesis import HealthCheck, given, settings

from advisor.ingest import UnableToReadFile, read_file
from tests.ingest.files import LIMA
from tests.ingest.variants.judging import ASKED, EXACT, WRONG, judge
from tests.ingest.variants.truth import make_truth
from tests.ingest.variants.variant import TruthSpec, Variant, fitting, truths, variants
from tests.ingest.variants.writing import physical_lines, write_variant

PLAIN = TruthSpec(
    seed=7, step_minutes=30, days=9, day_of_start=100, begins_at_midnight=True, gaps=False, export=False, kind="home"
)


@settings(max_examples=200, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck))
@given(spec=truths, variant=variants())
def test_no_variant_is_silently_wrong(spec: TruthSpec, variant: Variant) -> None:
    spec, variant = fitting(spec, variant)
    truth = make_truth(**asdict(spec))
    content = write_variant(truth, variant, seed=spec.seed)

    outcome = judge(content, truth, register=variant.quantity == "register")

    assert outcome.kind != WRONG, outcome.why


@settings(max_examples=40, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck))
@given(spec=truths, variant=variants())
def test_every_line_of_a_variant_has_one_fate(spec: TruthSpec, variant: Variant) -> None:
    spec, variant = fitting(spec, variant)
    truth = make_truth(**asdict(spec))
    try:
        rows = read_file(write_variant(truth, variant, seed=spec.seed), zone=LIMA).rows
    except UnableToReadFile:
        # Only a number that may be cut in two ways refuses a whole file here.
        if variant.bare_commas:
            return
        raise

    assert rows.lines == physical_lines(truth, variant, seed=spec.seed) == rows.header + rows.blank + rows.read
    assert rows.read == rows.used + rows.ignored + rows.refused


@pytest.mark.parametrize(
    ("asks", "variant", "spec"),
    [
        ("unit", Variant(unit_written="none", header="neutral"), PLAIN),
        ("unit", Variant(unit_written="none", header="neutral", quantity="power", unit="kW"), PLAIN),
        ("stamp", Variant(), replace(PLAIN, begins_at_midnight=False)),
        ("stamp", Variant(stamp="end"), replace(PLAIN, begins_at_midnight=False)),
        ("date_order", Variant(date_style="dmy_slash"), replace(PLAIN, day_of_start=0)),
        ("date_order", Variant(date_style="mdy_slash"), replace(PLAIN, day_of_start=0)),
    ],
)
def test_what_two_readings_fit_is_asked_and_one_answer_is_the_truth(
    asks: str, variant: Variant, spec: TruthSpec
) -> None:
    truth = make_truth(**asdict(spec))
    outcome = judge(write_variant(truth, variant, seed=1), truth)
    assert asks in outcome.questions
    assert outcome.kind in {EXACT, ASKED}


@pytest.mark.parametrize(
    "variant",
    [
        Variant(),
        Variant(unit="Wh", unit_written="none"),
        Variant(unit="Wh", thousands=",", unit_written="none"),
        Variant(quantity="register"),
        Variant(quantity="register", unit_written="none", header="neutral"),
        Variant(stamp="end"),
        Variant(date_style="epoch_ms", stamp="end"),
        Variant(separator=";", decimal=",", thousands=".", unit="Wh", quantity="register"),
        Variant(quantity="power", unit="W", language="de", separator=";", date_style="dmy_dot"),
        Variant(layout="from_until", language="fr", order="shuffled"),
    ],
)
def test_what_the_numbers_settle_is_not_asked(variant: Variant) -> None:
    truth = make_truth(**asdict(replace(PLAIN, days=16)))
    outcome = judge(write_variant(truth, variant, seed=1), truth, register=variant.quantity == "register")
    assert (outcome.kind, outcome.questions) == (EXACT, ())
