"""A bill moved, scaled, drawn in another order or font reads the same or leaves figures to type: never wrong ones."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from advisor.ingest import UnableToReadFile
from advisor.ingest.paper.document import DATES, NUMBERS, TEXTS, BillDocument
from advisor.ingest.paper.pdf import read_bill_pdf
from tests.ingest.paper import making

BILLS = (
    making.pluz,
    making.luz_del_sur,
    making.luz_del_sur_tiers,
    making.electrocentro,
    making.hidrandina,
    making.electro_sur_este,
)
DRAW = making.pdf
WIDTH, HEIGHT = 595, 842


def pages_of(bill: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> list[list[tuple]]:
    """Return what a maker would draw."""
    with monkeypatch.context() as patch:
        patch.setattr(making, "pdf", lambda *pages: pages)
        return [list(page) for page in bill()]


def restacked(page: list[tuple], shuffled: random.Random) -> list[tuple]:
    """Return the page with its blocks, which white space of two rows keeps apart, in another order."""
    blocks: list[list[tuple]] = []
    for item in sorted(page, key=lambda item: item[1]):
        if blocks and item[1] - blocks[-1][-1][1] < 28:
            blocks[-1].append(item)
        else:
            blocks.append([item])
    shuffled.shuffle(blocks)
    moved, top = [], 30.0
    for block in blocks:
        first, last = block[0][1], block[-1][1]
        moved += [(item[0], item[1] - first + top, *item[2:]) for item in block]
        top += last - first + 30
    return moved


def told(bill: BillDocument) -> dict[str, object]:
    return {name: getattr(bill, name) for name in (*TEXTS, *NUMBERS, *DATES) if getattr(bill, name) is not None}


def is_no_other(read: BillDocument, truth: BillDocument) -> None:
    true = told(truth)
    assert {name: value for name, value in told(read).items() if true.get(name) != value} == {}
    lines = [(line.code, line.amount) for line in truth.lines]
    assert [line for line in read.lines if (line.code, line.amount) not in lines] == []
    months = {bar.month: bar.kwh for bar in truth.history}
    assert {bar.month: bar.kwh for bar in read.history if months.get(bar.month) != bar.kwh} == {}


changes = st.fixed_dictionaries(
    {
        "scale": st.floats(0.7, 1.25),
        "right": st.floats(-15, 15),
        "down": st.floats(-12, 60),
        "size": st.floats(6.5, 9.5),
        "font": st.sampled_from(["helvetica", "times", "courier"]),
        "seed": st.integers(0, 10_000),
        "restack": st.booleans(),
    }
)


@pytest.mark.parametrize("bill", BILLS, ids=lambda bill: bill.__name__)
# A smaller failing page tells no more than the first one, and finding it takes minutes.
@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes)
def test_a_moved_bill_reads_the_same_or_leaves_figures_open(bill, monkeypatch, change):
    pages = pages_of(bill, monkeypatch)
    shuffled = random.Random(change["seed"])
    drawn = []
    for page in pages:
        items = restacked(page, shuffled) if change["restack"] else list(page)
        # The order in which a program draws is not the order of reading.
        shuffled.shuffle(items)
        k = change["scale"]
        drawn.append([(x * k + change["right"], y * k + change["down"], *rest) for x, y, *rest in items])
    try:
        read = read_bill_pdf(DRAW(*drawn, size=change["size"] * change["scale"], font=change["font"]))
    except UnableToReadFile:
        return
    is_no_other(read, read_bill_pdf(bill()))


@pytest.mark.parametrize("bill", BILLS, ids=lambda bill: bill.__name__)
def test_a_bill_that_is_only_moved_and_drawn_backwards_reads_the_same(bill, monkeypatch):
    drawn = [
        [(x * 0.9 + 10, y * 0.9 + 20, *rest) for x, y, *rest in reversed(page)] for page in pages_of(bill, monkeypatch)
    ]
    read, truth = read_bill_pdf(DRAW(*drawn, size=8.1)), read_bill_pdf(bill())
    assert told(read) == told(truth)
    assert [(line.code, line.amount) for line in read.lines] == [(line.code, line.amount) for line in truth.lines]
    assert read.history == truth.history
