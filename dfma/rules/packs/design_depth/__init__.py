"""Design depth: what must be known of a building and its pieces at each stage, so that others can work from it."""

from dfma.rules.packs.design_depth.dep_005_target_rate import target_rate
from dfma.rules.packs.design_depth.dep_010_frame_height import frame_height
from dfma.rules.packs.design_depth.dep_011_frame_wall_height import frame_wall_height
from dfma.rules.packs.design_depth.dep_012_shear_wall_height import shear_wall_height
from dfma.rules.packs.design_depth.dep_013_frame_supported_height import frame_supported_height
from dfma.rules.packs.design_depth.dep_014_frame_slenderness import frame_slenderness
from dfma.rules.packs.design_depth.dep_015_wall_slenderness import wall_slenderness
from dfma.rules.packs.design_depth.dep_022_casting_stated import casting_stated
from dfma.rules.packs.design_depth.dep_023_bottom_zone import bottom_zone
from dfma.rules.packs.design_depth.dep_024_basement import basement
from dfma.rules.packs.design_depth.dep_025_ground_columns import ground_columns
from dfma.rules.packs.design_depth.dep_026_roof_topping import roof_topping

NAME = "design_depth"
VERSION = "1"
RULES = (
    "DEP-001",
    "DEP-002",
    "DEP-003",
    "DEP-004",
    target_rate,
    "DEP-006",
    frame_height,
    frame_wall_height,
    shear_wall_height,
    frame_supported_height,
    frame_slenderness,
    wall_slenderness,
    "DEP-017",
    "DEP-020",
    casting_stated,
    bottom_zone,
    basement,
    ground_columns,
    roof_topping,
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
