"""Every finding code of the core with its sentence; the parts are by where the codes come from."""

from __future__ import annotations

from advisor.web.words.assessing import ASSESSING
from advisor.web.words.billing import BILLING
from advisor.web.words.containers import CONTAINERS
from advisor.web.words.forecasting import FORECASTING
from advisor.web.words.marks import N_, Sentence
from advisor.web.words.paper import PAPER
from advisor.web.words.portfolio import PORTFOLIO
from advisor.web.words.reading import READING
from advisor.web.words.rows import ROWS
from advisor.web.words.tariffs import TARIFFS

SENTENCES: dict[str, Sentence] = {
    **READING,
    **ROWS,
    **CONTAINERS,
    **PAPER,
    **PORTFOLIO,
    **BILLING,
    **ASSESSING,
    **FORECASTING,
    **TARIFFS,
    "unknown_remark": N_("There is a remark we cannot put in words yet (%(code)s)."),
}
