"""CON-102: above the ceiling of a bathroom pod enough room is left."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_below, unknown
from dfma.rules.packs.connections.pod_clearance import clearances
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule(
    "CON-102",
    row="DR102",
    parameters={"gap": Parameter(default=0.25, unit="m"), "reach": Parameter(default=1.0, unit="m")},
)
def pod_ceiling(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Above the ceiling of a bathroom pod at least `gap` is left to the slab.

    Applies to bathroom pods. Fans, ducts and valves are reached there.
    A pod with no slab above its middle within `reach` is not checkable.
    """
    judge = Judge(facts.is_element & ~facts.is_part & facts.kind("bathroom_pod"))
    found = clearances(facts, judge.open_rows, "above", number(settings, "reach"))
    unknown(judge, found, text("gap.pod_slab_above"))
    fail_below(judge, facts, found, number(settings, "gap"))
    judge.passes(judge.open_rows)
    return judge.judgement()
