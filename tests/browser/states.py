"""A state of a page, and the states that many pages share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.world.visitors import VISITORS

SPANISH, ENGLISH = "es-PE", "en"


@dataclass(frozen=True)
class State:
    """One look of a page. expects: a selector seen only in this state; act: what is done after opening the address."""

    name: str
    visitor: str
    path: str
    expects: str
    act: Callable[[Page], None] | None = None
    status: int = 200
    language: str = SPANISH

    @property
    def role(self) -> str:
        return VISITORS[self.visitor]


@dataclass(frozen=True)
class Case:
    """A state of a page; the id names its pictures."""

    page: str
    state: State

    @property
    def id(self) -> str:
        return f"{self.page}--{self.state.role}--{self.state.name}"


def everybody(path: str, expects: str, *, name: str = "plain", status: int = 200) -> tuple[State, ...]:
    """The same page as each role sees it, with the header of that role."""
    visitors = ("guest", "rosa", "consultant", "administrator")
    return tuple(State(name, visitor, path, expects, status=status) for visitor in visitors)


def signed_in(path: str, expects: str, *, name: str = "plain") -> tuple[State, ...]:
    return everybody(path, expects, name=name)[1:]


def results(part: str, answered: str, *more: State, above: str = "h1", low: str = "h1") -> tuple[State, ...]:
    """The states that every page of a result shares: with an answer of each kind, and with none."""

    def of(name: str, visitor: str, key: str, home: str, proof: str) -> State:
        where = f".page-header__context:has-text('{home}')"
        return State(name, visitor, f"/suministro/{{{key}}}/{part}/", f"main:has({where}) {proof}")

    return (
        of("interval", "rosa", "interval", "Casa de Surco", answered),
        of("bars", "rosa", "bars", "Casa de mi mamá", answered),
        of("above 140", "carmen", "above", "Casa de la sobrina", above),
        of("low", "carmen", "low", "Cuarto de Carmen", low),
        of("few bars", "elena", "few", "Tienda", answered),
        of("no price", "elena", "no_price", "Casa de Arequipa", "h1:not(:has-text('S/'))"),
        of("example", "demo", "demo", "ejemplo", ".example-note"),
        of("being worked on", "pedro", "working", "Bodega", "[role=status]:not(.banner)"),
        of("not enough bars", "pedro", "two_bars", "Cuarto alquilado", "p:has-text('3')"),
        of("no data", "pedro", "empty", "Casa nueva", ".button-row a.button"),
        *more,
    )
