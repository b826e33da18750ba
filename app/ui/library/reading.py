"""What people type into the filters: sizes as a value or a range, a site as two numbers."""

from __future__ import annotations

import math
import re

_NUMBER = r"(\d+(?:\.\d+)?)"
_SPAN = re.compile(rf"{_NUMBER}(?:\s*(?:[-:~\u2013\u2014\uff5e]|\.\.)\s*{_NUMBER})?")
_SITE = re.compile(r"(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)")


def read_span(typed: str) -> tuple[float, float] | None:
    """`3600` or `3600-4200`, millimetres, the lesser first; None for anything else."""
    found = _SPAN.fullmatch(typed.strip())
    if found is None:
        return None
    one = float(found[1])
    other = float(found[2]) if found[2] else one
    return min(one, other), max(one, other)


def read_site(typed: str) -> tuple[float, float] | None:
    """`121.5, 31.2`: degrees east and north; None for anything else, and for no place on earth."""
    found = _SITE.fullmatch(typed.strip())
    if found is None:
        return None
    east, north = float(found[1]), float(found[2])
    return (east, north) if math.fabs(east) <= 180 and math.fabs(north) <= 90 else None
