"""Names of places, companies and tariff options as people spell them, matched to the keys of the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from importlib import resources

import yaml

from advisor.energy.findings import Severity
from advisor.ingest.portfolio.results import Client, PortfolioRead, Remark
from advisor.ingest.words import plain

# Words that are no part of a name: forms of companies, and what a place is.
_FORMS = frozenset(
    {"s", "a", "c", "sa", "saa", "sac", "sociedad", "anonima", "empresa", "compania", "servicio", "publico"}
)
_KINDS = frozenset({"distribuidora", "distribucion", "electrica", "electricidad", "de", "energia"})
_EMPTY_WORDS = _FORMS | _KINDS | {"departamento", "dpto", "depto", "region", "provincia", "prov"}
_SHORTEST_INITIALS = 3
_CLOSE = 0.6


@dataclass(frozen=True)
class Places:
    """What may be named. departments, distributors: names by key; companies_of: the distributors of each department."""

    departments: Mapping[str, str]
    distributors: Mapping[str, str]
    companies_of: Mapping[str, Sequence[str]] = field(default_factory=dict)
    options: Sequence[str] = ("BT5B",)


def match_places(read: PortfolioRead, places: Places) -> PortfolioRead:
    """Give each client the name of its department and the keys of company and option; warn in its row where unknown.

    An empty company is filled in where the department has only one.
    """
    finder = _Finder(places)
    noted: dict[int, list[Remark]] = {}
    clients = tuple(_matched(client, finder, read, noted.setdefault(client.row, [])) for client in read.clients)
    rows = tuple(
        replace(row, remarks=(*row.remarks, *noted[row.row])) if noted.get(row.row) and row.fate != "refused" else row
        for row in read.rows
    )
    return replace(read, clients=clients, rows=rows)


def key_of(text: str, names: Mapping[str, str], group: str) -> str | None:
    """Return the key a spelling means, or None where it is none of them or could be several."""
    given = _bare(text)
    spelled = _spellings(tuple(names.items()), group)
    joined = given.replace(" ", "")
    exact = {key for spelling, key in spelled if spelling == given or spelling.replace(" ", "") == joined}
    if len(exact) == 1:
        return exact.pop()
    inside = [(spelling, key) for spelling, key in spelled if f" {spelling} " in f" {given} " and len(spelling) > 3]
    longest = max((len(spelling) for spelling, _ in inside), default=0)
    found = {key for spelling, key in inside if len(spelling) == longest}
    return found.pop() if len(found) == 1 else None


def nearest(text: str, names: Mapping[str, str], group: str) -> str | None:
    """Return the name closest to a spelling that means none, or None where nothing is near."""
    spelled = dict(_spellings(tuple(names.items()), group))
    close = get_close_matches(_bare(text), list(spelled), n=1, cutoff=_CLOSE)
    return names[spelled[close[0]]] if close else None


@dataclass(frozen=True)
class _Finder:
    places: Places

    def department(self, text: str) -> str | None:
        return key_of(text, self.places.departments, "departments")

    def distributor(self, text: str) -> str | None:
        return key_of(text, self.places.distributors, "distributors")

    def option(self, text: str) -> str | None:
        """Return the option a text names; "residencial" is the option of most homes."""
        joined = plain(text).replace(" ", "")
        exact = next((option for option in self.places.options if option.lower() in joined), None)
        return exact or ("BT5B" if joined.startswith(("residenc", "domesti")) else None)


def _matched(client: Client, finder: _Finder, read: PortfolioRead, noted: list[Remark]) -> Client:
    places, roles = finder.places, read.roles

    def warn(column: str, code: str, value: str, near: str | None) -> None:
        index = getattr(roles, column) if roles is not None else None
        code, params = (f"{code}_near", {"suggestion": near}) if near else (code, {})
        noted.append(Remark(index, code, Severity.WARNING, {"cell": value[:60], **params}))

    department = finder.department(client.department) if client.department else None
    if client.department and department is None:
        near = nearest(client.department, places.departments, "departments")
        warn("department", "department_unknown", client.department, near)
    distributor = finder.distributor(client.distributor) if client.distributor else None
    if client.distributor and distributor is None:
        near = nearest(client.distributor, places.distributors, "distributors")
        warn("distributor", "distributor_unknown", client.distributor, near)
    companies = places.companies_of.get(department or "", ())
    if not client.distributor and len(companies) == 1:
        distributor = companies[0]
    option = finder.option(client.tariff_option) if client.tariff_option else None
    if client.tariff_option and option is None:
        warn("tariff", "option_unknown", client.tariff_option, None)
    name = places.departments[department] if department else None
    return replace(client, department=name, distributor=distributor, tariff_option=option)


@cache
def _spellings(names: tuple[tuple[str, str], ...], group: str) -> tuple[tuple[str, str], ...]:
    """Return (spelling, key): names, their parts in brackets, keys, initials, and what names.yaml adds."""
    found: dict[str, str] = {}
    for key, name in names:
        bare, _, bracket = name.partition("(")
        initials = "".join(word[0] for word in plain(bare).split())
        written = [key, bare, bracket.rstrip(")").removeprefix("antes "), *_others(group).get(key, [])]
        for text in [*written, initials if len(initials) >= _SHORTEST_INITIALS else ""]:
            if spelling := _bare(str(text)):
                found.setdefault(spelling, key)
    return tuple(found.items())


def _bare(text: str) -> str:
    words = plain(text).split()
    return " ".join(word for word in words if word not in _EMPTY_WORDS) or " ".join(words)


@cache
def _others(group: str) -> dict[str, list[str]]:
    text = resources.files("advisor.ingest.portfolio").joinpath("names.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)[group]
