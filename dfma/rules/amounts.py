"""Amounts as people of the trade say them: lengths in millimetres, masses in tonnes from one tonne up."""

from __future__ import annotations

import numpy as np

from dfma.model.geometry import Floats
from dfma.text import Text, text

LENGTH_TOLERANCE = 0.0005
"""Metres. Sizes are taken from single-precision meshes and from files in feet: half a millimetre is no difference."""

_KILOMETRE = 1000.0
_SAID = {
    "m3": "amount.m3",
    "MPa": "amount.mpa",
    "%": "amount.percent",
    "C": "amount.concrete_grade",
    "A": "amount.aac_grade",
    "Q": "amount.steel_grade",
    "m2": "amount.m2",
    "deg": "amount.degrees",
}


def slack(limit: float, unit: str | None) -> float:
    """How far a number may miss its limit: half a millimetre, but no more than a fiftieth of what is asked for."""
    return min(LENGTH_TOLERANCE, abs(limit) / 50) if unit == "m" else 1e-9


def slacks(limits: Floats, unit: str | None) -> Floats:
    """`slack` of many limits."""
    return np.minimum(LENGTH_TOLERANCE, np.abs(limits) / 50) if unit == "m" else np.full(limits.shape, 1e-9)


def amount(value: float, unit: str | None) -> Text:
    """A number as a text; units as in the tables: m, kg, m3, MPa, %, C and A for grades, 1 or None for counts."""
    if unit == "m":
        return (
            text("amount.km", value=round(value / 1000, 2))
            if value >= _KILOMETRE
            else text("amount.mm", value=round(value * 1000, 1))
        )
    if unit == "kg":
        return (
            text("amount.t", value=round(value / 1000, 2))
            if value >= 1000
            else text("amount.kg", value=round(value, 1))
        )
    return Text(_SAID.get(unit or "", "amount.plain"), (("value", round(value, 3)),))


def point(position: tuple[float, float, float]) -> tuple[float, float, float]:
    """A place in the building as plain numbers, rounded to a tenth of a millimetre, for evidence."""
    x, y, z = (round(float(value), 4) for value in position)
    return x, y, z
