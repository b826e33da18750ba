"""Connections: how pieces meet each other and the cast-in-place parts."""

from dfma.rules.packs.connections.con_039_topping import topping
from dfma.rules.packs.connections.con_044_cast_strip import cast_strip
from dfma.rules.packs.connections.con_064_column_joint import column_joint
from dfma.rules.packs.connections.con_083_wall_joint import wall_joint
from dfma.rules.packs.connections.con_087_stair_bearing import stair_bearing
from dfma.rules.packs.connections.con_100_pod_gap import pod_gap

NAME = "connections"
VERSION = "1"
RULES = (
    topping,
    cast_strip,
    "CON-045",
    column_joint,
    wall_joint,
    stair_bearing,
    "CON-093",
    "CON-099",
    pod_gap,
)
