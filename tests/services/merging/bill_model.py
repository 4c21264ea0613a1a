"""A plain model of bills: a list of all that was said, out of which the bills that stand and the prices follow.

Days are counted from the first of January 2026; `when` counts what was done, one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

TYPED = 0
FIELDS = ("last_bill", "igv", "distributor", "tariff_option")
PRICES = ("unit_price", "fixed")


@dataclass(frozen=True)
class Paper:
    """What a full bill prints beyond its bar; None: not printed."""

    unit_price: str | None = None
    fixed: str | None = None
    igv: bool | None = None
    distributor: str | None = None
    tariff_option: str | None = None


@dataclass(frozen=True)
class Said:
    """One bill of [start, end) as one source said it. source: an upload's id, or TYPED.

    paper: for a full bill; typed_over: a bar that a person typed over a full bill; counts: a person confirmed its
    prices.
    """

    source: int
    when: int
    start: int
    end: int
    kwh: float | None
    total: Decimal | None = None
    estimated: bool = False
    paper: Paper | None = None
    typed_over: bool = False
    counts: bool = False

    @property
    def bar(self) -> tuple:
        return self.start, self.end, self.kwh, self.total, self.estimated

    def overlaps(self, other: Said) -> bool:
        return self.start < other.end and other.start < self.end


def worth(said: Said) -> tuple:
    """Order bills: a full one, a measured bar, an estimated bar, a blank; typed before files; then the newer."""
    if said.paper or said.typed_over:
        kind = "full"
    elif said.kwh is None:
        kind = "blank"
    else:
        kind = "estimated" if said.estimated else "measured"
    place = ["blank", "estimated", "measured", "full"].index(kind)
    return place, said.source == TYPED, said.source, said.when, said.start


@dataclass
class Bills:
    """All that was said and not taken back, and the person's own words on the supply point."""

    said: list[Said] = field(default_factory=list)
    words: dict[str, object] = field(default_factory=dict)
    worded: dict[str, int] = field(default_factory=dict)

    def standing(self, *, without: int | None = None) -> list[Said]:
        """Return the bills that stand: the best of all, then the best that is clear of it, and so on."""
        left = [said for said in self.said if said.source != without]
        chosen: list[Said] = []
        while left:
            best = max(left, key=worth)
            chosen.append(best)
            left = [said for said in left if said is not best and not said.overlaps(best)]
        return sorted(chosen, key=lambda said: said.start)

    def type_bars(self, bars: list[Said]) -> None:
        """What the form sends: what it only gives back of a file or a typed full bill stays what it was."""
        stands = {said.start: said for said in self.standing()}
        first, last = min(bar.start for bar in bars), max(bar.end for bar in bars)
        untouched = [
            stands[bar.start] for bar in bars if bar.start in stands and stands[bar.start].bar == bar.bar
            and (stands[bar.start].source != TYPED or stands[bar.start].paper)
        ]  # fmt: skip
        for said in list(self.said):
            gone = said.source == TYPED and said.start < last and first < said.end
            if gone and said not in untouched:
                self.said.remove(said)
        kept = {said.start for said in untouched}
        for bar in bars:
            under = stands.get(bar.start)
            if bar.start not in kept:
                full = under is not None and bool(under.paper or under.typed_over) and under.end == bar.end
                over = full and bar.kwh is not None
                self.said.append(Said(TYPED, bar.when, *bar.bar, typed_over=over))
        self._forget_words_without_bills()

    def add(self, told: list[Said]) -> None:
        """What a file or a bill on paper says, in place of what the same source said before."""
        sources = {said.source for said in told}
        if TYPED in sources:
            first, last = min(said.start for said in told), max(said.end for said in told)
            old = [said for said in self.said if said.source == TYPED and said.start < last and first < said.end]
        else:
            old = [said for said in self.said if said.source in sources]
        self.said = [said for said in self.said if said not in old] + told
        self._forget_words_without_bills()

    def remove(self, source: int) -> None:
        self.said = [said for said in self.said if said.source != source]
        self._forget_words_without_bills()

    def say(self, words: dict[str, object], when: int) -> None:
        """The person's word counts over bills told before it; the same again is no new word."""
        now = self.fields()
        for name, value in words.items():
            if now[name] != value:
                self.words[name] = value
                if self._telling():
                    self.worded[name] = when

    def fields(self) -> dict[str, object]:
        """Return what the supply point says of prices, IGV, company and option."""
        found = dict(self.words)
        for key in PRICES:
            newest = [s for s in self._since("last_bill") if getattr(s.paper, key) is not None]
            if newest:
                price = getattr(max(newest, key=lambda said: (said.end, said.when)).paper, key)
                found["last_bill"] = {**(found["last_bill"] or {}), key: price}
        charged = [said for said in self._since("igv") if said.paper.igv is not None]
        if charged:
            found["igv"] = max(charged, key=lambda said: (said.end, said.when)).paper.igv
        for name in ("distributor", "tariff_option"):
            first = min(self._since(name), key=lambda said: said.when, default=None)
            printed = getattr(first.paper, name) if first else None
            if printed and (name == "tariff_option" or found[name] is None):
                found[name] = printed
        return found

    def _telling(self) -> list[Said]:
        return [said for said in self.said if said.paper and said.counts]

    def _since(self, name: str) -> list[Said]:
        return [said for said in self._telling() if said.when > self.worded.get(name, -1)]

    def _forget_words_without_bills(self) -> None:
        if not self._telling():
            self.worded = {}
