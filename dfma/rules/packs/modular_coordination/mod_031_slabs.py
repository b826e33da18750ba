"""MOD-031: slabs repeat."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judgement
from dfma.rules.packs.modular_coordination.repetition import judge_repetition, parameters
from dfma.rules.rule import Setting, rule


@rule("MOD-031", row="DR031", parameters=parameters(share=60.0, sizes=3.0))
def slabs(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The three most repeated sizes of precast slabs make up at least `share` of all of them.

    Applies, counts and measures as MOD-030 does for stair flights.
    """
    return judge_repetition(facts, settings, ("composite_slab", "solid_slab", "hollow_core_slab", "double_tee"))
