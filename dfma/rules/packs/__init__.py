"""The rule packs that ship with the program, one folder each."""
