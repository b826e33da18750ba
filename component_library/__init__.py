"""The shared library of components."""
