"""Evaluates the few spreadsheet formulas of the worked examples; anything else is refused."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl.workbook import Workbook

_TOKEN = re.compile(r'\s*(?:(?P<text>"[^"]*")|(?P<number>\d+\.?\d*)|(?P<ref>(?:\w+!)?[A-Z]+\d+(?::[A-Z]+\d+)?)'
                    r"|(?P<name>[A-Z]+)(?=\()|(?P<sign>>=|<=|<>|[-+*/<>=(),]))")  # fmt: skip
_LEVELS: tuple[dict[str, Callable[[Any, Any], Any]], ...] = (
    {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq},
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": operator.truediv},
)


def _flat(values: Iterable[Any]) -> list[Any]:
    """Numbers of cells and ranges; an empty cell is 0."""
    return [one or 0 for value in values for one in (value if isinstance(value, list) else [value])]


def _round(value: float, digits: float) -> float:
    exact = Decimal(repr(round(value, 12)))
    return float(exact.quantize(Decimal(1).scaleb(-int(digits)), rounding=ROUND_HALF_UP))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda *values: math.fsum(_flat(values)),
    "SUMPRODUCT": lambda *columns: math.fsum(math.prod(line) for line in zip(*map(_flat, zip(columns)), strict=True)),
    "MIN": lambda *values: min(_flat(values)),
    "IF": lambda holds, yes, no: yes if holds else no,
    "ROUND": _round,
    "AND": lambda *values: all(values),
}


class Sheets:
    """The values of all cells of a workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book

    def value(self, sheet: str, cell: str) -> Any:
        """What a cell shows."""
        held = self._book[sheet][cell].value
        if not (isinstance(held, str) and held.startswith("=")):
            return held
        tokens = list(_tokens(held[1:]))
        value = self._compared(sheet, tokens, 0)
        if tokens:
            raise ValueError(f"{sheet}!{cell}: what is {tokens[0]}?")
        return value

    def _compared(self, sheet: str, tokens: list[tuple[str, str]], level: int) -> Any:
        if level == len(_LEVELS):
            return self._single(sheet, tokens)
        value = self._compared(sheet, tokens, level + 1)
        while tokens and tokens[0][1] in _LEVELS[level] and tokens[0][0] == "sign":
            sign = tokens.pop(0)[1]
            value = _LEVELS[level][sign](value or 0, self._compared(sheet, tokens, level + 1) or 0)
        return value

    def _single(self, sheet: str, tokens: list[tuple[str, str]]) -> Any:
        kind, said = tokens.pop(0)
        if kind == "number":
            return float(said)
        if kind == "text":
            return said[1:-1]
        if kind == "ref":
            return self._cells(sheet, said)
        if kind == "name":
            tokens.pop(0)
            values = [self._compared(sheet, tokens, 0)]
            while tokens.pop(0)[1] == ",":
                values.append(self._compared(sheet, tokens, 0))
            return _FUNCTIONS[said](*values)
        if said == "(":
            value = self._compared(sheet, tokens, 0)
            tokens.pop(0)
            return value
        raise ValueError(f"{sheet}: {said} is not expected here")

    def _cells(self, sheet: str, reference: str) -> Any:
        elsewhere, _, cells = reference.rpartition("!")
        sheet = elsewhere or sheet
        if ":" not in cells:
            return self.value(sheet, cells)
        return [self.value(sheet, cell.coordinate) for line in self._book[sheet][cells] for cell in line]


def _tokens(formula: str) -> Iterable[tuple[str, str]]:
    place = 0
    while place < len(formula):
        match = _TOKEN.match(formula, place)
        if match is None:
            raise ValueError(f"what is {formula[place:]}?")
        place = match.end()
        yield str(match.lastgroup), str(match.group(str(match.lastgroup)))
