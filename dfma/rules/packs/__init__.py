"""The rule packs that ship with the program, one folder each."""

PACKS = (
    "design_depth",
    "manufacturability",
    "transport_assembly",
    "modular_coordination",
    "connections",
    "operation",
    "municipal",
)
"""Table of contents, in the order in which packs are run and shown."""
