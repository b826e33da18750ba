"""Transport and assembly: what fits on a truck, hangs on a crane and finds its place."""

from dfma.rules.packs.transport_assembly.tra_114_lifting_inserts import lifting_inserts
from dfma.rules.packs.transport_assembly.tra_115_lifting_centre import lifting_centre
from dfma.rules.packs.transport_assembly.tra_116_lifting_places import lifting_places
from dfma.rules.packs.transport_assembly.tra_117_insert_capacity import insert_capacity
from dfma.rules.packs.transport_assembly.tra_122_brace_inserts import brace_inserts
from dfma.rules.packs.transport_assembly.tra_123_transport_width import transport_width
from dfma.rules.packs.transport_assembly.tra_126_crane import crane
from dfma.rules.packs.transport_assembly.tra_127_mass_class import mass_class
from dfma.rules.packs.transport_assembly.tra_128_stack_layers import stack_layers

NAME = "transport_assembly"
VERSION = "1"
RULES = (
    "TRA-054",
    lifting_inserts,
    lifting_centre,
    lifting_places,
    insert_capacity,
    "TRA-118",
    "TRA-119",
    brace_inserts,
    transport_width,
    "TRA-124",
    "TRA-125",
    crane,
    mass_class,
    stack_layers,
    "TRA-129",
    "TRA-136",
)
