"""Design depth: what must be known of a building and its pieces at each stage, so that others can work from it."""

from dfma.rules.packs.design_depth.dep_005_target_rate import target_rate
from dfma.rules.packs.design_depth.dep_022_casting_stated import casting_stated
from dfma.rules.packs.design_depth.dep_023_bottom_zone import bottom_zone
from dfma.rules.packs.design_depth.dep_024_basement import basement

NAME = "design_depth"
VERSION = "1"
RULES = (target_rate, casting_stated, bottom_zone, basement, "DEP-033", "DEP-035", "DEP-036", "DEP-037", "DEP-121")
