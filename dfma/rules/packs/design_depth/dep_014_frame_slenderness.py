"""DEP-014: a precast frame building is not too slender."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.building_size import breadth_of, height_of
from dfma.rules.facts import Facts
from dfma.rules.judgement import Judgement
from dfma.rules.packs.design_depth.by_intensity import judge_by_intensity, parameters
from dfma.rules.rule import Setting, rule


@rule("DEP-014", row="DR014", parameters=parameters(4.0, 4.0, 3.0, 3.0, unit="1"))
def frame_slenderness(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The height of the building over its breadth is no more than its seismic intensity allows.

    Applies to buildings with precast pieces of these structural systems. The breadth is the lesser side of the smallest
    rectangle around the concrete structure on plan. Not checkable without system, intensity, levels or shapes.
    """
    return judge_by_intensity(facts, settings, ("frame",), _slenderness, "1")


def _slenderness(facts: Facts, building: int) -> float:
    return height_of(facts, building) / breadth_of(facts, building)
