"""Design depth: what must be known of a building and its pieces at each stage, so that others can work from it."""

from dfma.rules.packs.design_depth.dep_005_target_rate import target_rate
from dfma.rules.packs.design_depth.dep_022_casting_stated import casting_stated
from dfma.rules.packs.design_depth.dep_023_bottom_zone import bottom_zone
from dfma.rules.packs.design_depth.dep_024_basement import basement

NAME = "design_depth"
VERSION = "1"
RULES = (
    "DEP-001",
    "DEP-002",
    "DEP-003",
    "DEP-004",
    target_rate,
    "DEP-006",
    "DEP-017",
    "DEP-020",
    casting_stated,
    bottom_zone,
    basement,
    "DEP-027",
    "DEP-028",
    "DEP-029",
    "DEP-033",
    "DEP-034",
    "DEP-035",
    "DEP-036",
    "DEP-037",
    "DEP-112",
    "DEP-121",
    "DEP-135",
)
