"""Manufacturability: what a factory needs to cast a piece, and shapes that it can cast."""

from dfma.rules.packs.manufacturability.mfg_050_girder_edge import girder_edge
from dfma.rules.packs.manufacturability.mfg_051_girder_spacing import girder_spacing
from dfma.rules.packs.manufacturability.mfg_053_girder_cover import girder_cover
from dfma.rules.packs.manufacturability.mfg_067_sleeve_cover import sleeve_cover
from dfma.rules.packs.manufacturability.mfg_068_sleeve_spacing import sleeve_spacing
from dfma.rules.packs.manufacturability.mfg_070_pier_width import pier_width
from dfma.rules.packs.manufacturability.mfg_071_coupling_beam import coupling_beam
from dfma.rules.packs.manufacturability.mfg_072_centred_opening import centred_opening
from dfma.rules.packs.manufacturability.mfg_084_low_wall import low_wall
from dfma.rules.packs.manufacturability.mfg_085_cladding_panel import cladding_panel
from dfma.rules.packs.manufacturability.mfg_106_reserved_hole import reserved_hole
from dfma.rules.packs.manufacturability.mfg_107_crossing_conduits import crossing_conduits
from dfma.rules.packs.manufacturability.mfg_108_hole_and_girder import hole_and_girder
from dfma.rules.packs.manufacturability.mfg_110_piece_mark import piece_mark
from dfma.rules.packs.manufacturability.mfg_113_mass_and_volume import mass_and_volume
from dfma.rules.packs.manufacturability.mfg_120_demoulding import demoulding
from dfma.rules.packs.manufacturability.mfg_131_bar_clash import bar_clash
from dfma.rules.packs.manufacturability.mfg_132_bar_in_sleeve import bar_in_sleeve
from dfma.rules.packs.manufacturability.mfg_134_insert_edge import insert_edge
from dfma.rules.packs.manufacturability.mfg_206_services_of_second_model import services_of_second_model

NAME = "manufacturability"
VERSION = "1"
RULES = (
    "MFG-038",
    "MFG-040",
    "MFG-041",
    "MFG-042",
    girder_edge,
    girder_spacing,
    "MFG-052",
    girder_cover,
    "MFG-055",
    "MFG-056",
    "MFG-057",
    "MFG-058",
    "MFG-059",
    "MFG-061",
    "MFG-062",
    "MFG-063",
    sleeve_cover,
    sleeve_spacing,
    pier_width,
    coupling_beam,
    centred_opening,
    "MFG-077",
    low_wall,
    cladding_panel,
    "MFG-090",
    "MFG-091",
    "MFG-098",
    reserved_hole,
    crossing_conduits,
    hole_and_girder,
    piece_mark,
    "MFG-111",
    mass_and_volume,
    demoulding,
    "MFG-130",
    bar_clash,
    bar_in_sleeve,
    "MFG-133",
    insert_edge,
    services_of_second_model,
)
