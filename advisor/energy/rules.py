"""Rules: conditions as data over a closed list of facts, with an evaluator of their own; nothing is ever executed.

A condition is a tree of one-key mappings: `{"all": [...]}`, `{"any": [...]}`, `{"not": ...}`, `{"known": "people"}`,
and comparisons `{"ge": ["people", 2]}` with eq, ne, lt, le, gt, ge, in. Logic is three-valued (Kleene): a comparison
with an unknown fact is unknown, and only a condition that is plainly true matches.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne

from advisor.energy.facts import FACTS, Facts, FactType, FactValue

MOST_DEPTH = 8
MOST_NODES = 200

_COMPARISONS: dict[str, Callable[[FactValue, FactValue], bool]] = {
    "eq": eq,
    "ne": ne,
    "lt": lt,
    "le": le,
    "gt": gt,
    "ge": ge,
}
_ORDERED = {"lt", "le", "gt", "ge"}


class InvalidCondition(ValueError):
    """The data is no condition over the known facts; the message names the place."""


@dataclass(frozen=True)
class Condition:
    """One node of a condition: an operator, its parts (logic) or its fact and value (comparison)."""

    operator: str
    parts: tuple[Condition, ...] = ()
    fact: str | None = None
    value: FactValue | tuple[FactValue, ...] | None = None

    def facts(self) -> frozenset[str]:
        """Return the names of all facts the condition reads."""
        own = {self.fact} if self.fact else set()
        return frozenset(own.union(*(part.facts() for part in self.parts)))


def parse_condition(data: object) -> Condition:
    """Turn data (from YAML or JSON) into a condition.

    Raises InvalidCondition for an unknown operator or fact, a value of the wrong type, a tree deeper than 8 or of more
    than 200 nodes.
    """
    budget = iter(range(MOST_NODES))
    return _parse(data, path="condition", depth=1, budget=budget)


def evaluate(condition: Condition, facts: Facts) -> bool | None:
    """Return True, False, or None where unknown facts leave it open."""
    if condition.operator == "all":
        return _all(evaluate(part, facts) for part in condition.parts)
    if condition.operator == "any":
        return _not(_all(_not(evaluate(part, facts)) for part in condition.parts))
    if condition.operator == "not":
        return _not(evaluate(condition.parts[0], facts))
    known = facts.get(condition.fact)
    if condition.operator == "known":
        return known is not None
    if known is None:
        return None
    if condition.operator == "in":
        return known in condition.value
    return _COMPARISONS[condition.operator](known, condition.value)


def matches(condition: Condition, facts: Facts) -> bool:
    """Say whether the condition is plainly true; unknown is not enough."""
    return evaluate(condition, facts) is True


def _all(values: Iterator[bool | None]) -> bool | None:
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _parse(data: object, *, path: str, depth: int, budget: Iterator[int]) -> Condition:
    if depth > MOST_DEPTH:
        raise InvalidCondition(f"{path}: deeper than {MOST_DEPTH} levels")
    if next(budget, None) is None:
        raise InvalidCondition(f"{path}: more than {MOST_NODES} conditions")
    if not isinstance(data, Mapping) or len(data) != 1:
        raise InvalidCondition(f"{path}: expected one operator with its operands, received {str(data)[:60]!r}")
    ((operator, operand),) = data.items()
    where = f"{path}.{operator}"
    if operator in ("all", "any"):
        if not isinstance(operand, list) or not operand:
            raise InvalidCondition(f"{where}: expected a list of conditions")
        return Condition(
            operator,
            parts=tuple(
                _parse(part, path=f"{where}[{i}]", depth=depth + 1, budget=budget) for i, part in enumerate(operand)
            ),
        )
    if operator == "not":
        return Condition(operator, parts=(_parse(operand, path=where, depth=depth + 1, budget=budget),))
    if operator == "known":
        return Condition(operator, fact=_fact(operand, where))
    if operator not in _COMPARISONS and operator != "in":
        raise InvalidCondition(f"{path}: unknown operator {str(operator)[:40]!r}")
    if not isinstance(operand, list) or len(operand) != 2:
        raise InvalidCondition(f"{where}: expected a fact and a value")
    return _comparison(operator, operand, where)


def _comparison(operator: str, operand: list, where: str) -> Condition:
    name, value = _fact(operand[0], where), operand[1]
    kind = FACTS[name]
    if operator in _ORDERED and kind is not FactType.NUMBER:
        raise InvalidCondition(f"{where}: {name} has no order")
    if operator != "in":
        return Condition(operator, fact=name, value=_value(value, kind, where))
    if not isinstance(value, list) or not value:
        raise InvalidCondition(f"{where}: expected a list of values")
    return Condition(operator, fact=name, value=tuple(_value(item, kind, where) for item in value))


def _fact(name: object, where: str) -> str:
    if not isinstance(name, str) or name not in FACTS:
        raise InvalidCondition(f"{where}: unknown fact {str(name)[:40]!r}")
    return name


def _value(value: object, kind: FactType, where: str) -> FactValue:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    fits = {
        FactType.NUMBER: number and math.isfinite(value) if number else False,
        FactType.TRUTH: isinstance(value, bool),
        FactType.WORD: isinstance(value, str),
    }[kind]
    if not fits:
        raise InvalidCondition(f"{where}: {str(value)[:40]!r} is not a {kind.value}")
    return value
