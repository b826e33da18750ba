"""MOD-032: beams, columns and wall panels repeat."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judgement
from dfma.rules.packs.modular_coordination.repetition import judge_repetition, parameters
from dfma.rules.rule import Setting, rule


@rule("MOD-032", row="DR032", parameters=parameters(share=50.0, sizes=3.0))
def members(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The three most repeated sizes make up at least `share` of the precast beams, columns and wall panels.

    Applies, counts and measures as MOD-030 does for stair flights; each of the three is judged for itself.
    """
    return judge_repetition(facts, settings, ("beam",), ("column",), ("wall_panel_exterior", "wall_panel_interior"))
