"""Manufacturability: what a factory needs to cast a piece, and shapes that it can cast."""

from dfma.rules.packs.manufacturability.mfg_070_pier_width import pier_width
from dfma.rules.packs.manufacturability.mfg_071_coupling_beam import coupling_beam
from dfma.rules.packs.manufacturability.mfg_106_reserved_hole import reserved_hole
from dfma.rules.packs.manufacturability.mfg_107_crossing_conduits import crossing_conduits
from dfma.rules.packs.manufacturability.mfg_110_piece_mark import piece_mark
from dfma.rules.packs.manufacturability.mfg_113_mass_and_volume import mass_and_volume

NAME = "manufacturability"
VERSION = "1"
RULES = (
    "MFG-038",
    "MFG-040",
    "MFG-041",
    "MFG-042",
    "MFG-052",
    "MFG-055",
    "MFG-056",
    "MFG-057",
    "MFG-058",
    "MFG-059",
    "MFG-061",
    "MFG-062",
    "MFG-063",
    pier_width,
    coupling_beam,
    "MFG-077",
    "MFG-090",
    "MFG-091",
    "MFG-098",
    reserved_hole,
    crossing_conduits,
    piece_mark,
    "MFG-111",
    mass_and_volume,
    "MFG-130",
    "MFG-133",
)
