"""DEP-015: a precast building with shear walls is not too slender."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.building_size import breadth_of, height_of
from dfma.rules.facts import Facts
from dfma.rules.judgement import Judgement
from dfma.rules.packs.design_depth.by_intensity import judge_by_intensity, parameters
from dfma.rules.rule import Setting, rule


@rule("DEP-015", row="DR015", parameters=parameters(6.0, 6.0, 5.0, 5.0, unit="1"))
def wall_slenderness(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The height of the building over its breadth is no more than its seismic intensity allows.

    Applies to buildings with precast pieces of these structural systems. The breadth is the lesser side of the smallest
    rectangle around the concrete structure on plan. Not checkable without system, intensity, levels or shapes.
    """
    return judge_by_intensity(facts, settings, ("frame_wall", "shear_wall", "frame_supported_wall"), _slenderness, "1")


def _slenderness(facts: Facts, building: int) -> float:
    return height_of(facts, building) / breadth_of(facts, building)
