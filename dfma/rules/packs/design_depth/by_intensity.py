"""Limits of whole buildings that depend on structural system and seismic intensity: DEP-010 to DEP-015."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_above, per_row, unknown
from dfma.rules.rule import Parameter, Setting, number
from dfma.text import text


def parameters(six: float, seven: float, eight: float, eight_high: float, unit: str) -> dict[str, Parameter]:
    """The limits at 6, 7, 8 (0.20 g) and 8 (0.30 g) degrees."""
    limits = {"at_6": six, "at_7": seven, "at_8": eight, "at_8_high": eight_high}
    return {name: Parameter(default=limit, unit=unit) for name, limit in limits.items()}


def judge_by_intensity(
    facts: Facts,
    settings: Mapping[str, Setting],
    systems: tuple[str, ...],
    measure: Callable[[Facts, int], float],
    unit: str,
) -> Judgement:
    """Judge the buildings with precast pieces of some structural systems by a number of the whole building."""
    judge = Judge(facts.precast_buildings)
    for name in ("structural_system", "seismic_intensity"):
        column = facts.said_of_building(name)
        rows = judge.open_rows
        judge.cannot_check(rows[~column.present[rows]], column.missing)
        for row in rows[column.present[rows] & ~column.understood[rows]].tolist():
            judge.cannot_check([row], column.not_understood(row))
        if name == "structural_system":
            rows = judge.open_rows
            judge.does_not_apply([row for row in rows.tolist() if column.words[row] not in systems])
    intensity = facts.said_of_building("seismic_intensity").words
    rows = judge.open_rows
    building = np.where(facts.ifc_class("IfcBuilding"), np.arange(facts.rows), -1)
    found = per_row(facts, {row: measure(facts, int(building[row])) for row in rows.tolist()})
    limits = per_row(facts, {row: number(settings, f"at_{intensity[row]}") for row in rows.tolist()})
    unknown(judge, found, text("gap.building_size"))
    fail_above(judge, facts, found, limits, unit)
    judge.passes(judge.open_rows)
    return judge.judgement()
