"""MOD-030: stair flights repeat."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judgement
from dfma.rules.packs.modular_coordination.repetition import judge_repetition, parameters
from dfma.rules.rule import Setting, rule


@rule("MOD-030", row="DR030", parameters=parameters(share=70.0, sizes=1.0))
def flights(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The most repeated size of precast stair flight makes up at least `share` of all of them.

    Applies to a model with at least `least_pieces` flights. Pieces are of one size when their sides agree, rounded to
    `difference` metres. It measures how often a mould is used again: an indicator of the superseded GB/T 51129-2015,
    not a demand in force. It is not checkable where pieces without a shape could turn the verdict.
    """
    return judge_repetition(facts, settings, ("stair_flight",))
