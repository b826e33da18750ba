"""A swap as a table for people and as JSON for tools; unknown is null, never 0."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from app.reports.figures import rate_text

if TYPE_CHECKING:
    from app.services.what_if import WhatIf
    from dfma.assembly_rate.calculate import AssemblyRate
    from dfma.text import Catalogue

SCHEMA_NAME = "dougong-what-if/1"
_ROWS = ("pieces", "volume", "mass", "types", "cost", "carbon")


def what_if_table(result: WhatIf) -> dict[str, Any]:
    """Before, after and difference of every number."""
    swap = result.swap
    table: dict[str, Any] = {
        "schema": SCHEMA_NAME,
        "component": swap.component,
        "designation": swap.designation,
        "elements": list(swap.elements),
    }
    for name in _ROWS:
        before, after = getattr(swap.before, name), getattr(swap.after, name)
        difference = None if before is None or after is None else round(after - before, 6)
        table[name] = {"before": _rounded(before), "after": _rounded(after), "difference": difference}
    table["assembly_rate"] = {
        "scheme": result.rate_after.scheme,
        "before": _rate(result.rate_before),
        "after": _rate(result.rate_after),
        "items": [
            {"id": after.id, "score_low": [round(before.score_low, 2), round(after.score_low, 2)],
             "score_high": [round(before.score_high, 2), round(after.score_high, 2)]}
            for before, after in zip(result.rate_before.items, result.rate_after.items, strict=True)
            if (before.score_low, before.score_high) != (after.score_low, after.score_high)
        ],
    }  # fmt: skip
    return table


def _rate(rate: AssemblyRate) -> dict[str, Any]:
    return {
        "rate": rate.rate,
        "low": round(rate.rate_low, 2),
        "high": round(rate.rate_high, 2),
        "grade": rate.grade,
    }


def what_if_json(result: WhatIf) -> str:
    """The table as text with a line break at the end."""
    return json.dumps(what_if_table(result), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def what_if_text(result: WhatIf, words: Catalogue) -> str:
    """A screenful for a terminal."""
    table = what_if_table(result)
    head = words.say_key(
        "what_if.head", pieces=len(table["elements"]), designation=table["designation"], component=table["component"]
    )
    lines = [head]
    for name in _ROWS:
        unknown = words.say_key("what_if.unknown")
        said = {key: unknown if value is None else f"{value:,.6g}" for key, value in table[name].items()}
        lines.append(words.say_key("what_if.row", what=words.say_key(f"what_if.{name}"), **said))
    before, after = rate_text(result.rate_before, words), rate_text(result.rate_after, words)
    lines.append(words.say_key("what_if.rate", scheme=result.rate_after.scheme, before=before, after=after))
    return "\n".join(lines)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
