"""Modular coordination and standardisation: grids, storeys and repetition."""

from dfma.rules.packs.modular_coordination.mod_007_grid import grid
from dfma.rules.packs.modular_coordination.mod_016_unit_types import unit_types
from dfma.rules.packs.modular_coordination.mod_030_flights import flights
from dfma.rules.packs.modular_coordination.mod_031_slabs import slabs
from dfma.rules.packs.modular_coordination.mod_032_members import members

NAME = "modular_coordination"
VERSION = "1"
RULES = (
    grid,
    "MOD-008",
    unit_types,
    flights,
    slabs,
    members,
)
