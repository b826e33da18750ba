"""DEP-011: a precast frame with cast shear walls is not too high."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.building_size import height_of
from dfma.rules.facts import Facts
from dfma.rules.judgement import Judgement
from dfma.rules.packs.design_depth.by_intensity import judge_by_intensity, parameters
from dfma.rules.rule import Setting, rule


@rule("DEP-011", row="DR011", parameters=parameters(130.0, 120.0, 100.0, 80.0, unit="m"))
def frame_wall_height(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The roof of a precast frame with shear walls cast in place lies no higher than its seismic intensity allows.

    Applies to buildings with precast pieces whose stated structural system is this one. The height is that of the
    topmost level above the building's zero, or of the walls on it. Not checkable without system or intensity.
    """
    return judge_by_intensity(facts, settings, ("frame_wall",), height_of, "m")
