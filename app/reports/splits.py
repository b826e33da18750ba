"""Cutting plans of monolithic slabs and walls in reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from app.reports.indicators import clause_table

if TYPE_CHECKING:
    from dfma.components.split import Alternative, Panel, Split
    from dfma.report import ReviewReport
    from dfma.text import Catalogue, Text

Json = dict[str, Any]


def split_tables(report: ReviewReport, words: Catalogue) -> Json:
    """What the JSON report adds to `standardisation`: every element that was looked at, and the rules."""
    if report.splits is None:
        return {}
    from dfma.components.split_family import split_rule_list

    rules = [
        {
            "name": rule.name,
            "value": rule.value,
            "id": rule.id,
            "clause": clause_table(rule.clause),
            "source": rule.source,
        }
        for rule in split_rule_list()
    ]
    return {"split_rules": rules, "splits": [_split(one, words) for one in report.splits]}


def _split(one: Split, words: Catalogue) -> Json:
    return {
        "element": one.element,
        "kind": one.kind,
        "origin": [round(value, 6) for value in one.origin],
        "axes": [[round(value, 9) for value in axis] for axis in one.axes],
        "why_not": [words.say(reason) for reason in one.why_not],
        "alternatives": [_alternative(alternative) for alternative in one.alternatives],
    }


def _alternative(one: Alternative) -> Json:
    return {
        "family": one.family,
        "best_for": list(one.best_for),
        "pieces": len(one.panels),
        "types": one.types,
        "to_measure": one.to_measure,
        "precast_volume": round(one.precast_volume, 6),
        "strip_volume": round(one.strip_volume, 6),
        "topping_volume": round(one.topping_volume, 6),
        "optimal": one.optimal,
        "panels": [_panel(panel) for panel in one.panels],
        "strips": [
            {"what": strip.what, "place": _metres(strip.place), "size": _metres(strip.size)} for strip in one.strips
        ],
    }


def _panel(panel: Panel) -> Json:
    return {
        "designation": panel.designation,
        "component": panel.component,
        "place": _metres(panel.place),
        "size": _metres(panel.size),
        "thickness": round(panel.thickness, 4),
        "adapted_mm": dict(panel.adapted_mm),
        "openings": panel.openings,
        "mass": round(panel.mass, 1),
        "limits": [
            {
                "id": check.id,
                "what": check.what,
                "found": round(check.found, 4),
                "most": check.most,
                "verdict": check.verdict,
            }
            for check in panel.checks
        ],
    }


def _metres(pair: tuple[float, float]) -> list[float]:
    return [round(pair[0], 4), round(pair[1], 4)]


def split_page(report: ReviewReport) -> dict[str, Any]:
    """What the page shows: equal plans in one row, and why the others have none."""
    groups: dict[tuple[Any, ...], list[Split]] = defaultdict(list)
    reasons: dict[tuple[str, tuple[Text, ...]], list[str]] = defaultdict(list)
    for one in report.splits or ():
        if one.alternatives:
            groups[one.kind, *(_key(alternative) for alternative in one.alternatives)].append(one)
        else:
            reasons[one.kind, one.why_not].append(one.element)
    rows = [
        {
            "kind": own[0].kind,
            "elements": [one.element for one in own],
            "plans": [_plan(alternative) for alternative in own[0].alternatives],
        }
        for own in groups.values()
    ]
    return {
        "split_rows": sorted(rows, key=lambda row: -len(row["elements"])),
        "split_reasons": sorted(
            ({"kind": kind, "reasons": why, "elements": guids} for (kind, why), guids in reasons.items()),
            key=lambda row: -len(row["elements"]),
        ),
    }


def _key(one: Alternative) -> tuple[Any, ...]:
    return one.family, tuple(sorted(_pieces(one).items())), round(one.strip_volume, 4)


def _pieces(one: Alternative) -> Counter[tuple[str, tuple[tuple[str, int], ...]]]:
    """Panels by designation and what is adapted."""
    return Counter((panel.designation, tuple(sorted(panel.adapted_mm.items()))) for panel in one.panels)


def _plan(one: Alternative) -> dict[str, Any]:
    return {
        "family": one.family,
        "best_for": one.best_for,
        "pieces": [
            {"count": count, "designation": designation, "adapted": dict(adapted)}
            for (designation, adapted), count in _pieces(one).items()
        ],
        "strip_volume": one.strip_volume,
        "heaviest": max(panel.mass for panel in one.panels),
        "optimal": one.optimal,
    }
