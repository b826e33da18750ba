"""Arithmetic in descriptions of components: `(width - 900) * 60 / 1e9`, read once and worked out on columns.

Numbers, names of parameters, + - * / ( ), min and max; nothing else, since descriptions come from strangers too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Node: TypeAlias = "float | str | tuple[str, Node, Node]"
"""A number, the name of a parameter, or an operation on two nodes."""

_OPERATIONS: Mapping[str, Callable[[Floats, Floats], Floats]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "min": np.minimum,
    "max": np.maximum,
}
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d*)?(?:e[+-]?\d+)?)|([A-Za-z_]\w*)|([-+*/(),]))", re.ASCII)
_LONGEST = 500
_DEEPEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula that was read."""

    written: str
    root: Node
    names: frozenset[str]
    """Of the parameters that it needs."""

    def evaluate(self, columns: Mapping[str, Floats], count: int) -> Floats:
        """(count) values; what is divided by zero is not known (NaN)."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            values = np.broadcast_to(_evaluate(self.root, columns), count).astype(np.float64)
        values[~np.isfinite(values)] = np.nan
        return values

    def value(self, values: Mapping[str, float]) -> float:
        """For one set of parameter values."""
        return float(self.evaluate({name: np.array([value]) for name, value in values.items()}, 1)[0])


def read_formula(description: object) -> Formula:
    """A formula from its text, or a plain number. Raises ValueError or TypeError where it makes no sense."""
    if isinstance(description, bool) or not isinstance(description, str | int | float):
        raise TypeError(f"not a formula: {description!r}")
    written = str(description)
    if len(written) > _LONGEST:
        raise ValueError(f"a formula has at most {_LONGEST} characters")
    reader = _Reader(written)
    root = reader.sum(0)
    if reader.next is not None:
        raise ValueError(f"{written!r}: {reader.next!r} is not expected there")
    return Formula(written=written, root=root, names=frozenset(reader.names))


def _evaluate(node: Node, columns: Mapping[str, Floats]) -> Floats:
    if isinstance(node, str):
        return columns[node]
    if isinstance(node, tuple):
        operation, left, right = node
        return _OPERATIONS[operation](_evaluate(left, columns), _evaluate(right, columns))
    return np.array(float(node))


class _Reader:
    """Reads by recursive descent; `next` is the token that stands before us, None at the end."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.names: set[str] = set()
        self._place = 0
        self.next: float | str | None = None
        self._advance()

    def sum(self, depth: int) -> Node:
        return self._chain(("+", "-"), self._product, depth)

    def _product(self, depth: int) -> Node:
        return self._chain(("*", "/"), self._factor, depth)

    def _chain(self, operators: tuple[str, str], operand: Callable[[int], Node], depth: int) -> Node:
        node = operand(depth)
        while isinstance(self.next, str) and self.next in operators:
            operator = self.next
            self._advance()
            node = (operator, node, operand(depth))
        return node

    def _factor(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise ValueError(f"{self.written!r} is nested too deeply")
        word = self.next
        self._advance()
        if word == "-":
            return ("-", 0.0, self._factor(depth + 1))
        if word == "(":
            node = self.sum(depth + 1)
            self._expect(")")
            return node
        if word in ("min", "max"):
            return self._extreme(str(word), depth + 1)
        if word is None or word in tuple("+*/),"):
            raise ValueError(f"{self.written!r}: a number or a parameter is missing")
        if isinstance(word, str):
            self.names.add(word)
        return word

    def _extreme(self, name: str, depth: int) -> Node:
        self._expect("(")
        node = self.sum(depth)
        while self.next == ",":
            self._advance()
            node = (name, node, self.sum(depth))
        self._expect(")")
        return node

    def _expect(self, sign: str) -> None:
        if self.next != sign:
            raise ValueError(f"{self.written!r}: {sign!r} is missing")
        self._advance()

    def _advance(self) -> None:
        if not self.written[self._place :].strip():
            self.next = None
            return
        found = _TOKEN.match(self.written, self._place)
        if found is None:
            raise ValueError(f"{self.written!r} holds something that is no arithmetic")
        self._place = found.end()
        number, name, sign = found.groups()
        self.next = float(number) if number else name or sign
