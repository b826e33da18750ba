"""CON-083: the joint under a precast wall panel."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judgement
from dfma.rules.packs.connections.base_joint import PARAMETERS, judge_joint
from dfma.rules.rule import Setting, rule


@rule("CON-083", row="DR083", parameters=PARAMETERS)
def wall_joint(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Under a precast shear wall panel a joint of `gap` is left for grout, give or take `tolerance`.

    Applies to precast wall panels but those that the file calls non-bearing; measures as CON-064 does for columns.
    """
    return judge_joint(facts, settings, facts.shear_walls)
