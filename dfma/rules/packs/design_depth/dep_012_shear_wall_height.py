"""DEP-012: a precast shear-wall building is not too high."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.building_size import height_of
from dfma.rules.facts import Facts
from dfma.rules.judgement import Judgement
from dfma.rules.packs.design_depth.by_intensity import judge_by_intensity, parameters
from dfma.rules.rule import Setting, rule


@rule("DEP-012", row="DR012", parameters=parameters(130.0, 120.0, 100.0, 80.0, unit="m"))
def shear_wall_height(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The roof of a precast shear-wall building lies no higher than its seismic intensity allows.

    Applies to buildings with precast pieces whose stated structural system is this one. The height is that of the
    topmost level above the building's zero, or of the walls on it. Not checkable without system or intensity.

    Where precast walls take more than half of the base shear the limits are 10 m lower (the numbers in brackets of the
    clause): set the parameters.
    """
    return judge_by_intensity(facts, settings, ("shear_wall",), height_of, "m")
