"""What a price list says: brackets of the whole month, each with its charges, over a valid range, with a source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.energy.tariffs.charges import BandedCharge, Charge, EnergyKind, FixedCharge


@dataclass(frozen=True)
class Bracket:
    """The charges that hold when the whole period's usage is up to and including `up_to_kwh` (None: no limit)."""

    up_to_kwh: Decimal | None
    charges: tuple[Charge, ...]

    @property
    def energy(self) -> EnergyKind:
        """The one charge for energy of this bracket."""
        return next(charge for charge in self.charges if isinstance(charge, EnergyKind))


@dataclass(frozen=True)
class Tariff:
    """All charges of one option in one system, before IGV, for days in [valid_from, valid_until).

    status: "verified", "unverified" (one third-party source), "own_bill" (a list scaled to the home's own bill) or
    "inferred" (built from the home's own price alone, or a list whose distributor is not stated).
    """

    version: str
    distributor: str | None
    system: str | None
    option: str
    residential: bool
    valid_from: date | None
    valid_until: date | None
    brackets: tuple[Bracket, ...]
    source: str
    status: str

    def bracket(self, kwh: Decimal) -> Bracket:
        """Return the bracket that a period's usage falls in."""
        return next(bracket for bracket in self.brackets if bracket.up_to_kwh is None or kwh <= bracket.up_to_kwh)

    def bracket_name(self, kwh: Decimal) -> str:
        """Return the bracket as the lists print it: "0-30", "31-140", ">140", or "all" where there is one."""
        bracket = self.bracket(kwh)
        place = self.brackets.index(bracket)
        below = self.brackets[place - 1].up_to_kwh if place else None
        if bracket.up_to_kwh is None:
            return "all" if below is None else f">{below}"
        return f"0-{bracket.up_to_kwh}" if below is None else f"{below + 1}-{bracket.up_to_kwh}"


@dataclass(frozen=True)
class Tax:
    """A share added to the subtotal (IGV) from a date on; source and status as for a tariff."""

    rate: Decimal
    valid_from: date
    source: str
    status: str


@dataclass(frozen=True)
class Levy:
    """Soles per kWh on all energy, outside the IGV base (rural electrification, Law 28749), from a date on."""

    price_per_kwh: Decimal
    valid_from: date
    source: str
    status: str


@dataclass(frozen=True)
class SiteCharge:
    """A charge no price list of ours holds, known from a bill or a table: connection upkeep, public lighting.

    estimate: the amount is worked out from an unverified table rather than read.
    """

    charge: FixedCharge | BandedCharge
    source: str
    status: str
    estimate: bool


@dataclass(frozen=True)
class FoseStructure:
    """How the price steps of a list relate to the price of the kWh over the first ones, for homes with no list.

    first_share: price up to first_kwh ÷ that price; over_limit_share: price of every kWh over limit_kwh ÷ that price.
    """

    first_kwh: Decimal
    limit_kwh: Decimal
    first_share: Decimal
    over_limit_share: Decimal
    source: str
    status: str


@dataclass(frozen=True)
class MinimumData:
    """What must be read from a home's own bill to bill it on an option; needs: keys of amounts, prices and usages."""

    option: str
    needs: tuple[str, ...]
    source: str
    status: str


@dataclass(frozen=True)
class RoundingUnit:
    """To what a distributor rounds the amount to pay, soles; source and status as for a tariff."""

    unit: Decimal
    source: str
    status: str


@dataclass(frozen=True)
class OwnBill:
    """What the home reads on its own last bill, before IGV; None where it was not given.

    unit_price: soles per kWh; fixed, public_lighting, connection: soles; kwh: the usage that bill was for.
    """

    unit_price: Decimal | None = None
    fixed: Decimal | None = None
    public_lighting: Decimal | None = None
    connection: Decimal | None = None
    kwh: float | None = None

    def __post_init__(self) -> None:
        for name in ("unit_price", "fixed", "public_lighting", "connection", "kwh"):
            value = getattr(self, name)
            if value is not None and not value >= 0:
                raise ValueError(f"{name} must be zero or more, received {value!r}")
        if self.unit_price is not None and self.unit_price == 0:
            raise ValueError("unit_price must be more than zero")
