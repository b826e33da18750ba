"""Connections: how pieces meet each other and the cast-in-place parts."""

from dfma.rules.packs.connections.con_039_topping import topping
from dfma.rules.packs.connections.con_043_side_ratio import side_ratio
from dfma.rules.packs.connections.con_044_cast_strip import cast_strip
from dfma.rules.packs.connections.con_046_joint_direction import joint_direction
from dfma.rules.packs.connections.con_060_beam_topping import beam_topping
from dfma.rules.packs.connections.con_064_column_joint import column_joint
from dfma.rules.packs.connections.con_069_grouted_sleeves import grouted_sleeves
from dfma.rules.packs.connections.con_079_wall_strip import wall_strip
from dfma.rules.packs.connections.con_081_ring_beam import ring_beam
from dfma.rules.packs.connections.con_082_cast_strip_on_walls import cast_strip_on_walls
from dfma.rules.packs.connections.con_083_wall_joint import wall_joint
from dfma.rules.packs.connections.con_087_stair_bearing import stair_bearing
from dfma.rules.packs.connections.con_088_stair_hinges import stair_hinges
from dfma.rules.packs.connections.con_089_stair_gap import stair_gap
from dfma.rules.packs.connections.con_095_strip_height import strip_height
from dfma.rules.packs.connections.con_100_pod_gap import pod_gap
from dfma.rules.packs.connections.con_101_pod_floor import pod_floor
from dfma.rules.packs.connections.con_102_pod_ceiling import pod_ceiling

NAME = "connections"
VERSION = "1"
RULES = (
    topping,
    side_ratio,
    cast_strip,
    "CON-045",
    joint_direction,
    beam_topping,
    column_joint,
    grouted_sleeves,
    wall_strip,
    ring_beam,
    cast_strip_on_walls,
    wall_joint,
    stair_bearing,
    stair_hinges,
    stair_gap,
    "CON-093",
    strip_height,
    "CON-099",
    pod_gap,
    pod_floor,
    pod_ceiling,
)
