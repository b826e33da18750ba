"""Transport and assembly: what fits on a truck, hangs on a crane and finds its place."""

from dfma.rules.packs.transport_assembly.tra_114_lifting_inserts import lifting_inserts
from dfma.rules.packs.transport_assembly.tra_122_brace_inserts import brace_inserts
from dfma.rules.packs.transport_assembly.tra_123_transport_width import transport_width
from dfma.rules.packs.transport_assembly.tra_127_mass_class import mass_class

NAME = "transport_assembly"
VERSION = "1"
RULES = (
    "TRA-054",
    lifting_inserts,
    "TRA-118",
    "TRA-119",
    brace_inserts,
    transport_width,
    "TRA-124",
    "TRA-125",
    mass_class,
    "TRA-129",
    "TRA-136",
)
