"""Values of IDS requirements: how they compare with what a file says, and how they are said.

ifctester 0.9.0 compares real numbers without the tolerance that IDS 1.0 prescribes (a share and an amount of 1e-6, also
at the bounds of ranges). The values here take the place of its own before its facets are run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ifctester.facet import Restriction

from dfma.text import Text, text

_TOLERANCE = 1e-6
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_BOUNDS = ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive")


class Exactly(Restriction):  # type: ignore[misc]  # ifctester has no types
    """A plain value, read as the type of what it is compared with."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted

    __hash__ = None  # type: ignore[assignment]  # as of its base: equal to values of several types

    def __eq__(self, other: object) -> bool:
        return _same(self.wanted, other)

    def __str__(self) -> str:
        return self.wanted


class Within(Restriction):  # type: ignore[misc]
    """A restriction whose bounds and listed numbers have the tolerance of IDS 1.0."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        if other is None:
            return False
        options: Mapping[str, Any] = self.options
        if any(name in options for name in _BOUNDS) and not _in_bounds(options, other):
            return False
        if "enumeration" in options and not any(_same(wanted, other) for wanted in options["enumeration"]):
            return False
        rest = {name: value for name, value in options.items() if name not in (*_BOUNDS, "enumeration")}
        return bool(Restriction(rest, self.base) == other)


def tolerant(value: object) -> object:
    """The value of a facet with the tolerance of IDS 1.0."""
    if isinstance(value, str):
        return Exactly(value)
    return Within(value.options, value.base) if isinstance(value, Restriction) else value


def spoken(value: object) -> Text | str | None:
    """A value of a facet for a sentence; None = anything."""
    if not isinstance(value, Restriction) or isinstance(value, Exactly):
        return None if value is None else str(value)
    parts = []
    for name, limit in value.options.items():
        limits = limit if isinstance(limit, list) else [limit]
        parts.append(Text(f"ids.value.{name}", (("limit", tuple(str(one) for one in limits)),)))
    return parts[0] if len(parts) == 1 else text("ids.value.all", parts=tuple(parts))


def _same(wanted: str, found: object) -> bool:
    if isinstance(found, bool):
        return _TRUTH.get(wanted) is found
    if isinstance(found, int | float):
        if not _NUMBER.fullmatch(wanted):
            return False
        number = float(wanted)
        return number == found if isinstance(found, int) else abs(found - number) <= _slack(number)
    return bool(wanted == found)


def _in_bounds(options: Mapping[str, Any], found: object) -> bool:
    if isinstance(found, bool) or not isinstance(found, int | float):
        return False
    for name in _BOUNDS:
        if name not in options:
            continue
        bound = float(options[name])
        slack = _slack(bound) if isinstance(found, float) else 0.0
        room = found - bound if name.startswith("min") else bound - found
        if not (room >= -slack if name.endswith("Inclusive") else room > slack):
            return False
    return True


def _slack(number: float) -> float:
    """Half the width of what counts as equal, a rounding error of the arithmetic itself included."""
    return abs(number) * _TOLERANCE + _TOLERANCE * (1 + 1e-9) + abs(number) * 1e-15
