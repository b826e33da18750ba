"""The rule packs that ship with the program, one folder each."""

PACKS = ("design_depth",)
"""Table of contents, in the order in which packs are run and shown."""
