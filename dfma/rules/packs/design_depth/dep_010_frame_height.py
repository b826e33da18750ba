"""DEP-010: a precast frame building is not too high."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.building_size import height_of
from dfma.rules.facts import Facts
from dfma.rules.judgement import Judgement
from dfma.rules.packs.design_depth.by_intensity import judge_by_intensity, parameters
from dfma.rules.rule import Setting, rule


@rule("DEP-010", row="DR010", parameters=parameters(60.0, 50.0, 40.0, 30.0, unit="m"))
def frame_height(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The roof of a precast frame building lies no higher than its seismic intensity allows.

    Applies to buildings with precast pieces whose stated structural system is this one. The height is that of the
    topmost level above the building's zero, or of the walls on it. Not checkable without system or intensity.
    """
    return judge_by_intensity(facts, settings, ("frame",), height_of, "m")
