"""Municipal works: tunnel segments, box culverts and utility tunnels, bridge piers, steel box girders."""

from dfma.rules.packs.municipal.mun_141_ring_angle import ring_angle
from dfma.rules.packs.municipal.mun_201_segments_of_ring import segments_of_ring

NAME = "municipal"
VERSION = "1"
RULES = (
    ring_angle,
    "MUN-142",
    "MUN-143",
    "MUN-144",
    segments_of_ring,
    "MUN-202",
    "MUN-203",
    "MUN-204",
    "MUN-211",
    "MUN-212",
    "MUN-213",
    "MUN-214",
    "MUN-215",
    "MUN-221",
    "MUN-222",
    "MUN-223",
    "MUN-224",
    "MUN-225",
    "MUN-231",
    "MUN-232",
    "MUN-233",
    "MUN-234",
)
