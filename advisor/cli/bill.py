"""`flask --app wsgi bill`: what a period's usage would cost, line by line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from advisor.energy.bills import UnableToBill
from advisor.energy.bills import bill as compute_bill
from advisor.energy.tariffs import OwnBill

OWN_BILL_KEYS = ("unit_price", "fixed", "public_lighting", "connection", "kwh")
WRONG_INPUT = 2
Value = TypeVar("Value")


@click.command("bill")
@click.option("--distributor", help="Key of the distributor, such as luz-del-sur or pluz.")
@click.option("--option", "tariff_option", default="BT5B", show_default=True, help="Tariff option.")
@click.option("--system", help="Electric system of the distributor, such as lima-sur.")
@click.option("--kwh", help="Energy of the period.")
@click.option("--start", help="First day of the period (YYYY-MM-DD): the reading before.")
@click.option("--end", help="Day after the last one of the period: the reading that closes it.")
@click.option("--peak-kwh", help="Energy used from 18 to 23 h, for options with a price of their own for it.")
@click.option("--base-kwh", help="Energy of the hours that the bill calls base, for options with three prices.")
@click.option("--non-residential", is_flag=True, help="Prices for shops and offices instead of homes.")
@click.option("--no-fose", is_flag=True, help="The home is excluded from the social discount FOSE.")
@click.option("--no-igv", is_flag=True, help="The home pays no IGV.")
@click.option("--from-bill", metavar="FILE.json", help="What the home's last bill prints, used before any table.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def bill(
    distributor: str | None,
    tariff_option: str,
    system: str | None,
    kwh: str | None,
    start: str | None,
    end: str | None,
    peak_kwh: str | None,
    base_kwh: str | None,
    non_residential: bool,
    no_fose: bool,
    no_igv: bool,
    from_bill: str | None,
    as_json: bool,
) -> None:
    """Compute a bill line by line; amounts in soles."""
    from advisor.cli.bill_table import as_text
    from advisor.cli.database import reference_here
    from advisor.web.messages import sentence

    reference = reference_here()
    problems: list[str] = []
    energy = _checked(problems, _amount, kwh, "--kwh")
    peak = None if peak_kwh is None else _checked(problems, _amount, peak_kwh, "--peak-kwh")
    base = None if base_kwh is None else _checked(problems, _amount, base_kwh, "--base-kwh")
    first, last = _checked(problems, _day, start, "--start"), _checked(problems, _day, end, "--end")
    if first and last and last <= first:
        problems.append(_("--end must be a day after --start."))
    if energy is not None and peak is not None and peak > energy:
        problems.append(_("--peak-kwh cannot be more than --kwh."))
    if None not in (energy, base) and base + (peak or 0) > energy:
        problems.append(_("--peak-kwh and --base-kwh together cannot be more than --kwh."))
    own_bill = None if from_bill is None else _own_bill(Path(from_bill), problems)
    if own_bill is None or own_bill.unit_price is None:
        _check_distributor(problems, distributor, reference.distributors)
    _stop_at(problems)
    try:
        result = compute_bill(
            tariff_book=reference.tariffs,
            distributor=distributor,
            option=tariff_option,
            system=system,
            kwh=energy,
            start=first,
            end=last,
            igv=not no_igv,
            own_bill=own_bill,
            peak_kwh=peak,
            base_kwh=base,
            residential=not non_residential,
            fose=not no_fose,
        )
    except UnableToBill as unable:
        _stop_at([sentence(unable.finding)])
    for finding in result.findings:
        click.echo(sentence(finding), err=True)
    click.echo(json.dumps(result.as_document(), ensure_ascii=False, indent=2) if as_json else as_text(result))


def _stop_at(problems: list[str]) -> None:
    """Say every problem on standard error and stop, if there is any."""
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(WRONG_INPUT)


def _check_distributor(problems: list[str], key: str | None, known: Collection[str]) -> None:
    """Without the price of the own bill, only a distributor we know can lead to one."""
    if key is None:
        problems.append(_("%(name)s is missing.", name="--distributor"))
    elif key not in known:
        names = ", ".join(known)
        problems.append(_("The distributor “%(key)s” is not known. Known ones: %(known)s.", key=key, known=names))


def _checked(problems: list[str], read: Callable[[str], Value], text: str | None, name: str) -> Value | None:
    if text is None:
        problems.append(_("%(name)s is missing.", name=name))
        return None
    try:
        return read(text)
    except (ValueError, InvalidOperation):
        reason = _not_a_day if read is _day else _not_an_amount
        problems.append(reason(name, text))
        return None


def _amount(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(value)
    amount = Decimal(str(value).strip())
    if not amount.is_finite() or amount < 0:
        raise ValueError(value)
    return amount


def _day(text: str) -> date:
    return date.fromisoformat(text.strip())


def _own_bill(path: Path, problems: list[str]) -> OwnBill | None:
    """Read the own bill; every value that cannot be used is a problem of its own."""
    try:
        document = json.loads(path.read_text("utf-8"))
    except OSError:
        problems.append(_("The file %(path)s cannot be read.", path=path))
        return None
    except ValueError:
        problems.append(_("The file %(path)s is not a JSON document.", path=path))
        return None
    if not isinstance(document, dict) or set(document) - set(OWN_BILL_KEYS):
        keys = ", ".join(OWN_BILL_KEYS)
        problems.append(_("The file %(path)s must hold only these values: %(keys)s.", path=path, keys=keys))
        return None
    values: dict[str, Decimal] = {}
    for key, value in document.items():
        if value is None:
            continue
        try:
            values[key] = _amount(value)
        except (ValueError, InvalidOperation):
            problems.append(_not_an_amount(key, value))
    if values.get("unit_price") == 0:
        problems.append(_("The price in unit_price must be more than zero."))
        return None
    kwh = values.pop("kwh", None)
    return OwnBill(**values, kwh=None if kwh is None else float(kwh))


def _not_an_amount(name: str, value: object) -> str:
    return _(
        "%(name)s must be a number, zero or more, such as 132 or 0.6130; it says %(value)s.",
        name=name,
        value=value,
    )


def _not_a_day(name: str, value: object) -> str:
    return _("%(name)s must be a day such as 2026-05-04; it says %(value)s.", name=name, value=value)
