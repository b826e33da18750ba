"""Repetition of the building in reports: indicators, moulds, sizes off the module, repeated rooms."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from dfma.text import Text

if TYPE_CHECKING:
    from dfma.components.indicators import Indicator
    from dfma.components.module_grid import OffModule
    from dfma.components.repeated_rooms import Layout, RoomModule
    from dfma.finding import Clause
    from dfma.report import ReviewReport
    from dfma.text import Catalogue

Json = dict[str, Any]

MOULDS_SHOWN = 30
"""Moulds that the page lists; the JSON report holds all of them."""


def repetition_tables(report: ReviewReport, words: Catalogue) -> Json:
    """What the JSON report adds to `standardisation`; only the parts that were computed are there."""
    tables: Json = {}
    if report.repetition is not None:
        tables["indicators"] = [_indicator(one, words) for one in report.repetition.indicators]
        tables["moulds"] = [
            {
                "kind": mould.kind,
                "size_mm": dict(zip(("length", "width", "height"), map(_mm, mould.sizes_mm), strict=True)),
                "openings": mould.openings,
                "pieces": len(mould.elements),
                "elements": list(mould.elements),
            }
            for mould in report.repetition.moulds
        ]
    if report.module_grid is not None:
        tables["off_module"] = {
            "rules": [
                {"id": rule.id, "clause": clause_table(rule.clause), "source": rule.source, "checked": checked}
                for rule in report.module_grid.rules
                for checked in [report.module_grid.checked[rule.id]]
            ],
            "fabrication_sizes": report.module_grid.made,
            "sizes": [
                {
                    "element": one.element, "kind": one.kind, "dimension": one.dimension, "size_mm": _mm(one.size_mm),
                    "nearest_mm": _mm(one.nearest_mm), "delta_mm": _mm(one.delta_mm), "rule": one.rule,
                }
                for one in report.module_grid.off
            ],
        }  # fmt: skip
    if report.rooms is not None:
        reasons = (report.rooms.why_no_rooms, report.rooms.why_no_units)
        tables["rooms"] = {
            "types": [_layout(layout) for layout in (*report.rooms.units, *report.rooms.rooms)],
            "modules": [_module(module) for module in report.rooms.modules],
            "notes": [words.say(reason) for reason in dict.fromkeys(reasons) if reason is not None],
        }
    return tables


def _indicator(one: Indicator, words: Catalogue) -> Json:
    return {
        "id": one.id,
        "kind": one.kind,
        "title": words.say(one.title),
        "clause": clause_table(one.clause),
        "source": one.source,
        "unit": one.unit,
        "value": None if one.value is None else round(one.value, 2),
        "threshold": one.threshold,
        "reached": one.reached,
        "considered": one.considered,
        "elements": list(one.elements),
        "why_not": None if one.why_not is None else words.say(one.why_not),
    }


def _layout(layout: Layout) -> Json:
    return {
        "level": layout.level,
        "name": layout.name,
        "count": layout.count,
        "size": dict(zip(("length", "width", "height"), (round(side, 4) for side in layout.size), strict=True)),
        "area": round(layout.area, 3),
        "fittings": dict(layout.fittings),
        "instances": [
            {"rooms": list(instance.rooms), "storey": instance.storey, "mirrored": instance.mirrored}
            for instance in layout.instances
        ],
    }


def _module(module: RoomModule) -> Json:
    return {
        "level": module.layout.level,
        "name": module.layout.name,
        "count": module.layout.count,
        "outer_size": dict(zip(("length", "width", "height"), (round(side, 4) for side in module.outer), strict=True)),
        "mass": module.mass,
        "transport": [
            {
                "id": check.id, "what": check.what, "found": round(check.found, 4), "most": check.most,
                "verdict": check.verdict, "clause": clause_table(check.clause), "source": check.source,
            }
            for check in module.transport
        ],
    }  # fmt: skip


def clause_table(clause: Clause) -> Json:
    """A clause as the JSON report writes it."""
    return {
        "document": clause.document,
        "number": clause.number,
        "confidence": clause.confidence,
        "modal": clause.modal,
    }


def _mm(length: float) -> float:
    return round(length, 1)


def repetition_page(report: ReviewReport) -> dict[str, Any]:
    """What the page needs beside the report itself."""
    moulds = report.repetition.moulds if report.repetition else ()
    return {
        "mould_pieces": sum(len(mould.elements) for mould in moulds),
        "moulds_shown": MOULDS_SHOWN,
        "off_module": off_module_groups(report),
        "kind_word": kind_word,
    }


def off_module_groups(report: ReviewReport) -> list[dict[str, Any]]:
    """Sizes off the module, equal ones in one row, the most frequent first: for the page."""
    groups: dict[tuple[str, str, int, int, str], list[OffModule]] = defaultdict(list)
    for one in report.module_grid.off if report.module_grid else ():
        groups[one.kind, one.dimension, round(one.size_mm), round(one.nearest_mm), one.rule].append(one)
    rules = {rule.id: rule for rule in report.module_grid.rules} if report.module_grid else {}
    rows = [
        {
            "kind": kind, "dimension": dimension, "size": size, "nearest": nearest,
            "delta": nearest - size, "clause": rules[rule].clause,
            "elements": list(dict.fromkeys(one.element for one in own)),
        }
        for (kind, dimension, size, nearest, rule), own in groups.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: -len(row["elements"]))


def kind_word(kind: str) -> Text:
    """What a kind, a storey or an opening is called."""
    return Text("spatial.storey") if kind == "storey" else Text(f"kind.{kind}")
