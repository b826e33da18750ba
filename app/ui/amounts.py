"""Numbers as people read them: millimetres, tonnes, percent. Unknown is said, never shown as 0. No Qt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dfma.text import Text

if TYPE_CHECKING:
    from app.ui.words import Words

_UNITS = {"m2": "m²", "m3": "m³", "kg/m3": "kg/m³", "1": ""}


def known(value: float | None) -> bool:
    """Whether there is a number at all."""
    return value is not None and math.isfinite(value)


def millimetres(metres: float | None) -> str | None:
    """A length as drawings write it."""
    return f"{metres * 1000:,.0f} mm" if known(metres) else None


def cubic_metres(value: float | None) -> str | None:
    """A volume to the litre."""
    return f"{value:,.3f} m³" if known(value) else None


def weight(kilograms: float | None) -> str | None:
    """Kilograms, from a tonne on tonnes."""
    if not known(kilograms):
        return None
    return f"{kilograms / 1000:,.2f} t" if kilograms >= 1000 else f"{kilograms:,.1f} kg"


def percent(ratio: float | None) -> str | None:
    """A ratio 0 … 1."""
    return f"{ratio:.0%}" if known(ratio) else None


def evidence(value: Text | str | float | None, unit: str | None, words: Words) -> str | None:
    """Expected or found, with its unit; lengths in millimetres."""
    if value is None:
        return None
    if isinstance(value, Text):
        return words.say(value)
    if isinstance(value, bool | str):
        return str(value)
    if unit == "m":
        return millimetres(value)
    if unit == "kg":
        return weight(value)
    return f"{value:,.6g} {_UNITS.get(unit or '', unit or '')}".rstrip()
