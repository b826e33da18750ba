"""CON-101: under the tray of a bathroom pod enough room is left."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_below, unknown
from dfma.rules.packs.connections.pod_clearance import clearances
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule(
    "CON-101",
    row="DR101",
    parameters={"gap": Parameter(default=0.11, unit="m"), "reach": Parameter(default=1.0, unit="m")},
)
def pod_floor(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Under the tray of a bathroom pod at least `gap` is left to the slab.

    Applies to bathroom pods. 110 mm are needed where the drain drops through the floor, 200 mm with a rear and 300 mm
    with a bottom outlet on the same floor: set the parameter. Without the room the drain finds no fall.
    A pod with no slab below its middle within `reach` is not checkable.
    """
    judge = Judge(facts.is_element & ~facts.is_part & facts.kind("bathroom_pod"))
    found = clearances(facts, judge.open_rows, "below", number(settings, "reach"))
    unknown(judge, found, text("gap.pod_slab_below"))
    fail_below(judge, facts, found, number(settings, "gap"))
    judge.passes(judge.open_rows)
    return judge.judgement()
