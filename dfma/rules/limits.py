"""Rows whose number is too small or too great: what many rules of one number per row share."""

from __future__ import annotations

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.amounts import amount, slacks
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Mask, Rows
from dfma.text import Text


def fail_below(judge: Judge, facts: Facts, found: Floats, limit: float | Floats, unit: str = "m") -> None:
    """Fail the open rows whose number (N) is less than the limit; unknown numbers are left open."""
    limits = np.broadcast_to(np.asarray(limit, np.float64), found.shape)
    _fail(judge, facts, found, limits, found < limits - slacks(limits, unit), unit)


def fail_above(judge: Judge, facts: Facts, found: Floats, limit: float | Floats, unit: str = "m") -> None:
    """Fail the open rows whose number (N) is more than the limit; unknown numbers are left open."""
    limits = np.broadcast_to(np.asarray(limit, np.float64), found.shape)
    _fail(judge, facts, found, limits, found > limits + slacks(limits, unit), unit)


def unknown(judge: Judge, found: Floats, reason: Text) -> None:
    """Open rows without a number cannot be checked, for this reason."""
    rows = judge.open_rows
    judge.cannot_check(rows[np.isnan(found[rows])], reason)


def per_row(facts: Facts, values: dict[int, float]) -> Floats:
    """(N) numbers of some rows; NaN elsewhere."""
    found = np.full(facts.rows, np.nan)
    found[list(values)] = list(values.values())
    return found


def one_failure(facts: Facts, row: int, found: float, limit: float, unit: str, others: tuple[int, ...] = ()) -> Failure:
    """A number of one row that does not hold, with what else is to be shown."""
    values = facts.named(row, found=amount(found, unit), expected=amount(limit, unit))
    return Failure(rows=(row,), others=others, found=found, expected=limit, unit=unit, values=values)


def _fail(judge: Judge, facts: Facts, found: Floats, limits: Floats, wrong: Mask, unit: str) -> None:
    rows: Rows = judge.open_rows
    for row in rows[wrong[rows]].tolist():
        judge.fails(one_failure(facts, row, float(found[row]), float(limits[row]), unit))
